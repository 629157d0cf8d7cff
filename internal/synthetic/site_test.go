package synthetic_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/contribution"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/event"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/synthetic"
)

const (
	patience = 40 * time.Second
	iagrai   = "site-ia-grai"
)

var operator = access.Actor{Kind: access.Account, AccountID: "demo-vanhanh", Grants: []access.Grant{{Role: access.Operator, UnitID: "tinh-uy"}}}

// house is the whole program with the demo's conference opened and nobody
// there.
type house struct {
	*app.App
	t          *testing.T
	config     app.Config
	conference string
	links      map[string]string // token by site
	end        func()
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, links: map[string]string{}, config: app.Config{
		Data: t.TempDir(), Addr: fmt.Sprintf("127.0.0.1:%d", freePort(t)), MediaPort: freePort(t), ProgrammeUDP: freePort(t),
		Distribution: "relay",
	}}
	h.config.Prepare = func(ctx context.Context, d *db.DB) error {
		return demo.Seed(ctx, d, time.Now(), demo.Options{Password: demo.Password}, slog.New(slog.DiscardHandler))
	}
	h.start()
	h.config.Prepare = nil // its data outlives a restart
	t.Cleanup(func() { h.end() })
	list, err := h.Meeting.Conferences(t.Context(), access.System, "", string(meeting.Live))
	if err != nil || len(list) != 1 {
		t.Fatalf("conferences: %v %v", list, err)
	}
	h.conference = list[0].ID
	links, err := h.Meeting.Links(t.Context(), h.Identity, h.Base(), h.conference)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range links.Sites {
		h.links[l.SiteID] = l.URL[strings.LastIndex(l.URL, "/")+1:]
	}
	return h
}

// freePort is a port of this machine that is free for TCP and for UDP.
func freePort(t *testing.T) int {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		u, err := net.ListenPacket("udp", l.Addr().String())
		_ = l.Close()
		if err == nil {
			_ = u.Close()
			return l.Addr().(*net.TCPAddr).Port
		}
	}
}

func (h *house) start() {
	h.t.Helper()
	a, err := app.New(context.Background(), h.config, slog.New(slog.DiscardHandler))
	if err != nil {
		h.t.Fatal(err)
	}
	h.App = a
	ctx, cancel := context.WithCancel(context.Background())
	ended, ready := make(chan error, 1), make(chan struct{})
	go func() { ended <- a.Run(ctx, func(string) { close(ready) }) }()
	h.end = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			h.t.Errorf("the program ended with %v", err)
		}
		a.Close()
	})
	<-ready
}

// act does what an operator does.
func (h *house) act(_ live.Live, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) giveFloor() {
	h.t.Helper()
	until(h.t, "known as there", func() bool { return h.found().Presence == live.Online })
	h.act(h.Live.GiveFloor(h.t.Context(), operator, h.conference, live.Grant{Site: iagrai}))
}

func (h *house) live() live.Live {
	h.t.Helper()
	l, err := h.Live.Live(h.t.Context(), operator, h.conference)
	if err != nil {
		h.t.Fatal(err)
	}
	return l
}

// found is the site as the conference knows it.
func (h *house) found() live.Site {
	sites := h.live().Sites
	return sites[slices.IndexFunc(sites, func(s live.Site) bool { return s.ID == iagrai })]
}

func (h *house) listeners() int { return h.Log.Listeners(event.Conference(h.conference)) }

var painter synthetic.Painter

func (h *house) newSite() *synthetic.Site {
	return &synthetic.Site{
		Name: "Huyện ủy Ia Grai", Number: 9, Kind: synthetic.Steady, Server: h.Base(), JoinToken: h.links[iagrai],
		Painter: &painter, Log: slog.New(slog.DiscardHandler),
	}
}

