package relay

import (
	"math"
	"testing"
	"time"

	"giaoban/internal/programme"
)

// threeLayers is a programme of floor and chair in three layers, with sound.
func threeLayers() *rates {
	var r rates
	for l, bits := range []float64{150e3, 500e3, 1500e3} {
		r[programme.VideoStream(programme.Floor, l)] = bits
		r[programme.VideoStream(programme.Chair, l)] = bits
	}
	r[programme.AudioStream(0)] = 40e3
	return &r
}

func TestAllot_SoundThenFloorThenChairThenMore(t *testing.T) {
	takes := [programme.Pictures]bool{true, true, false}
	for _, c := range []struct {
		capacity     float64
		floor, chair int8
	}{
		{50e3, -1, -1}, {250e3, 0, -1}, {400e3, 0, 0}, {800e3, 1, 0}, {2e6, 2, 0}, {2.5e6, 2, 1}, {4e6, 2, 2}, {math.Inf(1), 2, 2},
	} {
		a, _, _ := allot(c.capacity, threeLayers(), takes)
		if a[programme.Floor] != c.floor || a[programme.Chair] != c.chair {
			t.Errorf("at %.0f: floor %d chair %d, want %d %d", c.capacity, a[programme.Floor], a[programme.Chair], c.floor, c.chair)
		}
	}
}

// watched plays a line of limited rate to an adapter and tells how long until
// the condition holds.
func watched(a *adapter, now *time.Time, line float64, r *rates, within time.Duration, until func(allotment) bool) bool {
	given := a.given
	for end := now.Add(within); now.Before(end); *now = now.Add(100 * time.Millisecond) {
		_, rate, _ := allot(math.Inf(1), r, a.takes)
		if given[programme.Floor] < 2 {
			rate = r[programme.AudioStream(0)]
			if g := given[programme.Floor]; g >= 0 {
				rate += r[programme.VideoStream(programme.Floor, int(g))]
			}
		}
		packets := int(rate / 8 / 1000 / 10)
		a.onSent(packets, int(rate/80))
		if rate > line {
			a.onNack(int(float64(packets) * (1 - line/rate)))
		}
		given, _ = a.look(r, *now)
		if until(given) {
			return true
		}
	}
	return false
}

func TestAdapter_FallsInTwoSecondsAndComesBack(t *testing.T) {
	now := time.Unix(1000, 0)
	a := newAdapter(now)
	a.takes = [programme.Pictures]bool{true, false, false}
	r := threeLayers()
	if !watched(&a, &now, 1e9, r, time.Second, func(g allotment) bool { return g[0] == 2 }) {
		t.Fatal("a good line does not get everything")
	}
	if !watched(&a, &now, 300e3, r, 2*time.Second, func(g allotment) bool { return g[0] <= 0 }) {
		t.Fatalf("300 kbps: still %v after two seconds", a.given)
	}
	if !watched(&a, &now, 1e9, r, 40*time.Second, func(g allotment) bool { return g[0] == 2 }) {
		t.Fatalf("does not come back: %v at %.0f", a.given, a.capacity)
	}
}

func TestAdapter_FivePercentLossIsNoReasonToFall(t *testing.T) {
	now := time.Unix(1000, 0)
	a := newAdapter(now)
	a.takes = [programme.Pictures]bool{true, true, false}
	r := threeLayers()
	for range 600 {
		now = now.Add(100 * time.Millisecond)
		a.onSent(40, 40_000)
		a.onNack(2)
		a.onReport(0.05, now)
		a.onRoundTrip(300*time.Millisecond, now)
		if g, _ := a.look(r, now); g[programme.Floor] != 2 || g[programme.Chair] != 2 {
			t.Fatalf("fell to %v", g)
		}
	}
}

func TestLimiter_OneAddressDoesNotTakeTheOthersPlace(t *testing.T) {
	now := time.Unix(1000, 0)
	l := newLimiter(Options{JoinsPerSecond: 10, PerAddress: 15, Watchers: 40})
	in := 0
	for range 1000 {
		if l.join("greedy", now) {
			in++
		}
		now = now.Add(time.Millisecond)
	}
	if in != 15 {
		t.Fatalf("%d came in from one address, want 15", in)
	}
	if !l.join("modest", now) {
		t.Fatal("another address is refused")
	}
	l.leave("greedy")
	if !l.join("greedy", now.Add(time.Second)) {
		t.Fatal("a place given back is not free")
	}
	l.leave("modest")
	l.forget(now.Add(2 * time.Minute))
	if _, kept := l.byAddr["modest"]; kept {
		t.Fatal("an address is kept for ever")
	}
}

// A hall's machine is busy: its reports are late and its estimate is low, but
// nothing is lost and little is sent. The picture stays.
func TestAdapter_KeepsAModestProgrammeOnABusyMachine(t *testing.T) {
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	a := newAdapter(now)
	r := &rates{}
	a.onEstimate(300_000, now)
	for range 50 {
		now = now.Add(200 * time.Millisecond)
		a.onSent(20, 2_500) // 100 kbps
		a.look(r, now)
		a.onRoundTrip(900*time.Millisecond, now)
		a.onRoundTrip(5*time.Millisecond, now)
		a.onRoundTrip(900*time.Millisecond, now)
		a.onRoundTrip(900*time.Millisecond, now)
		a.onEstimate(a.estimate*0.8, now)
	}
	if !math.IsInf(a.capacity, 1) {
		t.Errorf("fell to %.0f bits per second without a loss", a.capacity)
	}
}
