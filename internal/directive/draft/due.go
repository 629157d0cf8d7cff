package draft

import (
	"regexp"
	"strings"

	"giaoban/internal/text"
)

// due is what a piece says of time.
type due struct {
	day        *text.Date
	recurrence string
}

// rule reads one written form of a time limit.
type rule struct {
	re   *regexp.Regexp
	read func(m []string, on text.Date) (text.Date, bool)
}

// The parts of the Vietnamese forms. Text is matched in lower case.
const (
	viHour    = `(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*(?:sáng|chiều|tối)?,?\s*)?`
	viLimit   = `(?:trước|chậm nhất|muộn nhất|hạn chót|hạn cuối|thời hạn|hạn|đến hết|đến|xong|không quá|hoàn thành|hết|trong|kết thúc)`
	viGlue    = `(?:\s+(?:là|vào|trước|đến|trong|ngày|hết|cùng|nhất|cho|:))*\s+`
	viNumber  = `(\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)`
	viPeriod  = `(?:trong|trước|đến hết|hết|ngay trong|xong trong|nội trong|đến cuối|vào cuối|cuối|chậm nhất|muộn nhất|hoàn thành|từ nay đến hết)(?:\s+(?:là|trong|cuối|hết|vào|ngay|trước))*\s+`
	viYear    = `(?:\s*/\s*(\d{4})|\s*-\s*(\d{4})|\s+năm\s+(\d{4}))?`
	viLeading = `(?:^|[^\p{L}\d])`
	viEnding  = `(?:$|[^\p{L}\d/])`
)

func vi(pattern string) *regexp.Regexp { return regexp.MustCompile(viLeading + pattern) }

// recurring finds a day that comes again and again.
var recurring = regexp.MustCompile(viLeading + `((?:định kỳ\s+)?(?:(?:trước|chậm nhất|muộn nhất|vào|đến)\s+(?:là\s+)?)?(?:` + viHour + `)?(?:(?:ngày|mùng|mồng)\s+\d{1,2}|thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cuối|đầu)?,?\s*(?:của\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)|định kỳ\s+\d+\s+(?:ngày|tuần|tháng)(?:/lần)?)` + viEnding)

var recurringEn = regexp.MustCompile(`(?i)\b((?:(?:by|before|on)\s+(?:the\s+)?[\w ]{1,20}?\s+(?:of\s+)?)?(?:every|each)\s+(?:other\s+)?(?:day|week|fortnight|month|quarter|year|morning|evening|afternoon|shift|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|daily|weekly|fortnightly|monthly|quarterly|annually|on a (?:daily|weekly|monthly|quarterly) basis)\b`)

var viRules = []rule{
	{vi(`ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})` + viYear), readDayMonth},
	{vi(`(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?`), readDayMonth},
	{vi(`(?:ngày|mùng|mồng)\s+(\d{1,2})(?:\s+tháng này)?`), readDayOnly},
}

// limited are the forms that need a limiting word before a day.
var limited = regexp.MustCompile(viLeading + viLimit + viGlue + viHour + `(?:ngày\s+)?(\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4}|\s*/\s*\d{4})?)` + viEnding)

var limitedDay = regexp.MustCompile(viLeading + `(?:trước|chậm nhất|muộn nhất|đến hết|hạn cuối)(?:\s+(?:là|vào|đến))*\s+` + viHour + `(?:ngày|mùng|mồng)\s+(\d{1,2})(?:\s+tháng này)?` + viEnding)

var viPeriods = []rule{
	{vi(viPeriod + `tháng\s+(\d{1,2})` + viYear + viEnding), readMonth},
	{vi(viPeriod + `quý\s+(iv|iii|ii|i|[1-4])` + viYear + viEnding), readQuarter},
	{vi(viPeriod + `năm\s+(\d{4})` + viEnding), readYear},
	{vi(viPeriod + `(tuần|tháng|quý|năm)\s+(này|nay|tới|sau|hiện tại)`), readThis},
	{vi(viPeriod + `(6 tháng|06 tháng|sáu tháng)\s+(đầu|cuối)\s+năm(?:\s+(\d{4}))?`), readHalf},
	{vi(`(?:trong|ngay trong)\s+(tuần|tháng|quý)()(?:$|\s*[,.;)])`), readThis},
	{vi(`(?:cuối|hết)\s+(tuần|tháng|quý|năm)\s+(này|nay|tới|sau)`), readThis},
	{vi(`giữa\s+tháng\s+(\d{1,2})` + viYear), readMiddle},
	{vi(`(?:trong|sau|không quá|chậm nhất|tối đa)(?:\s+(?:vòng|thời hạn|thời gian|sau|là|tối đa|không quá))*\s+` + viNumber + `\s+(ngày làm việc|ngày|tuần|tháng)(?:[^.;]{0,40}?kể từ ngày\s+(\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{4})?))?`), readWithin},
	{vi(`(?:trong|ngay trong|ngay|trước|xong)\s+(hôm nay|ngày hôm nay|ngày mai|ngày|sáng nay|chiều nay|tối nay|sáng mai|chiều mai)(?:\s+hôm nay|\s+mai)?(?:$|[\s]*[,.;)]|\s+(?:và|để|cho))`), readToday},
	{vi(`(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s+(tuần\s+(?:này|sau|tới)|này|tới)`), readWeekday},
	{vi(`(tuần|tháng|quý)\s+(này|sau|tới)\s+(?:phải|xong|báo cáo|nộp|gửi|trình|trả lời|có kết quả|họp lại|làm xong|hoàn thành)`), readThis},
	{vi(`(?:đến\s+|vào\s+)?cuối\s+(tuần|tháng|quý|năm)()\s+(?:phải|xong|báo cáo|có|nộp|gửi|trình|hoàn thành|tổng hợp|sơ kết|tổng kết)`), readThis},
	{vi(`(?:trước|chậm nhất|muộn nhất|đến|vào|trong|hạn)(?:\s+(?:là|vào|đến|ngày|sáng|chiều|hết))*\s+(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?:\s+(tuần\s+(?:này|sau|tới)|này|tới))?`), readWeekday},
}

