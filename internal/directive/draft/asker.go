package draft

import "giaoban/internal/text"

// introducerAt returns the count of tokens and the strength of an introducer
// at toks[i]. One typing error in "đề nghị" or "yêu cầu" is forgiven.
func introducerAt(toks []token, i int, own *phrases) (n, strength int) {
	if own != nil {
		if n, strength = own.at(toks, i); n > 0 {
			return n, strength
		}
	}
	if n, strength = viIntroducer.at(toks, i); n > 0 {
		return n, strength
	}
	if i+1 >= len(toks) || !toks[i].word || !toks[i+1].word || len(toks[i].w) > 8 || len(toks[i+1].w) > 10 {
		return 0, 0
	}
	switch toks[i].w[0] {
	case 'd', 'y', "đ"[0]:
	default:
		return 0, 0
	}
	if viVerbs.has(toks, i) || viBodies.has(toks, i) {
		return 0, 0
	}
	pair := text.Fold(toks[i].w) + " " + text.Fold(toks[i+1].w)
	switch {
	case oneEdit(pair, "de nghi"):
		return 2, 2
	case oneEdit(pair, "yeu cau"):
		return 2, 3
	}
	return 0, 0
}

var viIntroducer = valued(viIntroducers)

// oneEdit reports whether a and b differ by at most one letter, missing,
// added, changed or swapped with its neighbour.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// nounBefore are words behind which an introducer is a noun or passive.
var nounBefore = words(`ngoại, các, những, theo, đúng, của, một số, nhiều, bản, văn bản, nhu, được, bị, về, đáp ứng, mục đích, bàn, chuyển, tiếp, có, mọi, từng, hồ sơ, phù hợp, phù hợp với, trước, nội dung, bằng, thông báo, nhiệm vụ, công tác, trả lời, đơn thư, giấy, lời, sự, mỗi, khi có, nếu có, nêu, đảm bảo, bảo đảm, với, phát, ý kiến, vốn, kế hoạch, chỉ tiêu, phát biểu, sự, tinh thần`)

// nounAfter are words that make the introducer before them a noun or part of
// another word.
var nounAfter = words(`thông, dịch, nhận, lưu, đất, khoán, hàng, ban, mùa, tiếp, thoa, phối, hưởng, của, đặt ra, thực tiễn, nhiệm vụ chính trị, công tác, phát triển, đổi mới, về, này, đó, trên, mới, bắt buộc, chung, cao, thừa, tranh, lộ, chỉ tiêu, nêu, trong, hợp, ước`)

// isVerbal reports whether an introducer of n tokens at k is used as a verb.
func isVerbal(toks []token, k, n int) bool {
	if k > 0 && toks[k-1].word && !toks[k].cap {
		for back := 1; back <= 2 && back <= k; back++ {
			if m, _ := nounBefore.at(toks[:k], k-back); m == back {
				return false
			}
		}
	}
	if k > 0 && viModals.has(toks, k-1) && toks[k-1].w != "thì" {
		return false // "cần lưu ý …" is what the addressee has to do
	}
	return k+n >= len(toks) || toks[k+n].cap || !nounAfter.has(toks, k+n) || n > 1 && namesSomebody(toks, k+n)
}

// subjectBefore returns the words between the last comma and the introducer,
// without adverbs: who asks.
func subjectBefore(toks []token, at, k int) []token {
	from := at
	for i := k - 1; i >= at; i-- {
		if w := toks[i].w; w == "," || w == ":" || w == ";" || w == "“" {
			from = i + 1
			break
		}
	}
	from = skipConnectors(toks[:k], from)
	to := k
	for to > from && (!toks[to-1].word || isAskerAdverb(toks[to-1].w)) {
		to--
	}
	if from > to {
		return nil
	}
	return toks[from:to]
}

func isAskerAdverb(w string) bool {
	switch w {
	case "cũng", "đã", "tiếp", "tục", "đồng", "thời", "và", "luôn", "đặc", "biệt", "còn", "xin", "rất", "thống", "nhất", "tha", "thiết", "nghiêm", "túc", "trực", "chính", "thức":
		return true
	}
	return false
}

// isAsker reports whether a subject may ask: a person, a body, "tôi".
func isAsker(subject []token) bool {
	if len(subject) == 0 {
		return false
	}
	for i := range subject {
		if namesSomebody(subject, i) || subject[i].w == "tôi" || subject[i].w == "chúng" || viHonorifics.has(subject, i) {
			return true
		}
	}
	return subject[0].cap
}

// foreign reports whether the asker is none that directs: delegates, voters, a
// body that proposes upward, or somebody in the past.
func foreign(toks []token, at, k int, asker []token) bool {
	if someOnly.has(asker, 0) || viOthers.find(asker) >= 0 || viPast.find(toks[at:k]) >= 0 {
		return true
	}
	past := false
	for i := range asker {
		if asker[i].w == "đã" && i+1 < len(asker) && (asker[i+1].w == "có" || asker[i+1].w == "ban" || asker[i+1].w == "ký") {
			return true
		}
	}
	for i := max(at, k-3); i < k; i++ {
		switch toks[i].w {
		case "sẽ", "không", "chưa":
			return true
		case "đã":
			past = true
		}
	}
	if past && !isOccasion(toks[:k]) && !isPerson(asker) {
		return true
	}
	if toks[k].w == "mong" && len(asker) > 0 && !isPerson(asker) {
		return true
	}
	if len(asker) == 0 || isPerson(asker) && !isDelegate(asker) {
		return false
	}
	to := rankOf(toks[k:])
	return to > 0 && rankOf(asker) > 0 && rankOf(asker) < to
}

