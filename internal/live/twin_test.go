package live_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

var update = flag.Bool("update", false, "write testdata anew")

// twin is what the front end's reducer is tested with: a snapshot, changes, and
// the state in which every client must end.
type twin struct {
	Snapshot live.State   `json:"snapshot"`
	Changes  []twinChange `json:"changes"`
	End      live.State   `json:"end"`
}

type twinChange struct {
	Rev   int64      `json:"rev"`
	At    time.Time  `json:"at"`
	Kind  live.Kind  `json:"kind"`
	Actor string     `json:"actor"`
	Data  any        `json:"data"`
	Patch live.Patch `json:"patch"`
}

// TestTwin_IsWhatTheFrontEndIsTestedWith keeps testdata/twin.json true: any
// client that applies its changes to its snapshot must end in its end.
func TestTwin_IsWhatTheFrontEndIsTestedWith(t *testing.T) {
	c, now, r := live.FromPlan(plan(5)), nine, rand.New(rand.NewPCG(2024, 12))
	out := twin{Snapshot: c.State()}
	act := func(do func() error) {
		before := c.State()
		if do() != nil {
			return
		}
		e := c.TakeEvent()
		if e == nil {
			return
		}
		patch := live.Diff(before, c.State())
		c.Stamp(c.Rev + 1)
		out.Changes = append(out.Changes, twinChange{Rev: c.Rev, At: now, Kind: e.Kind, Actor: "server", Data: e.Data, Patch: patch})
	}
	act(c.Publish)
	act(c.BeginChecks)
	for _, s := range c.State().Sites {
		act(func() error { return c.SiteJoined(s.ID, "", now) })
	}
	act(func() error { return c.Open(now) })
	for i := range 120 {
		now = now.Add(time.Duration(r.IntN(20_000)) * time.Millisecond)
		site := fmt.Sprintf("s%d", 1+r.IntN(5))
		acts := []func() error{
			func() error {
				return c.Ask(live.Request{ID: fmt.Sprintf("q%d", i), SiteID: site, Category: live.Report}, now)
			},
			func() error { return c.Next(nil, now) },
			func() error { return c.TakeBack(nil, now) },
			func() error { return c.Interrupt(fmt.Sprintf("q%d", i), nil, now) },
			func() error { return c.OpenDialogue([]string{"hub", site}, 0, nil, now) },
			func() error { return c.SiteLost(site, "", now) },
			func() error { return c.SiteJoined(site, "", now) },
			func() error { return c.Confirm(now) },
			func() error { return c.Mute(site) },
			func() error { return c.NextItem(now) },
			func() error { return c.Preview(site) },
			func() error { return c.SetBanner(fmt.Sprintf("Dòng %d", i)) },
			func() error { return c.SetScene(live.Wall, time.Time{}, nil) },
			func() error { return c.ExtendFloor(time.Minute) },
			func() error { return c.Move([]meeting.State{meeting.Paused, meeting.Live}[r.IntN(2)], now) },
		}
		act(acts[r.IntN(len(acts))])
	}
	act(func() error { return c.SiteJoined("s1", "", now) })
	act(func() error { return c.SiteJoined("s2", "", now) })
	for _, m := range []live.SiteMedia{{Picture: live.Missing}, {}, {PictureCodec: "h264"}} {
		act(func() error { return c.NoteMedia("s1", m) })
		act(func() error { return c.NoteMedia("s2", m) })
	}
	act(func() error { return c.Move(meeting.Live, now) })
	act(func() error { return c.TakeBack(nil, now) })
	act(func() error { return c.GiveFloor(live.Grant{Site: "s1"}, now) })
	act(func() error { return c.NoteMedia("s1", live.SiteMedia{Sound: live.Missing}) })
	act(func() error { return c.TakeBack(nil, now) })
	act(func() error { return c.SiteLost("s2", "", now) })
	out.End = c.State()
	got, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("testdata", "twin.json")
	if *update {
		if err := os.WriteFile(name, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Fatal("testdata/twin.json is not what the rules do: run with -update and look at the difference")
	}
	back := out.Snapshot
	for _, ch := range out.Changes {
		back.Apply(ch.Rev, ch.Patch)
	}
	same(t, "the twin", back, out.End)
	t.Logf("%d changes", len(out.Changes))
}
