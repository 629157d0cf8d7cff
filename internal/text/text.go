// Package text knows the Vietnamese and English written forms that the rest of
// the program compares, sorts, parses and prints: words without diacritics,
// personal names, numbers, days and quarters.
//
//	outside → NFC → stored and shown as written
//	                 └─ Fold → compared, searched, matched
//
// Every function is pure. The package holds no table of an organisation: which
// unit an abbreviation stands for is decided where the units are known.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Lang is a language of the program's texts, as its BCP 47 tag.
type Lang string

// The two languages of the program.
const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// NFC returns s in normalisation form C, the only form that is stored.
func NFC(s string) string { return norm.NFC.String(s) }

// Fold returns the key under which s is compared and searched: decomposed,
// without combining marks, lower case, đ as d. "Ủy" and "Uỷ" have the same key.
// Spaces and punctuation stay; see Key for names.
func Fold(s string) string {
	if isLowerASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteByte(lowerASCII(byte(r)))
		case folded(r) > 0:
			b.WriteRune(folded(r))
		case unicode.Is(unicode.Mn, r):
		default:
			for _, d := range norm.NFD.String(string(r)) {
				if !unicode.Is(unicode.Mn, d) {
					b.WriteRune(FoldRune(d))
				}
			}
		}
	}
	return b.String()
}

// FoldRune folds one rune in place, so that offsets into the folded text stay
// offsets into the text. A combining mark, which Fold drops, stays as it is.
func FoldRune(r rune) rune {
	if r < 0x80 {
		return rune(lowerASCII(byte(r)))
	}
	if f := folded(r); f > 0 {
		return f
	}
	return unicode.ToLower(r)
}

// Key returns the folded form of a name with runs of spaces and punctuation as
// one space: "Sở Y tế " and "sở y-tế" have the same key.
func Key(s string) string {
	return strings.Join(strings.FieldsFunc(Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// Same reports whether two names are one under Key.
func Same(a, b string) bool { return Key(a) == Key(b) }

const (
	latinLow, latinEnd       = 0x00C0, 0x0250
	vietnamLow, vietnamEnd   = 0x1E00, 0x1F00
	latinSpan, vietnamExtent = latinEnd - latinLow, vietnamEnd - vietnamLow
)

// foldTable answers for the two blocks that hold every precomposed Vietnamese
// letter; 0 means that the rune does not come down to one letter.
var foldTable = buildFoldTable()

func buildFoldTable() (t [latinSpan + vietnamExtent]rune) {
	put := func(at int, r rune) {
		switch r {
		case 'đ', 'Đ', 'Ð', 'Ɖ', 'ð':
			t[at] = 'd'
			return
		}
		var base []rune
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				base = append(base, unicode.ToLower(d))
			}
		}
		if len(base) == 1 {
			t[at] = base[0]
		}
	}
	for r := rune(latinLow); r < latinEnd; r++ {
		put(int(r-latinLow), r)
	}
	for r := rune(vietnamLow); r < vietnamEnd; r++ {
		put(int(r-vietnamLow)+latinSpan, r)
	}
	return t
}

func folded(r rune) rune {
	switch {
	case r >= latinLow && r < latinEnd:
		return foldTable[r-latinLow]
	case r >= vietnamLow && r < vietnamEnd:
		return foldTable[r-vietnamLow+latinSpan]
	}
	return 0
}

func lowerASCII(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return true
}
