package draft

// regarding reads "Đối với X[,] cần …" and "Riêng X …".
func (p piece) regarding(at int) (verdict, bool) {
	toks := p.toks
	if at+2 >= len(toks) || toks[at].w != "đối" && toks[at].w != "về" || toks[at+1].w != "với" && toks[at+1].w != "phía" {
		return verdict{}, false
	}
	np, ok := readNominal(toks, at+2, true)
	if !ok {
		return verdict{}, false
	}
	if np.aux != "" {
		later := p
		later.toks = afterComma(toks, np.to)
		if v, done := later.subject(0); done && v.asks {
			return verdict{}, false
		}
		return verdict{foreign: true}, true
	}
	if np.verb < 0 {
		return verdict{}, false
	}
	if !p.set.concluding && !p.listed && !viModals.has(toks, np.verb) && !viPassive.has(toks, np.verb) {
		return verdict{}, false
	}
	return verdict{
		asks: true, names: np.names, verb: np.verb, strength: 2,
		why: []Span{spanOf(toks[np.from:np.to]), spanOf(toks[np.verb : np.verb+1])},
	}, true
}

// afterComma returns the tokens behind the next comma.
func afterComma(toks []token, from int) []token {
	for k := from; k < len(toks); k++ {
		if toks[k].w == "," {
			return toks[k+1:]
		}
	}
	return nil
}

// subject reads "[addressee] cần/được giao/[verb] …", at the beginning or
// behind a circumstance or a verb of speech.
func (p piece) subject(at int) (verdict, bool) {
	toks := p.toks
	for _, s := range p.subjectStarts(at) {
		if s > at && !p.set.concluding && !p.listed && saidByNobody(toks[at:s]) {
			continue
		}
		pronoun := pronounAt(toks, s)
		np, ok := readNominal(toks, s, false)
		if pronoun > 0 {
			np, ok = nominal{from: s, to: s + pronoun, verb: s + pronoun, names: []name{{start: toks[s].start, end: toks[s+pronoun-1].end}}}, true
			if n, _ := viAux.at(toks, np.verb); n > 0 && !viPassive.has(toks, np.verb) {
				np.aux = toks[np.verb].w
			}
			if verbAt(toks, np.verb, false) == noVerb {
				ok = np.aux != ""
			}
		}
		if !ok && (p.listed || p.set.concluding) {
			np, ok = untilModal(toks, s)
		}
		if !ok && p.listed && p.marked && s == at {
			np, ok = untilVerb(toks, s)
		}
		if !ok {
			continue
		}
		if np.aux == "là" && (p.set.concluding || p.listed) && appointed.has(toks, np.to+1) {
			np.aux, np.verb = "", np.to
		}
		if np.aux != "" {
			return verdict{foreign: true, past: np.aux == "đã"}, true
		}
		if np.verb < 0 && p.unknownVerbs(s == at) {
			np = np.guess(toks)
		}
		if np.verb < 0 {
			continue
		}
		if v, done := p.askedOf(np, pronoun > 0, at); done {
			return v, true
		}
	}
	return verdict{}, false
}

// saidByNobody reports words before a subject that tell who said it, where
// that is nobody who directs: "Già làng Đinh nói, cán bộ phải …".
func saidByNobody(toks []token) bool {
	return viSpeech.find(toks) >= 0 && !isPerson(toks) && !namesSomebody(toks, 0) && !isOccasion(toks)
}

// unknownVerbs reports whether a subject here is followed by its task, though
// the verb be unknown: in a list of tasks, or between requests.
func (p piece) unknownVerbs(opening bool) bool {
	return opening && (p.listed || p.follows || p.set.concluding && p.set.flowing)
}

