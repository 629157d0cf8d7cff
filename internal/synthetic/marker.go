package synthetic

import (
	"image"
	"image/color"
)

// The marker is a strip of cells in a synthetic site's picture that says the
// site's number to a machine. docs/marker.md describes it for readers in other
// languages. In fractions of the picture's width and height, whatever its size:
//
//	x 0.10 ─ 0.90: 16 cells of 0.05;  y 0.80 ─ 0.8889 (8/9)
//	cell 0 white, cell 1 black: the scale
//	cells 2–11: the number, 10 bits, highest first, white is 1
//	cells 12–15: a check of 4 bits, highest first
const (
	markerLeft   = 0.10
	markerCell   = 0.05
	markerTop    = 0.80
	markerBottom = 8.0 / 9
	markerScale  = 2
	markerNumber = 10
	markerCheck  = 4
	markerCells  = markerScale + markerNumber + markerCheck
	// MostNumber is the highest site number a marker can say.
	MostNumber = 1<<markerNumber - 1
	// markerContrast is the least difference of luma between white and black.
	markerContrast = 64
)

// markerBits is the pattern of a number, cell by cell.
func markerBits(number int) [markerCells]bool {
	bits := [markerCells]bool{true, false}
	for i := range markerNumber {
		bits[markerScale+i] = number>>(markerNumber-1-i)&1 != 0
	}
	check := checkOf(number)
	for i := range markerCheck {
		bits[markerScale+markerNumber+i] = check>>(markerCheck-1-i)&1 != 0
	}
	return bits
}

// checkOf is the remainder of the number by x⁴+x+1, begun with ones so that
// neither all black nor all white is a number.
func checkOf(number int) int {
	check := 1<<markerCheck - 1
	for i := markerNumber - 1; i >= 0; i-- {
		top := check >> (markerCheck - 1) & 1
		check = check << 1 & (1<<markerCheck - 1)
		if top != number>>i&1 {
			check ^= 0b0011
		}
	}
	return check
}

// markerRect is where cell i lies in a picture of the given bounds.
func markerRect(b image.Rectangle, i int) image.Rectangle {
	w, h := float64(b.Dx()), float64(b.Dy())
	left := markerLeft + markerCell*float64(i)
	return image.Rect(
		b.Min.X+round(left*w), b.Min.Y+round(markerTop*h),
		b.Min.X+round((left+markerCell)*w), b.Min.Y+round(markerBottom*h),
	)
}

func round(f float64) int { return int(f + 0.5) }

// ReadMarker reads the site number out of a picture, whatever its size. It
// says false where there is none, or the picture is too poor.
func ReadMarker(m image.Image) (number int, ok bool) {
	var luma [markerCells]int
	for i := range luma {
		luma[i] = averageLuma(m, inner(markerRect(m.Bounds(), i)))
	}
	white, black := luma[0], luma[1]
	if white-black < markerContrast {
		return 0, false
	}
	middle := (white + black) / 2
	value := 0
	for _, l := range luma[markerScale:] {
		value <<= 1
		if l > middle {
			value |= 1
		}
	}
	number = value >> markerCheck
	return number, value&(1<<markerCheck-1) == checkOf(number)
}

// inner is the middle of a cell, which neighbours do not bleed into.
func inner(r image.Rectangle) image.Rectangle {
	s := image.Rect(r.Min.X+r.Dx()*3/10, r.Min.Y+r.Dy()*3/10, r.Max.X-r.Dx()*3/10, r.Max.Y-r.Dy()*3/10)
	s.Max.X, s.Max.Y = max(s.Max.X, s.Min.X+1), max(s.Max.Y, s.Min.Y+1)
	return s
}

func averageLuma(m image.Image, r image.Rectangle) int {
	sum, n := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			sum += int(color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y)
			n++
		}
	}
	return sum / max(n, 1)
}
