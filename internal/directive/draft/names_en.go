package draft

func isPronounEn(toks []token, from, to int) bool {
	if to-from != 1 {
		return to-from == 2 && toks[to-1].w == "both"
	}
	if toks[from].upper {
		return false // the IT department
	}
	switch toks[from].w {
	case "it", "they", "he", "she", "both", "these", "them", "him", "her":
		return true
	}
	return false
}

// namesEn parts a noun phrase into names; nil where it names nobody who can
// be asked.
func namesEn(toks []token, from, to int) []name {
	var out []name
	start := from
	cut := func(end int) {
		for start < end && isArticle(toks[start].w) {
			start++
		}
		if end > start {
			out = append(out, name{start: toks[start].start, end: toks[end-1].end})
		}
	}
	for k := from + 1; k < to; k++ {
		if n := longest(toks, k, enTogether); n > 0 {
			to = k
			for to > from && !toks[to-1].word {
				to--
			}
		}
	}
	for from < to && isArticle(toks[from].w) {
		from, start = from+1, start+1
	}
	if !isNameEn(toks, from, to) || to-from > 25 {
		return nil
	}
	for i := from; i < to; i++ {
		right := i + 1
		for right < to && isArticle(toks[right].w) {
			right++
		}
		sep := toks[i].w == "," || toks[i].w == "and" || toks[i].w == "&"
		if sep && i > start && i+1 < to && (toks[i].w == "," || isNameEn(toks, right, to) && isNameEn(toks, start, i)) {
			if toks[i].w == "," && toks[i+1].w == "and" || toks[i].w != "," && oneDivision(toks, start, i, to) {
				continue
			}
			cut(i)
			start = i + 1
		}
	}
	for start < to && (toks[start].w == "and" || isArticle(toks[start].w)) {
		start++
	}
	cut(to)
	return out
}

func isArticle(w string) bool {
	return w == "the" || w == "a" || w == "an" || w == "our" || w == "their" || w == "," || w == "that" || w == "both"
}

// isNameEn reports whether a phrase names somebody: it has a head word, or is
// of capital words only and no pronoun.
func isNameEn(toks []token, from, to int) bool {
	if to-from > 1 && to-from <= 5 && enEach.has(toks, from) {
		return true
	}
	caps, all := 0, 0
	for i := from; i < to; i++ {
		t := toks[i]
		if !t.word {
			if t.w == "." && i > from && toks[i-1].end-toks[i-1].start <= 4 && toks[i-1].cap {
				continue // "J. Smith", "Dr. Hoa"
			}
			if t.w == "," || t.w == "(" || t.w == ")" || t.w == "-" {
				continue
			}
			return false
		}
		if enHeads.has(toks, i) && t.w != "all" && t.w != "it" || t.w == "it" && toks[i].cap && to-from > 1 {
			return !enSubjects.has(toks, from) || t.w == "it" && i == from
		}
		if isArticle(t.w) || t.w == "and" || t.w == "of" {
			continue
		}
		all++
		if t.cap {
			caps++
		}
	}
	return all > 0 && caps == all && all <= 4 && (toks[from].upper || !enNotNames.has(toks, from)) && !isArticle(toks[from].w)
}

var enEach = words(`all, each, every`)

var enSubjects = words(`there, i, we, you, this, it, that, these, those`)

var enNotNames = words(`there, i, we, you, this, it, that, these, those, they, he, she, delays, several, research, results, no, none, its, any, some, next, minutes, present, date, what, who, how, if, when, as, after, results, in, on, at, for, with, members, revenue, enrolment, many, most, one, two, three, work, progress, staffing, training, everything, nothing, both, such, another`)

// oneDivision tells "the Finance and Planning Division" from "Finance and the
// Planning Division".
func oneDivision(toks []token, start, and, to int) bool {
	for start < and && isArticle(toks[start].w) {
		start++
	}
	return and-start == 1 && toks[start].cap && !toks[start].upper && toks[and+1].cap && to-and > 2 && enDivisions.has(toks, to-1)
}

var enDivisions = words(`division, department, office, unit, committee, team, section, bureau, directorate, service, ministry, centre, center, branch, board, group, faculty, school, agency, desk`)

// leadingName returns the names that a sentence begins with, for the pronoun of
// the next one.
func leadingName(toks []token) []name {
	at := skipEnConnectors(toks, 0)
	for end := min(len(toks), at+7); end > at; end-- {
		if toks[end-1].cap || enHeads.has(toks, end-1) {
			if names := namesEn(toks, at, end); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}