// readDue reads the time limit of a piece. Of several explicit days the last
// counts: it is when all must be done.
func readDue(s string, on text.Date) due {
	lower := strings.ToLower(s)
	var d due
	if !strings.ContainsAny(lower, "0123456789") && !containsAny(lower, timeHints) {
		return d
	}
	if m := recurring.FindStringSubmatchIndex(lower); m != nil {
		d.recurrence = strings.TrimPrefix(strings.Trim(cutRunes(s, lower, m[2], m[3]), " ,"), "vào ")
		lower = lower[:m[2]] + " " + lower[m[3]:]
		if rest := strings.TrimLeft(d.recurrence, "0123456789 giờph"); isAttribute(d.recurrence, lower, m[2]) || strings.HasPrefix(rest, "mỗi") {
			d.recurrence = ""
		}
	} else if m := recurringEn.FindStringSubmatchIndex(s); m != nil {
		d.recurrence = s[m[2]:m[3]]
		lower = strings.ToLower(s[:m[2]] + " " + s[m[3]:])
	}
	if day, ok := readDay(lower, on); ok {
		d.day = &day
	}
	return d
}

// timeHints are the words without one of which, or a number, a piece says
// nothing of time.
var timeHints = []string{
	"ngày", "tuần", "tháng", "quý", "năm", "thứ", "chủ nhật", "hôm nay", "sáng", "chiều", "tối nay", "mai", "định kỳ",
	"day", "week", "month", "quarter", "year", "annual", "tomorrow", "ing", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

// isAttribute reports whether "hằng năm" only describes a noun: "kế hoạch sử
// dụng đất hằng năm cấp huyện".
func isAttribute(recurrence, rest string, at int) bool {
	return len(strings.Fields(recurrence)) == 2 && strings.HasSuffix(recurrence, "năm") &&
		strings.TrimSpace(rest[min(at, len(rest)):]) != "" && strings.TrimSpace(rest[:min(at, len(rest))]) != ""
}

// cutRunes returns s[from:to] where lower casing kept the length, else the
// lower text itself.
func cutRunes(s, lower string, from, to int) string {
	if len(s) == len(lower) {
		return s[from:to]
	}
	return lower[from:to]
}

func readDay(lower string, on text.Date) (best text.Date, ok bool) {
	for _, m := range limited.FindAllStringSubmatchIndex(lower, -1) {
		if beginsSpan(lower[:m[2]]) {
			continue
		}
		if d, found := dayFrom(lower[m[2]:m[3]], on); found {
			best, ok = d, true
		}
	}
	if ok {
		return best, true
	}
	if m := limitedDay.FindStringSubmatch(lower); m != nil {
		if d, found := readDayOnly(m, on); found {
			return d, true
		}
	}
	for _, r := range viPeriods {
		for _, m := range r.re.FindAllStringSubmatchIndex(lower, -1) {
			if describes(lower[:m[0]]) {
				continue
			}
			if d, found := r.read(groups(lower, m), on); found {
				best, ok = d, true
			}
		}
		if ok {
			return best, true
		}
	}
	if m := handedIn.FindStringSubmatch(lower); m != nil && !numbered.MatchString(m[1]) {
		if d, found := dayFrom(m[2], on); found {
			return d, true
		}
	}
	return readDayEn(lower, on)
}

// handedIn is a day by which something is handed in, without a limiting word:
// "nộp BGH ngày 06/3".
var handedIn = regexp.MustCompile(`(?:nộp|gửi|trình|báo cáo|bàn giao|hoàn thành|xong|kết thúc)(\s[^.;,]{0,30}?)\s*ngày\s+(\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)` + viEnding)

// numbered are the documents whose day is no time limit.
var numbered = regexp.MustCompile(`số|công văn|kế hoạch|quyết định|nghị quyết|thông báo|văn bản|chỉ thị|tờ trình|công điện|từ|kể từ|sau`)

func groups(s string, m []int) []string {
	out := make([]string, 0, len(m)/2)
	for i := 0; i < len(m); i += 2 {
		if m[i] < 0 {
			out = append(out, "")
			continue
		}
		out = append(out, s[m[i]:m[i+1]])
	}
	return out
}

var spanBegins = regexp.MustCompile(`(?:từ|kể từ|áp dụng từ)\s+(?:ngày\s+)?$`)

func beginsSpan(before string) bool { return spanBegins.MatchString(before) }

var describing = regexp.MustCompile(`(?:còn|hạn chế|đã|đạt được|kết quả|tồn tại|nhiệm vụ|trọng tâm|công tác|chỉ tiêu|phát sinh|xảy ra|đạt thấp|nghiệp vụ|thành tích|chậm|nợ đọng|vướng mắc|sắp|hết hạn)[^,;.]{0,24}$`)

// describes reports whether the words before a period make it say when
// something was, not by when it is to be done: "còn hạn chế trong năm 2024".
func describes(before string) bool {
	return describing.MatchString(before)
}

func dayFrom(s string, on text.Date) (text.Date, bool) {
	for _, r := range viRules {
		if m := r.re.FindStringSubmatch("ngày " + s); m != nil {
			return r.read(m, on)
		}
	}
	return text.Date{}, false
}
