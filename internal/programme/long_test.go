package programme_test

import (
	"testing"
	"time"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

// tally counts what comes of pictures and of voices.
type tally struct{ pictures, voices int }

func (c *tally) Write(p *programme.Packet) {
	if p.Stream.Audio() {
		c.voices++
	} else {
		c.pictures++
	}
}

// Timestamps turn over: those of a picture are half way round after 6 hours 37
// minutes, those of a voice after 12 hours 26. A hub is on the air for longer.
func TestTake_ASourceGoesOnForLongerThanHalfATurnOfItsTimestamps(t *testing.T) {
	began := time.Unix(1_900_000_000, 0)
	now := began
	came := &tally{}
	p := programme.New(programme.Options{Now: func() time.Time { return now }, Sink: came})
	camera, err := p.Video("hub", "hub", programme.VP8, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	microphone := p.Audio("hub")
	p.Show(programme.Chair, "hub")
	p.OpenMicrophones([]programme.SiteID{"hub"})
	for i := uint16(1); now.Sub(began) < 30*time.Hour; i++ {
		on, before := now.Sub(began), *came
		camera.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: i, Timestamp: uint32(on.Milliseconds() * 90), Marker: true}, Payload: []byte{0x10, 0, 0, 0}}, 0)
		microphone.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: i, Timestamp: uint32(on.Milliseconds() * 48)}, Payload: []byte{0x78, 1, 2}}, 0)
		if came.pictures == before.pictures || came.voices == before.voices {
			t.Fatalf("after %v %d pictures and %d voices came of one each", on, came.pictures-before.pictures, came.voices-before.voices)
		}
		now = now.Add(5 * time.Second)
	}
}
