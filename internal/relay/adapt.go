package relay

import (
	"math"
	"time"

	"giaoban/internal/programme"
)

// adapter finds out what the network towards one watcher bears, from what the
// watcher reports: lost packets (RFC 3550 section 6.4, RFC 4585 section 6.2.1),
// the time a report takes there and back, and its own estimate (REMB,
// draft-alvestrand-rmcat-remb). It falls with losses, to what came through, or
// where most is lost to the least there is; it climbs by probes, which cost the
// picture nothing (see probe).
type adapter struct {
	bytes   int // sent since looked, as the line carries them
	packets int // of pictures
	lost    int // of these, reported missing

	capacity float64 // bits per second; +Inf until too much is lost
	takes    [programme.Pictures]bool
	given    allotment
	probe    probe

	blind  bool          // by TCP, which holds up what is too much itself: probes see nothing
	fell   time.Time     // when less was last given
	less   bool          // it fell since the last look
	more   bool          // it was raised since
	falls  uint32        // how often it did
	raised time.Time     // when the capacity was last raised; zero once that has proved right
	before float64       // the capacity until then
	wary   time.Duration // from a fall that followed a raise to the next probe
	doubt  float64       // what came through of the raise that was taken back
	doubts int           // how many probes are still to try clearly more than is in question
	sure   bool          // the last fall was to what came through
	first  bool          // it came of no raise
	back   bool          // it was to what was before a raise
	deep   bool          // most was lost
	mild   bool          // little was lost: what was is repaired still
	had    float64       // the capacity before it, where it is to be to the least there is; else 0
	from   float64       // the rate from which it fell, once or several times in a row
	stood  time.Duration // the round trip then
	failed float64       // the highest from which it fell since it was last good
	share  float64       // lost of what was sent, smoothed
	lately float64       // packets lost from one look to the next, smoothed
	bad    bool          // far too much of the look before was
	looked time.Time
	rate   float64                  // bits per second sent of late
	whole  time.Time                // since when it has all that is sent
	sent   [programme.Pictures]bool // which were, at the last look
	kept   time.Time                // when nothing that comes first was last kept back

	through   float64 // bits per second of pictures that came through, by the last report
	throughAt time.Time
	voice     float64 // bits per second of sound

	missing  float64 // share of the last packets that it has asked for
	missedAt time.Time
	estimate float64   // the watcher's last
	shrank   time.Time // when it last fell
	trips    trips
	slow     int // reports in a row that took much longer than the quickest
}

const (
	// calm is how long after a fall the reports of what was sent before it count
	// for nothing, and how long until the first probe.
	calm  = 700 * time.Millisecond
	pause = 1500 * time.Millisecond
	// tooMuch is the share lost above which the line is overfull, not merely bad;
	// much is enough where the reports are late besides: packets queue up.
	tooMuch = 0.12
	much    = 0.03
	// several is how many packets must be lost from one look to the next for the
	// share to count: of few packets some are lost by chance.
	several = 2
	// modest is what a line bears unless packets are lost on it: late reports and
	// low estimates come from a watcher's busy machine as often as from its
	// line, and a browser that was sent little estimates little.
	modest = 256_000
	// settles is how long after a fall it takes until a queue has become shorter.
	settles = 400 * time.Millisecond
	// drains is the part of what was sent, and of what came through of it, that
	// makes a queue clearly shorter in that time.
	drains = 0.85
	// lateBy and slowBy are how much longer than the quickest a report takes on a
	// line on which packets queue up, with losses and without.
	lateBy = 100 * time.Millisecond
	slowBy = 350 * time.Millisecond
	// wellFor is how long all must have gone well until a line counts as good.
	wellFor = 10 * time.Second
	// forgotten is how long that may be with much less sent than it failed at,
	// until that counts no more.
	forgotten = time.Minute
	// believed is how long a raise must have gone well to count as right, trial
	// how long it is taken back even where most is lost, and wariest the longest wait after
	// those that did not go well: on a line that drops what is too much without
	// holding it up, probes find nothing.
	believed = 4 * time.Second
	trial    = 1500 * time.Millisecond
	wariest  = 6 * time.Second
	// inARow is how soon after a fall another one belongs to it: reports come once
	// a second, and the first after a fall is not judged.
	inARow = 2500 * time.Millisecond
	// steepest is the part of a rate to which one fall leads at least, deepest
	// that of one to what came through: an outage of a moment is no narrow line.
	steepest = 0.4
	deepest  = 0.12
	// told is how old the reports of what came through may be.
	told = 500 * time.Millisecond
	// mostly is the share lost at which the line is far too narrow: the least is
	// given at once, since each step in between costs a key frame that it loses.
	mostly = 0.35
	// worthwhile is the part of what was sent that the least must be below: else
	// it is lost as well.
	worthwhile = 0.75
	// enoughLeft is the part of what a fall led to that must have come through of
	// what was sent before it.
	enoughLeft = 0.6
	// least is below any line that a voice passes.
	least = 30_000
	// fullQueue is how long what is sent stands before a line that has just proved
	// too narrow, quickest how soon a packet is sent again on any. Emptied is how
	// long after a deep fall a key frame is asked for, which takes a while to come.
	fullQueue = 350 * time.Millisecond
	emptied   = 250 * time.Millisecond
	quickest  = 20 * time.Millisecond
	// patient is how long what comes first must have had room until it takes the
	// place of what is given.
	patient = 3 * time.Second
	// slack is by how much the rates may grow beyond the capacity found before
	// less is given: what really is too much is lost, and seen by that.
	slack = 1.2
)

