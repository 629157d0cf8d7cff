package relay

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"giaoban/internal/programme"
)

func TestAdapter_GivesANarrowLineWhatItBearsAndAllWhenItIsFree(t *testing.T) {
	for _, c := range []struct {
		rate  float64
		floor int8
	}{{1.2e6, 1}, {600e3, 1}, {400e3, 0}, {300e3, 0}, {150e3, -1}} {
		t.Run(fmt.Sprint(c.rate/1000), func(t *testing.T) {
			n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
			n.play(10*time.Second, func(allotment) bool { return false })
			if n.a.given != everything {
				t.Fatalf("a good line is given %v", n.a.given)
			}
			n.rate = c.rate
			fits := func(a allotment) bool { return a.cost(n.r, n.a.takes) <= c.rate }
			n.must("what fits", 3*time.Second, fits)
			n.must("the floor's layer", 8*time.Second, func(a allotment) bool { return a[programme.Floor] == c.floor })
			n.play(3*time.Second, func(allotment) bool { return false })
			n.voiceSent, n.voiceLost = 0, 0
			changes, last := 0, n.a.given
			n.play(60*time.Second, func(a allotment) bool {
				if a != last {
					changes, last = changes+1, a
				}
				return false
			})
			if n.a.given[programme.Floor] != c.floor {
				t.Errorf("after a minute the floor has layer %d, want %d", n.a.given[programme.Floor], c.floor)
			}
			if changes > 2 {
				t.Errorf("%d changes in a minute", changes)
			}
			if n.voiceLost > 0.002*n.voiceSent {
				t.Errorf("%.1f of %.0f voice packets lost to probes", n.voiceLost, n.voiceSent)
			}
			n.rate = 1e9
			n.must("everything of the floor", 10*time.Second, func(a allotment) bool { return a[programme.Floor] == 2 })
			n.must("everything", 60*time.Second, func(a allotment) bool { return a == everything })
		})
	}
}

func TestAdapter_ALineThatHoldsNothingUpIsTriedEverMoreSeldom(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.rate, n.holds = 400e3, 0.03
	n.must("what fits", 5*time.Second, func(a allotment) bool { return a.cost(n.r, n.a.takes) <= n.rate })
	n.play(60*time.Second, func(allotment) bool { return false })
	tries, over := 0, false
	n.play(120*time.Second, func(a allotment) bool {
		now := a.cost(n.r, n.a.takes) > n.rate
		if now && !over {
			tries++
		}
		over = now
		return false
	})
	if tries > 15 {
		t.Errorf("given too much %d times in two minutes", tries)
	}
	n.rate = 1e9
	n.must("everything of the floor", 40*time.Second, func(a allotment) bool { return a[programme.Floor] == 2 })
}

func TestAdapter_ALineThatLosesWhateverIsSentIsNotGivenUpForGood(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, false, false})
	for range 60 * 50 { // a minute in which a fifth of everything is lost
		n.step()
		if n.steps%50 == 25 {
			n.a.onThrough(0.8*n.a.rate, n.now)
			n.a.onReport(0.2, n.now)
		}
	}
	if n.a.capacity < least {
		t.Fatalf("the capacity is taken for %.0f bits per second", n.a.capacity)
	}
	n.must("everything", 30*time.Second, func(a allotment) bool { return a[programme.Floor] == 2 })
}

func TestAdapter_AFallByAReportIsHeeded(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, false, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.onThrough(0.85*n.a.rate, n.now)
	n.a.onReport(0.15, n.now)
	n.must("less", 300*time.Millisecond, func(a allotment) bool { return a[programme.Floor] < 2 })
}

