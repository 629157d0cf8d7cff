package synthetic

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
