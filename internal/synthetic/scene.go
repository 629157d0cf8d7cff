package synthetic

import (
	_ "embed"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	"golang.org/x/text/unicode/norm"
)

// The scene is a meeting room: wall, name, people at a table, the marker and a
// slider on the table. It is laid out on 1280×720 and drawn in the size of each
// layer. What moves lies on a grid of 64 pixels, which is one macroblock of the
// smallest layer, so that the same movement is possible in all.
const (
	sceneWidth  = 1280
	sceneHeight = 720
	grid        = 64

	cellWidth  = 4 * grid // one person's
	cellTop    = 3 * grid
	neckLine   = 6 * grid // the head above moves by itself
	tableTop   = 8 * grid
	sliderTop  = 10 * grid
	sliderEnd  = 11 * grid
	sliderSize = 72

	// The console's tiles have their badges in the upper corners.
	nameLeft, nameRight    = 190, sceneWidth - 190
	nameBaseline           = 152
	nameTallest, nameLeast = 96.0, 32.0 // type sizes in pixels
	nameHalf               = 68.0       // on two lines
)

// Two subsets of Be Vietnam Pro Bold 1.0 (SIL Open Font License, font/OFL.txt),
// from the web page's own font package.
var (
	//go:embed font/be-vietnam-pro-latin-700.ttf
	latinFont []byte
	//go:embed font/be-vietnam-pro-vietnamese-700.ttf
	vietnameseFont []byte
)

var fonts = sync.OnceValues(func() ([]*sfnt.Font, error) {
	var all []*sfnt.Font
	for _, b := range [][]byte{latinFont, vietnameseFont} {
		f, err := opentype.Parse(b)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		all = append(all, f)
	}
	return all, nil
})

// scene is what is particular to one site.
type scene struct {
	name   string
	number int
}

// people is how many sit at the table.
func (s scene) people() int { return 2 + s.number%3 }

// firstCell is where the leftmost person's cell begins.
func (s scene) firstCell() int { return (sceneWidth - s.people()*cellWidth) / 2 }

// draw draws the scene at rest.
func (s scene) draw(width, height int) (*image.RGBA, error) {
	c := &canvas{RGBA: image.NewRGBA(image.Rect(0, 0, width, height)), scale: float64(width) / sceneWidth}
	hue := float64(s.number) * 137.508 // the golden angle: neighbours differ most
	c.rect(0, 0, sceneWidth, tableTop, hsl(hue, 0.42, 0.30))
	c.rect(0, 0, sceneWidth, 24, color.RGBA{0xb0, 0x1e, 0x24, 0xff})
	for i := range s.people() {
		c.person(s.firstCell()+i*cellWidth, s.number+i)
	}
	c.rect(0, tableTop, sceneWidth, sceneHeight, color.RGBA{0x3a, 0x2a, 0x20, 0xff})
	c.rect(0, tableTop, sceneWidth, tableTop+8, color.RGBA{0x5a, 0x44, 0x34, 0xff})
	c.rect(0, sliderTop, sceneWidth, sliderEnd, color.RGBA{0x24, 0x1a, 0x14, 0xff})
	c.rect((sceneWidth-sliderSize)/2, sliderTop+20, (sceneWidth+sliderSize)/2, sliderEnd-20, hsl(hue, 0.8, 0.62))
	s.mark(c.RGBA)
	return c.RGBA, c.text(norm.NFC.String(s.name))
}

// mark draws the site's number.
func (s scene) mark(m *image.RGBA) {
	for i, white := range markerBits(s.number) {
		shade := color.RGBA{0x10, 0x10, 0x10, 0xff}
		if white {
			shade = color.RGBA{0xf0, 0xf0, 0xf0, 0xff}
		}
		draw.Draw(m, markerRect(m.Bounds(), i), image.NewUniform(shade), image.Point{}, draw.Src)
	}
}

// move is the vector of the macroblock at scene position (x, y), a fraction
// (0 to 1) through the loop, in scene pixels. All vectors are zero at 0.
func (s scene) move(x, y int, at float64) (dx, dy float64) {
	turn := func(times, ahead float64) float64 { // starts and ends at zero
		return math.Sin(2*math.Pi*(times*at+ahead)) - math.Sin(2*math.Pi*ahead)
	}
	switch {
	case y >= sliderTop && y < sliderEnd:
		return 220 * turn(1, 0), 0
	case y >= cellTop && y < tableTop && x >= s.firstCell() && x < s.firstCell()+s.people()*cellWidth:
		ahead := float64((x-s.firstCell())/cellWidth*3%8) / 8
		dx = 14 * turn(2, ahead)
		if y < neckLine {
			dy = 6 * turn(5, ahead)
		}
	}
	return dx, dy
}

// canvas draws in scene pixels.
type canvas struct {
	*image.RGBA

	scale float64
}

func (c *canvas) rect(x0, y0, x1, y1 int, shade color.Color) {
	r := image.Rect(c.at(x0), c.at(y0), c.at(x1), c.at(y1))
	draw.Draw(c.RGBA, r, image.NewUniform(shade), image.Point{}, draw.Src)
}

func (c *canvas) at(v int) int { return round(float64(v) * c.scale) }