// TestAdapter_WhereMostIsLostTheLeastIsGivenAtOnce, and after a raise that was
// too much, what there was before it.
func TestAdapter_WhereMostIsLostTheLeastIsGivenAtOnce(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.onReport(0.8, n.now)
	n.must("the least", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
	n.a.onReport(0.8, n.now) // of what still stood in the queue
	n.play(300*time.Millisecond, func(allotment) bool { return false })
	if n.a.given[programme.Floor] != 0 {
		t.Errorf("soon after, losses take the rest: %v", n.a.given)
	}
	n.play(5*time.Second, func(a allotment) bool { return a[programme.Floor] > 0 })
	before := n.a.given
	n.a.raise(10*n.a.capacity, n.now)
	n.must("more", 300*time.Millisecond, func(a allotment) bool { return a.cost(n.r, n.a.takes) > before.cost(n.r, n.a.takes) })
	n.a.onReport(0.8, n.now)
	n.must("what was before the raise", 300*time.Millisecond, func(a allotment) bool { return a == before })
}

// A first fall that left too much, since little was lost yet when it was
// judged, is followed by one for what that cost: to the least there is, not to
// the voice alone.
func TestAdapter_AFallRightAfterOneThatLeftTooMuchLeadsToTheLeast(t *testing.T) {
	r := threeLayers()
	n := newNetwork(t, r, [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.lower(1.2e6, 0.1, n.now)
	n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{1, 1, -1} })
	r[programme.VideoStream(programme.Floor, 1)] = 250e3 // it has been sent for a moment only
	r[programme.VideoStream(programme.Chair, 1)] = 150e3
	n.play(300*time.Millisecond, func(allotment) bool { return false })
	n.a.rate = 440e3
	n.a.onReport(0.9, n.now)
	n.must("the least", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
	n.a.fell = n.now.Add(-calm)
	n.a.onReport(0.9, n.now)
	n.must("the voice alone, where the least is too much", 300*time.Millisecond, func(a allotment) bool { return a[programme.Floor] < 0 })
}

// A raise counts as right after some seconds. Losses before that lead back to
// what there was, not below.
func TestAdapter_ARaiseThatProvesTooMuchIsTakenBackAndNoMore(t *testing.T) {
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.lower(250e3, 0.01, n.now)
	n.must("the least", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
	n.a.probe.ended = n.now.Add(time.Minute) // no probe meanwhile
	n.play(2*time.Second, func(allotment) bool { return false })
	n.a.raise(420e3, n.now)
	n.must("the inset too", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
	n.play(2*time.Second, func(allotment) bool { return false })
	n.a.onThrough(0.4*n.a.rate, n.now)
	n.a.onReport(0.3, n.now)
	n.must("what was before the raise", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, -1} })
}

// Right after a raise the watcher's estimate is of what it was sent before, and
// the probe has made it fall.
func TestAdapter_AnEstimateRightAfterARaiseTakesNothingBack(t *testing.T) {
	for after, falls := range map[time.Duration]bool{100 * time.Millisecond: false, 1600 * time.Millisecond: true} {
		n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
		n.play(5*time.Second, func(allotment) bool { return false })
		n.a.lower(450e3, 0.01, n.now)
		n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
		n.a.onEstimate(500e3, n.now)
		n.a.raise(700e3, n.now)
		n.play(after, func(allotment) bool { return false })
		n.a.onMissing(8, n.now)
		n.a.onEstimate(220e3, n.now)
		n.play(200*time.Millisecond, func(allotment) bool { return false })
		if fell := n.a.given[programme.Floor] == 0; fell != falls {
			t.Errorf("an estimate %v after a raise leads to %v", after, n.a.given)
		}
	}
}

// A watcher's estimate falls where its machine is busy and where a way has become
// longer. Only where packets are late or missing besides is that of a queue,
// whichever is told first.
func TestAdapter_AnEstimateAloneIsNoNarrowLine(t *testing.T) {
	for name, c := range map[string]struct {
		signs func(*network)
		falls bool
	}{
		"alone":         {func(*network) {}, false},
		"a few missing": {func(n *network) { n.a.onMissing(7, n.now) }, false},
		"many missing":  {func(n *network) { n.a.onMissing(9, n.now) }, true},
		"late":          {func(n *network) { n.a.onRoundTrip(150*time.Millisecond, 1, n.now) }, true},
		"late, as it is by its length": {func(n *network) {
			for i := range uint32(5) {
				n.a.onRoundTrip(150*time.Millisecond, i+1, n.now)
			}
		}, false},
	} {
		for _, first := range []bool{true, false} {
			n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
			n.play(5*time.Second, func(allotment) bool { return false })
			n.a.onEstimate(1e9, n.now)
			falls := n.a.falls
			if first {
				c.signs(n)
			}
			n.a.onEstimate(0.4*n.a.rate, n.now)
			if !first {
				c.signs(n)
				n.a.onEstimate(0.4*n.a.rate, n.now)
			}
			if fell := n.a.falls > falls; fell != c.falls {
				t.Errorf("%s, told first: %v: fell: %v", name, first, fell)
			}
		}
	}
	n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.onEstimate(1e9, n.now)
	n.a.onMissing(9, n.now)
	n.play(time.Second, func(allotment) bool { return false })
	n.a.onEstimate(0.4*n.a.rate, n.now)
	if n.a.falls != 0 {
		t.Error("fell for what was missing a second before")
	}
}

// Where little was lost before a fall it is repaired: the fall may be for nothing.
func TestAdapter_AFallForALittleIsMild(t *testing.T) {
	for name, c := range map[string]struct {
		falls func(*network)
		mild  bool
	}{
		"late, a little lost": {func(n *network) { n.a.onRoundTrip(150*time.Millisecond, 1, n.now); n.a.onReport(0.05, n.now) }, true},
		"a fifth lost":        {func(n *network) { n.a.onReport(0.2, n.now) }, false},
		"most lost":           {func(n *network) { n.a.onReport(0.6, n.now) }, false},
		"most of one picture lost": {func(n *network) {
			n.a.onRoundTrip(150*time.Millisecond, 1, n.now)
			n.a.onReport(0.6, n.now)
			n.a.onReport(0.05, n.now)
		}, false},
		"very late": {func(n *network) {
			n.a.onRoundTrip(500*time.Millisecond, 1, n.now)
			n.a.onRoundTrip(500*time.Millisecond, 2, n.now)
		}, true},
		"very late, much missing": {func(n *network) {
			n.a.onMissing(9, n.now)
			n.a.onRoundTrip(500*time.Millisecond, 1, n.now)
			n.a.onRoundTrip(500*time.Millisecond, 2, n.now)
		}, false},
	} {
		n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
		n.play(5*time.Second, func(allotment) bool { return false })
		c.falls(n)
		if n.a.falls != 1 || n.a.mild != c.mild {
			t.Errorf("%s: %d falls, mild: %v", name, n.a.falls, n.a.mild)
		}
	}
}

// A line that bears a little more than what was taken back by chance is given it
// again soon, and what was found in doubt is forgotten with a free line.
func TestAdapter_AChanceLossKeepsNothingBackForLong(t *testing.T) {
	for _, rate := range []float64{580e3, 600e3, 620e3} {
		n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
		n.play(5*time.Second, func(allotment) bool { return false })
		n.a.lower(450e3, 0.01, n.now)
		n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
		n.rate = rate
		n.a.raise(584e3, n.now)
		n.must("the middle layer", 300*time.Millisecond, func(a allotment) bool { return a[programme.Floor] == 1 })
		n.play(2*time.Second, func(allotment) bool { return false })
		n.a.onThrough(0.85*n.a.rate, n.now)
		n.a.onReport(0.15, n.now)
		n.must("what was before", 300*time.Millisecond, func(a allotment) bool { return a[programme.Floor] == 0 })
		n.must("the middle layer again", 30*time.Second, func(a allotment) bool { return a[programme.Floor] == 1 })
		n.rate = 1e9
		n.must("everything", 60*time.Second, func(a allotment) bool { return a == everything && math.IsInf(n.a.capacity, 1) })
		if n.a.wary != 0 || n.a.doubts != 0 {
			t.Errorf("at %.0f: wary %v, %d doubts are left behind", rate, n.a.wary, n.a.doubts)
		}
	}
}

// A narrow line on which little is sent for a while, as in a break, is a narrow
// line still.
func TestAdapter_ALineIsNotForgottenWhileNothingIsSent(t *testing.T) {
	r := threeLayers()
	n := newNetwork(t, r, [programme.Pictures]bool{true, true, false})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.rate = 400e3
	n.must("the least", 5*time.Second, func(a allotment) bool { return a[programme.Floor] == 0 })
	n.play(10*time.Second, func(allotment) bool { return false })
	full := *r
	for s := range programme.AudioStream(0) {
		r[s] = 0
	}
	n.play(30*time.Second, func(allotment) bool { return false })
	*r = full
	n.play(5*time.Second, func(a allotment) bool {
		if a[programme.Floor] > 0 {
			t.Fatalf("after a break it is given %v", a)
		}
		return false
	})
	n.rate = 1e9
	n.must("everything", 60*time.Second, func(a allotment) bool { return a == everything && math.IsInf(n.a.capacity, 1) })
}

// Where rates go up and down about what the line bears, the pictures do not take
// turns; one that begins has its place.
func TestAdapter_RatesThatGoUpAndDownExchangeNoPictures(t *testing.T) {
	r := threeLayers()
	n := newNetwork(t, r, [programme.Pictures]bool{true, true, true})
	n.play(5*time.Second, func(allotment) bool { return false })
	n.a.lower(400e3, 0.01, n.now)
	n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
	n.rate = 400e3
	floor, content := programme.VideoStream(programme.Floor, 1), programme.VideoStream(programme.Content, 0)
	for _, bits := range []float64{300e3, 500e3, 300e3, 500e3} {
		r[floor] = bits
		n.play(500*time.Millisecond, func(a allotment) bool {
			if a != (allotment{0, 0, -1}) {
				t.Fatalf("with %.0f bits per second of the floor's middle layer: %v", bits, a)
			}
			return false
		})
	}
	r[content] = 100e3
	n.must("what begins, before the inset", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, -1, 0} })
	r[content] = 0
	n.must("the inset again", time.Second, func(a allotment) bool { return a == allotment{0, 0, -1} })
	n.rate = 1e9
	n.must("everything", 60*time.Second, func(a allotment) bool { return a == everything })
}

