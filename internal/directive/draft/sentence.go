package draft

import "unicode"

// sentence is a run of tokens that ends at a full stop or at its line's end.
type sentence struct {
	toks   []token
	number int
	ended  string // the mark that ended it, "" at the end of a line
}

// abbreviations keep their full stop without ending a sentence.
var abbreviations = words(`tp, tx, tt, ts, ths, pgs, gs, ks, bs, cn, đ/c, dr, mr, mrs, ms, no, st, prof, vs, co, ltd, inc, dept, approx, tel, ext, v.v, q, p, h, tr, th.s, nxb, est, e.g, i.e, eg, ie, cf, fig, jr, sr, bsckii, bscki, ckii, cki, gs.ts, pgs.ts`)

// maxSentence is where a sentence without end is cut, so that reading stays
// linear; no sentence of people is so long.
const maxSentence = 700

// splitSentences cuts a line's tokens at the ends of sentences. A quote or a
// bracket that never closes ends with the line.
func splitSentences(toks []token, runes []rune, number int) []sentence {
	var out []sentence
	from, depth := 0, 0
	for i, t := range toks {
		switch t.w {
		case "(", "[":
			depth++
		case ")", "]":
			depth = max(depth-1, 0)
		}
		if i-from >= maxSentence {
			out = append(out, sentence{toks: toks[from:i], number: number + len(out)})
			from, depth = i, 0
			continue
		}
		if depth > 0 || !endsSentence(toks, i, runes) {
			continue
		}
		end := i
		if i > from && toks[i].w == "." && toks[i-1].w == "/" {
			end = i - 1
		}
		if end > from && toks[end-1].w == "." {
			end--
		}
		if end > from {
			out = append(out, sentence{toks: toks[from:end], number: number + len(out), ended: t.w})
		}
		from = i + 1
		for from < len(toks) && isClosing(toks[from].w) && !toks[from].spaced {
			from++
		}
	}
	if from < len(toks) {
		end := len(toks)
		out = append(out, sentence{toks: toks[from:end], number: number + len(out)})
	}
	return out
}

func isClosing(w string) bool { return w == "”" || w == "\"" || w == "»" || w == "’" }

// endsSentence reports whether the mark at i ends a sentence: a stop with a
// capital, a quote or nothing behind it, and no abbreviation before it.
func endsSentence(toks []token, i int, runes []rune) bool {
	t := toks[i]
	switch {
	case t.w == "!" || t.w == "?" || t.w == "…":
	case t.w != "" && t.w[0] == '.':
	default:
		return false
	}
	if i > 0 && t.w == "." && toks[i-1].word && !t.spaced {
		before := toks[i-1]
		if abbreviations.has(toks[:i], i-1) && i+1 < len(toks) ||
			before.end-before.start == 1 && before.cap && (i < 2 || toks[i-2].cap || !toks[i-2].word) {
			return false
		}
	}
	if i+1 == len(toks) {
		return true
	}
	next := toks[i+1]
	if t.w == "." && i > 0 && toks[i-1].w == "/" {
		return true
	}
	if isClosing(next.w) && !next.spaced {
		if i+2 == len(toks) {
			return true
		}
		return toks[i+2].cap && toks[i+2].spaced
	}
	if t.w == "." && next.w == "/" {
		return false
	}
	r := runes[next.start]
	return next.spaced && (unicode.IsUpper(r) || unicode.IsDigit(r) || r == '“' || r == '"' || r == '«' || r == '(' || r == '-' || r == '–')
}

// splitAt cuts tokens at a mark that stands outside quotes and brackets.
func splitAt(toks []token, mark string) [][]token {
	var out [][]token
	from := 0
	for _, i := range outside(toks, mark) {
		out = append(out, toks[from:i])
		from = i + 1
	}
	return append(out, toks[from:])
}

// outside returns where mark stands outside quotes and brackets. A quote that
// is never closed encloses nothing.
func outside(toks []token, mark string) []int {
	var at []int
	depth := 0
	for i := range toks {
		switch toks[i].w {
		case "(", "[", "“", "«":
			if closes(toks, i) {
				depth++
			}
		case ")", "]", "”", "»":
			depth = max(depth-1, 0)
		case mark:
			if depth == 0 {
				at = append(at, i)
			}
		}
	}
	return at
}

// maxQuoted bounds the search for a closing mark, so that cutting stays linear.
const maxQuoted = 200

func closes(toks []token, i int) bool {
	want := map[string]string{"(": ")", "[": "]", "“": "”", "«": "»"}[toks[i].w]
	for j := i + 1; j < min(len(toks), i+maxQuoted); j++ {
		if toks[j].w == want {
			return true
		}
	}
	return false
}