// site comes to the conference until the test ends.
func (h *house) site(change func(*synthetic.Site)) *synthetic.Site {
	s := h.newSite()
	if change != nil {
		change(s)
	}
	ctx, end := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { _ = s.Run(ctx) })
	h.t.Cleanup(func() { end(); done.Wait() })
	return s
}

func until(t *testing.T, what string, is func() bool) time.Duration {
	t.Helper()
	start := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if time.Since(start) > patience {
			t.Fatalf("not within %v: %s", patience, what)
		}
		<-tick.C
	}
	return time.Since(start)
}

func (h *house) microphones() int { return len(h.Media().Microphones(h.conference)) }

func (h *house) rates() (r [3]bool) {
	for _, p := range h.Media().Snapshot(h.conference) {
		for _, track := range p.Tracks {
			for _, l := range track.Layers {
				r[l.Spatial] = l.BitsPerSecond > 0
			}
		}
	}
	return r
}

func TestSite_SpeaksWhileTheConferenceHasItsMicrophoneOpen(t *testing.T) {
	h := newHouse(t)
	s := h.site(nil)
	until(t, "connected", func() bool { return s.State().Connected })
	if h.microphones() != 0 {
		t.Fatal("it came with an open microphone")
	}
	h.giveFloor()
	until(t, "microphone open", func() bool { return h.microphones() == 1 && s.State().Microphone })
	h.act(h.Live.TakeBack(t.Context(), operator, h.conference, nil))
	until(t, "microphone closed", func() bool { return h.microphones() == 0 && !s.State().Microphone })
}

