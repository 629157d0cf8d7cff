package draft

// judgeEn reads an English piece.
func judgeEn(p piece) verdict {
	toks := p.toks
	if enOthers.find(toks) >= 0 && !p.listed {
		return verdict{foreign: true}
	}
	if v, done := pleaseEn(toks); done {
		return v
	}
	if v, done := p.askedEn(); done {
		return v
	}
	if v, done := p.subjectEn(0); done {
		return v
	}
	at := skipEnConnectors(toks, 0)
	if p.follows || p.begins {
		if to := indexTo(toks, at, at+8); to > at && to+1 < len(toks) && enSubjectless.has(toks, to+1) &&
			(!p.begins || toks[to-1].cap || enHeads.has(toks, to-1)) && isNameEn(toks, at, to) {
			return verdict{asks: true, names: namesEn(toks, at, to), verb: to + 1, strength: 2, why: []Span{spanOf(toks[at:to])}}
		}
	}
	if at+1 < len(toks) && (isBe(toks[at+1].w) || toks[at+1].w == "has" || toks[at+1].w == "have" || toks[at+1].w == "of" || toks[at+1].w == "had") {
		return verdict{}
	}
	if at < len(toks) && (enSubjectless.has(toks, at) && (p.listed || p.follows) || p.labelled && !toks[at].cap) {
		return verdict{asks: true, verb: at, strength: 2, why: []Span{spanOf(toks[at : at+1])}}
	}
	if p.labelled && p.actionable(at) {
		return verdict{asks: true, verb: at, strength: 2, why: []Span{spanOf(toks[at : at+1])}}
	}
	return verdict{}
}

// actionable reports whether words behind "Action:" open with an act that no
// table knows: a capital word before a lower one, and no statement.
func (p piece) actionable(at int) bool {
	toks := p.toks
	if at+2 >= len(toks) || !toks[at].cap || toks[at].upper || toks[at+1].cap || !toks[at+1].word || enNotNames.has(toks, at) || isArticle(toks[at].w) || isBe(toks[at+1].w) {
		return false
	}
	for k := at + 1; k < min(len(toks), at+8); k++ {
		if isBe(toks[k].w) || toks[k].w == "has" || toks[k].w == "had" || toks[k].w == "have" {
			return false
		}
	}
	return true
}

// pleaseEn reads "Please could all staff complete …".
func pleaseEn(toks []token) (verdict, bool) {
	at := skipEnConnectors(toks, 0)
	if at+3 >= len(toks) || toks[at].w != "please" && toks[at].w != "could" && toks[at].w != "can" && toks[at].w != "would" {
		return verdict{}, false
	}
	from := at + 1
	if w := toks[from].w; w == "could" || w == "can" || w == "would" || w == "will" {
		from++
	}
	for k := from + 1; k < min(len(toks), from+8); k++ {
		if !enSubjectless.has(toks, k) {
			continue
		}
		if names := namesEn(toks, from, k); len(names) > 0 {
			return verdict{asks: true, names: names, verb: k, strength: 2, why: []Span{spanOf(toks[at:k])}}, true
		}
		break
	}
	return verdict{}, false
}

var enConnectors = words(`in addition, also, and, furthermore, moreover, therefore, finally, meanwhile, then, accordingly, as a result, in particular, besides, additionally, consequently, first, second, third, lastly, further, that, however, for this purpose, to this end, likewise, similarly, so`)

func skipEnConnectors(toks []token, at int) int {
	for at < len(toks) {
		n, _ := enConnectors.at(toks, at)
		if n == 0 && toks[at].word {
			break
		}
		at += max(n, 1)
	}
	return at
}

// askedEn reads "X asked Y to …" and "Y was asked to …".
func (p piece) askedEn() (verdict, bool) {
	toks := p.toks
	for k := range toks {
		n, strength := enAsks.at(toks, k)
		if n == 0 || k == 0 && !p.follows || k > 0 && (toks[k-1].w == "who" || toks[k-1].w == "which") {
			continue
		}
		v := verdict{asks: true, spoken: true, strength: strength, why: []Span{spanOf(toks[k : k+n])}}
		if k > 0 && isBe(toks[k-1].w) || k > 0 && toks[k-1].w == "also" && k > 1 && isBe(toks[k-2].w) {
			to := indexTo(toks, k+n, k+n+3)
			from, end := subjectEnd(toks, 0, k)
			if to < 0 || end <= from {
				continue
			}
			v.names, v.verb = namesEn(toks, from, end), to+1
			v.pronoun = isPronounEn(toks, from, end)
			return v, len(v.names) > 0 || v.pronoun
		}
		if hasBefore(toks, k, "had") {
			return verdict{foreign: true}, true
		}
		j := k + n
		if j < len(toks) && toks[j].w == "that" {
			if v2, done := p.subjectEn(j + 1); done {
				return v2, done
			}
			return p.wantedEn(v, j+1)
		}
		to := indexTo(toks, j, j+25)
		if to < 0 || to == j {
			continue
		}
		v.names, v.verb = namesEn(toks, j, to), to+1
		v.pronoun = isPronounEn(toks, j, to)
		if len(v.names) > 0 || v.pronoun {
			v.why = append(v.why, spanOf(toks[j:to]))
			return v, true
		}
	}
	return verdict{}, false
}

