package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitNames parts a phrase into the names in it. "các sở, ban, ngành" is one
// name, "Sở Y tế, Sở Nội vụ" are two, "các sở: Y tế, Nội vụ" are two as well.
func splitNames(toks []token, from int) []name {
	var out []name
	head := ""
	for i := from; i < len(toks); {
		to := nameEnd(toks, i)
		end := withoutAside(toks, i, to)
		if end > i {
			if h, first := sharedHead(toks, i, end); first > 0 {
				head = h
				if more := listUnder(toks, first, end, h); len(more) > 1 {
					out, i = append(out, more...), afterSeparator(toks, to)
					continue
				}
			}
			if !isTitleOf(toks, out, i) {
				out = append(out, name{start: toks[i].start, end: toks[end-1].end, text: prefixed(toks, i, head, len(out))})
			}
			if head == "" || namesSomebody(toks, i) {
				head = headOf(toks, i)
			}
		}
		i = afterSeparator(toks, to)
	}
	return out
}

// withoutAside returns the end of a name without a bracket and marks behind it.
func withoutAside(toks []token, i, end int) int {
	for k := i + 1; k < end; k++ {
		if toks[k].w == "(" || (toks[k].w == "-" || toks[k].w == "–") && viHonorifics.has(toks, i) && viRoles.has(toks, k+1) {
			end = k
		}
	}
	for end > i && !toks[end-1].word {
		end--
	}
	return end
}

// headOf returns the body before a place name: "UBND" of "UBND thành phố X".
func headOf(toks []token, i int) string {
	if i+1 < len(toks) && (viBodies.has(toks, i) || viRoles.has(toks, i)) && viPlaces.has(toks, i+1) {
		return toks[i].w
	}
	return ""
}

func prefixed(toks []token, i int, head string, seen int) string {
	if seen > 0 && toks[i].upper && !viBodies.has(toks, i) && i > 3 && toks[i-2].upper && (toks[i-3].w == "sở" || toks[i-3].w == "bộ") {
		return capital(toks[i-3].w) + " "
	}
	if seen > 0 && head != "" && !toks[i].cap && viPlaces.has(toks, i) {
		return strings.ToUpper(head) + " "
	}
	return ""
}

func afterSeparator(toks []token, i int) int {
	for i < len(toks) && (!toks[i].word || isJoin(toks, i) > 0) {
		i += max(1, isJoin(toks, i))
	}
	return i
}

// isJoin returns the count of tokens of a word that joins names.
func isJoin(toks []token, i int) int {
	switch toks[i].w {
	case "với":
		if i > 0 && i+1 < len(toks) && toks[i-1].word && namesSomebody(toks, i+1) && !boundWith.has(toks, i-1) && verbAt(toks, i-1, false) == noVerb {
			return 1
		}
	case "và", "cùng", "hoặc", "lẫn":
		if i+1 < len(toks) && toks[i].w == "cùng" && toks[i+1].w == "cấp" {
			return 0
		}
		if i+1 < len(toks) && toks[i+1].w == "với" && toks[i].w == "cùng" {
			return 2
		}
		return 1
	}
	return 0
}

// nameEnd returns where the name that begins at i ends: at a separator behind
// which another name begins.
func nameEnd(toks []token, i int) int {
	depth := 0
	for j := i + 1; j < len(toks); j++ {
		switch toks[j].w {
		case "(":
			depth++
		case ")":
			depth = max(0, depth-1)
		}
		n := isJoin(toks, j)
		if toks[j].w == "," || toks[j].w == ";" {
			n = 1
		}
		if n == 0 || depth > 0 {
			continue
		}
		if next := j + n; next < len(toks) && beginsAnother(toks, i, j, next) {
			return j
		}
	}
	return len(toks)
}

// beginsAnother decides whether a separator at j parts two names or belongs to
// the one that began at i.
func beginsAnother(toks []token, i, j, next int) bool {
	if toks[next].word && n3(viQuantifiers, toks, next) {
		return true
	}
	if toks[i].w == "văn" && (toks[next].w == "ubnd" || toks[next].w == "hđnd") {
		return false
	}
	generic := (viGeneric.has(toks, next) || viPlaces.has(toks, next)) && !toks[next].cap
	proper := next+1 < len(toks) && toks[next+1].cap
	if viRoles.has(toks, next) && viHonorifics.has(toks, i) && toks[j].w == "," {
		return true
	}
	if toks[j].w == "với" {
		return true
	}
	if generic && viRoles.has(toks, next) && j > i+2 && toks[i+1].cap && toks[i].cap && viQuantifiers.find(toks[i:j]) > 0 {
		return true
	}
	if generic {
		return !isGroup(toks, i, j) && (viBodies.has(toks, next) || proper)
	}
	if toks[j].w == "cùng" {
		return true
	}
	if namesSomebody(toks, next) {
		return true
	}
	if toks[j].w == "," && plainNoun(toks, next) && !toks[next].cap && isGroup(toks, i, j) && runOf(toks, next) > 2 {
		return true
	}
	if toks[next].upper && toks[j].w == "," {
		return true
	}
	if toks[next].cap && viHonorifics.has(toks, i) && !viBodies.has(toks, i) {
		return true
	}
	return toks[next].cap && (sameDepartments(toks, i, j, next) || wholeDepartment(toks, i, j))
}