func TestSite_AsksForTheFloor(t *testing.T) {
	h := newHouse(t)
	s := h.site(nil)
	q := synthetic.Request{Topic: "Tiến độ giải ngân", Category: "report", SpeakerName: "Rah Lan Chung", SpeakerTitle: "Bí thư"}
	until(t, "there", func() bool { return s.State().Connected })
	if err := s.Ask(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	queue := h.live().Floor.Queue
	if len(queue) != 1 || queue[0].SiteID != iagrai || queue[0].Topic != q.Topic || queue[0].SpeakerName != q.SpeakerName {
		t.Errorf("asked %+v", queue)
	}
}

func TestSite_ComesBackAfterTheServer(t *testing.T) {
	h := newHouse(t)
	s := h.site(nil)
	until(t, "connected", func() bool { return s.State().Connected })
	h.giveFloor()
	until(t, "microphone", func() bool { return h.microphones() == 1 })
	// Its seat is gone too, as after a night: it takes a new one by its link.
	if _, err := h.DB.ExecContext(t.Context(), `DELETE FROM seat`); err != nil {
		t.Fatal(err)
	}
	h.end()
	until(t, "apart and silent", func() bool { return !s.State().Connected && !s.State().Microphone })
	h.start()
	took := until(t, "back", func() bool { return s.State().Connected })
	t.Logf("back %v after the server", took)
	until(t, "following", func() bool { return h.listeners() == 1 })
	if h.microphones() != 0 {
		t.Error("back with an open microphone")
	}
	until(t, "known as there", func() bool { return len(h.live().OpenMics) == 0 && h.found().Joins >= 2 })
	h.act(h.Live.Confirm(t.Context(), operator, h.conference))
	until(t, "microphone again", func() bool { return h.microphones() == 1 })
}

func TestSite_ThatDropsComesBack(t *testing.T) {
	h := newHouse(t)
	h.site(func(s *synthetic.Site) {
		s.Kind, s.After, s.Away = synthetic.Dropping, 300*time.Millisecond, 300*time.Millisecond
	})
	until(t, "there a third time", func() bool { return h.found().Joins >= 3 })
}

func TestSite_ThatIsLateIsNotThereAtOnce(t *testing.T) {
	h := newHouse(t)
	s := h.site(func(s *synthetic.Site) { s.Kind, s.After = synthetic.Late, 500*time.Millisecond })
	if err := s.Ask(t.Context(), synthetic.Request{}); err == nil {
		t.Error("asked before it was there")
	}
	if took := until(t, "there", func() bool { return s.State().Connected }); took < 400*time.Millisecond {
		t.Errorf("there after %v", took)
	}
}

func TestCamera_SendsOnlyTheLayersThatAreWatched(t *testing.T) {
	h := newHouse(t)
	s := h.site(nil)
	until(t, "connected", func() bool { return s.State().Connected })
	until(t, "all layers at first", func() bool { return h.rates() == [3]bool{true, true, true} })
	until(t, "none, as nobody watches", func() bool { return h.rates() == [3]bool{} })
	token, err := h.Media().Token(h.conference, contribution.Hall("h"), "", "", contribution.WatchRights(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	layer := 0
	hall := &synthetic.Watcher{
		Ticket: synthetic.Ticket{URL: h.Base(), Token: token}, Markers: true, Log: slog.New(slog.DiscardHandler),
		Want: func(string, bool) synthetic.Wish {
			mu.Lock()
			defer mu.Unlock()
			return synthetic.Wish{Watch: true, Layer: layer}
		},
	}
	ctx, end := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { _ = hall.Run(ctx) })
	t.Cleanup(func() { end(); done.Wait() })
	until(t, "the lowest layer", func() bool {
		v := hall.Seen()["site:"+iagrai]
		return v.Height == 180 && v.Marker == 9
	})
	if r := h.rates(); r[2] {
		t.Errorf("layers sent: %v", r)
	}
	mu.Lock()
	layer = 2
	mu.Unlock()
	hall.Again()
	took := until(t, "the highest layer", func() bool {
		v := hall.Seen()["site:"+iagrai]
		return v.Height == 720 && v.Marker == 9
	})
	t.Logf("highest layer after %v", took)
}

func TestPublisher_CannotPassSoundOffAsAPicture(t *testing.T) {
	h := newHouse(t)
	picture, err := painter.Paint("Huyện ủy Ia Grai", 9)
	if err != nil {
		t.Fatal(err)
	}
	voice, err := synthetic.VoiceOf(1)
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.Media().Token(h.conference, contribution.Site(iagrai), "", "", contribution.SiteRights(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	p := &synthetic.Publisher{
		Picture: picture, Voice: voice, Log: slog.New(slog.DiscardHandler),
		Ticket: func(context.Context) (synthetic.Ticket, error) {
			return synthetic.Ticket{URL: h.Base(), Token: token}, nil
		},
	}
	p.PretendCamera()
	p.Speak(true)
	ctx, end := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { _ = p.Run(ctx) })
	t.Cleanup(func() { end(); done.Wait() })
	sound := func() bool {
		for _, who := range h.Media().Snapshot(h.conference) {
			if slices.ContainsFunc(who.Tracks, func(t contribution.Track) bool { return !t.Video }) {
				return true
			}
		}
		return false
	}
	until(t, "the sound is at the server", sound)
	took := until(t, "and is removed", func() bool { return !sound() })
	t.Logf("removed after %v", took)
	for range 20 {
		h.Media().Reconcile(h.conference)
		<-time.After(20 * time.Millisecond)
		if sound() {
			t.Fatal("it came back")
		}
	}
}

func TestSite_LeavesNothingBehind(t *testing.T) {
	h := newHouse(t)
	ctx, end := context.WithCancelCause(context.Background())
	s := h.newSite()
	var done sync.WaitGroup
	done.Go(func() { _ = s.Run(ctx) })
	until(t, "connected", func() bool { return s.State().Connected })
	h.giveFloor()
	until(t, "speaking", func() bool { return s.State().Microphone })
	end(nil)
	done.Wait()
	until(t, "no goroutine left", func() bool {
		stacks := make([]byte, 4<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		return !bytes.Contains(stacks, []byte("giaoban/internal/synthetic.(")) && !bytes.Contains(stacks, []byte("giaoban/internal/link.("))
	})
}
