package relay

import (
	"math"
	"time"

	"giaoban/internal/programme"
)

// adapter finds out what the network towards one watcher bears, from what the
// watcher reports: lost packets (RFC 3550 section 6.4, RFC 4585 section 6.2.1),
// the time a report takes there and back, and its own estimate (REMB,
// draft-alvestrand-rmcat-remb). It falls within a report or two, and climbs
// again by trying; after a try that failed it waits twice as long.
type adapter struct {
	bytes   int // sent since looked
	packets int
	lost    int // of these, reported missing

	capacity float64 // bits per second; +Inf until too much is lost
	takes    [programme.Pictures]bool
	given    allotment

	tried   time.Time     // when more was last given
	fell    time.Time     // when less was last given
	patient time.Duration // from a fall to the next try

	share  float64 // lost of what was sent, smoothed
	bad    bool    // far too much of the look before was
	looked time.Time
	rate   float64 // bits per second sent of late

	estimate  float64 // the watcher's last
	leastTrip time.Duration
	slow      int // reports in a row that took much longer than the quickest
}

const (
	patience = 4 * time.Second  // before the first try
	longest  = 16 * time.Second // before any
	trial    = 4 * time.Second  // how long a try takes to be believed
	settle   = 600 * time.Millisecond
	// tooMuch is the share lost above which the line is overfull, not merely bad.
	tooMuch = 0.12
	// modest is what a line bears unless packets are lost on it: late reports and
	// low estimates come from a watcher's busy machine as often as from its
	// line, and a browser that was sent little estimates little.
	modest = 256_000
	// slowBy is how much longer than the quickest a report may take.
	slowBy = 350 * time.Millisecond
)

func newAdapter(now time.Time) adapter {
	return adapter{capacity: math.Inf(1), given: everything, patient: patience, looked: now}
}

// onSent counts what went out.
func (a *adapter) onSent(packets, bytes int) { a.packets += packets; a.bytes += bytes }

// onNack counts packets the watcher misses.
func (a *adapter) onNack(n int) { a.lost += n }

// onReport takes the share lost of one stream (0 to 1).
func (a *adapter) onReport(share float64, now time.Time) {
	if share > tooMuch {
		a.fall(a.rate*(1-share), now)
	}
}

// onRoundTrip takes the time a report took there and back.
func (a *adapter) onRoundTrip(d time.Duration, now time.Time) {
	if a.leastTrip == 0 || d < a.leastTrip {
		a.leastTrip = d
	}
	if d < a.leastTrip+slowBy {
		a.slow = 0
		return
	}
	if a.slow++; a.slow >= 2 {
		a.slow = 0
		a.suspect(a.rate*0.7, now)
	}
}

// onEstimate takes the watcher's own estimate. Only its fall means something:
// a browser begins at 300 kbps, climbs by 8 % a second and knows nothing of
// what it was not sent, but when packets queue up it falls at once to what came
// through.
func (a *adapter) onEstimate(bits float64, now time.Time) {
	fell := bits < 0.9*a.estimate
	a.estimate = bits
	if fell && now.Sub(a.tried) > settle && bits < 0.8*a.rate {
		a.suspect(bits, now)
	}
}

// suspect is a fall on signs other than losses.
func (a *adapter) suspect(bits float64, now time.Time) {
	if a.rate > modest {
		a.fall(max(bits, modest), now)
	}
}

// fall lowers the capacity to what got through.
func (a *adapter) fall(bits float64, now time.Time) {
	if now.Sub(a.fell) < settle && bits >= a.capacity/2 {
		return // the reports of what was sent before the last fall
	}
	if !a.tried.IsZero() && now.Sub(a.tried) < trial && a.tried.After(a.fell) {
		a.patient = min(2*a.patient, longest)
	}
	a.capacity, a.fell = min(a.capacity, bits), now
	a.bytes, a.packets, a.lost, a.looked, a.share, a.bad = 0, 0, 0, now, 0, false
}

// look decides, some five times a second, what the watcher is given now; changed
// tells whether that is something else than before.
func (a *adapter) look(r *rates, now time.Time) (given allotment, changed bool) {
	if passed := now.Sub(a.looked); passed >= 150*time.Millisecond {
		a.rate = float64(a.bytes*8) / passed.Seconds()
		a.weigh(now)
		a.bytes, a.packets, a.lost, a.looked = 0, 0, 0, now
	}
	want, _, next := allot(a.capacity, r, a.takes)
	if next > 0 && a.mayTry(now) {
		a.capacity, a.tried = next*headroom*1.02, now
		want, _, next = allot(a.capacity, r, a.takes)
	}
	if next == 0 && !math.IsInf(a.capacity, 1) && now.Sub(a.tried) > 4*trial {
		a.capacity, a.patient = math.Inf(1), patience // all is well again
	}
	changed = want != a.given
	a.given = want
	return want, changed
}

// weigh judges by the packets sent since the last look and found missing: far
// too many twice in a row (once may be packets out of order), or too many for
// about a second.
func (a *adapter) weigh(now time.Time) {
	if a.packets < 10 {
		a.bad = false
		return
	}
	share := min(float64(a.lost)/float64(a.packets), 0.9)
	a.share += 0.25 * (share - a.share)
	bad := share > 2*tooMuch
	if bad && a.bad || a.share > tooMuch {
		a.fall(a.rate*(1-max(share, a.share)), now)
	}
	a.bad = bad
}

// mayTry tells whether it is time to give more: some time after the last fall,
// and after the last try was believed.
func (a *adapter) mayTry(now time.Time) bool {
	return now.Sub(a.fell) >= a.patient && now.Sub(a.tried) >= trial
}