func newAdapter(now time.Time) adapter {
	return adapter{capacity: math.Inf(1), given: everything, looked: now}
}

// onSent counts what went out: packets of pictures, bytes of everything.
func (a *adapter) onSent(packets, bytes int) { a.packets += packets; a.bytes += bytes }

// onNack counts packets the watcher misses.
func (a *adapter) onNack(n int) { a.lost += n }

// onReport takes the share lost of one stream (0 to 1).
func (a *adapter) onReport(share float64, now time.Time) {
	if share > tooMuch {
		a.trips.alike = 0
	}
	switch {
	case share > mostly:
		a.plunge(share, now)
	case share > tooMuch || share > much && a.trips.late(lateBy) && a.trips.after(a.fell) > settles:
		falls := a.falls
		a.fall(a.rate*(1-share), true, now)
		a.mild = a.mild || a.falls != falls && share <= tooMuch
	}
}

// onThrough takes the bits per second of pictures that have come through to the
// watcher, by its reports; 0 where they do not say.
func (a *adapter) onThrough(bits float64, now time.Time) { a.through, a.throughAt = bits, now }

// onRoundTrip takes the time that a report took there and back. Sent names the
// sender report it answers: one counts once.
func (a *adapter) onRoundTrip(d time.Duration, sent uint32, now time.Time) {
	behind := a.probe.asks(sent) // a burst
	if !a.trips.note(d, sent, behind, now) {
		return
	}
	if !behind {
		a.lengthened(now)
	}
	a.probed(d, sent, now)
	if !a.trips.late(slowBy) {
		a.slow = 0
		return
	}
	if a.slow++; a.slow >= 2 {
		a.slow = 0
		a.suspect(a.rate*0.7, now)
	}
}

// lengthened sees whether the line itself has come to take longer: a route is
// another one. A queue would have become shorter when less was given, and does
// not stay as long as it is while nothing is lost.
func (a *adapter) lengthened(now time.Time) {
	t := &a.trips
	if t.last <= t.least()+alike {
		t.alike = 0
		return
	}
	switch since := t.after(a.fell); {
	case a.stood > 0 && since > settles && since < inARow && a.rate < drains*a.from && a.rate < drains*a.capacity:
		if d := t.last - a.stood; d > -alike && d < alike {
			t.begin(now)
		}
	case t.alike >= 4:
		t.begin(now)
		a.probe.wait = 0
	}
}

// onEstimate takes the watcher's own estimate. Only its fall means something:
// a browser begins at 300 kbps, climbs by 8 % a second and knows nothing of
// what it was not sent, but when packets queue up it falls at once to what came
// through. It falls as well where a way has become longer or a machine is busy:
// something else must speak for a queue. Right after a raise it is of what was
// sent before, and a probe makes it fall too.
func (a *adapter) onEstimate(bits float64, now time.Time) {
	if bits < 0.9*a.estimate {
		a.shrank = now
	}
	a.estimate = bits
	a.believe(now)
}

// believe heeds the watcher's estimate where it has just fallen.
func (a *adapter) believe(now time.Time) {
	queue := a.trips.late(lateBy) || a.misses(now)
	if now.Sub(a.shrank) < told && a.estimate < 0.8*a.rate && queue && !a.tried(now) {
		a.shrank = time.Time{}
		a.suspect(a.estimate, now)
	}
}

// misses tells whether the watcher has just asked for far too many packets.
func (a *adapter) misses(now time.Time) bool {
	return a.missing > 2*tooMuch && now.Sub(a.missedAt) < told
}