// What comes first, and had to give way by a rate that went up for a while or
// was not sent, has its place again: at once where it begins to be sent, else
// when there has been room for some seconds.
func TestAdapter_WhatComesFirstIsNotKeptAwayByWhatFollows(t *testing.T) {
	middle, inset := programme.VideoStream(programme.Floor, 1), programme.VideoStream(programme.Chair, 1)
	begin := func(t *testing.T) (*network, *rates) {
		t.Helper()
		r := threeLayers()
		n := newNetwork(t, r, [programme.Pictures]bool{true, true, true})
		n.play(5*time.Second, func(allotment) bool { return false })
		n.a.lower(584e3, 0.01, n.now)
		n.must("the floor's middle layer", 300*time.Millisecond, func(a allotment) bool { return a == allotment{1, -1, -1} })
		n.rate = 1e6
		n.a.probe.ended, n.a.probe.wait = n.now, time.Hour // nothing is found anew
		return n, r
	}
	t.Run("it stays while its rate goes up a little", func(t *testing.T) {
		n, r := begin(t)
		for i := range 10 {
			r[middle] = 500e3 * (1 + 0.05*float64(i%2))
			n.play(500*time.Millisecond, func(a allotment) bool {
				if a != (allotment{1, -1, -1}) {
					t.Fatalf("%v", a)
				}
				return false
			})
		}
	})
	t.Run("another speaker's fits", func(t *testing.T) {
		n, r := begin(t)
		r[middle] = 800e3
		n.must("less", 300*time.Millisecond, func(a allotment) bool { return a == allotment{0, 0, -1} })
		r[middle] = 480e3
		if took, ok := n.play(10*time.Second, func(a allotment) bool { return a == allotment{1, -1, -1} }); !ok || took < 2*time.Second {
			t.Errorf("the middle layer has its place again after %v: %v", took, n.a.given)
		}
	})
	t.Run("it is silent, and comes again", func(t *testing.T) {
		n, r := begin(t)
		was := *r
		for l := range programme.Layers {
			r[programme.VideoStream(programme.Floor, l)] = 0
		}
		n.must("the inset's middle layer meanwhile", 300*time.Millisecond, func(a allotment) bool { return a[programme.Chair] == 1 || r[inset] == 0 })
		*r = was
		n.must("the floor's", 300*time.Millisecond, func(a allotment) bool { return a == allotment{1, -1, -1} })
	})
}

