package contribution_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"giaoban/internal/contribution"
	"giaoban/internal/synthetic"
)

const benchSites = 18

// cpu is the processor time this process has used.
func cpu(tb testing.TB) time.Duration {
	tb.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkConference measures the cores taken by eighteen synthetic sites and
// the server together: while nobody watches, and with an operator's wall (all
// in the lowest layer) and a hall (one in the highest).
func BenchmarkConference(b *testing.B) {
	for _, watched := range []bool{false, true} {
		b.Run(fmt.Sprintf("watched=%v", watched), func(b *testing.B) {
			w := newWorld(b)
			for i := range benchSites {
				w.site(fmt.Sprintf("s%d", i+1), i+1)
			}
			until(b, "all connected", func() bool { return w.cameras() == benchSites })
			if watched {
				w.watch("operator", func(identity string, _ bool) synthetic.Wish { return synthetic.Wish{Watch: identity != "site:s1"} })
				hall := w.watch("hall", func(identity string, _ bool) synthetic.Wish {
					return synthetic.Wish{Watch: identity == "site:s1", Layer: 2}
				})
				until(b, "picture", func() bool { return hall.Seen()["site:s1"].Height == 720 })
			}
			<-time.After(8 * time.Second) // dynacast pauses after five
			b.ResetTimer()
			before, start := cpu(b), time.Now()
			for b.Loop() {
				<-time.After(time.Second)
			}
			b.ReportMetric(float64(cpu(b)-before)/float64(time.Since(start)), "cores")
		})
	}
}

func (w *world) cameras() int {
	n := 0
	for _, p := range w.engine.Snapshot(room) {
		if len(p.Tracks) > 0 {
			n++
		}
	}
	return n
}

func (w *world) watch(seat string, want func(string, bool) synthetic.Wish) *synthetic.Watcher {
	w.t.Helper()
	v := &synthetic.Watcher{
		Ticket: w.ticket(contribution.Hall(seat), contribution.WatchRights()), Log: slog.New(slog.DiscardHandler), Want: want,
	}
	ctx, stop := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { _ = v.Run(ctx) })
	w.t.Cleanup(func() { stop(); done.Wait() })
	return v
}

// BenchmarkGrant measures from the conference's wish to the permission at the
// site, and on to the microphone at the server.
func BenchmarkGrant(b *testing.B) {
	w := newWorld(b)
	s := w.site("a", 1)
	w.connected(s)
	until(b, "reported", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	var right, track time.Duration
	n := 0
	for b.Loop() {
		w.want("a")
		r := until(b, "right", func() bool { return s.State().MayMicrophone })
		t := until(b, "track", func() bool { return len(w.microphones()) == 1 })
		right, track, n = right+r, track+r+t, n+1
		w.want()
		until(b, "closed", func() bool { return len(w.microphones()) == 0 && !s.State().Microphone })
	}
	b.ReportMetric(float64(right.Microseconds())/float64(n)/1000, "ms/right")
	b.ReportMetric(float64(track.Microseconds())/float64(n)/1000, "ms/track")
}
