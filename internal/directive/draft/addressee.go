package draft

// nominal is a phrase that names who is asked, read from the text.
type nominal struct {
	from, to int    // tokens of the phrase
	verb     int    // where the verb phrase begins, -1 where there is none
	aux      string // the auxiliary ("đã", "sẽ") that stands where the verb should
	names    []name
	// doubtful tells that the verb may as well be the end of the name.
	doubtful bool
}

// name is one addressee, as the text has it or put together from a list under
// one head ("các sở: Y tế, Nội vụ").
type name struct {
	text       string
	start, end int // runes
}

// maxNominal bounds the words of one phrase, so that reading stays linear.
const maxNominal = 80

// readNominal reads the phrase that begins at toks[i] up to its verb. Lenient
// reading, behind an introducer, takes any capital word for a name.
func readNominal(toks []token, i int, lenient bool) (nominal, bool) {
	np := nominal{from: i, to: i, verb: -1}
	if !namesSomebody(toks, i) && !(lenient && i < len(toks) && toks[i].cap && verbAt(toks, i, false) == noVerb) {
		return np, false
	}
	np.to = overHead(toks, i) - 1
	fallback := -1
	limit := min(len(toks), i+maxNominal)
	for j := overHead(toks, i); j < limit; j++ {
		if !toks[j].word {
			next, ok := overMark(toks, j, limit)
			if !ok {
				break
			}
			if (toks[j].w == "," || toks[j].w == ";") && namesSomebody(toks, next) {
				next = overHead(toks, next)
			}
			if n := longest(toks, next, viGeneric, viPlaces); n > 0 && toks[j].w == "," && !toks[next].cap && startsNoun(toks, next, n) {
				next += n
			}
			j = max(j, next-1)
			np.to = j
			continue
		}
		if n, _ := viQuantifiers.at(toks, j-1); n == 1 && !viModals.has(toks, j) {
			j += max(compoundAt(toks, j), 1) - 1
			np.to = j
			continue
		}
		if isJoin(toks, j) > 0 && namesSomebody(toks, j+isJoin(toks, j)) {
			j = overHead(toks, j+isJoin(toks, j)) - 1
			np.to = j
			continue
		}
		if toks[j].w == "là" && j > i && !toks[j-1].cap && verbAt(toks, j+1, false) != noVerb {
			return np.finish(toks, j), true // "nhắc các đồng chí là nói phải đi đôi với làm"
		}
		if toks[j].w == "nào" {
			return np, false
		}
		if (viAskers.has(toks, j) || assesses(toks, j)) && !toks[j].cap {
			if toks[j].w == "thông" && telling(toks, j+2) {
				return np.finish(toks, j), true
			}
			if w, _ := viNameVerbs.at(toks, j-2); w == 2 && nestedAsks.has(toks, j) && !toks[j-2].cap {
				return np.finish(toks, j-2), true // "Văn phòng tổng hợp kiến nghị"
			}
			if lenient && j > i+1 && toks[j].w != "cho" && nestedAsks.has(toks, j) {
				return np.finish(toks, j), true // "giao Sở X đề nghị các bộ …"
			}
			return np, false
		}
		if inProject(toks, i, j) {
			np.to = j
			continue
		}
		n := compoundAt(toks, j)
		if w := toks[j-1].w; (!toks[j-1].cap || j-1 == i) && (w == "bên" || w == "tổ" || w == "phòng" || w == "khoa" || w == "xưởng") {
			n = max(n, longest(toks, j, viNameWords)) // "bên mua hàng", "tổ điều trị"
		}
		if n > 1 {
			j += n - 1
			np.to = j
			continue
		}
		if n, _ := viAux.at(toks, j); n > 0 && !toks[j].cap && !viPassive.has(toks, j) && longest(toks, j, viNotVerbs) <= n {
			if modal := modalAhead(toks, j); modal < 0 || toks[j].w == "đã" || toks[j].w == "sẽ" {
				np.aux, np.to = toks[j].w, j-1
				return np.finish(toks, j), true
			}
		}
		if verbAt(toks, j, false) != noVerb {
			if aux := toldOf(toks, i, j); aux > 0 {
				np.aux, np.to = toks[aux].w, aux-1
				return np.finish(toks, aux), true
			}
		}
		switch verbAt(toks, j, false) {
		case strongVerb:
			return np.finish(toks, earlier(toks, i, j)), true
		case weakVerb:
			if !governed(toks, i, j) && !relative(toks, i, j) || hasObject(toks, j) {
				return np.finish(toks, earlier(toks, i, j)), true
			}
			fallback = j
		}
		np.to = j
	}
	if fallback > 0 {
		np.doubtful = true
		return np.finish(toks, fallback), true
	}
	np.to++
	np.names = splitNames(toks[:np.to], np.from)
	return np, true
}

