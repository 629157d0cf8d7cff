package relay

import (
	"time"

	"giaoban/internal/programme"
)

// streamState is what is known of a stream as a whole: its rate, and which
// instant its timestamps mean.
type streamState struct {
	heard time.Time // last packet
	site  programme.SiteID
	codec programme.Codec

	bits  float64 // counted since
	since time.Time
	rate  float64

	ts      uint32    // the timestamp
	instant time.Time // of this instant
}

// rateSpan is how long bits are counted before they make a rate; a stream
// silent for longer than idle has none.
const (
	rateSpan = 500 * time.Millisecond
	idle     = 2 * time.Second
)

// note keeps the state of a packet's stream, and who leads the sound.
func (c *Conference) note(p *programme.Packet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.streams[p.Stream]
	if s.since.IsZero() || p.At.Sub(s.heard) > idle {
		s.since, s.bits, s.rate = p.At, 0, 0
	}
	s.bits += float64(8 * (rtpHeader + len(p.Payload)))
	if d := p.At.Sub(s.since); d >= rateSpan {
		if r := s.bits / d.Seconds(); s.rate == 0 {
			s.rate = r
		} else {
			s.rate += 0.4 * (r - s.rate)
		}
		s.since, s.bits = p.At, 0
	}
	s.heard, s.site, s.codec = p.At, p.Site, p.Codec
	s.place(p)
	if p.Stream.Audio() {
		c.elect(p.At)
	}
}

// place keeps the instant that timestamps mean: that of the packet that was
// least delayed, followed slowly, since clocks drift and delays change.
func (s *streamState) place(p *programme.Packet) {
	means := s.at(p.Timestamp, p.Stream.Rate())
	late := p.At.Sub(means)
	switch {
	case s.instant.IsZero() || p.Cut || late < 0 || late > time.Second:
		s.instant = p.At
	default:
		s.instant = means.Add(late / 256)
	}
	s.ts = p.Timestamp
}

// at is the instant a timestamp means.
func (s *streamState) at(ts uint32, rate int) time.Time {
	ticks := time.Duration(int32(ts - s.ts))
	return s.instant.Add(ticks * time.Second / time.Duration(rate))
}

// elect lets the voice of the site on the floor lead, else the first that is
// heard: who takes only one stream of sound hears that.
func (c *Conference) elect(now time.Time) {
	floor := c.streams[programme.VideoStream(programme.Floor, 0)].site
	lead, found := programme.Stream(c.lead.Load()), false
	for s := programme.AudioStream(0); s < programme.Streams; s++ {
		st := &c.streams[s]
		if now.Sub(st.heard) > idle {
			continue
		}
		if st.site == floor {
			lead = s
			break
		}
		if !found {
			lead, found = s, true
		}
	}
	c.lead.Store(uint32(lead))
}

// rates are the present rates of all streams.
func (c *Conference) rates(now time.Time) (r rates) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.streams {
		if s := &c.streams[i]; now.Sub(s.heard) <= idle {
			r[i] = s.rate
		}
	}
	return r
}