// What is told of the packets sent before a fall by the watcher's estimate shows
// that far more is lost: the least is given, before what was given next is lost
// too. After a raise that was taken back it shows nothing.
func TestAdapter_WhatIsMissingAfterAGuessLeadsToTheLeast(t *testing.T) {
	guess := func(n *network) { n.a.onMissing(9, n.now); n.a.onEstimate(0.4*n.a.rate, n.now) }
	for name, c := range map[string]struct {
		before  func(*network)
		missing int
		least   bool
	}{
		"most":                       {guess, 25, true},
		"a third":                    {guess, 11, false},
		"most, without a fall":       {func(*network) {}, 25, false},
		"most, after a raise":        {func(n *network) { n.a.raise(n.a.rate, n.now); n.a.lower(0.4*n.a.rate, steepest, n.now) }, 25, false},
		"most, long after it":        {func(n *network) { guess(n); n.a.fell = n.a.fell.Add(-calm) }, 25, false},
		"most, after a report":       {func(n *network) { n.a.onThrough(0.7*n.a.rate, n.now); n.a.onReport(0.3, n.now) }, 25, true},
		"as much as the report says": {func(n *network) { n.a.onThrough(0.35*n.a.rate, n.now); n.a.onReport(0.3, n.now) }, 20, false},
		"most, some time after a raise": {func(n *network) {
			n.a.raised, n.a.before = n.now.Add(-2*time.Second), 2.5e6
			n.a.onThrough(0.9*n.a.rate, n.now)
			n.a.onReport(0.2, n.now)
		}, 27, true},
		"most, while it plunges": {func(n *network) { n.a.onReport(0.8, n.now) }, 25, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
			n.play(5*time.Second, func(allotment) bool { return false })
			n.a.onEstimate(1e9, n.now)
			c.before(n)
			falls := n.a.falls
			n.a.onMissing(c.missing, n.now)
			if fell := n.a.falls > falls; fell != c.least {
				t.Errorf("another fall: %v", fell)
			}
			n.play(200*time.Millisecond, func(allotment) bool { return false })
			if got := n.a.given == (allotment{0, -1, -1}); c.least && !got {
				t.Errorf("%v is given", n.a.given)
			}
		})
	}
}

