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

	liveness // of a picture's
}

// rateSpan is how long bits are counted before they make a rate; a voice silent
// for longer than idle has none.
const (
	rateSpan = 500 * time.Millisecond
	idle     = 2 * time.Second
)

// carriage is what a packet costs a line beyond its RTP, in bytes: the seal,
// UDP, IP and a frame of the link.
const carriage = maxOverhead + 8 + 20 + 14

// note keeps the state of a packet's stream and who leads the sound, and tells
// the streams of which a key frame is needed.
func (c *Conference) note(p *programme.Packet) (keys []programme.Stream) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &c.streams[p.Stream]
	if s.since.IsZero() || p.At.Sub(s.heard) > idle {
		s.since, s.bits = p.At, 0
	}
	s.bits += float64(8 * (rtpHeader + len(p.Payload) + carriage))
	if d := p.At.Sub(s.since); d >= rateSpan {
		s.weigh(s.bits/d.Seconds(), p.Stream.Audio())
		s.since, s.bits = p.At, 0
	}
	if !p.Stream.Audio() {
		keys = c.sign(p)
	}
	s.heard, s.site, s.codec = p.At, p.Site, p.Codec
	s.place(p)
	if p.Stream.Audio() {
		c.elect(p.At)
	}
	return keys
}

// weigh takes in a rate. It is smoothed, so that nobody's picture goes up and
// down with one busy second; and a voice keeps what it took while it spoke,
// since after a pause it takes that again.
func (s *streamState) weigh(r float64, voice bool) {
	share := 0.2
	switch {
	case s.rate == 0 || voice && r > s.rate:
		share = 1
	case voice:
		share = 0.02
	}
	s.rate += share * (r - s.rate)
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

// usual is what browsers' layers take at most, where nothing has been measured
// yet.
var usual = [programme.Layers]float64{180e3, 500e3, 1800e3}

// outlook is what a watcher's share is decided by: what the streams cost, which
// are sent, and how they are encoded.
type outlook struct {
	rates rates
	alive alive
	codec [programme.Streams]programme.Codec
}

// outlook looks at the streams. A picture of which nothing comes any more costs
// nothing.
func (c *Conference) outlook(now time.Time) (o outlook) {
	c.mu.Lock()
	defer c.mu.Unlock()
	live := alive(c.alive.Load())
	var newest [programme.Pictures]time.Time
	for i := range programme.Pictures * programme.Layers {
		if s, pic := &c.streams[i], programme.Stream(i).Picture(); s.heard.After(newest[pic]) {
			newest[pic] = s.heard
		}
	}
	for i := range c.streams {
		s, stream := &c.streams[i], programme.Stream(i)
		o.codec[i] = s.codec
		switch {
		case stream.Audio():
			if now.Sub(s.heard) <= idle {
				o.rates[i] = s.rate
			}
		case !live.has(stream) || now.Sub(newest[stream.Picture()]) > idle:
		case s.rate > 0:
			o.rates[i] = s.rate
			o.alive.set(stream, true)
		default:
			o.rates[i] = usual[stream.Layer()]
			o.alive.set(stream, true)
		}
	}
	return o
}
