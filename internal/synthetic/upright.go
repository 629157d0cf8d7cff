package synthetic

import (
	"image"
	"image/color"
	"image/draw"
)

// PaintUpright makes the picture of a site that has turned its phone: the same
// scene across the middle of an upright one, at rest. The marker is where it
// is in every picture.
func (p *Painter) PaintUpright(name string, number int) (*Picture, error) {
	lying, err := p.Paint(name, number)
	if err != nil {
		return nil, err
	}
	s := scene{name: name, number: number}
	picture := &Picture{Rate: lying.Rate}
	for _, l := range lying.Layers {
		l.Width, l.Height = l.Height, l.Width
		m, err := s.upright(l.Width, l.Height)
		if err != nil {
			return nil, err
		}
		if l.Key, err = encodeKey(m, keyQuality); err != nil {
			return nil, err
		}
		rest := moveFrame(l.Width, l.Height, l.Key[0]>>1&7, func(int, int) motion { return motion{} })
		l.Moves = [][]byte{rest, rest}
		picture.Layers = append(picture.Layers, l)
	}
	return picture, nil
}

func (s scene) upright(width, height int) (*image.RGBA, error) {
	lying, err := s.draw(width, width*sceneHeight/sceneWidth)
	if err != nil {
		return nil, err
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{0x3a, 0x2a, 0x20, 0xff}), image.Point{}, draw.Src)
	middle := lying.Bounds().Add(image.Pt(0, (height-lying.Bounds().Dy())/2))
	draw.Draw(m, middle, lying, image.Point{}, draw.Src)
	s.mark(m)
	return m, nil
}
