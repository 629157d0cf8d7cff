package relay

import (
	"testing"
	"time"

	"giaoban/internal/programme"
)

// Receivers keep sound and picture together by what the sender reports say:
// that a voice and a picture captured at one instant belong together, though the
// picture comes later.
func TestReports_WhatWasCapturedTogetherIsReportedTogether(t *testing.T) {
	c := &Conference{}
	picture, voice := programme.VideoStream(programme.Floor, 2), programme.AudioStream(0)
	began := time.Unix(1000, 0)
	const pictureTakes, voiceTakes = 170 * time.Millisecond, 20 * time.Millisecond
	write := func(captured time.Time, known, cut bool) {
		p := &programme.Packet{Stream: picture, Timestamp: uint32(captured.Sub(began) * 90 / time.Millisecond), At: captured.Add(pictureTakes), Cut: cut}
		v := &programme.Packet{Stream: voice, Codec: programme.Opus, Timestamp: uint32(captured.Sub(began) * 48 / time.Millisecond), At: captured.Add(voiceTakes), Cut: cut}
		if known {
			p.Lag = pictureTakes - voiceTakes
		}
		c.note(p)
		c.note(v)
	}
	apart := func(now time.Time) time.Duration {
		r := c.reports(now)
		return time.Duration(r.ts[voice])*time.Millisecond/48 - time.Duration(r.ts[picture])*time.Millisecond/90
	}
	at := began
	play := func(known bool) {
		for i := range 100 {
			write(at, known, i == 0 && at.Equal(began))
			at = at.Add(20 * time.Millisecond)
		}
	}
	play(false)
	if d := apart(at); d < 140*time.Millisecond || d > 160*time.Millisecond {
		t.Errorf("by arrival alone %v apart", d)
	}
	play(true)
	if d := apart(at); d < -5*time.Millisecond || d > 5*time.Millisecond {
		t.Errorf("by the site's clock %v apart", d)
	}
	write(at, true, true) // a cut
	if d := apart(at); d < -5*time.Millisecond || d > 5*time.Millisecond {
		t.Errorf("after a cut %v apart", d)
	}
}
