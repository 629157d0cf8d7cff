package draft

// headingEn reads an English line without a full stop.
func (r *reader) headingEn(l line, toks []token) bool {
	switch {
	case enTasks.has(toks, 0) || enTasks.find(toks) >= 0 && len(toks) <= 6:
		r.set.open(frame{level: headingLevel(l), tasks: true})
		return true
	case enEvaluation.has(toks, 0) && len(toks) <= 8:
		r.set.open(frame{level: headingLevel(l), facts: true})
		return true
	case r.set.inTasks() && l.marked || len(toks) > 8:
		return false
	}
	if modalSoonEn(toks) {
		return false
	}
	for i := range toks {
		if enAsks.has(toks, i) {
			return false
		}
	}
	if !l.marked && isNameEn(toks, 0, len(toks)) && r.set.inTasks() && (len(toks) > 1 || toks[0].upper || enHeads.has(toks, 0)) {
		r.set.open(frame{level: levelTitle, names: namesEn(toks, 0, len(toks)), tasks: true})
		return true
	}
	r.set.open(frame{level: headingLevel(l)})
	return true
}

// leadInEn reads an English sentence that ends in ':'.
func (r *reader) leadInEn(l line, toks []token) {
	level := l.level
	if !l.marked {
		r.set.frames = nil
		if len(toks) <= 4 {
			level = levelTitle
		}
	}
	switch v := judgeEn(piece{toks: toks, set: &r.set, begins: true}); {
	case enTasks.has(toks, 0):
		r.set.open(frame{level: level, tasks: true})
	case v.foreign || enEvaluation.has(toks, 0):
		r.set.open(frame{level: level, facts: true})
	case v.asks:
		r.set.open(frame{level: level, names: v.names, tasks: true, spoken: true})
	case askingEn(toks):
		r.set.open(frame{level: level, tasks: true, spoken: true})
	case isNameEn(toks, 0, len(toks)) && len(toks) <= 10:
		r.set.open(frame{level: headingLevel(l), names: namesEn(toks, 0, len(toks)), tasks: true})
	default:
		r.set.open(frame{level: level})
	}
}

func askingEn(toks []token) bool {
	for i := range toks {
		if enAsks.has(toks, i) || enTasks.has(toks, i) || enAgreed.has(toks, i) {
			return true
		}
	}
	return false
}

// labelEn takes "Action:", "Linh:" and "Estates:" off a sentence.
func (r *reader) labelEn(l line, toks, left, right []token) ([]token, bool) {
	switch {
	case len(left) <= 5 && (enTasks.has(left, 0) || enTasks.has(left, len(left)-1)):
		if rest, ok := r.labelledDash(l, right); ok {
			return rest, true
		}
		r.set.open(frame{level: max(l.level, levelDash), tasks: true})
		return right, true
	case len(left) <= 8 && enEvaluation.has(left, 0):
		return right, false
	case (r.set.inTasks() || l.marked) && isNameEn(left, 0, len(left)) && (r.set.inTasks() || enSubjectless.has(right, 0)):
		r.set.open(frame{level: headingLevel(l), names: namesEn(left, 0, len(left)), tasks: true})
		return right, true
	case len(left) <= 6 && !modalSoonEn(left):
		return right, false
	}
	return toks, false
}

// dashLabelEn takes "Finance Department - …" off a point among tasks.
func (r *reader) dashLabelEn(l line, toks []token) ([]token, bool) {
	if !r.set.inTasks() {
		return toks, false
	}
	return r.labelledDash(l, toks)
}

func (r *reader) labelledDash(l line, toks []token) ([]token, bool) {
	for k := 1; k < min(len(toks)-1, 9); k++ {
		if w := toks[k].w; w != "-" && w != "–" && w != "—" {
			continue
		}
		if isNameEn(toks, 0, k) && enSubjectless.has(toks, k+1) {
			r.set.open(frame{level: max(l.level, levelDash), names: namesEn(toks, 0, k), tasks: true})
			return toks[k+1:], true
		}
	}
	return toks, false
}