func (np nominal) finish(toks []token, verb int) nominal {
	np.to = verb
	for np.to > np.from && (!toks[np.to-1].word || toks[np.to-1].w == "và" || toks[np.to-1].w == "cũng") {
		np.to--
	}
	if np.aux == "" {
		np.verb = verb
	}
	np.names = splitNames(toks[:np.to], np.from)
	return np
}

// telling reports whether "thông báo" at the words before i is an act of the
// one asked, not a speaker's: "thông báo cho phụ huynh".
func telling(toks []token, i int) bool {
	return i < len(toks) && toks[i].word && toks[i].w != "rằng" && toks[i].w != "để" && toks[i].w != "kết" && toks[i].w != "tình"
}

// assesses reports whether "đánh giá" opens what a speaker thinks.
func assesses(toks []token, j int) bool {
	return j+2 < len(toks) && toks[j].w == "đánh" && toks[j+1].w == "giá" && (toks[j+2].w == "," || toks[j+2].w == "rằng" || toks[j+2].w == ":")
}

// startsNoun tells "các khoa, phòng nghiêm túc" from "…, phòng ngừa".
func startsNoun(toks []token, i, n int) bool {
	v, _ := viVerbs.at(toks, i)
	return v <= n
}

// overHead passes the head of the name that begins at i, which may itself look
// like a verb: "các phòng", "Ban Tổ chức".
func overHead(toks []token, i int) int {
	if i >= len(toks) {
		return i
	}
	j := i + quantifierAt(toks, i)
	if !namesSomebody(toks, i) {
		return max(i+1, j)
	}
	return max(i+1, j+longest(toks, j, viBodies, viRoles, viHonorifics, viGeneric))
}

// overMark says how a phrase goes on over the mark at j: not at all, or from
// the token returned.
func overMark(toks []token, j, limit int) (int, bool) {
	if j+1 >= limit {
		return j, false
	}
	next := toks[j+1]
	switch toks[j].w {
	case ";":
		return j + 1, namesSomebody(toks, j+1)
	case ",":
		if toks[j-1].w == "phòng" && next.w == "chống" {
			return j + 2, true
		}
		generic := viGeneric.has(toks, j+1) || viPlaces.has(toks, j+1)
		return j + 1, next.cap || namesSomebody(toks, j+1) || generic || verbAt(toks, j+1, false) == strongVerb || plainNoun(toks, j+1)
	case "-", "–", "—", "/", "&":
		return j + 1, next.word
	case ":":
		return j + 1, next.cap && (isHead(toks, j-1) || viPlaces.has(toks, j-1) || viHonorifics.has(toks, j-1))
	case "(":
		for k := j + 1; k < min(limit, j+25); k++ {
			if toks[k].w == ")" {
				return k + 1, true
			}
		}
	case ".":
		return j + 1, !next.spaced || abbreviations.has(toks, j-1)
	}
	return j, false
}

// separatorAt returns the count of tokens of a comma or joining word at i.
func separatorAt(toks []token, i int) int {
	if toks[i].w == "," {
		return 1
	}
	return isJoin(toks, i)
}

// notRelative are acts of the one asked rather than a description.
var notRelative = words(`tổ chức, hướng dẫn, tổng hợp, chỉ đạo, kiểm tra, ghi, mở, cấp`)

