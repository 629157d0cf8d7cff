package synthetic

import (
	"image"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

// What tests of the package need to see of its inside.
var (
	CheckOf    = checkOf
	ReadEvents = readEvents
	Loudness   = loudness
)

// Share is what one layer may take.
type Share struct {
	Least, Usual, Most int
	Wanted, On         bool
}

// Allocate divides a line's rate among layers.
func Allocate(rate int, layers []Share) []int {
	all := make([]share, 0, len(layers))
	for _, l := range layers {
		all = append(all, share{least: l.Least, usual: l.Usual, most: l.Most, wanted: l.Wanted, on: l.On})
	}
	return allocate(rate, all)
}

// Estimate is the estimate of a line in a time of the test's own.
type Estimate struct{ *estimate }

// NewEstimate begins one.
func NewEstimate() Estimate { return Estimate{newEstimate()} }

// Bits is the estimate.
func (e Estimate) Bits() int { return e.bits() }

// Leaves notes a packet sent.
func (e Estimate) Leaves(number uint16, size int, probe bool, now time.Duration) {
	e.leaves(number, size, probe, now)
}

// Reported takes in the receiver's word.
func (e Estimate) Reported(r *rtcp.TransportLayerCC, now time.Duration) { e.reported(r, now) }

// ProbeNow says whether a probe is due.
func (e Estimate) ProbeNow(needed int, now time.Duration) (float64, bool) {
	return e.probeNow(needed, now)
}

// ProbeTime is how long one lasts.
func ProbeTime(rate float64) time.Duration { return probeTime(rate) }

// Speech makes the packets of a voice.
type Speech struct{ *speech }

// NewSpeech begins a voice.
func NewSpeech(v *Voice, red bool) Speech { return Speech{&speech{voice: v, red: red, levelID: 1}} }

// Next is the packet of the next 20 ms, or nil.
func (s Speech) Next() *rtp.Packet { return s.next() }

// PretendCamera has the publisher declare its sound to be a camera.
func (p *Publisher) PretendCamera() { p.source = livekit.TrackSource_CAMERA }

// Draw draws the scene of a site.
func Draw(name string, number, width, height int) (image.Image, error) {
	return scene{name: name, number: number}.draw(width, height)
}

// MoveFrame makes a frame in which every macroblock is moved, in quarters of a pixel.
func MoveFrame(width, height int, vector func(x, y int) (row, col int)) []byte {
	return moveFrame(width, height, 0, func(x, y int) motion {
		row, col := vector(x, y)
		return motion{row: row, col: col}
	})
}

// HasGlyph says whether the embedded fonts have a letter.
func HasGlyph(r rune) (bool, error) {
	w, err := newWriter(20)
	if err != nil {
		return false, err
	}
	defer w.close()
	for _, f := range w.faces {
		if _, ok := f.GlyphAdvance(r); ok {
			return true, nil
		}
	}
	return false, nil
}
