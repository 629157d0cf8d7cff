package record

import (
	"time"

	"giaoban/internal/programme"
)

// pace tells when a packet is to be played: by its timestamp, which is even,
// held to its arrival, which is not, so that streams stay in step.
type pace struct {
	ts      uint32
	instant time.Time
}

// astray is how far a timestamp may lead away from the arrival before the
// stream counts as begun anew.
const astray = 500 * time.Millisecond

// at is the instant a packet is to be played.
func (c *pace) at(p *programme.Packet) time.Time {
	ticks := time.Duration(int32(p.Timestamp - c.ts))
	means := c.instant.Add(ticks * time.Second / time.Duration(p.Stream.Rate()))
	late := p.At.Sub(means)
	switch {
	case c.instant.IsZero() || late > astray || late < -astray:
		means = p.At
	default:
		means = means.Add(late / 128)
	}
	c.ts, c.instant = p.Timestamp, means
	return means
}
