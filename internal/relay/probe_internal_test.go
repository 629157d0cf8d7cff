package relay

import (
	"testing"
	"time"

	"giaoban/internal/programme"
)

// After a raise that was one too many, a line that bears a little less than is
// in question holds up the next probe, and nothing is raised.
func TestProbe_AfterARaiseTooManyTriesClearlyMore(t *testing.T) {
	for _, tries := range []int{0, 1} {
		n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
		n.play(5*time.Second, func(allotment) bool { return false })
		n.rate = 360e3 // 1.06 of the least two pictures is 360.4e3
		n.a.lower(250e3, 0.01, n.now)
		n.must("the least", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
		n.a.doubts, n.a.doubt = tries, 400e3
		_, ended := n.play(10*time.Second, func(allotment) bool { return n.a.capacity > 300e3 || n.a.probe.wait > 0 })
		if raised := n.a.capacity > 300e3; !ended || raised != (tries == 0) {
			t.Errorf("%d probes that try more: the first has ended: %v, and raised: %v", tries, ended, raised)
		}
		n.must("the inset, where nothing is in doubt any more", 10*time.Second, func(a allotment) bool { return a[programme.Chair] == 0 })
		n.rate = 1e9
		n.must("everything of the floor", 10*time.Second, func(a allotment) bool { return a[programme.Floor] == 2 })
	}
}

// A probe sends no more than it reckoned with, at whatever moments it is looked
// at: what a line that bears no more holds up is then a quarter of a second.
func TestProbe_QueuesNoMoreThanAQuarterOfASecond(t *testing.T) {
	for _, next := range []float64{200e3, 300e3, 540e3, 900e3, 3e6} {
		for _, late := range []time.Duration{0, time.Millisecond} {
			now := time.Unix(1000, 0)
			a := newAdapter(now)
			a.capacity, a.rate, a.trips.quick = 205e3, 190e3, 5*time.Millisecond
			a.probe.begin(&a, next, now)
			if a.probe.state != probeSending {
				t.Fatalf("no probe begins for %.0f", next)
			}
			bits, report := (a.rate-a.capacity)*a.probe.until.Sub(now).Seconds(), false // less what the line bears besides
			for i := 0; !report; i++ {
				var n int
				n, report = a.probe.due(now.Add(time.Duration(i)*(round-late) + late))
				bits += float64(8 * n)
			}
			if stands := bits / a.capacity; stands < 0.02 || stands > burst+0.01 {
				t.Errorf("for %.0f, looked at %v late: %.2f s of the line stand", next, late, stands)
			}
		}
	}
}

// An answer that is a little late may be by chance, and may be from a line that
// bears a little less than is tried: only a second one decides.
func TestProbe_AnAnswerALittleLateIsAskedForOnceMore(t *testing.T) {
	const quick, little, late = 5 * time.Millisecond, 40 * time.Millisecond, 80 * time.Millisecond
	for name, c := range map[string]struct {
		answers []time.Duration
		raised  bool
	}{
		"quick": {[]time.Duration{quick}, true}, "late": {[]time.Duration{late}, false},
		"a little late, then quick": {[]time.Duration{little, quick}, true},
		"a little late twice":       {[]time.Duration{little, little}, true},
		"a little late, then late":  {[]time.Duration{little, late}, false},
	} {
		now := time.Unix(1000, 0)
		a := newAdapter(now)
		a.capacity, a.rate, a.trips.quick = 240e3, 230e3, quick
		for i, d := range c.answers {
			if a.capacity != 240e3 {
				t.Fatalf("%s: raised after %d answers", name, i)
			}
			now = now.Add(leastWait)
			if a.probe.begin(&a, 380e3, now); a.probe.state != probeSending {
				t.Fatalf("%s: no probe begins: %+v", name, a.probe)
			}
			for report := false; !report; now = now.Add(round) {
				_, report = a.probe.due(now)
			}
			a.probe.sent = uint32(i + 1)
			a.probed(d, uint32(i+1), now)
		}
		if raised := a.capacity > 240e3; raised != c.raised || a.probe.again {
			t.Errorf("%s: raised %v, want %v: %+v", name, raised, c.raised, a.probe)
		}
	}
}

// What is left open by a probe is forgotten with a fall.
func TestProbe_AFallForgetsWhatWasLeftOpen(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.probe.again = true
	n.a.lower(400e3, 0.01, n.now)
	if n.a.probe.again {
		t.Error("the next probe counts as the second one")
	}
}

// Where a line becomes narrower after a raise, the raise tells nothing of what it
// bears.
func TestProbe_KnowsNothingOfALineThatHasBecomeNarrower(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.lower(250e3, 0.01, n.now)
	n.must("the least", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
	n.a.raise(600e3, n.now)
	n.play(2*time.Second, func(allotment) bool { return false })
	n.a.onReport(0.8, n.now)
	if n.a.doubts != 0 || n.a.raised != (time.Time{}) {
		t.Errorf("%d probes reckon with %.0f bits per second", n.a.doubts, n.a.doubt)
	}
	n.a.raise(600e3, n.now)
	n.play(200*time.Millisecond, func(allotment) bool { return false })
	n.a.rate = 500e3
	n.a.onReport(0.5, n.now.Add(calm))
	if n.a.doubts != doubts || n.a.doubt > 250e3+1 {
		t.Errorf("%d probes reckon with %.0f bits per second, of which half came through", n.a.doubts, n.a.doubt)
	}
}

// What a probe queues up may last as long as the queue did before a fall: that is
// no longer way, and nothing is raised.
func TestProbe_ItsOwnQueueIsNoLongerWay(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.onRoundTrip(250*time.Millisecond, 1, n.now)
	n.a.lower(450e3, 0.01, n.now)
	n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
	n.play(1700*time.Millisecond, func(allotment) bool { return false })
	n.a.probe = probe{state: probeAsking, sent: 2, target: 2e6, late: mostDrained, until: n.now.Add(time.Second)}
	n.a.onRoundTrip(250*time.Millisecond, 2, n.now)
	if n.a.trips.least() > 50*time.Millisecond || n.a.capacity > 450e3 {
		t.Errorf("the quickest trip is %v, the capacity %.0f", n.a.trips.least(), n.a.capacity)
	}
}
