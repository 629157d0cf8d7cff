package draft

import (
	"regexp"
	"strings"
	"time"

	"giaoban/internal/text"
)

var (
	fullDay    = regexp.MustCompile(`(?i)ngày\s+(\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\.|\s+năm\s+)\s*(\d{4})`)
	fullDayEn  = regexp.MustCompile(`(?i)\b(\d{1,2})\s+(january|february|march|april|may|june|july|august|september|october|november|december)\s+(\d{4})`)
	crawlMonth = regexp.MustCompile(`date (\d{4})-(\d{2})`)
)

// maxHead is how far into the text the conference's day is looked for.
const maxHead = 1500

// dayInText finds the conference's day in the head of the text, where nobody
// has told it.
func dayInText(s string) text.Date {
	head := s[:min(len(s), maxHead)]
	if m := fullDay.FindStringSubmatch(head); m != nil {
		if d, ok := text.NewDate(atoi(m[3]), time.Month(atoi(m[2])), atoi(m[1])); ok {
			return d
		}
	}
	if m := fullDayEn.FindStringSubmatch(head); m != nil {
		if d, ok := text.NewDate(atoi(m[3]), months[strings.ToLower(m[2])], atoi(m[1])); ok {
			return d
		}
	}
	if m := crawlMonth.FindStringSubmatch(head); m != nil {
		d, _ := text.NewDate(atoi(m[1]), time.Month(atoi(m[2])), 1)
		return d
	}
	return text.Date{}
}

// timeWords may stand beside a day in a piece that only sets a time limit.
var timeWords = words(`hoàn thành, xong, thời gian, thời hạn, hạn, thực hiện, việc này, nội dung này, công việc này, các nội dung trên, các nhiệm vụ trên, trước, ngày, trong, chậm nhất, muộn nhất, phải, cần, là, cuối cùng, nội dung, công việc, này, trên, và, tháng, năm, quý, tuần, hết, đến, vào, thời gian hoàn thành, thời hạn hoàn thành, yêu cầu, giờ, hoàn tất, tất cả, kết thúc, chót, nhất,
	by, before, due, deadline, no later than, end of, the, of, to be, completed, complete, done, within, all, on, until, is, are, completion, expected, finished, finish, target, date, must, should, required, this, it, no, later, than, work, everything`)

// onlyTime reports whether a piece does nothing but set the time limit.
func onlyTime(toks []token) bool {
	if len(toks) > 20 {
		return false
	}
	dated := false
	for i := 0; i < len(toks); {
		n := longest(toks, i, timeWords)
		isNumber := toks[i].w[0] >= '0' && toks[i].w[0] <= '9'
		_, isMonth := months[toks[i].w]
		_, isDay := weekdays[toks[i].w]
		roman := toks[i].w == "i" || toks[i].w == "ii" || toks[i].w == "iii" || toks[i].w == "iv"
		switch {
		case isNumber || isMonth || isDay || roman:
			dated = true
			i++
		case n > 0:
			dated = dated || toks[i].w == "tháng" || toks[i].w == "quý"
			i += n
		case !toks[i].word:
			i++
		default:
			return false
		}
	}
	return dated
}
