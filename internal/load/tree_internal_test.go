package load

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// TreeSecret is what the relays of the test show to their hub.
const TreeSecret = "known to the test alone"

// both writes to the hub's own watchers and to the tree below it.
type both struct {
	here  *relay.Conference
	below *relay.Branch
}

func (b both) Write(p *programme.Packet) { b.here.Write(p); b.below.Write(p) }

// hub serves a programme and feeds relays.
func hub(t *testing.T) (*relay.Trunk, string) {
	t.Helper()
	s, err := relay.New(relay.Options{Now: now, Listen: "127.0.0.1:0", PerAddress: 10_000, JoinsPerSecond: 1e6, Slots: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	trunk := relay.NewTrunk(s, TreeSecret)
	var in *ingest
	ask := func(p programme.Picture, layer int) { in.prog.RequestKeyFrame(p, layer) }
	if in, err = newIngest(both{s.Conference(conference, ask), trunk.Conference(conference, ask)}); err != nil {
		t.Fatal(err)
	}
	go func() { _ = in.run(t.Context()) }()
	go func() { _ = publishPlain(t.Context(), in.port()) }()
	mux := http.NewServeMux()
	mux.Handle("/whep/", s.Handler())
	mux.Handle("GET /relay/feed", trunk.Handler())
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	t.Cleanup(trunk.Close)
	return trunk, web.URL
}

func startRelay(t *testing.T, name, hub string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, "relay", name, hub)
	c.Stderr = t.Output()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	return c
}

func (e *endpoint) gotSoFar() (n uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.streams {
		n += s.got
	}
	return n
}

// roamer is a watcher that joins anew when nothing has come for a second, as
// the pages do, each time as another endpoint.
type roamer struct {
	mu    sync.Mutex
	ports []uint16    // of the relays it was at
	since []time.Time // first packet there
}

const deaf = time.Second

func (r *roamer) roam(ctx context.Context, m *measured, turn chan struct{}, as ...*endpoint) {
	for _, e := range as {
		turn <- struct{}{}
		join, cancel := context.WithTimeout(ctx, 8*time.Second)
		err := m.join(join, e)
		cancel()
		<-turn
		last, at, began := uint64(0), now(), false
		for err == nil && now().Sub(at) < deaf {
			if pause(ctx, 25*time.Millisecond) != nil {
				return
			}
			if n := e.gotSoFar(); n > last {
				last, at = n, now()
				if !began {
					began = true
					r.mu.Lock()
					r.ports, r.since = append(r.ports, e.remote.addr.Port()), append(r.since, at)
					r.mu.Unlock()
				}
			}
		}
		e.ready.Store(false)
	}
}

func (r *roamer) at(turn int) (port uint16, since time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if turn >= len(r.ports) {
		return 0, time.Time{}
	}
	return r.ports[turn], r.since[turn]
}

// TestTree_WatchersOfADeadRelayAreOnTheOtherSoon: hub, two relays in processes
// of their own, 400 watchers. One relay is killed, or its machine stops without
// a word; all its watchers are on the other within five seconds.
func TestTree_WatchersOfADeadRelayAreOnTheOtherSoon(t *testing.T) {
	for name, signal := range map[string]os.Signal{"killed": syscall.SIGKILL, "frozen": syscall.SIGSTOP} {
		t.Run(name, func(t *testing.T) { loseARelay(t, signal) })
	}
}

func loseARelay(t *testing.T, signal os.Signal) {
	t.Helper()
	const watchers, turns = 400, 4
	trunk, url := hub(t)
	dies := startRelay(t, "r1", url)
	startRelay(t, "r2", url)
	within := func(d time.Duration, what string, is func() bool) {
		t.Helper()
		for end := now().Add(d); !is(); {
			if now().After(end) || pause(t.Context(), 10*time.Millisecond) != nil {
				t.Fatalf("not within %v: %s; relays %+v", d, what, trunk.Relays())
			}
		}
	}
	within(10*time.Second, "both relays are fed", func() bool {
		l := trunk.Relays()
		return len(l) == 2 && l[0].Room > 0 && l[1].Room > 0
	})
	c, err := newCrowd(turns * watchers)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var roaming sync.WaitGroup
	defer c.close()
	defer roaming.Wait()
	defer cancel()
	m := &measured{engine: "whep", whep: url + "/whep/" + conference}
	all := make([]*roamer, watchers)
	turn := make(chan struct{}, together)
	for i := range all {
		all[i] = &roamer{}
		roaming.Go(func() { all[i].roam(ctx, m, turn, c.all[turns*i:turns*(i+1)]...) })
	}
	watching := func() (n int) {
		for _, r := range trunk.Relays() {
			n += r.Watchers
		}
		return n
	}
	within(60*time.Second, "all watch", func() bool {
		return watching() == watchers && !slices.ContainsFunc(all, func(r *roamer) bool { _, s := r.at(0); return s.IsZero() })
	})
	t.Logf("relays: %+v", trunk.Relays())
	if l := trunk.Relays(); l[0].Watchers < watchers/3 || l[1].Watchers < watchers/3 {
		t.Errorf("not shared by load: %+v", l)
	}
	settled := make([]int, watchers) // turns used up, as where the machine stuttered
	for i, r := range all {
		r.mu.Lock()
		settled[i] = len(r.ports)
		r.mu.Unlock()
	}
	killed := now()
	if err := dies.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	var moved []time.Duration
	within(20*time.Second, "all watch again", func() bool { l := trunk.Relays(); return len(l) == 1 && l[0].Watchers == watchers })
	for i, r := range all {
		if _, since := r.at(settled[i]); !since.IsZero() {
			moved = append(moved, since.Sub(killed))
		}
	}
	t.Logf("%d moved; ms from the signal to the first packet from the other relay: p50 %.0f, p95 %.0f, most %.0f",
		len(moved), quantile(moved, 0.5), quantile(moved, 0.95), quantile(moved, 1))
	if len(moved) < watchers/3 || slices.Max(moved) > 5*time.Second {
		t.Errorf("%d moved, the last after %v", len(moved), slices.Max(moved))
	}
}
