package draft

// introduced looks for an introducer: "[asker] đề nghị [addressee] [verb]".
func (p piece) introduced(at int) (verdict, bool) {
	for k := at; k < len(p.toks); k++ {
		n, strength := introducerAt(p.toks, k, p.own)
		if n == 0 || !isVerbal(p.toks, k, n) || k > at && p.toks[k].cap && p.toks[k-1].word {
			continue
		}
		if k > at && softIntroducers.has(p.toks, k) && (hasWord(p.toks[max(at, k-2):k], "không") || p.toks[k-1].w == "chờ") {
			continue // "không chờ nhắc nhở"
		}
		v := verdict{strength: strength, spoken: true, why: []Span{spanOf(p.toks[k : k+n])}}
		asker := subjectBefore(p.toks, at, k)
		if foreign(p.toks, at, k, asker) {
			v.foreign, v.past = true, hasWord(p.toks[max(at, k-3):k], "đã")
			return v, true
		}
		if len(asker) == 0 && k > at && wished(p.toks[at:k]) {
			v.foreign = true
			return v, true
		}
		if viAskedOnly.has(p.toks, k) && !isAsker(asker) {
			continue
		}
		if softIntroducers.has(p.toks, k) && !p.set.concluding && !p.listed && narrates(asker) {
			v.foreign = true
			return v, true
		}
		if p.ownAct(k, n, asker) || p.listedAct(asker, at, k) {
			continue
		}
		if _, heading := p.set.named(); heading && len(asker) == 0 && k == at && p.listed {
			continue // the addressee of the heading is the one who asks
		}
		v.asker = joinWords(asker)
		if petition(p.toks, k+n) {
			v.foreign = true
			return v, true
		}
		if p.takeTask(&v, k+n) {
			if len(v.names) == 0 {
				v.names = namedBefore(p.toks, at, k, asker)
			}
			if v.asks && len(v.names) == 0 && reports(asker, p.toks, k) {
				v = verdict{foreign: true}
				return v, true
			}
			if v.asks && len(v.names) == 0 && !p.listed && !p.follows && !p.set.concluding && !isOccasion(p.toks) && !isPerson(asker) && len(asker) == 0 {
				v.foreign = true
			}
			return v, true
		}
		k += n - 1
	}
	return verdict{}, false
}

// ownAct reports whether a person, once somebody else has begun to conclude,
// is to direct something: "Đồng chí Phó Hiệu trưởng chỉ đạo thay …".
func (p piece) ownAct(k, n int, asker []token) bool {
	if viAskedOnly.has(p.toks, k) && p.set.concluding && len(p.set.askers) > 0 && len(asker) > 1 && namesSomebody(asker, 0) &&
		!isPerson(asker) && !p.set.askers[joinWords(asker)] {
		return true
	}
	return viAskedOnly.has(p.toks, k) && p.set.concluding && verbAt(p.toks, k+n, false) != noVerb &&
		isPerson(asker) && !isLoneHonorific(asker) && (p.listed || len(p.set.askers) > 0) && !p.set.askers[joinWords(asker)]
}

func hasWord(toks []token, w string) bool {
	for _, t := range toks {
		if t.w == w {
			return true
		}
	}
	return false
}

// listedAct reports whether a word like "nhắc", "phân công" is what the one
// named in a point has to do: "Phòng Tổng hợp nhắc các khoa …", "Trưởng các
// khoa dự kiến phân công …".
func (p piece) listedAct(asker []token, at, k int) bool {
	soft := softIntroducers.has(p.toks, k)
	if isOccasion(asker) || !soft && (!p.listed || !p.marked || len(asker) < 2) {
		return false
	}
	if p.listed && p.marked || p.set.concluding && !isPerson(p.toks[at:k]) {
		whole, begins := readNominal(p.toks[:k], at, false)
		if begins && whole.aux == "" && whole.verb > 0 && !isAskerVerb(p.toks, whole.verb) && !p.set.askers[joinWords(p.toks[at:whole.to])] {
			return true
		}
	}
	if len(asker) < 2 || !soft {
		return false
	}
	np, ok := readNominal(asker, 0, false)
	if ok && np.aux == "" && np.verb > 0 && np.verb < len(asker) && !isAskerVerb(asker, np.verb) {
		return true
	}
	return p.listed && p.marked && ok && !p.set.askers[joinWords(asker)] && !isLoneHonorific(asker) &&
		!viRoles.has(asker, 0) && !viHonorifics.has(asker, 0)
}

// narrates reports an asker of which a story is told, not a conclusion: many
// bodies at once, or one that always does so.
func narrates(asker []token) bool {
	if len(asker) == 0 {
		return false
	}
	last := asker[len(asker)-1].w
	return quantifierAt(asker, 0) > 0 || last == "đều" || last == "thường" || last == "luôn"
}

// softIntroducers are as often an act of those asked as of the one who asks.
var softIntroducers = words(`nhắc, nhắc nhở, phân công, quán triệt, đôn đốc, kêu gọi, lưu ý, nhờ, chỉ đạo`)

