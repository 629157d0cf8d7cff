package synthetic

import (
	"image"

	"github.com/livekit/protocol/livekit"
)

// What tests of the package need to see of its inside.
var (
	CheckOf    = checkOf
	ReadEvents = readEvents
	Loudness   = loudness
)

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
