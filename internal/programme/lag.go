package programme

import "time"

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

// reported is a sender report of one layer.
type reported struct {
	known bool
	at    time.Duration // since 1900, by the site's clock
	ts    uint32
}

// Report takes what the site says of a layer's timestamps: ntp is its clock, in
// 32.32 seconds since 1900. It may come at any time.
func (in *Input) Report(layer int, ntp uint64, ts uint32) {
	if layer < 0 || layer >= Layers {
		return
	}
	at := time.Duration(ntp>>32)*time.Second + time.Duration((ntp&0xffffffff)*uint64(time.Second)>>32)
	in.p.locked(func() { in.layers[layer].report = reported{true, at, ts} })
}

// lag is how much longer than the site's least delayed packet this one took, 0
// where the site has not told.
func (in *Input) lag(l *inputLayer, ts uint32, now time.Time) time.Duration {
	if !l.report.known {
		return 0
	}
	rate := VideoRate
	if in.audio {
		rate = AudioRate
	}
	captured := l.report.at + time.Duration(int32(ts-l.report.ts))*time.Second/time.Duration(rate)
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
		return 0
	}
	c.ahead += lag / drift
	return lag
}

// ntpEpoch is the Unix time of NTP's zero.
const ntpEpoch = 2208988800
