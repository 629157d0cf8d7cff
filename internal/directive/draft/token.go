package draft

import (
	"strings"
	"unicode"
)

// token is a word or one mark of punctuation, with its place in runes.
type token struct {
	start, end int
	// w is the word in lower case with one placing of tone marks.
	w      string
	word   bool
	cap    bool
	upper  bool // an abbreviation of two capitals or more
	spaced bool // a space or line end stands before it
}

// tokenize cuts runes[from:to] into tokens. Marks inside a word or a number
// stay in it: "30/6", "09.1.2026", "24/24", "R’Piên", "Covid-19".
func tokenize(runes []rune, from, to int) []token {
	var toks []token
	spaced := true
	for i := from; i < to; {
		r := runes[i]
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			spaced = true
			i++
			continue
		}
		start := i
		if !isWordRune(r) {
			i++
			if r == '.' {
				for i < to && runes[i] == '.' {
					i++
				}
			}
			toks = append(toks, token{start: start, end: i, w: string(runes[start:i]), spaced: spaced})
			spaced = false
			continue
		}
		for i < to && (isWordRune(runes[i]) || isInner(runes[i]) && i+1 < to && isWordRune(runes[i+1]) && joins(runes, start, i)) {
			i++
		}
		toks = append(toks, token{
			start: start, end: i, w: lowerVi(string(runes[start:i])),
			word: true, cap: unicode.IsUpper(r), upper: i-start > 1 && isUpper(runes[start:i]), spaced: spaced,
		})
		spaced = false
	}
	return toks
}

func isUpper(runes []rune) bool {
	for _, r := range runes {
		if unicode.IsLetter(r) && !unicode.IsUpper(r) {
			return false
		}
	}
	return unicode.IsUpper(runes[0])
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '%' || r == '&'
}

func isInner(r rune) bool {
	switch r {
	case '-', '/', '.', ',', '\'', '’', ':', '–':
		return true
	}
	return false
}

// joins reports whether the mark at i is part of the word that began at start:
// any mark but ':' between digits, a hyphen or slash or apostrophe between
// letters, a dot only between short capitals ("TP.HCM").
func joins(runes []rune, start, i int) bool {
	before, after := runes[i-1], runes[i+1]
	digitsAround := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch runes[i] {
	case '-', '/', '\'', '’':
		return true
	case '–':
		return digitsAround
	case '.':
		return digitsAround || i-start <= 3 && unicode.IsUpper(runes[start]) && unicode.IsUpper(before) && unicode.IsUpper(after)
	case ',', ':':
		return digitsAround
	}
	return false
}

// toneEnds brings the newer placing of tone marks at the end of a syllable to
// the older one; both are in official use.
var toneEnds = strings.NewReplacer(
	"oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa",
	"oè", "òe", "oé", "óe", "oẻ", "ỏe", "oẽ", "õe", "oẹ", "ọe",
	"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy",
)

func lowerVi(s string) string {
	s = strings.ToLower(s)
	last := []rune(s)
	n := len(last)
	if n < 2 {
		return s
	}
	switch last[n-1] {
	case 'à', 'á', 'ả', 'ã', 'ạ', 'è', 'é', 'ẻ', 'ẽ', 'ẹ', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ':
		if n == 2 || last[n-3] != 'q' {
			return string(last[:n-2]) + toneEnds.Replace(string(last[n-2:]))
		}
	}
	return s
}

// phrases is a table of phrases of one or more words.
type phrases struct {
	longest map[string]int // by first word: the most words of a phrase
	value   map[string]int
}

// words reads a table from a list parted by commas and lines.
func words(list string) *phrases {
	values := map[string]int{}
	for entry := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == '\n' }) {
		if entry = strings.TrimSpace(entry); entry != "" {
			values[entry] = 1
		}
	}
	return valued(values)
}

func valued(values map[string]int) *phrases {
	p := &phrases{longest: make(map[string]int, len(values)), value: values}
	for entry := range values {
		parts := strings.Fields(entry)
		p.longest[parts[0]] = max(p.longest[parts[0]], len(parts))
	}
	return p
}

// at returns the count of tokens and the value of the longest phrase that
// begins at toks[i]; 0 where there is none.
func (p *phrases) at(toks []token, i int) (n, value int) {
	if i < 0 || i >= len(toks) || !toks[i].word {
		return 0, 0
	}
	most := p.longest[toks[i].w]
	if most == 0 {
		return 0, 0
	}
	if most > 1 {
		for n = min(most, len(toks)-i); n > 1; n-- {
			if v, ok := p.value[joinWords(toks[i:i+n])]; ok {
				return n, v
			}
		}
	}
	if v, ok := p.value[toks[i].w]; ok {
		return 1, v
	}
	return 0, 0
}

// has reports whether a phrase begins at toks[i].
func (p *phrases) has(toks []token, i int) bool { n, _ := p.at(toks, i); return n > 0 }

// find returns the first index at which a phrase begins, or -1.
func (p *phrases) find(toks []token) int {
	for i := range toks {
		if p.has(toks, i) {
			return i
		}
	}
	return -1
}

func joinWords(toks []token) string {
	var b strings.Builder
	for i, t := range toks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.w)
	}
	return b.String()
}
