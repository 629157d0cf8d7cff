package paper

import (
	"strings"
	"unicode"
)

// Remainder returns a conclusion's paragraphs without the sentences that hold
// one of the passages ([start, end) in characters): what the chair said beside
// the tasks. Paragraphs of which nothing is left are gone.
func Remainder(conclusion string, passages [][2]int) []string {
	var out []string
	var paragraph strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(paragraph.String()), " "); s != "" {
			out = append(out, s)
		}
		paragraph.Reset()
	}
	runes := []rune(conclusion)
	for start := 0; start < len(runes); {
		end := sentenceEnd(runes, start)
		if !touches(passages, start, end) {
			paragraph.WriteString(string(runes[start:end]))
		}
		if strings.ContainsRune(string(runes[start:end]), '\n') {
			flush()
		}
		start = end
	}
	flush()
	return out
}

// sentenceEnd is where the sentence that begins at start ends: after a line
// end, or after '.', '!', '?' with a space and a capital behind it.
func sentenceEnd(runes []rune, start int) int {
	for i := start; i < len(runes); i++ {
		switch runes[i] {
		case '\n':
			return i + 1
		case '.', '!', '?':
			if i+2 < len(runes) && runes[i+1] == ' ' && unicode.IsUpper(runes[i+2]) {
				return i + 2
			}
		}
	}
	return len(runes)
}

func touches(passages [][2]int, start, end int) bool {
	for _, p := range passages {
		if p[0] < end && start < p[1] {
			return true
		}
	}
	return false
}
