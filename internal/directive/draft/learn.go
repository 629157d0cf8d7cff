package draft

import (
	"strings"

	"giaoban/internal/text"
)

// maxIntroducer is the longest introducer that is learned, in words.
const maxIntroducer = 3

// maxAsker is how far before the unit's name the one who asks is looked for.
const maxAsker = 8

// IntroducerIn returns the words of a passage that put its task to one of the
// named units, where no built-in introducer does: "trông cậy" of "Chủ tịch
// trông cậy Sở Y tế lo việc này". ok is false where the passage holds no such
// words; a unit's name must stand in it, and lower words right before.
func IntroducerIn(passage string, names []string) (words string, ok bool) {
	runes := []rune(text.NFC(passage))
	toks := tokenize(runes, 0, len(runes))
	at := firstNamed(toks, names)
	if at <= 0 {
		return "", false
	}
	from := at
	for from > 0 && at-from < maxIntroducer && toks[from-1].word && !toks[from-1].cap && longest(toks[:at], from-1, viQuantifiers, viStops, viAux) == 0 {
		from--
	}
	if from == 1 && toks[0].word && toks[0].cap && !namesSomebody(toks, 0) && at-from < maxIntroducer {
		from = 0 // the passage begins with them
	}
	for i := max(0, at-maxAsker); i < at; i++ {
		if n := longest(toks[:at], i, viRoles, viHonorifics, viBodies); i+n > from && n > 0 {
			from = i + n // behind the one who asks
		}
	}
	for from < at && (isAskerAdverb(toks[from].w) || isHead(toks[:at], from) || viPlaces.has(toks[:at], from)) {
		from++
	}
	to := at
	for to > from && isFiller(toks[to-1].w) {
		to--
	}
	if to == from || builtIn(toks, from, to) {
		return "", false
	}
	words = joinWords(toks[from:to])
	return words, len(words) > 3 && len(strings.Fields(words)) <= maxIntroducer
}

// firstNamed returns the first token at which one of the names stands, or -1.
func firstNamed(toks []token, names []string) int {
	first := -1
	for _, n := range names {
		runes := []rune(text.NFC(n))
		called := tokenize(runes, 0, len(runes))
		if len(called) == 0 {
			continue
		}
		for i := 0; i+len(called) <= len(toks) && (first < 0 || i < first); i++ {
			if text.Same(joinWords(toks[i:i+len(called)]), joinWords(called)) {
				first = i
				break
			}
		}
	}
	return first
}

// builtIn reports whether the words hold an introducer or a preposition that
// is known anyway.
func builtIn(toks []token, from, to int) bool {
	for i := from; i < to; i++ {
		if n, _ := introducerAt(toks[:to], i, nil); n > 0 || longest(toks[:to], i, viNotVerbs, viConnectors, togethers) > 0 {
			return true
		}
	}
	return false
}
