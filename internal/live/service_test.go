package live_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

func TestEvents_SnapshotThenEveryChangeThenReplay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		h.open(t)
		f := h.follow(t, "hall", "")
		if k := f.hear(t); k != "snapshot" || f.live.Conference.State != meeting.Live || f.live.Control != nil {
			t.Fatalf("%s %+v", k, f.live)
		}
		from := f.live.Rev
		h.call(t, "s1", "POST", "/floor/requests", map[string]string{"topic": "Giải ngân"})
		h.call(t, "operator", "POST", "/programme/preview", map[string]string{"site_id": "s1"})
		h.call(t, "chair", "POST", "/floor/next", nil)
		for _, want := range []live.Kind{live.KindRequested, live.KindPreview, live.KindGranted} {
			if k := f.hear(t); k != string(want) {
				t.Fatalf("heard %s, want %s", k, want)
			}
		}
		if !slices.Equal(f.live.OpenMics, []string{"s1"}) || f.live.Control != nil || f.live.Floor.Holders[0].Topic != "Giải ngân" {
			t.Fatalf("%+v", f.live)
		}
		f.close()
		again := h.follow(t, "hall", fmt.Sprintf("?after=%d", from))
		again.until(t, from+3)
		if !slices.Equal(again.revs, []int64{from + 1, from + 2, from + 3}) {
			t.Fatalf("replayed %v", again.revs)
		}
		if h.follow(t, "operator", "?after=99999").hear(t) != "snapshot" {
			t.Fatal("a revision from nowhere was not answered with a snapshot")
		}
	})
}

func TestEvents_OnlyConductorsLearnOfThePreview(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	chair, hall := h.follow(t, "chair", ""), h.follow(t, "hall", "")
	chair.hear(t)
	hall.hear(t)
	h.call(t, "operator", "POST", "/programme/preview", map[string]string{"site_id": "s3"})
	chair.hear(t)
	if chair.live.Control.Preview != "s3" {
		t.Fatalf("chair: %+v", chair.live.Control)
	}
	m := <-hall.messages
	var c live.Change
	if err := json.Unmarshal(m.data, &c); err != nil {
		t.Fatal(err)
	}
	if string(c.Patch) != "{}" || string(c.Data) != "null" || c.Actor != "" {
		t.Fatalf("hall: %s", m.data)
	}
	_, log := h.call(t, "reporter", "GET", "/log", nil)
	for _, e := range log["events"].([]any) {
		if e.(map[string]any)["kind"] == string(live.KindPreview) {
			t.Fatal("the log tells a reporter of the preview")
		}
	}
}

func TestRestart_FindsEverythingWhereItWas(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		h.open(t)
		h.call(t, "s2", "POST", "/floor/requests", map[string]string{"topic": "Đường"})
		h.call(t, "chair", "POST", "/floor/grant", map[string]string{"site_id": "s1"})
		h.clock.Advance(40 * time.Second)
		h.Beat(t.Context()) // and then the program is killed

		again := newHouse(t, d, h.clock.Advance(time.Hour))
		if err := again.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		l, err := again.Live(t.Context(), actors["chair"], "c1")
		if err != nil {
			t.Fatal(err)
		}
		holder := l.Floor.Holders[0]
		if holder.SiteID != "s1" || holder.RanSeconds != live.Seconds(40) || !holder.WaitingConfirm || !holder.RunningSince.IsZero() {
			t.Fatalf("holder %+v", holder)
		}
		if len(l.Floor.Queue) != 1 || len(l.OpenMics) != 0 || l.Conference.State != meeting.Live {
			t.Fatalf("%+v", l.State)
		}
		if st, p := again.call(t, "operator", "POST", "/floor/confirm", nil); st != 409 || p["code"] != "site_offline" {
			t.Fatalf("confirm before it is back: %d %v", st, p)
		}
		if err := again.SiteJoined(t.Context(), "c1", "s1", "new"); err != nil {
			t.Fatal(err)
		}
		if mics := again.Desired(t.Context(), "c1").OpenMics; len(mics) != 0 {
			t.Fatalf("open before it is confirmed: %v", mics)
		}
		again.call(t, "operator", "POST", "/floor/confirm", nil)
		if mics := again.Desired(t.Context(), "c1").OpenMics; !slices.Equal(mics, []string{"s1"}) {
			t.Fatalf("open after it is confirmed: %v", mics)
		}
		if err := newHouse(t, d, h.clock.Now()).Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnChange_IsToldAfterTheCommit(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	var told []int64
	h.OnChange(func(conf live.ConferenceID, s live.State) {
		l, err := h.Live(t.Context(), access.System, conf)
		if err != nil || l.Rev != s.Rev {
			t.Errorf("told of %d, read %d: %v", s.Rev, l.Rev, err)
		}
		told = append(told, s.Rev)
	})
	h.open(t)
	h.call(t, "chair", "POST", "/floor/grant", map[string]string{"site_id": "nowhere"})
	if !slices.IsSorted(told) || len(told) != 9 {
		t.Fatalf("told %v", told)
	}
}

func TestPlan_ThatChangesAfterPublishingReachesWhoListens(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		if st, p := h.call(t, "secretary", "POST", "/state", map[string]string{"to": "published"}); st != 200 {
			t.Fatalf("%d %v", st, p)
		}
		f := h.follow(t, "s1", "")
		f.hear(t)
		items := []map[string]any{{"title": "Báo cáo", "kind": "report", "minutes": 20, "state": "pending", "number": 7}}
		st, p := h.call(t, "secretary", "PUT", "/agenda", map[string]any{"items": items, "rev": 1})
		if st != 200 || p["rev"] != 2.0 {
			t.Fatalf("%d %v", st, p)
		}
		if k := f.hear(t); k != string(live.KindPlanned) || len(f.live.Agenda.Items) != 1 || f.live.Agenda.Items[0].Number != 1 {
			t.Fatalf("%s %+v", k, f.live.Agenda)
		}
		h.call(t, "operator", "POST", "/state", map[string]string{"to": "checking"})
		if st, p = h.call(t, "secretary", "PUT", "/agenda", map[string]any{"items": items, "rev": 2}); st != 409 || p["code"] != "plan_locked" {
			t.Fatalf("%d %v", st, p)
		}
		h.call(t, "operator", "POST", "/state", map[string]string{"to": "live"})
		h.call(t, "chair", "POST", "/agenda/next", nil)
		_, p = h.call(t, "reporter", "GET", "", nil)
		if it := p["agenda"].([]any)[0].(map[string]any); it["state"] != "current" || p["state"] != "live" {
			t.Fatalf("the plan does not show the outcome: %v", it)
		}
	})
}

func TestBeat_GivesTheFloorOnByItself(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	h.call(t, "chair", "PUT", "/rules", map[string]any{"speech_seconds": 30, "site_quota_seconds": 0, "auto_next": true})
	h.call(t, "chair", "POST", "/floor/grant", map[string]string{"site_id": "s1"})
	h.call(t, "s2", "POST", "/floor/requests", map[string]string{"topic": "Đường"})
	h.clock.Advance(31 * time.Second)
	h.Beat(t.Context())
	if mics := h.Desired(t.Context(), "c1").OpenMics; !slices.Equal(mics, []string{"s2"}) {
		t.Fatalf("open %v", mics)
	}
}
