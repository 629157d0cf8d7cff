package synthetic

import "slices"

// Picture is what a site's camera sees, encoded once and played in a loop. A
// Painter makes it.
type Picture struct {
	Rate   int            // frames per second
	Layers []PictureLayer // lowest first, at most three
}

// PictureLayer is one size of it, in VP8.
type PictureLayer struct {
	Width, Height int
	// Key is the scene at rest, a key frame.
	Key []byte
	// Moves are the loop: inter frames, each a pose made of the key frame
	// alone. The first is at rest, and the key frame takes its place.
	Moves [][]byte
}

// bitrate is what the layer takes on average, in bits per second.
func (l *PictureLayer) bitrate(rate int) int {
	bytes := len(l.Key)
	for _, m := range l.Moves[1:] {
		bytes += len(m)
	}
	return 8 * bytes * rate / len(l.Moves)
}

// cameraRate and cameraBits are what a browser sends of a camera: frames per
// second, and bits per second by layer, as livekit-client sets them for 720p.
const cameraRate = 30

var cameraBits = [...]int{150_000, 450_000, 1_500_000}

// asCamera makes every frame as heavy as a camera's. Decoders take nothing from
// behind the last partition (RFC 6386 section 9.5).
func (p *Picture) asCamera() {
	p.Rate = cameraRate
	for i := range p.Layers {
		l, size := &p.Layers[i], cameraBits[i]/8/cameraRate
		l.Moves = slices.Clone(l.Moves) // sites share them
		for j, m := range l.Moves {
			if len(m) < size {
				l.Moves[j] = append(slices.Clip(m), make([]byte, size-len(m))...)
			}
		}
	}
}
