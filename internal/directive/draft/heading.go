package draft

// heading reads a line that only opens what follows, and reports whether the
// line was one.
func (r *reader) heading(l line, toks []token, english, parent bool) bool {
	last := toks[len(toks)-1]
	if last.w == ":" {
		r.number += max(0, len(splitSentences(toks, r.runes, 0))-1)
		for _, s := range splitSentences(toks, r.runes, r.number+1) {
			r.sentence(l, s, english, l.marked && r.set.inTasks())
		}
		return true
	}
	if endsLike(last.w) || len(toks) > 22 || len(outside(toks, ":")) > 0 {
		return false
	}
	if english {
		return r.headingEn(l, toks)
	}
	names, rest := r.nameOnly(toks)
	switch {
	case rest && (l.marked || !parent && !l.marked || parent):
		r.set.open(frame{level: headingLevel(l), names: names, tasks: true})
		return true
	case isCapitals(r.runes, toks), l.marked && l.level <= levelThree && !asksInTitle(toks), !l.marked && parent, !l.marked && len(toks) <= 12 && !asksInTitle(toks):
		if l.marked && r.set.inTasks() && l.level > levelRoman && !parent && startsVerb(toks, 0) {
			return false
		}
		if !l.marked && !parent && (r.set.concluding && (modalIn(toks) || startsVerb(toks, 0))) {
			return false
		}
		r.openTopic(l, toks)
		return true
	}
	return false
}

func modalIn(toks []token) bool { return viModals.find(toks) >= 0 }

func endsLike(w string) bool {
	switch w {
	case ";", ",", "!", "?", "…":
		return true
	}
	return w != "" && w[0] == '.'
}

func headingLevel(l line) level {
	switch {
	case l.marked:
		return l.level
	case l.opens != levelNone:
		return l.opens
	}
	return levelTitle
}

// openTopic opens a heading that names a topic: tasks, facts or neither.
func (r *reader) openTopic(l line, toks []token) {
	f := frame{level: headingLevel(l)}
	if !l.marked && isCapitals(r.runes, toks) {
		f.level = min(f.level, levelPart)
	}
	switch {
	case viTasks.find(toks) >= 0:
		f.tasks = true
		r.set.concluding = true
	case viEvaluation.find(toks[:min(4, len(toks))]) >= 0:
		f.facts = true
	case r.set.inTasks():
		f.tasks = true
	}
	r.set.open(f)
}

// asksInTitle reports whether a short line without a full stop asks after all.
func asksInTitle(toks []token) bool {
	for i := range toks {
		if n, _ := introducerAt(toks, i, nil); n > 0 && isVerbal(toks, i, n) && i+n < len(toks) {
			return true
		}
	}
	return modalIn(toks) || hasSubjectVerb(toks)
}

func hasSubjectVerb(toks []token) bool {
	np, ok := readNominal(toks, 0, false)
	return ok && np.verb > 0
}

// nameOnly reads a heading that is nothing but addressees: "Sở Y tế", "Đối
// với UBND các xã".
func (r *reader) nameOnly(toks []token) ([]name, bool) {
	at := 0
	for at < len(toks) {
		n := longest(toks, at, headPrefixes)
		if n == 0 {
			break
		}
		at += n
	}
	np, ok := readNominal(toks, at, at > 0)
	if ok && np.verb > 0 && np.aux == "" && (np.doubtful || endsInVerb(toks, np.verb)) {
		np = nominal{from: np.from, to: len(toks), verb: -1, names: splitNames(toks, np.from)}
	}
	if !ok || np.aux != "" || np.verb >= 0 || np.to < len(toks) || len(np.names) == 0 {
		return nil, false
	}
	return np.names, namesSomebody(toks, at)
}

// endsInVerb reports whether a line ends in a word that may be an act or the
// end of a name: "các nhà thầu thi công".
func endsInVerb(toks []token, verb int) bool {
	n, _ := viNameVerbs.at(toks, verb)
	return n > 0 && verb+n == len(toks) || toks[verb].w == "có" && verb+3 >= len(toks)
}

var headPrefixes = words(`đối với, về phía, giao, giao cho, yêu cầu, đề nghị, phân công, giao nhiệm vụ cho, nhiệm vụ của, trách nhiệm của, riêng, riêng đối với`)

// leadIn reads a sentence that ends in ':'.
func (r *reader) leadIn(l line, toks []token, english bool) {
	toks = toks[:len(toks)-1]
	if len(toks) == 0 {
		return
	}
	if english {
		r.leadInEn(l, toks)
		return
	}
	if names, ok := r.nameOnly(toks); ok {
		r.set.open(frame{level: headingLevel(l), names: names, tasks: true})
		return
	}
	p := piece{toks: toks, set: &r.set, own: r.own, begins: true, leading: true}
	level := l.level
	if !l.marked {
		level = levelNone
		r.set.frames = nil
	}
	v := judgeVi(p)
	switch {
	case announcing.find(toks) >= 0 && !opinion(toks, 0):
		r.set.open(frame{level: level, tasks: true, spoken: true})
		r.set.concluding = true
	case v.foreign:
		r.set.open(frame{level: level, facts: true})
	case v.asks || v.open:
		names := v.names
		if len(names) == 0 {
			names = r.set.inherited()
		}
		r.set.open(frame{level: level, names: names, tasks: true, spoken: true})
		r.set.concluding = true
		if v.asker != "" {
			r.set.askers[v.asker] = true
		}
	case viEvaluation.find(toks[:min(4, len(toks))]) >= 0 && viTasks.find(toks) < 0:
		r.set.open(frame{level: level, facts: true})
	case viTasks.find(toks) >= 0 || r.set.inTasks() || concludes(toks):
		r.set.open(frame{level: level, tasks: true, spoken: true})
		r.set.concluding = true
	default:
		r.set.open(frame{level: level})
	}
}

func isCapitals(runes []rune, toks []token) bool {
	upper := 0
	for _, t := range toks {
		if !t.word {
			continue
		}
		if t.end-t.start > 1 {
			if last := runes[t.end-1]; lowerRune(last) {
				return false
			}
			upper++
		}
	}
	return upper > 1
}

// announcing open a list in which an office passes on what was concluded.
var announcing = words(`thông báo như sau, thông báo các nội dung, thông báo nội dung, thông báo kết luận, thông báo ý kiến, truyền đạt ý kiến, truyền đạt kết luận, triển khai như sau, thống nhất như sau, thống nhất một số nội dung, phân công như sau, giao nhiệm vụ như sau, chỉ đạo như sau, thực hiện như sau`)
