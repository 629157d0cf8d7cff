package draft

// ambiguous words are both a person or body and an act; they name somebody
// only before a body or a quantifier ("lãnh đạo các sở").
var ambiguous = words(`lãnh đạo, chỉ huy, quản lý, tổ chức, kiểm toán, phó, bộ phận, thanh tra, báo, tư vấn, đại diện, kế toán, chánh, thành viên, trưởng`)

// shortHeads are too short to be trusted in lower case before a lower word.
var shortHeads = words(`bộ, ban, sở, vụ, cục, tổ, đội, hội, đoàn, khoa, viện, kho, báo, đài, tòa, khối, cụm, bên, ga, cảng, đồn, hạt, trạm, pc, tt, vp, phòng, trường, nhóm, quỹ, thuế, pháp, cđ, ngành, phó, trưởng, chánh, em, bác, cô, chú, bạn, anh, chị, ông, bà, thầy`)

// namesSomebody reports whether the name of a body or person begins at i.
func namesSomebody(toks []token, i int) bool {
	if i >= len(toks) || !toks[i].word {
		return false
	}
	if n := quantifierAt(toks, i); n > 0 {
		return i+n < len(toks) && toks[i+n].word && (isHead(toks, i+n) || viPlaces.has(toks, i+n) || toks[i+n].cap ||
			viHonorifics.has(toks, i+n) || viHonorifics.has(toks, i) || viBodies.has(toks, i))
	}
	n := longest(toks, i, viBodies, viRoles, viHonorifics)
	if n == 0 {
		return (i == 0 || !toks[i-1].word) && placesAsked(toks[i:])
	}
	next := i + n
	lower := !toks[i].cap
	if n == 1 && shortHeads.has(toks, i) && next < len(toks) {
		if toks[next].w == "thì" && (i == 0 || !toks[i-1].word || viConnectors.has(toks, i-1)) || !lower && viNameWords.has(toks, next) {
			return true
		}
	}
	if n == 1 && shortHeads.has(toks, i) {
		if next >= len(toks) || !toks[next].cap && (lower || verbAt(toks, i, true) != noVerb) &&
			!viQuantifiers.has(toks, next) && !isHead(toks, next) {
			return false
		}
		return true
	}
	if a, _ := ambiguous.at(toks, i); a == n {
		return next < len(toks) && (toks[next].cap || viQuantifiers.has(toks, next) || viBodies.has(toks, next) && verbAt(toks, next, false) == noVerb ||
			viPlaces.has(toks, next) || viModals.has(toks, next) && !lower || toks[next].w == "," && !lower)
	}
	if v, _ := viVerbs.at(toks, i); v >= n && lower {
		return false
	}
	return true
}

// placesAsked reports whether a piece begins with places that must do
// something: "Xã, phường phải …".
func placesAsked(toks []token) bool {
	for i := 0; i < len(toks); {
		n, _ := viPlaces.at(toks, i)
		if n == 0 || i == 0 && !toks[0].cap {
			return false
		}
		i += n
		switch {
		case viModals.has(toks, i):
			return true
		case i < len(toks) && (toks[i].w == "," || toks[i].w == "và"):
			i++
		default:
			return false
		}
	}
	return false
}

// quantifierAt returns the count of tokens of "các", "tất cả các", "17", or a
// doubled "các các".
func quantifierAt(toks []token, i int) int {
	n, _ := viQuantifiers.at(toks, i)
	if n == 0 && i+1 < len(toks) && (isCount(toks[i].w) || isShare(toks[i].w)) && (viBodies.has(toks, i+1) || viPlaces.has(toks, i+1)) {
		return 1
	}
	if n > 0 {
		if m, _ := viQuantifiers.at(toks, i+n); m > 0 {
			return n + m
		}
	}
	return n
}

// isShare reports "100%" before a body.
func isShare(w string) bool {
	return len(w) > 1 && w[len(w)-1] == '%' && w[0] >= '0' && w[0] <= '9'
}

func isCount(w string) bool {
	return len(w) <= 3 && w != "" && w[0] >= '0' && w[0] <= '9' && w[len(w)-1] >= '0' && w[len(w)-1] <= '9'
}

func isHead(toks []token, i int) bool {
	return longest(toks, i, viBodies, viRoles, viGeneric) > 0
}