// askedOf decides whether a subject with its verb is asked to do it.
func (p piece) askedOf(np nominal, pronoun bool, at int) (verdict, bool) {
	toks := p.toks
	head := joinWords(toks[np.from:np.to])
	if p.set.askers[head] || isAskerVerb(toks, np.verb) || isLoneHonorific(toks[np.from:np.to]) && !pronoun {
		return verdict{}, false
	}
	if n, _ := viVerbs.at(toks, np.verb); n > 0 && np.verb+n < len(toks) && toks[np.verb+n].w == "được" {
		return verdict{foreign: true}, true
	}
	if v, found := p.putBy(np); found {
		return v, true
	}
	if isPerson(toks[np.from:np.to]) && !viModals.has(toks, np.verb) && promises(toks, np.verb) {
		return verdict{foreign: true}, true
	}
	if isPerson(toks[np.from:np.to]) && !p.listed && viPersonal.has(toks, np.verb) {
		return verdict{foreign: true}, true
	}
	v := verdict{
		asks: true, names: np.names, pronoun: pronoun, verb: np.verb, strength: 2,
		why: []Span{spanOf(toks[np.from:np.to]), spanOf(toks[np.verb : np.verb+1])},
	}
	switch {
	case viPassive.has(toks, np.verb):
		v.strength = 3
		return v, true
	case viModals.has(toks, np.verb) || modalInside(toks, np.verb):
		if viOthers.find(toks[at:np.from]) >= 0 {
			return verdict{foreign: true}, true
		}
		if n, _ := viModals.at(toks, np.verb); n == 1 && !p.set.concluding && !p.listed && verbAt(toks, np.verb+1, false) == noVerb {
			return verdict{}, false
		}
		return v, true
	case (toks[np.verb].w == "không" || toks[np.verb].w == "đừng") && !p.listed && !p.follows && !p.labelled:
		return verdict{}, false
	case viTaken.has(toks, np.verb) && !p.listed:
		return verdict{}, false
	}
	return v, p.set.concluding || p.listed || p.follows
}

// viPersonal are what persons are told to have done at a meeting.
var viPersonal = words(`báo cáo, trình bày, thay mặt, tham dự, dự, tiếp thu, giải trình, trao, tặng, thăm, thăm hỏi, chủ trì hội nghị, chủ trì họp, phát động, đi, đón, tiếp, làm rõ, có ý kiến, đại diện, chủ trì cuộc họp, chủ trì phiên họp, chủ trì buổi làm việc`)

// promises reports whether a subject's verb leads to a promise: "tiếp thu và
// hứa sẽ …".
func promises(toks []token, verb int) bool {
	for k := verb; k < min(len(toks), verb+10); k++ {
		if toks[k].w == "sẽ" || toks[k].w == "hứa" {
			return true
		}
	}
	return false
}

// isLoneHonorific tells the speaker's "đồng chí" from a named person.
func isLoneHonorific(toks []token) bool {
	n, _ := viHonorifics.at(toks, 0)
	switch {
	case n == 0 || toks[0].w == "các" || toks[0].w == "anh" || toks[0].w == "mọi":
		return false
	}
	return n == len(toks) || n+1 == len(toks) && toks[n].w == "cũng"
}

// modalInside finds the modal behind an opening circumstance of the verb
// phrase: "theo chức năng, nhiệm vụ phải …".
func modalInside(toks []token, verb int) bool {
	for k := verb; k < min(len(toks), verb+6); k++ {
		if viModals.has(toks, k) {
			return true
		}
	}
	return false
}

// appointed are what a body is made by being called so: "Sở X là cơ quan
// thường trực, báo cáo …".
var appointed = words(`cơ quan thường trực, cơ quan đầu mối, đơn vị đầu mối, cơ quan chủ trì, đơn vị chủ trì, đầu mối, cơ quan tham mưu, đơn vị thường trực, bộ phận thường trực`)

// putBy reads a person who puts a task to a body by words that no table knows:
// "Chủ tịch trông cậy Phòng Văn xã lo tuyên truyền".
func (p piece) putBy(np nominal) (verdict, bool) {
	toks := p.toks
	if !isPerson(toks[np.from:np.to]) || !p.set.concluding && !p.listed {
		return verdict{}, false
	}
	at := shapeEnd(toks, np.from)
	if at+1 >= np.to || !mayAct(toks, at) {
		return verdict{}, false
	}
	for k := at + 1; k < min(np.to, at+1+maxIntroducer); k++ {
		if !toks[k].cap || !namesSomebody(toks, k) {
			continue
		}
		to, ok := readNominal(toks, k, false)
		if !ok || to.verb != np.verb {
			return verdict{}, false
		}
		return verdict{
			asks: true, spoken: true, names: to.names, verb: np.verb, strength: 1, asker: joinWords(toks[np.from:at]),
			why: []Span{spanOf(toks[at:k]), spanOf(toks[k:to.to])},
		}, true
	}
	return verdict{}, false
}
