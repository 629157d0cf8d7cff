package synthetic

// Picture is what a site's camera sees, encoded once and played in a loop. A
// Painter makes it.
type Picture struct {
	Rate   int            // poses per second
	Layers []PictureLayer // lowest first, at most three
}

// PictureLayer is one size of it, in VP8.
type PictureLayer struct {
	Width, Height int
	// Key is the scene at rest, a key frame.
	Key []byte
	// Moves are the loop: inter frames, each a pose made of the key frame
	// alone. The first is at rest.
	Moves [][]byte
	// Rate is how many frames a second are sent.
	Rate int
	// Least, Usual and Most are what it takes, in bits per second: without the
	// least it is not sent. Frames are filled up to the rate there is; decoders
	// take nothing from behind the last partition (RFC 6386 section 9.5).
	Least, Usual, Most int
	// Bare frames are sent as they are, with nothing to fill them up.
	Bare bool
}

// cameraLayers are what livekit-client has a browser send of a camera in 1280×720 with
// our page's options (VideoPresets h180, h360 and h720), and what Chromium makes
// of it: the least rates are its own (kSimulcastFormats), and its usual rate of
// the smallest layer is below the one asked for.
var cameraLayers = [...]struct{ rate, least, usual, most int }{
	{20, 30_000, 150_000, 160_000},
	{20, 150_000, 450_000, 450_000},
	{30, 600_000, 1_700_000, 1_700_000},
}

// asCamera has the layers come at a camera's pace and weight.
func (p *Picture) asCamera() {
	for i := range p.Layers {
		l, c := &p.Layers[i], cameraLayers[i]
		l.Rate, l.Least, l.Usual, l.Most, l.Bare = c.rate, c.least, c.usual, c.most, false
	}
}

// asDrawn has them come as light as they are.
func (p *Picture) asDrawn() {
	for i := range p.Layers {
		l := &p.Layers[i]
		bytes := len(l.Key)
		for _, m := range l.Moves[1:] {
			bytes += len(m)
		}
		bits := 8 * bytes * p.Rate / len(l.Moves)
		l.Rate, l.Least, l.Usual, l.Most, l.Bare = p.Rate, min(bits, cameraLayers[i].least), bits, bits, true
	}
}