// wantedEn reads the bare verb behind "requested that": "… that each
// department publish a list".
func (p piece) wantedEn(v verdict, from int) (verdict, bool) {
	for k := from + 1; k < min(len(p.toks), from+10) && p.toks[k].word; k++ {
		if p.toks[k].cap || !enSubjectless.has(p.toks, k) {
			continue
		}
		if v.names, v.verb = namesEn(p.toks, from, k), k; len(v.names) > 0 {
			return v, true
		}
	}
	return v, false
}

func isBe(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been":
		return true
	}
	return false
}

func hasBefore(toks []token, k int, w string) bool {
	return k > 0 && toks[k-1].w == w
}

func indexTo(toks []token, from, to int) int {
	for i := from; i < min(len(toks), to); i++ {
		if toks[i].w == "to" {
			return i
		}
	}
	return -1
}

// subjectEn reads "[X] shall/must/should …" from the token at.
func (p piece) subjectEn(at int) (verdict, bool) {
	toks := p.toks
	if n := enAgreed.find(toks); n >= 0 {
		m, _ := enAgreed.at(toks, n)
		at = max(at, n+m)
	}
	for k := at + 1; k < min(len(toks), at+40); k++ {
		if enPromises.has(toks, k) && !enModals.has(toks, k) && !toks[k].cap {
			if at > 0 && enResolved.find(toks[:at]) >= 0 && (toks[k].w == "will" || toks[k].w == "would") {
				return p.modalEn(at, k, 1, 2)
			}
			if toks[k].w == "will" && (p.listed || p.assigns(at, k)) {
				return p.modalEn(at, k, 1, 2)
			}
			return verdict{foreign: true}, true
		}
		n, strength := enModals.at(toks, k)
		if n == 0 || toks[k].w == "to" && (!p.listed || !toks[k-1].cap && !enHeads.has(toks, k-1) && toks[k-1].w != ")") || strength == 0 {
			continue
		}
		return p.modalEn(at, k, n, strength)
	}
	return verdict{}, false
}

// assigns reports whether "X will …" is how minutes put a task: X is a unit or
// a post, not the house itself, and what it will do is work.
func (p piece) assigns(at, k int) bool {
	toks := p.toks
	from, end := subjectEnd(toks, at, k)
	if !p.set.minutes || end <= from || k+1 >= len(toks) || len(namesEn(toks, from, end)) == 0 || enHouse.has(toks, end-1) {
		return false
	}
	return enSubjectless.has(toks, k+1) && !enPlans.has(toks, k+1)
}

// enHouse are heads that stand for the speaker's own house; enPlans are what
// anybody will do without having been asked.
var (
	enHouse = words(`board, committee, council, company, university, college, school, hospital, government, chair, chairman, chairwoman, chairperson, president, dean, members, students, employees, group, who, all, ministry`)
	enPlans = words(`meet, open, close, begin, start, continue, increase, move, run, remain, celebrate, launch, host, present, work, follow, take, use, consider, discuss`)
)

// modalEn takes the subject before a modal for the one asked; a thing ("the
// plan is to be submitted") keeps the addressees before.
func (p piece) modalEn(at, k, n, strength int) (verdict, bool) {
	toks := p.toks
	from, end := subjectEnd(toks, at, k)
	if end <= from {
		return verdict{}, false
	}
	v := verdict{asks: true, verb: k + n, strength: strength, why: []Span{spanOf(toks[from:end]), spanOf(toks[k : k+n])}}
	v.names = namesEn(toks, from, end)
	v.pronoun = isPronounEn(toks, from, end)
	switch {
	case v.pronoun && !p.follows && !p.set.flowing && len(p.set.spokenOf) > 0:
		v.names, v.pronoun = p.set.spokenOf, false
		return v, true
	case v.pronoun:
		return v, p.follows || p.set.flowing
	case len(v.names) > 0:
		return v, true
	case p.follows && k+n < len(toks) && (toks[k+n].w == "be" || end-from <= 4 && !toks[from].cap && !isNameEn(toks, from, end)):
		v.pronoun = true
		return v, true
	}
	return verdict{}, false
}

// subjectEnd finds the noun phrase right before k: behind the last comma that
// does not part names.
func subjectEnd(toks []token, at, k int) (int, int) {
	end := k
	for end > at && (isBe(toks[end-1].w) || toks[end-1].w == "also" || !toks[end-1].word) {
		end--
	}
	from := at
	for i := end - 1; i >= at; i-- {
		if toks[i].w == ":" || toks[i].w == ";" || toks[i].w == "," && i+1 < end && !isNameEn(toks, i+1, end) {
			from = i + 1
			break
		}
	}
	return skipEnConnectors(toks[:end], from), end
}
