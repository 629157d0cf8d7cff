package draft

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/text"
)

// Vietnamese is also written without its marks, in haste or on old machines:
// "Phong Ky thuat bao cao truoc ngay 25/5". Such a text is read with the marks
// put back where the tables know the words; a mark changes no count of runes,
// so places in the one text are places in the other.

// unmarkedWords are frequent words that come first where several marked ones
// have one form without marks.
const unmarkedWords = `phòng, trước, ngày, tháng, quý, tuần, năm, và, với, của, các, cho, để, đã, sẽ, đang, từ, tại, trên, theo, phải, cần, giao, sở, xã, huyện, tỉnh, bộ, vụ, cục, tổ, đội, hội, đoàn, viện, trường, khoa, đề nghị, yêu cầu, lưu ý, chậm nhất, muộn nhất, hoàn thành, hằng tháng, hằng tuần, hằng ngày, hằng quý, này, đó, về, những, không, không để, không được, được, là, hạn, đến hết, trong, cuối, đầu, kết luận, như sau, giám đốc, phó giám đốc, đồng chí, công ty, kế toán, báo cáo, đơn vị, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, chủ nhật, kể từ, hôm nay, ngày mai, tuần này, tuần sau, tháng này, tháng tới, còn lại, liên quan, phối hợp với, phối hợp, chủ trì, đạt, tăng, giảm, kết quả, tuần qua, tháng qua, cùng kỳ, kế hoạch, kho, ban, tiếp tục, đẩy nhanh, kiểm tra, rà soát, nhiệm vụ, thời gian tới, nộp, gửi, trình, lập, làm, mời, sửa, thay, mua, họp, chuyển, phối hợp, theo dõi`

// unmarked is the table from words without marks to the words that they stand
// for.
var unmarked = buildUnmarked()

type unmarkedTable struct {
	longest map[string]int
	marked  map[string]string
}

func buildUnmarked() unmarkedTable {
	t := unmarkedTable{longest: map[string]int{}, marked: map[string]string{}}
	frequent := words(unmarkedWords)
	add := func(p *phrases, single bool) {
		for phrase := range p.value {
			parts := strings.Fields(phrase)
			if len(parts) == 1 && !single || strings.ContainsAny(phrase, "0123456789./,") {
				continue
			}
			key := text.Fold(phrase)
			was, taken := t.marked[key]
			if _, fixed := frequent.value[was]; !taken || !single && !fixed && was > phrase {
				t.marked[key] = phrase
			}
			t.longest[text.Fold(parts[0])] = max(t.longest[text.Fold(parts[0])], len(parts))
		}
	}
	add(frequent, true)
	for _, p := range []*phrases{viIntroducer, viModals, viPassive, viQuantifiers, viBodies, viPlaces, viRoles, viHonorifics, viAdverbs, viNameWords, viDepartments, viVerbs, viConnectors, viAdjuncts, viNotVerbs, viTaken, viTasks, viEvaluation, viOthers, viPast, viCompounds, viSpeech, viAux, togethers, timeWords} {
		add(p, false)
	}
	return t
}

// minUnmarked is the share of words, in percent, that must stand in the table
// before a text without marks is taken for Vietnamese.
const minUnmarked = 45

// mark returns the runes with marks put back, or the runes themselves where
// the text has marks already or is no Vietnamese.
func mark(runes []rune) []rune {
	toks := tokenize(runes, 0, len(runes))
	out := runes
	known, total := 0, 0
	for i := 0; i < len(toks); {
		if !toks[i].word {
			i++
			continue
		}
		n, phrase := unmarked.at(toks, i)
		if n == 0 {
			total++
			i++
			continue
		}
		known, total = known+n, total+n
		if known == n {
			out = append([]rune{}, runes...)
		}
		for w := range strings.FieldsSeq(phrase) {
			putMarks(out[toks[i].start:toks[i].end], w)
			i++
		}
	}
	if known*100 < total*minUnmarked {
		return runes
	}
	return out
}

// at finds the longest run of words at toks[i] that the table knows.
func (t unmarkedTable) at(toks []token, i int) (int, string) {
	for n := min(t.longest[toks[i].w], len(toks)-i); n > 0; n-- {
		if phrase, ok := t.marked[joinWords(toks[i:i+n])]; ok {
			return n, phrase
		}
	}
	return 0, ""
}

func putMarks(word []rune, marked string) {
	if utf8.RuneCountInString(marked) != len(word) {
		return
	}
	for i, r := range []rune(marked) {
		if unicode.IsUpper(word[i]) {
			r = unicode.ToUpper(r)
		}
		word[i] = r
	}
}

// withoutMarks reports whether a text has hardly a letter that English lacks
// and so may be Vietnamese without marks.
func withoutMarks(s string) bool {
	letters, marked := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if r > 0x7f {
				marked++
			}
		}
	}
	return letters > 0 && marked*100 < letters
}
