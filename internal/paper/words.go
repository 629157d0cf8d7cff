package paper

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/text"
)

// words are the fixed phrases of the papers in one language.
type words struct {
	lang text.Lang

	minutes, notice                                         string
	unofficial                                              string // below an English paper
	timePlace, present, course, conclusion, tasks           string
	comrade                                                 string // before a name in Party papers
	linked, opens, toOpen, soFar, closes, nothing           string
	chair, coChairs, recorder, delegates, sitesHead, listed string
	speaks, speaksNoTopic                                   string
	skipped, deferred, until, ongoing                       string
	assessment, noticeOpening                               string
	noticeClosing, limit, lead                              string
	recipients, leadersFirst, unitsAsked, fileCopy          string
	chiefOfOffice                                           string
	siteColumns, taskColumns                                []string
	attendance                                              map[Attendance]string
	lost                                                    string
}

var vietnamese = words{
	lang: text.Vietnamese, minutes: "Biên bản", notice: "Thông báo",
	timePlace: "Thời gian, địa điểm", present: "Thành phần tham dự", course: "Diễn biến hội nghị",
	conclusion: "Kết luận của chủ trì", tasks: "Nhiệm vụ được giao", comrade: "đồng chí ",
	linked: "Hội nghị được tổ chức tại %s, kết nối trực tuyến với %d điểm cầu.",
	opens:  "Hội nghị khai mạc lúc %s, %s.",
	toOpen: "Hội nghị dự kiến khai mạc lúc %s, %s.",
	soFar:  "Hội nghị đang diễn ra; biên bản ghi đến %s, %s.",
	closes: "Hội nghị kết thúc lúc %s, %s.",
	chair:  "Chủ trì: %s.", coChairs: "Đồng chủ trì: %s.", recorder: "Thư ký: %s.",
	sitesHead: "Có %d/%d điểm cầu tham dự%s.",
	delegates: ", tổng số %d đại biểu",
	listed:    "có mặt %d/%d đại biểu theo danh sách",
	speaks:    "%s, %s: %s phát biểu về “%s” (%s).", speaksNoTopic: "%s, %s: %s phát biểu (%s).",
	skipped: "%s: không tiến hành.", deferred: "%s: chuyển sang phần sau.",
	until: "%s đến %s", ongoing: "từ %s",
	nothing:    "Chưa có nội dung nào được tiến hành.",
	assessment: "Đánh giá chung", limit: "Thời hạn: %s.", lead: "%s: ",
	noticeOpening: "%s, tại %s, %s chủ trì %s.%s Dự hội nghị có đại biểu tại %d/%d điểm cầu. Sau khi nghe các báo cáo và ý kiến phát biểu, %s kết luận như sau:",
	noticeClosing: "%s thông báo để các cơ quan, đơn vị biết, thực hiện",
	recipients:    "Nơi nhận:", leadersFirst: "- Thường trực %s (báo cáo)", unitsAsked: "- Các đơn vị được giao nhiệm vụ", fileCopy: "- Lưu %s.",
	chiefOfOffice: "Chánh Văn phòng",
	siteColumns:   []string{"TT", "Điểm cầu", "Tham dự", "Số đại biểu", "Kết nối lúc", "Ghi chú"},
	taskColumns:   []string{"TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"},
	attendance: map[Attendance]string{
		Expected: "Chưa kết nối", Present: "Có mặt", Late: "Vào muộn", Absent: "Vắng", Excused: "Vắng có lý do",
	},
	lost: "Mất kết nối %d lần",
}

var english = words{
	lang: text.English, minutes: "Minutes", notice: "Notice", unofficial: "English version for information; the Vietnamese text is authentic.",
	timePlace: "Time and place", present: "Present", course: "Course of the conference",
	conclusion: "The chair's conclusion", tasks: "Directives",
	linked: "It was held at %s and linked with %d sites.",
	opens:  "The conference was opened at %s on %s.",
	toOpen: "The conference is to be opened at %s on %s.",
	soFar:  "The conference is going on; these minutes reach to %s on %s.",
	closes: "The conference was closed at %s on %s.",
	chair:  "Chair: %s.", coChairs: "Co-chairs: %s.", recorder: "Minutes taken by: %s.",
	sitesHead: "%d of %d sites took part%s.",
	delegates: ", with %d delegates in all",
	listed:    "%d of %d listed delegates present",
	speaks:    "%s, %s: %s spoke on “%s” (%s).", speaksNoTopic: "%s, %s: %s spoke (%s).",
	skipped: "%s: passed over.", deferred: "%s: put off.",
	until: "%s to %s", ongoing: "from %s",
	nothing:    "Nothing has been taken up yet.",
	assessment: "Assessment", limit: "Time limit: %s.", lead: "%s: ",
	noticeOpening: "On %s, at %s, %s chaired “%s”.%s Delegates took part from %d of %d sites. Having heard the reports and opinions, %s concluded:",
	noticeClosing: "%s gives notice of this to the bodies and units concerned, for them to carry out",
	recipients:    "To:", leadersFirst: "- Standing body, %s (to report)", unitsAsked: "- Units charged with tasks", fileCopy: "- File: %s.",
	chiefOfOffice: "Chief of Office",
	siteColumns:   []string{"No.", "Site", "Attendance", "Delegates", "Joined at", "Remarks"},
	taskColumns:   []string{"No.", "Task", "Lead", "Coordinating", "Time limit"},
	attendance: map[Attendance]string{
		Expected: "Not joined", Present: "Present", Late: "Late", Absent: "Absent", Excused: "Excused",
	},
	lost: "Line lost: %d",
}

func wordsOf(lang text.Lang) words {
	if lang == text.English {
		return english
	}
	return vietnamese
}

// hour is an instant's time of day: "14 giờ 02 phút", "14:02".
func (w words) hour(t time.Time) string {
	if w.lang == text.English {
		return t.Format("15:04")
	}
	return fmt.Sprintf("%02d giờ %02d phút", t.Hour(), t.Minute())
}

// day is an instant's day: "ngày 29 tháng 3 năm 2026", "29 March 2026".
func (w words) day(t time.Time) string {
	if w.lang == text.English {
		return t.Format("2 January 2006")
	}
	return text.Day(t)
}

func (w words) placeDate(place string, t time.Time) string {
	if place == "" {
		return upperFirst(w.day(t))
	}
	return place + ", " + w.day(t)
}

// length is how long somebody spoke: "5 phút 20 giây", "5 min 20 s".
func (w words) length(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	minutes, seconds := "phút", "giây"
	if w.lang == text.English {
		minutes, seconds = "min", "s"
	}
	if s < 60 {
		return strconv.Itoa(s) + " " + seconds
	}
	return fmt.Sprintf("%d %s %02d %s", s/60, minutes, s%60, seconds)
}

// person is somebody with a title: "đồng chí Trần Minh Khoa, Bí thư Tỉnh ủy".
func (w words) person(party bool, name, title string) string {
	if party {
		name = w.comrade + name
	}
	if title == "" {
		return name
	}
	return name + ", " + title
}

func lowerFirst(s string) string { return mapFirst(s, unicode.ToLower) }

func upperFirst(s string) string { return mapFirst(s, unicode.ToUpper) }

func mapFirst(s string, f func(rune) rune) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(f(r)) + s[n:]
}

// ended closes a text with the mark of the form, in place of its own.
func ended(s, mark string) string { return strings.TrimRight(s, " .;,/") + mark }