// plainNoun reports whether a name of a kind unknown to the tables may begin
// behind a comma: a lower word that opens neither verb nor circumstance.
func plainNoun(toks []token, i int) bool {
	return toks[i].word && verbAt(toks, i, false) == noVerb && !viAdjuncts.has(toks, i) && !viAux.has(toks, i) && !viConnectors.has(toks, i)
}

// governed reports whether a weak verb at j belongs to a name: after a capital
// verb of the name with nothing but lower words between.
func governed(toks []token, from, j int) bool {
	if n, _ := viDepartments.at(toks, from+1); n > 0 && from+1+n == j && (toks[from].w == "sở" || toks[from].w == "bộ") {
		return false
	}
	for k := j - 1; k >= from; k-- {
		switch {
		case !toks[k].word:
			return false
		case toks[k].cap:
			return viGoverning.has(toks[:j], k) && k > from
		}
	}
	return false
}

// relative reports whether a weak verb at j only says which ones are meant:
// "các đơn vị thi công đẩy nhanh …".
func relative(toks []token, from, j int) bool {
	kind := longest(toks, from, viGeneric, viRoles)
	if quantifierAt(toks, from) == 0 && (kind == 0 || from+kind < len(toks) && toks[from+kind].cap) {
		return false
	}
	n := 0
	for k := max(from, j-2); k < j; k++ {
		if m := longest(toks[:j], k, viGeneric, viRoles); k+m == j && m > 0 && (!toks[k].cap || k == from) {
			n = m
		}
	}
	if n == 0 {
		return false
	}
	if notRelative.has(toks, j) {
		return false
	}
	if toks[j].w == "phụ" {
		return j+3 < len(toks) && toks[j+2].word
	}
	limit := j + 6
	for k := j + 1; k < min(len(toks), limit); k++ {
		if n := separatorAt(toks, k); n > 0 && namesSomebody(toks, k+n) {
			limit = k + 12 // the phrase goes on with another name
			continue
		}
		if !toks[k].word {
			return false
		}
		if verbAt(toks, k, false) == strongVerb && k > j+1 {
			return true
		}
	}
	return false
}

func modalAhead(toks []token, j int) int {
	for k := j + 1; k < min(len(toks), j+9); k++ {
		if toks[k].word && viModals.has(toks, k) {
			return k
		}
	}
	return -1
}

var nestedAsks = words(`đề nghị, yêu cầu, kiến nghị, đề xuất, lưu ý, thông báo, phát biểu`)

// inProject reports whether the verb at j is part of a project's name, in the
// name of the body that runs it: "Ban Quản lý dự án cải thiện môi trường nước".
func inProject(toks []token, from, j int) bool {
	if j < from+3 || toks[j-1].w != "án" || toks[j-2].w != "dự" || toks[j].cap || verbAt(toks, j, false) == noVerb ||
		viModals.has(toks, j) || viPassive.has(toks, j) || viAdverbs.has(toks, j) || !toks[from].cap {
		return false
	}
	for k := j + 2; k < min(len(toks), j+12) && toks[k].word; k++ {
		if verbAt(toks, k, false) == strongVerb || viAskers.has(toks, k) {
			return true
		}
	}
	return false
}

// toldOf finds the auxiliary of a story behind a verb that only says which
// bodies are meant: "Các cơ quan tham mưu, giúp việc Tỉnh ủy đã phối hợp …".
func toldOf(toks []token, from, verb int) int {
	if quantifierAt(toks, from) == 0 || viModals.has(toks, verb) || viPassive.has(toks, verb) {
		return 0
	}
	for k := verb + 2; k+1 < min(len(toks), verb+12); k++ {
		if w := toks[k].w; w != "đã" && w != "đang" && w != "sẽ" {
			continue
		}
		if (toks[k-1].cap || viPlaces.has(toks, k-1) || isHead(toks, k-2) && toks[k-2].cap) && verbAt(toks, k+1, false) != noVerb {
			return k
		}
		return 0
	}
	return 0
}