func (c *canvas) ellipse(cx, cy, rx, ry float64, shade color.Color) {
	const control = 0.5522847498 // of a quarter circle's Bézier curve
	box := image.Rect(int((cx-rx)*c.scale), int((cy-ry)*c.scale), int((cx+rx)*c.scale)+1, int((cy+ry)*c.scale)+1)
	v := vector.NewRasterizer(box.Dx(), box.Dy())
	p := func(x, y float64) (float32, float32) {
		return float32((cx+x*rx)*c.scale - float64(box.Min.X)), float32((cy+y*ry)*c.scale - float64(box.Min.Y))
	}
	v.MoveTo(p(1, 0))
	for _, q := range [][6]float64{
		{1, control, control, 1, 0, 1},
		{-control, 1, -1, control, -1, 0},
		{-1, -control, -control, -1, 0, -1},
		{control, -1, 1, -control, 1, 0},
	} {
		ax, ay := p(q[0], q[1])
		bx, by := p(q[2], q[3])
		ex, ey := p(q[4], q[5])
		v.CubeTo(ax, ay, bx, by, ex, ey)
	}
	v.ClosePath()
	v.Draw(c.RGBA, box, image.NewUniform(shade), image.Point{})
}

// person draws somebody within a cell. The neck crosses the neck line upright,
// so that the head may nod without coming off.
func (c *canvas) person(cell, kind int) {
	skins := [...]color.RGBA{{0xc6, 0x92, 0x6c, 0xff}, {0xb5, 0x80, 0x5a, 0xff}, {0xd2, 0xa0, 0x78, 0xff}}
	skin := skins[kind%len(skins)]
	hair := color.RGBA{0x1c, 0x18, 0x18, 0xff}
	middle := cell + cellWidth/2
	m := float64(middle)
	c.ellipse(m, tableTop+20, 98, 142, hsl(float64(kind)*67, 0.25, 0.36))
	c.rect(middle-22, neckLine-60, middle+22, neckLine+34, skin)
	c.ellipse(m, neckLine+34, 22, 14, skin)
	c.ellipse(m, 278, 62, 70, hair)
	c.ellipse(m, 298, 52, 60, skin)
	for _, side := range [...]float64{-20, 20} {
		c.ellipse(m+side, 290, 6, 7, hair)
	}
	c.ellipse(m, 328, 16, 5, color.RGBA{0x8a, 0x4a, 0x40, 0xff})
}

// text writes the name as large as it fits, on two lines if that is larger.
func (c *canvas) text(name string) error {
	lines, size, err := c.fit([]string{name}, nameTallest)
	if err != nil {
		return err
	}
	if first, second, ok := halves(name); ok && size < nameHalf {
		if lines, size, err = c.fit([]string{first, second}, nameHalf); err != nil {
			return err
		}
	}
	w, err := newWriter(size * c.scale)
	if err != nil {
		return err
	}
	defer w.close()
	for i, line := range lines {
		baseline := nameBaseline + 22 - (len(lines)-1-i)*int(nameHalf+4)
		if len(lines) == 1 {
			baseline = nameBaseline
		}
		x := (c.Bounds().Dx() - w.width(line).Ceil()) / 2
		w.write(c.RGBA, line, fixed.P(x, c.at(baseline)), image.White)
	}
	return nil
}

// fit is the largest size up to tallest at which all lines fit.
func (c *canvas) fit(lines []string, tallest float64) ([]string, float64, error) {
	for size := tallest; ; size -= 4 {
		w, err := newWriter(size * c.scale)
		if err != nil {
			return nil, 0, err
		}
		widest := 0
		for _, l := range lines {
			widest = max(widest, w.width(l).Ceil())
		}
		w.close()
		if widest <= c.at(nameRight-nameLeft) || size <= nameLeast {
			return lines, size, nil
		}
	}
}

// halves breaks a name at the space nearest its middle.
func halves(name string) (first, second string, ok bool) {
	best := -1
	for i, r := range name {
		if r == ' ' && (best < 0 || abs(2*i-len(name)) < abs(2*best-len(name))) {
			best = i
		}
	}
	if best < 0 {
		return name, "", false
	}
	return name[:best], name[best+1:], true
}

func abs(v int) int { return max(v, -v) }

// writer writes with the first font that has a letter.
type writer struct {
	fonts []*sfnt.Font
	faces []font.Face
}

func newWriter(size float64) (*writer, error) {
	all, err := fonts()
	if err != nil {
		return nil, err
	}
	w := &writer{fonts: all}
	for _, f := range all {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, fmt.Errorf("font at %g: %w", size, err)
		}
		w.faces = append(w.faces, face)
	}
	return w, nil
}

func (w *writer) close() {
	for _, f := range w.faces {
		_ = f.Close()
	}
}

func (w *writer) face(r rune) font.Face {
	var b sfnt.Buffer
	for i, f := range w.fonts {
		if g, err := f.GlyphIndex(&b, r); err == nil && g != 0 {
			return w.faces[i]
		}
	}
	return w.faces[0]
}

func (w *writer) width(s string) fixed.Int26_6 {
	var sum fixed.Int26_6
	for _, r := range s {
		a, _ := w.face(r).GlyphAdvance(r)
		sum += a
	}
	return sum
}

func (w *writer) write(to draw.Image, s string, at fixed.Point26_6, ink image.Image) {
	for _, r := range s {
		d := font.Drawer{Dst: to, Src: ink, Face: w.face(r), Dot: at}
		d.DrawString(string(r))
		at = d.Dot
	}
}

// hsl is a colour by hue (degrees), saturation and lightness (0 to 1).
func hsl(h, s, l float64) color.RGBA {
	a := s * min(l, 1-l)
	part := func(n float64) uint8 {
		k := math.Mod(n+h/30, 12)
		return uint8(255 * (l - a*max(-1, min(k-3, 9-k, 1))))
	}
	return color.RGBA{part(0), part(8), part(4), 0xff}
}