// petition reports what is asked for oneself: "đề nghị cho mua", "đề nghị được".
func petition(toks []token, j int) bool {
	return j < len(toks) && (toks[j].w == "được" || toks[j].w == "cho" && verbAt(toks, j+1, false) != noVerb && !namesSomebody(toks, j+1))
}

// namedBefore finds addressees that stand before the asker: "Với Sở Y tế, Chủ
// tịch đề nghị …", "Các xã được Chủ tịch yêu cầu …".
func namedBefore(toks []token, at, k int, asker []token) []name {
	for m := 1; m < len(asker); m++ {
		if asker[m].w != "được" {
			continue
		}
		if np, ok := readNominal(asker[:m], 0, false); ok && np.to == m {
			return np.names
		}
	}
	start := at
	switch {
	case at+1 < k && (toks[at].w == "với" || toks[at].w == "riêng" || toks[at].w == "còn"):
		start++
		if toks[start].w == "với" {
			start++
		}
	case at+2 < k && (toks[at].w == "đối" || toks[at].w == "về") && (toks[at+1].w == "với" || toks[at+1].w == "phía"):
		start += 2
	default:
		return nil
	}
	end := start
	for end < k && toks[end].start < firstOf(asker, toks[k]).start {
		end++
	}
	for end > start && !toks[end-1].word {
		end--
	}
	if np, ok := readNominal(toks[:end], start, false); ok && np.to == end && np.verb < 0 {
		return np.names
	}
	return nil
}

func firstOf(asker []token, other token) token {
	if len(asker) > 0 {
		return asker[0]
	}
	return other
}

// reports reports an introducer that tells what was done: "đã chỉ đạo rà
// soát", "được các cấp quan tâm chỉ đạo".
func reports(asker, toks []token, k int) bool {
	for _, t := range asker {
		if t.w == "được" || t.w == "đã" && viAskedOnly.has(toks, k) {
			return true
		}
	}
	return k > 0 && toks[k-1].w == "đã" && viAskedOnly.has(toks, k)
}

// takeTask reads what follows an introducer: addressees and verb, a verb
// alone, or nothing but a colon.
func (p piece) takeTask(v *verdict, j int) bool {
	toks := p.toks
	for j < len(toks) && (toks[j].w == "," || isFiller(toks[j].w)) {
		if j++; toks[j-1].w == "," {
			j = skipConnectors(toks, j)
		}
	}
	if j >= len(toks) || toks[j].w == ":" {
		v.open = p.leading || j < len(toks)
		return v.open
	}
	if viAdjuncts.has(toks, j) && verbAt(toks, j, false) == noVerb && !namesSomebody(toks, j) {
		for k := j; k < min(len(toks), j+25); k++ {
			if toks[k].w == "," {
				j = k + 1
				break
			}
		}
	}
	if j+2 < len(toks) && toks[j].w == "đối" {
		j += 2
	}
	if j >= len(toks) {
		return false
	}
	if asFollows.has(toks, j) {
		v.open = true
		return true
	}
	if verbAt(toks, j, false) != noVerb && !namesSomebody(toks, j) {
		v.asks, v.verb = true, j
		v.why = append(v.why, spanOf(toks[j:j+1]))
		return true
	}
	np, ok := readNominal(toks, j, true)
	if !ok {
		np, ok = untilModal(toks, j)
	}
	if ok && np.aux == "là" {
		np.aux, np.verb = "", np.to // "giao Sở X là cơ quan đầu mối"
	}
	if !ok || np.aux != "" {
		return false
	}
	if np.verb < 0 && !p.leading {
		np = np.guess(toks)
	}
	if np.verb < 0 {
		if np.to < len(toks) && toks[np.to].w != ":" || !namesSomebody(toks, j) || p.follows && !p.leading {
			return false
		}
		v.names, v.open = np.names, true
		return true
	}
	v.asks, v.names, v.verb = true, np.names, np.verb
	v.why = append(v.why, spanOf(toks[np.from:np.to]))
	return true
}

// asFollows end an introducer that only announces requests.
var asFollows = words(`như sau, mấy việc, mấy điểm, mấy nội dung, một số việc, một số nội dung sau, các nội dung sau, những nội dung sau, những việc sau, mấy ý`)

func isFiller(w string) bool {
	switch w {
	case "là", "rằng", "thêm", "cho", "với", "lại", "một", "cụ", "thể", "thì", "ngay", "rõ":
		return true
	}
	return false
}

// wished reports whether the words before an introducer tell who else wishes:
// "đại biểu Siu Hương phản ánh giá giảm, đề nghị UBND tỉnh …".
func wished(toks []token) bool {
	for i := range toks {
		if (i == 0 || toks[i-1].w == ",") && wishers.has(toks, i) {
			return viOpine.find(toks[i:]) >= 0
		}
	}
	return false
}

var wishers = words(`đại biểu, các đại biểu, cử tri, người dân, bà con, đại diện, các hộ, hộ dân, chuyên gia, hội viên, khách hàng, phụ huynh, một số ý kiến, các ý kiến, nhiều ý kiến, nhiều đại biểu, các thành viên, doanh nghiệp, các doanh nghiệp`)
