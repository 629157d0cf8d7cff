package draft

// label takes "Sở Y tế: …", "Về đào tạo: …" and "… yêu cầu: …" off a sentence.
func (r *reader) label(l line, toks []token, english, listed bool) ([]token, bool) {
	colons := outside(toks, ":")
	if len(colons) == 0 || colons[0] == 0 || colons[0] == len(toks)-1 {
		if english {
			return r.dashLabelEn(l, toks)
		}
		return toks, false
	}
	left, right := toks[:colons[0]], toks[colons[0]+1:]
	if english {
		return r.labelEn(l, toks, left, right)
	}
	if len(left) <= 6 && viEvaluation.has(left, 0) && !hasSubjectVerb(left) && !leads(right) {
		r.set.open(frame{level: max(headingLevel(l), levelOne), facts: true})
		return right, false
	}
	if len(left) <= 14 && leads(right) && !namesSomebody(left, 0) && !speaks(left) {
		return right, listed
	}
	if listsUnder(toks, left, right) {
		return toks, false
	}
	if names, ok := r.nameOnly(left); ok && (listed || r.set.concluding || l.marked) {
		r.set.open(frame{level: max(headingLevel(l), levelOne), names: names, tasks: true})
		return right, true
	}
	if lead, with := jointLabel(left); len(lead) > 0 && (listed || r.set.concluding) {
		r.set.open(frame{level: max(headingLevel(l), levelOne), names: lead, with: with, tasks: true})
		return right, true
	}
	if names := r.personLabel(left); len(names) > 0 && listed {
		r.set.open(frame{level: headingLevel(l), names: names, tasks: true})
		return right, true
	}
	if len(left) <= 3 && viTasks.find(left) >= 0 {
		r.set.concluding = true
		return right, listed
	}
	v := judgeVi(piece{toks: left, set: &r.set, own: r.own, begins: true, leading: true})
	if enumerates(right) && (v.asks || v.open) {
		r.set.open(frame{level: max(l.level, levelPoint), names: v.names, tasks: true, spoken: true})
		r.set.concluding = true
		if n, _ := inlineOrdinals.at(right, 0); n > 0 && n+1 < len(right) && right[n].w == "," {
			right = right[n+1:]
		}
		return right, true
	}
	switch {
	case v.open && !v.foreign:
		if len(v.names) > 0 {
			r.set.open(frame{level: max(l.level, levelPoint), names: v.names, tasks: true, spoken: true})
		} else if v.asker != "" {
			r.set.last = nil
		}
		r.set.concluding = true
		return right, true
	case v.asks || v.foreign:
		return toks, false
	case speaks(left):
		if concludes(left) {
			r.set.concluding = true
		}
		return right, listed
	case len(left) <= 12 && !hasSubjectVerb(left) && (l.marked || len(left) <= 6):
		if leads(right) {
			return right, listed
		}
		if viEvaluation.find(left[:min(3, len(left))]) >= 0 {
			r.set.open(frame{level: headingLevel(l), facts: true})
		}
		return right, listed && viEvaluation.find(left[:min(3, len(left))]) < 0
	}
	return toks, false
}

// leads reports whether words name a body that is to take the lead or must do
// something, whatever stands before them.
func leads(toks []token) bool {
	np, ok := readNominal(toks, 0, false)
	return ok && np.verb > 0 && (toks[np.verb].w == "chủ" || strictModals.has(toks, np.verb) || viPassive.has(toks, np.verb))
}

// jointLabel reads a label that names a lead and those it works with, and no
// task: "Phòng Điều dưỡng phối hợp với khoa Dược:".
func jointLabel(toks []token) (lead, with []name) {
	np, ok := readNominal(toks, 0, false)
	if !ok || np.verb < 0 {
		return nil, nil
	}
	if w := toks[np.verb].w; w != "phối" && w != "chủ" && w != "p/h" {
		return nil, nil
	}
	with = coordinating(toks, np.verb, false)
	if len(with) == 0 || with[len(with)-1].end != toks[len(toks)-1].end {
		return nil, nil
	}
	return np.names, with
}

// enumerates reports whether a list in running words begins: "Một là, …",
// "(1) …", "thứ nhất, …".
func enumerates(toks []token) bool {
	return inlineOrdinals.has(toks, 0) || len(toks) > 3 && toks[0].w == "(" && isCount(toks[1].w) && toks[2].w == ")" ||
		len(toks) > 2 && isCount(toks[0].w) && (toks[1].w == ")" || toks[1].w == ".")
}

var inlineOrdinals = words(`một là, thứ nhất, first, firstly`)

// listsUnder reports whether a colon only opens the list of a shared head:
// "Các ban: Pháp chế, Tổ chức khẩn trương …".
func listsUnder(toks, left, right []token) bool {
	if !right[0].cap {
		return false
	}
	for q := max(0, len(left)-4); q < len(left); q++ {
		if h, first := sharedHead(toks, q, len(toks)); h == "" || first != len(left)+1 {
			continue
		}
		np, ok := readNominal(toks, q, false)
		return ok && np.verb > 0
	}
	return false
}

// personLabel reads a short label of names only: "Linh:", "Chị Nga và anh Phúc:".
func (r *reader) personLabel(toks []token) []name {
	if len(toks) > 8 || !toks[0].cap {
		return nil
	}
	np, ok := readNominal(toks, 0, true)
	if !ok || np.verb >= 0 || np.to < len(toks) {
		return nil
	}
	for i, t := range toks {
		if t.word && !t.cap && isJoin(toks, i) == 0 && !viHonorifics.has(toks, i) {
			return nil
		}
	}
	return np.names
}

func speaks(toks []token) bool {
	for i := max(0, len(toks)-5); i < len(toks); i++ {
		if viSpeech.has(toks, i) {
			return true
		}
	}
	return false
}

var concluding = words(`tóm lại, chốt lại, kết lại, nói lại, xin kết, giao thế này, kết luận, phát biểu chỉ đạo, ý kiến chỉ đạo, có ý kiến, kết luận như sau, chốt, quyết nghị, ý kiến như sau, giao việc, phân công`)

// speaksHimself reports whether the speaker announces his own conclusion: "tôi
// chốt lại", "tôi xin kết luận".
func speaksHimself(toks []token) bool {
	for i, t := range toks {
		if t.w == "tôi" && i+1 < len(toks) && concluding.find(toks[i+1:min(len(toks), i+5)]) >= 0 {
			return true
		}
	}
	return false
}

func concludes(toks []token) bool { return concluding.find(toks) >= 0 }
