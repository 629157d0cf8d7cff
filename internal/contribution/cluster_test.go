package contribution_test

import (
	"errors"
	"net"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"giaoban/internal/contribution"
	"giaoban/internal/testdb"
)

// member is an engine whose LiveKit shares the tests' Redis with others, and
// whose process carries the conference or does not.
func member(t *testing.T, carries bool) *world {
	t.Helper()
	c := here
	c.SignalPort, c.Redis = freePort(t), &contribution.Redis{Address: testdb.Redis(t)}
	conf := &conference{paused: !carries}
	e := start(t, c, conf)
	s := httptest.NewServer(e.Handler())
	t.Cleanup(s.Close)
	return &world{t: t, engine: e, conf: conf, url: "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(c.SignalPort))}
}

func (w *world) carry(on bool) {
	w.conf.mu.Lock()
	w.conf.paused = !on
	w.conf.mu.Unlock()
	w.engine.Reconcile(room)
}

// A site that signals to either LiveKit of a cluster comes to the one whose
// process carries the conference, is tapped there, and follows the conference
// to the other.
func TestCluster_RoomIsWhereTheConferenceIsCarried(t *testing.T) {
	a, b := member(t, false), member(t, true)
	b.engine.Reconcile(room)
	taps := func(w *world) *tape {
		sink := &tape{keys: map[int]int{}}
		if _, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, sink); err != nil {
			t.Fatal(err)
		}
		return sink
	}
	s := a.site("a", 1) // signals to the one that does not carry it
	atA, atB := taps(a), taps(b)
	a.connected(s)
	until(t, "its picture where the conference is carried", func() bool { return atB.get(func(s *tape) int { return s.packets }) > 20 })
	until(t, "known there", func() bool { return b.conf.history(contribution.Site("a")) == "joined" })
	b.want("a")
	until(t, "its microphone", func() bool { return len(b.microphones()) == 1 })
	if n := atA.get(func(s *tape) int { return s.packets }); n != 0 || len(a.engine.Snapshot(room)) != 0 {
		t.Errorf("the other process has %d packets and %+v", n, a.engine.Snapshot(room))
	}

	// As when the lease goes over.
	b.carry(false)
	b.engine.Dismiss(room)
	a.carry(true)
	until(t, "its picture in the other process", func() bool { return atA.get(func(s *tape) int { return s.packets }) > 20 })
	until(t, "known there", func() bool { return a.conf.history(contribution.Site("a")) == "joined" })
	if m := a.microphones(); len(m) != 0 {
		t.Errorf("came over with open microphones %v", m)
	}
	a.want("a")
	until(t, "its microphone again", func() bool { return len(a.microphones()) == 1 })
}

func TestStart_SaysThatRedisDoesNotServe(t *testing.T) {
	c := here
	c.Redis = &contribution.Redis{Address: net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t))), Password: "mật-khẩu"}
	_, err := contribution.Start(t.Context(), c, &conference{}, discard)
	if !errors.Is(err, contribution.ErrRedis) || strings.Contains(err.Error(), c.Redis.Password) {
		t.Errorf("without Redis: %v", err)
	}
}