// suspect is a fall on signs other than losses.
func (a *adapter) suspect(bits float64, now time.Time) {
	if a.rate > modest && now.Sub(a.fell) >= calm {
		falls := a.falls
		a.lower(max(bits, modest), steepest, now)
		a.mild = a.mild || a.falls != falls && !a.misses(now)
	}
}

// fall is one for losses: to what came through where reports have told of it
// just now, else to what is left of what was sent; reported tells whether it is
// by a report. Soon after another one it counts only where that one was a guess,
// and far from enough.
func (a *adapter) fall(left float64, reported bool, now time.Time) {
	bits, part := left, steepest
	known := a.through > 0 && now.Sub(a.throughAt) < told
	if known {
		part = deepest
		if came := a.through + a.voice; reported || came < left {
			bits = came
		}
	}
	if now.Sub(a.fell) < calm && (a.sure || bits > a.capacity/2) {
		return // what stood in the queue before the last one is lost still
	}
	a.lower(bits, part, now)
	a.sure = known && reported
}

// plunge is the fall where most is lost: to the least there is.
func (a *adapter) plunge(share float64, now time.Time) {
	if a.deep && now.Sub(a.fell) < calm {
		return
	}
	had := a.capacity
	if a.tried(now) {
		had = 0
	}
	a.lower(a.rate*(1-share), 0, now)
	a.sure, a.deep, a.had = true, true, had
}

// onMissing takes how many of the last 32 packets of a picture were missing, up to
// the last one that the watcher has asked for. After a fall it tells more of what
// was sent before: the watcher's estimate, and what its first report says to have
// come through, are of a time when the line was wide still.
func (a *adapter) onMissing(n int, now time.Time) {
	share := float64(n) / recent
	a.missing, a.missedAt = share, now
	a.believe(now)
	if share > mostly && a.first && now.Sub(a.fell) < calm && a.from*(1-share) < enoughLeft*a.capacity {
		a.plunge(share, now)
	}
}

// tried tells whether the capacity has just been raised: what goes wrong then is
// most often that.
func (a *adapter) tried(now time.Time) bool { return !a.raised.IsZero() && now.Sub(a.raised) < trial }

// lower lowers the capacity, to no less than a part of what was sent.
func (a *adapter) lower(bits, part float64, now time.Time) {
	a.sure, a.deep, a.mild, a.had, a.first = false, false, false, 0, !a.tried(now)
	a.probe.failed(now)
	if !a.shows() {
		return // there is nothing to give up but the voice
	}
	if now.Sub(a.fell) > inARow {
		a.from, a.stood = a.rate, a.trips.last
	}
	if math.IsInf(a.capacity, 1) {
		a.failed = 0
	}
	a.failed = max(a.failed, a.rate)
	if !a.raised.IsZero() {
		a.doubts = 0
		if a.tried(now) || part > 0 { // else most was lost long after it: the line has become narrower
			a.doubt, a.doubts = min(a.capacity, bits), doubts
			bits, a.back = max(bits, a.before), true // what it bore until then
		}
		a.wary, a.raised = min(max(2*a.wary, longestWait), wariest), time.Time{}
	}
	bits = max(bits, part*min(a.capacity, max(a.rate, least)))
	a.falls++
	a.trips.alike = 0
	a.capacity, a.fell, a.less = max(min(0.95*a.capacity, bits), least), now, true
	a.bytes, a.packets, a.lost, a.looked, a.share, a.lately, a.bad = 0, 0, 0, now, 0, 0, false
}

// underway is how long a packet may take to the watcher and what it says of it
// back: a browser asks for it again meanwhile.
func (a *adapter) underway(now time.Time) time.Duration {
	if now.Sub(a.fell) < pause {
		return fullQueue
	}
	return min(max(a.trips.last*4/5, quickest), fullQueue)
}

// hurried tells whether the watcher is to be looked at each round.
func (a *adapter) hurried(now time.Time) bool {
	return a.probe.state != probeIdle || now.Sub(a.fell) < fullQueue+round
}

// shows tells whether any picture is given.
func (a *adapter) shows() bool {
	for pic, takes := range a.takes {
		if takes && a.given[pic] >= 0 {
			return true
		}
	}
	return false
}

// raise takes a line to bear more.
func (a *adapter) raise(bits float64, now time.Time) {
	a.before = a.capacity
	a.capacity, a.raised, a.more = max(a.capacity, bits), now, true
}