// runOf counts the words from i to the next mark.
func runOf(toks []token, i int) int {
	n := 0
	for i+n < len(toks) && toks[i+n].word && isJoin(toks, i+n) == 0 {
		n++
	}
	return n
}

// wholeDepartment reports whether the name from i to j is complete, as "Bộ Văn
// hóa, Thể thao và Du lịch", so that what follows is another's.
func wholeDepartment(toks []token, i, j int) bool {
	if w := toks[i].w; w != "sở" && w != "bộ" {
		return false
	}
	n, _ := viDepartments.at(toks, i+1)
	return n > 3 && i+1+n == j
}

func n3(p *phrases, toks []token, i int) bool {
	return p.has(toks, i) && !toks[i].cap || p.has(toks, i) && i > 0
}

// isGroup reports whether the name from i to j is of a kind, not of one body.
func isGroup(toks []token, i, j int) bool {
	for k := i; k < j; k++ {
		if n := quantifierAt(toks[:j], k); n > 0 && (k == i || !toks[k].cap) {
			return true
		}
	}
	n, _ := viGeneric.at(toks[:j], i)
	return n > 0 && (i+n >= j || !toks[i+n].cap)
}

// sameDepartments tells "Sở Tài chính, Nội vụ" from "Sở Văn hóa, Thể thao".
func sameDepartments(toks []token, i, j, next int) bool {
	head := i
	if n, _ := viQuantifiers.at(toks, i); n > 0 {
		head = i + n
	}
	if w := toks[head].w; w != "sở" && w != "bộ" {
		return false
	}
	n, _ := viDepartments.at(toks, head+1)
	m, _ := viDepartments.at(toks, next)
	return n > 0 && head+1+n == j && m > 0
}

// sharedHead finds the head word of a list under one head: "các sở: Y tế, …",
// "các khoa Nội, Ngoại". It returns the head as written, with a capital where
// it heads proper names, and the first token of the list.
func sharedHead(toks []token, i, end int) (string, int) {
	prefix := ""
	n := quantifierAt(toks, i)
	if b := longest(toks, i, viBodies, viRoles); n == 0 && b > 0 && i+b < end && viPlaces.has(toks, i+b+quantifierAt(toks, i+b)) {
		if n = quantifierAt(toks, i+b); n > 0 {
			prefix = written(toks[i:i+b]) + " "
			i += b // "UBND các huyện Chư Sê, Đức Cơ"
		}
	}
	if n == 0 || i+n >= end {
		return "", 0
	}
	h, _ := viBodies.at(toks, i+n)
	if h == 0 {
		h, _ = viPlaces.at(toks, i+n)
	}
	next := i + n + h
	if h == 0 || next >= end {
		return "", 0
	}
	word := joinWords(toks[i+n : next])
	switch {
	case toks[next].w == ":":
		next++
	case !toks[next].cap || viBodies.has(toks, next):
		return "", 0
	}
	if !viPlaces.has(toks, i+n) {
		word = capital(word)
	}
	return prefix + word, next
}

// written returns words with the capitals that they have in the text.
func written(toks []token) string {
	out := make([]string, len(toks))
	for i, t := range toks {
		switch {
		case t.upper:
			out[i] = strings.ToUpper(t.w)
		case t.cap:
			out[i] = capital(t.w)
		default:
			out[i] = t.w
		}
	}
	return strings.Join(out, " ")
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// listUnder cuts the list behind a shared head, keeping known names with "và"
// or "," in them whole.
func listUnder(toks []token, from, end int, head string) []name {
	var out []name
	start := from
	cut := func(to int) {
		if to > start {
			out = append(out, name{text: head + " ", start: toks[start].start, end: toks[to-1].end})
		}
	}
	for j := from; j < end; {
		if n, _ := viDepartments.at(toks[:end], j); n > 1 && j == start {
			j += n
			continue
		}
		if toks[j].w == "," || isJoin(toks, j) > 0 {
			cut(j)
			start = j + max(1, isJoin(toks, j))
		}
		j++
	}
	cut(end)
	return out
}

// isTitleOf reports whether the name at i is only the title of the person
// named just before: "đồng chí A, Phó Chủ tịch UBND tỉnh".
func isTitleOf(toks []token, before []name, i int) bool {
	if len(before) == 0 || !viRoles.has(toks, i) {
		return false
	}
	last := before[len(before)-1]
	for k := i - 1; k >= 0; k-- {
		if toks[k].start == last.start {
			n, _ := viHonorifics.at(toks, k)
			return n > 0 && k+n < len(toks) && !viRoles.has(toks, k+n) && toks[k].w != "các"
		}
	}
	return false
}

// boundWith are words whose "với" joins no names.
var boundWith = words(`đối, hợp, cùng, so, gắn, kết, việc, tốt, chẽ, thẳng, liền, bộ`)
