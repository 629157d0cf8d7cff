package doc

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Advance widths of Times, thousandths of an em, from the Times-Bold font
// metrics; its regular face is narrower by about a twentieth, which a rule's
// length can bear. Marks above and below a letter take no room of their own.
var timesBold = map[rune]float64{
	' ': 250, '-': 333, '.': 250, ',': 250, '/': 278, ':': 333,
	'A': 722, 'B': 667, 'C': 722, 'D': 722, 'E': 667, 'F': 611, 'G': 778, 'H': 778, 'I': 389,
	'J': 500, 'K': 778, 'L': 667, 'M': 944, 'N': 722, 'O': 778, 'P': 611, 'Q': 778, 'R': 722,
	'S': 556, 'T': 667, 'U': 722, 'V': 722, 'W': 1000, 'X': 722, 'Y': 722, 'Z': 667,
	'a': 500, 'b': 556, 'c': 444, 'd': 556, 'e': 444, 'f': 333, 'g': 500, 'h': 556, 'i': 278,
	'j': 333, 'k': 556, 'l': 278, 'm': 833, 'n': 556, 'o': 500, 'p': 556, 'q': 556, 'r': 444,
	's': 389, 't': 333, 'u': 556, 'v': 500, 'w': 722, 'x': 500, 'y': 500, 'z': 444,
	'Đ': 722, 'đ': 556,
}

// WidthMM is about how wide a line of text in a bold Times of the given size
// is, so that a rule below it can be as long as the line.
func WidthMM(text string, sizePt float64) float64 {
	const pointMM = 25.4 / 72
	em := 0.0
	for _, r := range norm.NFD.String(text) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		w, ok := timesBold[r]
		if !ok {
			w = 500
		}
		em += w / 1000
	}
	return em * sizePt * pointMM
}