func TestAdapter_FivePercentLossIsNoReasonToFall(t *testing.T) {
	now := time.Unix(1000, 0)
	a := newAdapter(now)
	a.takes = [programme.Pictures]bool{true, true, false}
	r := threeLayers()
	for i := range 600 {
		now = now.Add(100 * time.Millisecond)
		a.onSent(40, 40_000)
		a.onNack(2)
		a.onRoundTrip(300*time.Millisecond, uint32(i/10), now)
		a.onThrough(380_000, now)
		a.onReport(0.05, now)
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
	for i := range 50 {
		now = now.Add(200 * time.Millisecond)
		a.onSent(20, 2_500) // 100 kbps
		a.look(r, now)
		for j, trip := range []time.Duration{900, 5, 900, 900} {
			a.onRoundTrip(trip*time.Millisecond, uint32(4*i+j), now)
		}
		a.onEstimate(a.estimate*0.8, now)
	}
	if !math.IsInf(a.capacity, 1) {
		t.Errorf("fell to %.0f bits per second without a loss", a.capacity)
	}
}

// A line whose way has become longer, as it does where a route changes, is given
// what it bears all the same, at any loss that is not of its width.
func TestAdapter_ALongerWayIsNoQueue(t *testing.T) {
	for _, loss := range []float64{0, 0.02, 0.05} {
		for seed := range uint64(5) {
			n := newNetwork(t, threeLayers(), [programme.Pictures]bool{true, true, false})
			n.loss, n.dice = loss, rand.New(rand.NewPCG(1, seed))
			n.play(20*time.Second, func(allotment) bool { return false })
			n.delay = 150 * time.Millisecond
			steps, whole, inset := 0, 0, 0
			n.play(60*time.Second, func(a allotment) bool {
				steps++
				if a[programme.Floor] == 2 {
					whole++
				}
				if a[programme.Chair] == 2 {
					inset++
				}
				return false
			})
			t.Logf("at %.0f %%: floor %.2f inset %.2f, capacity %.0f", 100*loss, float64(whole)/float64(steps), float64(inset)/float64(steps), n.a.capacity)
			if part := float64(whole) / float64(steps); part < 0.95 {
				t.Errorf("at %.0f %% lost the floor is whole for %.2f of a minute", 100*loss, part)
			}
			n.rate = 600e3
			n.must("what fits", 3*time.Second, func(a allotment) bool { return a.cost(n.r, n.a.takes) <= n.rate })
			n.play(20*time.Second, func(allotment) bool { return false })
			n.delay = 80 * time.Millisecond
			n.play(5*time.Second, func(allotment) bool { return false })
			n.delay = 180 * time.Millisecond
			n.play(5*time.Second, func(allotment) bool { return false })
			n.rate = 1e9
			n.must("everything of the floor", 12*time.Second, func(a allotment) bool { return a[programme.Floor] == 2 })
		}
	}
}
