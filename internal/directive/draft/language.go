package draft

import (
	"strings"
	"unicode"
)

// isVietnamese counts letters that English does not have.
func isVietnamese(s string) bool {
	letters, marked := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if r > 0x7f {
				marked++
			}
		}
	}
	return marked*20 > letters
}

// isEnglish decides the language of a line; one that does not tell has the
// language of the text.
func (r *reader) isEnglish(toks []token) bool {
	marked, function, total := 0, 0, 0
	for i, t := range toks {
		if !t.word {
			continue
		}
		total++
		if strings.IndexFunc(t.w, func(c rune) bool { return c > 0x7f && unicode.IsLetter(c) }) >= 0 {
			marked++
		}
		if enFunction.has(toks, i) {
			function++
		}
	}
	switch {
	case marked*5 > total:
		return false
	case function*8 >= total && marked*10 < total:
		return function > 0 || r.english
	}
	return r.english
}
