package paper_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"giaoban/internal/paper"
	"giaoban/internal/text"
)

var zone = time.FixedZone("ICT", 7*3600)

func at(hour, minute, second int) time.Time {
	return time.Date(2026, 3, 29, hour, minute, second, 0, zone)
}

const conclusion = `Hội nghị ghi nhận kết quả các đơn vị đạt được trong quý I. Đề nghị Thành ủy Pleiku, Huyện ủy Kbang rà soát các chỉ tiêu đạt thấp trước ngày 31/5/2026.
Giao Sở Tài chính chủ trì, phối hợp với Văn phòng Tỉnh ủy đẩy nhanh giải ngân vốn đầu tư công.
Thường trực Tỉnh ủy cảm ơn các đồng chí.`

// log is the record of a short afternoon, in the protocol's vocabulary.
func log(t *testing.T) []paper.LogEntry {
	t.Helper()
	var out []paper.LogEntry
	add := func(when time.Time, kind, data string, args ...any) {
		if len(args) > 0 {
			data = fmt.Sprintf(data, args...)
		}
		if !json.Valid([]byte(data)) {
			t.Fatalf("%s: %s", kind, data)
		}
		out = append(out, paper.LogEntry{At: when, Kind: kind, Data: json.RawMessage(data)})
	}
	ended := func(site, name, title, topic, item string, from time.Time, seconds float64) string {
		return fmt.Sprintf(`{"site_id":%q,"speaker_name":%q,"speaker_title":%q,"topic":%q,"item_id":%q,"started_at":%q,"seconds":%v}`,
			site, name, title, topic, item, from.Format(time.RFC3339), seconds)
	}
	add(at(13, 41, 0), "site.joined", `{"site_id":"hub","joins":1}`)
	add(at(13, 45, 0), "site.joined", `{"site_id":"pleiku","joins":1}`)
	add(at(14, 2, 0), "conference.opened", `{}`)
	add(at(14, 2, 10), "agenda.started", `{"item_id":"i1","number":1,"title":"Khai mạc","finished":null}`)
	add(at(14, 9, 0), "site.joined", `{"site_id":"kbang","joins":1}`)
	add(at(14, 10, 0), "agenda.started", `{"item_id":"i2","number":2,"title":"Báo cáo của các đơn vị","finished":"i1"}`)
	add(at(14, 12, 0), "floor.granted", `{"site_id":"pleiku"}`)
	add(at(14, 17, 20), "floor.granted", `{"site_id":"kbang","ended":[%s]}`,
		ended("pleiku", "Nguyễn Hữu Tâm", "Bí thư Thành ủy Pleiku", "Giải ngân vốn đầu tư công", "i2", at(14, 12, 0), 320))
	add(at(14, 20, 0), "site.lost", `{"site_id":"kbang","joins":1}`)
	add(at(14, 21, 0), "site.rejoined", `{"site_id":"kbang","joins":2}`)
	add(at(14, 25, 0), "floor.taken_back", `{"ended":[%s],"kept_for":null}`,
		ended("kbang", "Đinh Thị Mai Lan", "Bí thư Huyện ủy Kbang", "", "i2", at(14, 17, 20), 45.5))
	add(at(14, 26, 0), "site.attendance", `{"site_id":"pleiku","status":"present","headcount":24}`)
	add(at(14, 27, 0), "site.attendance", `{"site_id":"ia-pa","status":"excused","headcount":null,"note":"Mất điện toàn huyện"}`)
	add(at(14, 30, 0), "agenda.skipped", `{"item_id":"i3","number":3,"title":"Thảo luận","finished":null}`)
	add(at(14, 30, 0), "agenda.started", `{"item_id":"i4","number":4,"title":"Kết luận của chủ trì","finished":"i2"}`)
	add(at(15, 5, 0), "conference.closed", `{}`)
	add(at(15, 6, 0), "site.lost", `{"site_id":"pleiku","joins":1}`)
	return out
}

// facts are those of that afternoon, of a provincial Party committee.
func facts(t *testing.T, lang text.Lang) paper.Facts {
	t.Helper()
	f := paper.Facts{
		Letterhead: paper.LetterheadOf("Tỉnh ủy Gia Lai", "Văn phòng Tỉnh ủy"), Language: lang, Zone: zone, Now: at(16, 0, 0),
		Title: "Hội nghị giao ban trực tuyến quý I năm 2026", Scheduled: at(14, 0, 0),
		ChairName: "Trần Minh Khoa", ChairTitle: "Bí thư Tỉnh ủy", Recorder: "Lê Thị Thu Hà",
		CoChairs: []paper.CoChair{
			{Name: "Võ Thị Thanh Nhàn", Title: "Phó Bí thư Thường trực Tỉnh ủy"}, {Name: "Rơ Châm Y Blưn", Title: "Chủ tịch UBND tỉnh"},
		},
		Sites: []paper.Site{
			{ID: "hub", Number: 1, Name: "Tỉnh ủy", Hub: true},
			{ID: "pleiku", Number: 2, Name: "Thành ủy Pleiku"},
			{ID: "kbang", Number: 3, Name: "Huyện ủy Kbang"},
			{ID: "ia-pa", Number: 4, Name: "Huyện ủy Ia Pa"},
			{ID: "chu-se", Number: 5, Name: "Huyện ủy Chư Sê"},
		},
		Conclusion: conclusion,
		Passages:   [][2]int{{60, 145}, {150, 240}},
		Number:     "12-TB/TU",
		Directives: []paper.Directive{
			{
				Text:  "rà soát các chỉ tiêu đạt thấp",
				Units: []string{"Thành ủy Pleiku", "Huyện ủy Kbang"}, Deadline: text.Date{Year: 2026, Month: 5, Day: 31},
			},
			{
				Text:  "Giao Sở Tài chính chủ trì, phối hợp với Văn phòng Tỉnh ủy đẩy nhanh giải ngân vốn đầu tư công",
				Units: []string{"Sở Tài chính"}, Coordinating: []string{"Văn phòng Tỉnh ủy"},
			},
			{
				Text:  "bàn giao mặt bằng trước ngày 04 tháng 6 năm 2026",
				Units: []string{"Huyện ủy Ia Pa"}, Deadline: text.Date{Year: 2026, Month: 6, Day: 4},
			},
		},
	}
	if err := f.Follow(log(t)); err != nil {
		t.Fatal(err)
	}
	return f
}
