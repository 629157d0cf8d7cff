package programme

import (
	"slices"
	"time"
)

// A site's sender reports (RFC 3550 section 6.4.1) tie the timestamps of its
// camera and its microphone to one clock. A picture takes longer from the camera
// to here than a voice from the microphone; what that difference is, is told
// with each packet, so that receivers put both together again.

// siteClock compares a site's clock with ours: by the packet of all its tracks
// that was least delayed.
type siteClock struct {
	known bool
	ahead time.Duration // our clock's reading less the site's, when that packet came
}

// drift is the share by which the comparison follows a clock that runs slower
// than ours, with each packet.
const drift = 4096

// mostLag bounds what is believed of a site's clock.
const mostLag = time.Second

// reported is a sender report of one layer, and what has been found by it.
type reported struct {
	known bool
	at    time.Duration // since 1900, by the site's clock
	ts    uint32

	lag   time.Duration             // told with each packet
	least time.Duration             // of this window
	since time.Time                 // that it began
	found [lagWindows]time.Duration // in the windows before, the newest first
	full  int                       // windows that were found
}

// The lag of a layer is that of its least delayed packet in lagWindow, and of
// these the middle one of the last lagWindows: reports are off by some
// hundredths of a second each. What is told stays as it is until it is off by
// lagStep, since each change has receivers play faster or slower for a while.
const (
	lagWindow  = time.Second
	lagWindows = 5
	lagStep    = 30 * time.Millisecond
)

// Report takes what the site says of a layer's timestamps: ntp is its clock, in
// 32.32 seconds since 1900. It may come at any time.
func (in *Input) Report(layer int, ntp uint64, ts uint32) {
	if layer < 0 || layer >= Layers {
		return
	}
	at := time.Duration(ntp>>32)*time.Second + time.Duration((ntp&0xffffffff)*uint64(time.Second)>>32)
	in.p.locked(func() {
		r := &in.layers[layer].report
		r.known, r.at, r.ts = true, at, ts
	})
}

// lag is how much longer than the site's least delayed packets those of this
// layer take, 0 where the site has not told.
func (in *Input) lag(l *inputLayer, ts uint32, now time.Time) time.Duration {
	r := &l.report
	if !r.known {
		return 0
	}
	rate := VideoRate
	if in.audio {
		rate = AudioRate
	}
	captured := r.at + time.Duration(int32(ts-r.ts))*time.Second/time.Duration(rate)
	ahead := time.Duration(now.Unix()+ntpEpoch)*time.Second + time.Duration(now.Nanosecond()) - captured
	c := in.p.clocks[in.site]
	if c == nil {
		c = &siteClock{}
		in.p.clocks[in.site] = c
	}
	lag := ahead - c.ahead
	if !c.known || lag < 0 || lag > mostLag {
		// The first one, one that was delayed less, or a clock that was set. What a
		// packet that came very late spoils, the next one mends.
		c.known, c.ahead = true, ahead
		lag = 0
	} else {
		c.ahead += lag / drift
	}
	r.take(lag, now)
	return r.lag
}

// take counts one packet's.
func (r *reported) take(lag time.Duration, now time.Time) {
	if r.since.IsZero() {
		r.since, r.least = now, lag
	}
	r.least = min(r.least, lag)
	if now.Sub(r.since) < lagWindow {
		return
	}
	copy(r.found[1:], r.found[:])
	r.found[0] = r.least
	r.full = min(r.full+1, lagWindows)
	r.since, r.least = now, lag
	sorted := slices.Sorted(slices.Values(r.found[:r.full]))
	if middle := sorted[r.full/2]; r.full >= 2 && (middle-r.lag).Abs() > lagStep {
		r.lag = middle
	}
}

// ntpEpoch is the Unix time of NTP's zero.
const ntpEpoch = 2208988800