// look decides, some five times a second, what the watcher is given now; changed
// tells whether that is something else than before.
func (a *adapter) look(r *rates, now time.Time) (given allotment, changed bool) {
	if passed := now.Sub(a.looked); passed >= 150*time.Millisecond {
		a.rate = float64(a.bytes*8) / passed.Seconds()
		a.weigh(now)
		a.bytes, a.packets, a.lost, a.looked = 0, 0, 0, now
	}
	a.voice = r.sound()
	low := lowest(r, a.takes)
	switch {
	case a.had > 1.3*low && low < worthwhile*a.from: // else it has had no more, or the least is much itself
		a.capacity = low
	case a.back && low <= slack*a.capacity:
		a.capacity = max(a.capacity, low)
	}
	a.had, a.back = 0, false
	want, next := allot(a.capacity, r, a.takes)
	want = a.keep(want, r, now)
	a.less, a.more = false, false
	if !a.raised.IsZero() && now.Sub(a.raised) > believed {
		a.wary, a.doubts, a.raised = 0, 0, time.Time{}
	}
	if next > 0 || math.IsInf(a.capacity, 1) {
		a.whole = now
	}
	if now.Sub(a.whole) > wellFor {
		if a.capacity >= a.failed || a.rate > 0.6*a.failed || a.blind || a.trips.least() == 0 || now.Sub(a.whole) > forgotten {
			a.capacity, want = math.Inf(1), everything
			a.wary, a.doubts = 0, 0
		} else { // too little is sent for it to fail
			next = a.failed / headroom
		}
	}
	a.probe.begin(a, next, now)
	changed = want != a.given
	a.given = want
	return want, changed
}

// keep is what is given where allot gives want. Rates go up and down: that alone
// takes nothing away while it is not clearly too much, nor does it exchange one
// picture for another at once, unless that has begun to be sent.
func (a *adapter) keep(want allotment, r *rates, now time.Time) allotment {
	first, gains, loses := want.against(a.given, r, a.takes)
	begins := gains && !a.sent[first]
	for s := range programme.AudioStream(0) {
		if pic := s.Picture(); s.Layer() == 0 {
			a.sent[pic] = r[s] > 0
		} else {
			a.sent[pic] = a.sent[pic] || r[s] > 0
		}
	}
	if !gains || !loses {
		a.kept = now
	}
	switch {
	case a.less || a.more || !loses || begins || gains && now.Sub(a.kept) > patient:
		return want
	case a.given.cost(r, a.takes) <= slack*a.capacity:
		return a.given
	}
	return want
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
	a.lately += 0.25 * (float64(a.lost) - a.lately)
	bad := share > 2*tooMuch
	switch {
	case share > mostly && a.lost >= recent/4 && !a.blind: // by TCP they are a guess
		a.plunge(share, now)
		return
	case bad && a.bad || a.share > tooMuch && a.lately >= several:
		a.fall(a.rate*(1-max(share, a.share)), false, now)
	}
	a.bad = bad
}

// trips are the times that reports took there and back. The quickest of the
// last half to whole minute is what the line takes while nothing queues on it.
type trips struct {
	sent        uint32
	at          time.Time // since when quick is counted
	quick, past time.Duration
	last        time.Duration
	came        time.Time     // when that was
	row         time.Duration // the first of those that were nearly alike, with nothing lost
	alike       int           // how many they are
}

const (
	tripsFor = 30 * time.Second
	// alike is how much those differ that take the same way, with nothing before
	// them.
	alike = 30 * time.Millisecond
)

// note takes one, behind a probe's burst or not; it tells whether it was a new one.
func (t *trips) note(d time.Duration, sent uint32, behind bool, now time.Time) bool {
	if sent == t.sent && t.last != 0 {
		return false
	}
	switch {
	case behind:
	case d < t.row-alike || d > t.row+alike:
		t.row, t.alike = d, 1
	default:
		t.alike++
	}
	t.sent, t.last, t.came = sent, max(d, 1), now
	if now.Sub(t.at) > tripsFor {
		t.past, t.quick, t.at = t.quick, 0, now
	}
	if t.quick == 0 || d < t.quick {
		t.quick = max(d, 1)
	}
	return true
}

// after is how long after some instant the last one began.
func (t *trips) after(when time.Time) time.Duration { return t.came.Add(-t.last).Sub(when) }

// begin counts from the last one on.
func (t *trips) begin(now time.Time) { t.quick, t.past, t.at, t.alike = t.last, 0, now, 0 }

// least is the quickest, 0 while none is known.
func (t *trips) least() time.Duration {
	if t.past != 0 && t.past < t.quick {
		return t.past
	}
	return t.quick
}

// late tells whether the last one took so much longer than the quickest.
func (t *trips) late(by time.Duration) bool { return t.last > t.least()+by }
