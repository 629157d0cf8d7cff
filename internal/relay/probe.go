package relay

import "time"

// probe finds out whether a line bears more without showing more: for a moment
// it is sent again what it has already, which its decryption discards (RFC 3711
// section 3.3.2), and a sender report behind it. Where the report's answer is as
// quick as ever, nothing has queued up, and the line bears what was sent. The
// burst is so short that a line that bears no more holds it up by a quarter of a
// second and, where it can hold up so much, loses nothing: the voice stays
// whole. A line that drops what it does not bear at once passes every probe; by
// what it then loses the adapter grows wary.
//
//	idle ──due──► sending ──burst over──► asking ──answer quick──► idle (capacity raised)
//	  ▲              │                       │ answer a little late: once more
//	  ▲              │ packets lost          │ answer late, or none
//	  └──────────────┴───────────────────────┘ (waits longer each time)
type probe struct {
	state  probeState
	target float64       // bits per second that are tried
	extra  float64       // of these, in repetitions
	until  time.Time     // the end of the burst, or of waiting for its answer
	late   time.Duration // how much later than the quickest the answer may come
	ended  time.Time     // the last one
	wait   time.Duration
	sent   uint32 // which sender report was behind it: the middle of its NTP time
	wins   int    // one after another
	again  bool   // the last one left it open
	voice  bool   // no picture is given meanwhile
}

type probeState uint8

const (
	probeIdle probeState = iota
	probeSending
	probeAsking
)

const (
	// burst is what a probe may queue up on a line that bears no more than was
	// found last, in seconds.
	burst = 0.25
	// drained is how much later than the quickest an answer may come from a line
	// on which nothing stands: a sixth of the burst, which is then nearly what
	// the line bears, but no less than chance makes it late.
	drained      = 6
	leastDrained = 20 * time.Millisecond
	mostDrained  = 50 * time.Millisecond
	// doubtful is by how much more than the rate in question the next probes try
	// where the last raise was one too many, and doubts how many of them: a line
	// that bears a few hundredths less holds up a burst by no more than chance
	// does, and one that bears a few more is not to be kept from them.
	doubtful = 1.25
	doubts   = 2
	// leastWait and longestWait are between two probes.
	leastWait   = 400 * time.Millisecond
	longestWait = 3 * time.Second
	// answered is how long an answer is waited for: browsers report once a second
	// on a picture, and while there is none, every five seconds on a voice.
	answered      = 2500 * time.Millisecond
	answeredVoice = 7500 * time.Millisecond
	// longestBurst bounds the time of one.
	longestBurst = 600 * time.Millisecond
	// round is how often watchers are looked at.
	round = 100 * time.Millisecond
)

// begin starts a probe where it is time for one; next is the rate of what the
// watcher would be given next, 0 for nothing.
func (p *probe) begin(a *adapter, next float64, now time.Time) {
	if p.state != probeIdle || next == 0 || now.Sub(a.fell) < max(pause, a.wary) || now.Sub(p.ended) < max(p.wait, leastWait) {
		return
	}
	if now.Sub(p.ended) > 2*longestWait {
		p.again = false // that was of another time
	}
	p.target = next * headroom * 1.02
	if a.blind || a.trips.least() == 0 { // it can only be given more, to see
		a.raise(p.target, now)
		*p = probe{ended: now, wait: longestWait}
		return
	}
	bears := a.capacity
	if a.doubts > 0 {
		if !p.again {
			a.doubts--
		}
		p.target = next * headroom * doubtful
		bears = max(bears, min(0.8*a.doubt, 0.6*p.target)) // it bore nearly that for a while
	}
	if p.wins > 0 { // it bore the last one: nobody waits for each step
		p.target = max(p.target, 2.5*a.capacity)
	}
	over := max(p.target-bears, 0.1*bears)
	length := time.Duration(burst * bears / over * float64(time.Second))
	if length < round {
		length = round
		p.target = bears * (1 + burst/round.Seconds())
	}
	length = min(length, longestBurst)
	p.extra = max(p.target-a.rate, 30_000)
	p.late = min(max(length/drained, leastDrained), mostDrained)
	p.voice = !a.shows()
	p.state, p.until = probeSending, now.Add(length)
}

// due tells, each round, how many bytes to repeat, and whether the sender
// report is to follow now.
func (p *probe) due(now time.Time) (bytes int, report bool) {
	switch p.state {
	case probeSending:
		if p.until.Sub(now) > round/4 { // rounds are not quite even
			return int(p.extra * min(round, p.until.Sub(now)).Seconds() / 8), false
		}
		p.state, p.until = probeAsking, now.Add(answered)
		if p.voice {
			p.until = now.Add(answeredVoice)
		}
		return 0, true
	case probeAsking:
		if now.After(p.until) {
			p.failed(now)
		}
	case probeIdle:
	}
	return 0, false
}

// asking tells whether a report is waited for: another one would take its place.
func (p *probe) asking() bool { return p.state == probeAsking }

// asks tells whether the answer to that sender report is waited for.
func (p *probe) asks(sent uint32) bool { return p.state == probeAsking && sent == p.sent }

// failed ends a probe in vain, and the row of those that were not.
func (p *probe) failed(now time.Time) {
	if p.state == probeIdle {
		p.wins, p.again = 0, false
		return
	}
	*p = probe{ended: now, wait: min(max(2*p.wait, 1500*time.Millisecond), longestWait)}
}

// probed takes the answer to a sender report.
func (a *adapter) probed(d time.Duration, sent uint32, now time.Time) {
	p := &a.probe
	if !p.asks(sent) {
		return
	}
	if d > a.trips.least()+p.late {
		p.failed(now)
		return
	}
	if d > a.trips.least()+leastDrained && !p.again {
		*p = probe{ended: now, wins: p.wins, again: true}
		return
	}
	a.raise(p.target, now)
	*p = probe{ended: now, wins: p.wins + 1}
}