// someOnly begin a subject that speaks for some, not for the chair.
var someOnly = words(`một số, một vài, nhiều, có, vài, không ít, đa số, phần lớn`)

var occasions = words(`kết luận, phát biểu, tại hội nghị, tại cuộc họp, tại buổi, chủ trì, chỉ đạo, tại phiên họp, tại đây, giao ban`)

func isOccasion(toks []token) bool { return occasions.find(toks) >= 0 }

func isPerson(toks []token) bool {
	if len(toks) == 0 {
		return false
	}
	return viHonorifics.has(toks, 0) || viRoles.has(toks, 0) || toks[0].w == "tôi"
}

// isDelegate reports whether a person speaks for a lower body, by being named
// as its representative.
func isDelegate(toks []token) bool { return viOthers.find(toks) >= 0 }

// ranks order bodies, so that a body's wish to a higher one is no directive.
var ranks = valued(map[string]int{
	"quốc hội": 9, "chính phủ": 9, "trung ương": 9, "thủ tướng": 9, "bộ chính trị": 9, "bộ": 8, "ngân hàng nhà nước": 8,
	"ubnd tỉnh": 7, "hđnd tỉnh": 7, "tỉnh ủy": 7, "tỉnh": 7, "ubnd thành phố": 7, "thành ủy": 7, "sở": 6,
	"ubnd huyện": 5, "huyện ủy": 5, "huyện": 5, "quận": 5, "ubnd quận": 5, "thị xã": 5, "thị ủy": 5,
	"ubnd xã": 3, "ubnd phường": 3, "xã": 3, "phường": 3, "đảng ủy xã": 3, "thôn": 2,
})

// rankOf returns the rank of the first body named, 0 where it is unknown.
func rankOf(toks []token) int {
	for i := range min(len(toks), 8) {
		if n, rank := ranks.at(toks, i); n > 0 {
			return rank
		}
	}
	return 0
}

var viAskerVerbs = words(`nhấn mạnh, nêu rõ, khẳng định, cho rằng, cho biết, chỉ rõ, kết luận, phát biểu, lưu ý, bày tỏ, có ý kiến, đề nghị, yêu cầu, cho hay, chỉ ra, gợi ý, nhận định, thông báo, tổ chức hội nghị, chủ trì hội nghị, chủ trì họp, chủ trì cuộc họp, đề xuất, kiến nghị, thống nhất, có mặt, tham dự`)

// isAskerVerb reports whether the verb is one of speaking or deciding.
func isAskerVerb(toks []token, i int) bool {
	if toks[i].w == "thông" && telling(toks, i+2) {
		return false
	}
	return viAskerVerbs.has(toks, i) && !viModals.has(toks, i) && !viPassive.has(toks, i)
}

// pronounAt returns the count of tokens of a pronoun for the addressees
// before: "đơn vị này", "hai đơn vị trên".
func pronounAt(toks []token, i int) int {
	j := i
	if n, _ := viQuantifiers.at(toks, j); n > 0 {
		j += n
	}
	n := longest(toks, j, viBodies, viRoles, viHonorifics, viGeneric)
	if n == 0 || j+n >= len(toks) {
		return 0
	}
	switch toks[j+n].w {
	case "này", "đó", "trên", "ấy":
		return j + n + 1 - i
	case "nói", "nêu":
		if j+n+1 < len(toks) && toks[j+n+1].w == "trên" {
			return j + n + 2 - i
		}
	}
	return 0
}

// subjectStarts returns where a subject may begin: at the beginning, and
// behind a circumstance's comma or a verb of speech.
func (p piece) subjectStarts(at int) []int {
	starts := []int{at}
	toks := p.toks
	adjunct := viAdjuncts.has(toks, at) && !viModals.has(toks, at) && longest(toks, at, viVerbs) <= longest(toks, at, viAdjuncts)
	for k := at; k < min(len(toks), at+60) && len(starts) < 6; k++ {
		n, _ := viSpeech.at(toks, k)
		if toks[k].w == "“" || toks[k].w == "\"" {
			break
		}
		switch {
		case n > 0 && k > at && !toks[k].cap:
			next := k + n
			for next < len(toks) && (!toks[next].word || isFiller(toks[next].w)) {
				next++
			}
			starts = append(starts, next)
			adjunct = true
			k += n - 1
		case toks[k].w == "thì" && k > at:
			starts = append(starts, k+1)
		case toks[k].w == "," && adjunct:
			starts = append(starts, skipConnectors(toks, k+1))
		}
	}
	return starts
}
