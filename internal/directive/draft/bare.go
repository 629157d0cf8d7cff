package draft

// bare reads a piece without subject: "cần …", "[verb] …".
func (p piece) bare(at int) verdict {
	toks := p.toks
	if at >= len(toks) {
		return verdict{}
	}
	if n, _ := viAux.at(toks, at); n > 0 && !viModals.has(toks, at) {
		return verdict{foreign: true}
	}
	if closing(toks) || !p.marked && !p.labelled && wanting(toks, at) {
		return verdict{}
	}
	if factual(toks, at) {
		return verdict{foreign: true}
	}
	v := verdict{asks: true, verb: at, strength: 2, why: []Span{spanOf(toks[at : at+1])}}
	if founds.has(toks, at) && !p.follows && len(p.set.inherited()) == 0 || ownPlan(toks) {
		return verdict{foreign: true}
	}
	running := p.follows || p.listed || p.begins && p.set.flowing
	switch {
	case viTaken.has(toks, at) && p.begins && !p.follows && !p.underName():
		return verdict{}
	case stressed(toks, at) > 0:
		v.verb = stressed(toks, at)
		v.asks, v.spoken = p.set.concluding || running, true
	case viModals.has(toks, at):
		v.asks = running || p.set.concluding && len(p.set.inherited()) > 0
	case startsVerb(toks, at):
		v.asks = running
	case (p.listed && p.marked || p.labelled) && !viObjectNouns.has(toks, at) && !wanting(toks, at) && len(toks)-at > 3:
		soon := toks[at:min(len(toks), at+6)]
		v.asks = !namesSomebody(toks, at) && !toks[at+1].cap && !hasWord(soon, "sẽ") && !hasWord(soon, "đã") && !hasWord(soon, "đang")
	default:
		return verdict{}
	}
	return v
}

// founds are acts that a decision performs by itself.
var founds = words(`thành lập, ban hành, phê duyệt, bãi bỏ, bổ nhiệm, công nhận, cử, chấp thuận, cho phép, thu hồi, thay thế, thông qua, giải thể`)

// ownPlan reports the speaker's own promise: "…, tôi sẽ trao đổi".
func ownPlan(toks []token) bool {
	for i := 1; i < len(toks); i++ {
		if toks[i].w == "sẽ" && (toks[i-1].w == "tôi" || toks[i-1].w == "ta") {
			return true
		}
	}
	return false
}

// closing knows the formula that ends a notice: "… thông báo để các đơn vị
// biết, thực hiện".
func closing(toks []token) bool {
	told := false
	for i := range toks {
		switch {
		case toks[i].w == "thông" && i+1 < len(toks) && toks[i+1].w == "báo", toks[i].w == "trên" && i+1 < len(toks) && toks[i+1].w == "đây":
			told = true
		case told && toks[i].w == "biết":
			return true
		}
	}
	return false
}

// wanting reports a shortcoming told of a noun that looks like a verb: "giải
// ngân vốn còn chậm", "thu ngân sách đạt 41%".
func wanting(toks []token, at int) bool {
	if viAdverbs.has(toks, at) || viModals.has(toks, at) {
		return false
	}
	for i := at + 1; i+1 < min(len(toks), at+14); i++ {
		next := toks[i+1].w
		switch toks[i].w {
		case "còn":
			if next == "chậm" || next == "thấp" || next == "hạn" || next == "khó" || next == "nhiều" || next == "lúng" || next == "yếu" {
				return true
			}
		case "đạt", "tăng", "giảm", "ước":
			if next != "" && next[0] >= '0' && next[0] <= '9' {
				return true
			}
		}
	}
	return false
}

// stressed finds a modal right behind a verb of stress: "Đồng chí nhấn mạnh, cần
// …", "… khẳng định phải …"; 0 where there is none.
func stressed(toks []token, at int) int {
	for k := at + 1; k < min(len(toks), at+25); k++ {
		n, _ := viStress.at(toks, k)
		if n == 0 {
			continue
		}
		next := k + n
		for next < len(toks) && (toks[next].w == "," || isFiller(toks[next].w)) {
			next++
		}
		if m, _ := viConnectors.at(toks, next); m > 0 && next+m < len(toks) {
			next = skipConnectors(toks, next)
		}
		if next < len(toks) && viModals.has(toks, next) {
			return next
		}
	}
	return 0
}

var viStress = words(`nhấn mạnh, khẳng định, nêu rõ, chỉ rõ, lưu ý, quán triệt, nhắc lại`)

// startsVerb reports whether the piece begins with a verb phrase, or with a
// circumstance that one follows: "Trong tháng 5, hoàn thành …".
func startsVerb(toks []token, at int) bool {
	if compound, _ := viCompounds.at(toks, at); compound > longest(toks, at, viVerbs, viAdverbs) {
		return false
	}
	if verbAt(toks, at, true) != noVerb {
		return true
	}
	if !viAdjuncts.has(toks, at) {
		return false
	}
	for k := at; k < min(len(toks), at+30); k++ {
		if k > at && tellsFact.has(toks, k) {
			return false
		}
		if toks[k].w == "," {
			return verbAt(toks, k+1, false) != noVerb
		}
	}
	return false
}

// tellsFact are verbs that make a circumstance a fact of its own: "Trong tháng
// 11 xảy ra 2 sự cố, giảm 1 vụ".
var tellsFact = words(`xảy ra, phát sinh, đạt, đã, ghi nhận, diễn ra, cho thấy, chiếm, tiếp nhận được, xuất hiện, có gió, có mưa, bắt giữ được, còn xảy ra`)

// factual reports a piece that opens with a time and tells what was then.
func factual(toks []token, at int) bool {
	if w := toks[at].w; w != "trong" && w != "từ" && w != "tính" && w != "qua" && w != "đến" {
		return false
	}
	for k := at + 1; k < min(len(toks), at+14) && toks[k].w != ","; k++ {
		if tellsFact.has(toks, k) && !viModals.has(toks, k-1) {
			return true
		}
	}
	return false
}

// underName reports whether a piece stands behind a label that names those
// asked: "Phòng Kỹ thuật: thống nhất phương thức".
func (p piece) underName() bool {
	names, heading := p.set.named()
	return p.labelled && heading && len(names) > 0
}
