package paper_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/doc"
	"giaoban/internal/paper"
	"giaoban/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// plain shows a document as lines of text, so that a golden can be read.
func plain(blocks []doc.Block, indent string) string {
	out := ""
	for _, b := range blocks {
		switch b.Kind {
		case doc.KindTable:
			for _, row := range b.Table.Rows {
				line := indent + "|"
				for _, c := range row {
					for _, r := range c.Runs {
						line += " " + r.Text
					}
					line += " |"
				}
				out += line + "\n"
			}
		case doc.KindPair, doc.KindSignatures:
			out += indent + string(b.Kind) + "\n" + plain(b.Left, indent+"  < ") + plain(b.Right, indent+"  > ")
		case doc.KindRule:
			out += indent + "────\n"
		case doc.KindHeading, doc.KindParagraph, doc.KindPageBreak:
			text, _ := json.Marshal(b.Plain())
			out += indent + "[" + string(b.Style) + "] " + string(text) + "\n"
		}
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-update writes it anew):\n%s", name, diff)
	}
}

func TestPapers_AreThoseOfTheGoldens(t *testing.T) {
	for _, lang := range []text.Lang{text.Vietnamese, text.English} {
		golden(t, "minutes-"+string(lang)+".txt", plain(paper.Minutes(facts(t, lang)).Blocks, ""))
		golden(t, "notice-"+string(lang)+".txt", plain(paper.Notice(facts(t, lang)).Blocks, ""))
	}
	state := facts(t, text.Vietnamese)
	state.Letterhead = paper.LetterheadOf("Ủy ban nhân dân tỉnh Gia Lai", "Văn phòng UBND tỉnh")
	state.Number = "7"
	golden(t, "notice-state.txt", plain(paper.Notice(state).Blocks, ""))
	company := facts(t, text.English)
	company.Letterhead = paper.LetterheadOf("Highland Hospital Group", "Board Office")
	golden(t, "minutes-company.txt", plain(paper.Minutes(company).Blocks, ""))
}

func TestFollow_ReadsTheCourseOutOfTheLog(t *testing.T) {
	f := facts(t, text.Vietnamese)
	if !f.Opened.Equal(at(14, 2, 0)) || !f.Closed.Equal(at(15, 5, 0)) {
		t.Errorf("opened %v, closed %v", f.Opened, f.Closed)
	}
	want := []paper.Site{
		{ID: "hub", Number: 1, Name: "Tỉnh ủy", Hub: true, Attendance: paper.Present, Joined: at(13, 41, 0)},
		{ID: "pleiku", Number: 2, Name: "Thành ủy Pleiku", Attendance: paper.Present, Headcount: 24, Joined: at(13, 45, 0)},
		{ID: "kbang", Number: 3, Name: "Huyện ủy Kbang", Attendance: paper.Late, Joined: at(14, 9, 0), Lost: 1},
		{ID: "ia-pa", Number: 4, Name: "Huyện ủy Ia Pa", Attendance: paper.Excused, Note: "Mất điện toàn huyện"},
		{ID: "chu-se", Number: 5, Name: "Huyện ủy Chư Sê", Attendance: paper.Expected},
	}
	if diff := cmp.Diff(want, f.Sites); diff != "" {
		t.Error(diff)
	}
	if len(f.Items) != 4 || !f.Items[1].Ended.Equal(at(14, 30, 0)) || !f.Items[2].Skipped || !f.Items[3].Ended.Equal(f.Closed) {
		t.Errorf("items: %+v", f.Items)
	}
	if len(f.Speeches) != 2 || f.Speeches[0].Spoken != 320*time.Second || f.Speeches[0].ItemID != "i2" {
		t.Errorf("speeches: %+v", f.Speeches)
	}
}

func TestFollow_RefusesALogItCannotRead(t *testing.T) {
	var f paper.Facts
	if err := f.Follow([]paper.LogEntry{{Kind: "agenda.started", Data: json.RawMessage(`{"item_id":7}`)}}); err == nil {
		t.Error("no error")
	}
}

func TestMinutes_OfAConferenceThatGoesOnSaySo(t *testing.T) {
	f := facts(t, text.Vietnamese)
	f.Closed, f.Items[3].Ended = time.Time{}, time.Time{}
	got := plain(paper.Minutes(f).Blocks, "")
	for _, want := range []string{"biên bản ghi đến 16 giờ 00 phút", "4. Kết luận của chủ trì (từ 14:30)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	empty := paper.Minutes(paper.Facts{Letterhead: f.Letterhead, Zone: zone, Title: "Hội nghị", Scheduled: at(14, 0, 0), Now: at(9, 0, 0)})
	if !strings.Contains(plain(empty.Blocks, ""), "Chưa có nội dung nào được tiến hành.") {
		t.Error("minutes of nothing claim something")
	}
}

func TestRemainder_IsWhatTheChairSaidBesideTheTasks(t *testing.T) {
	want := []string{
		"Hội nghị ghi nhận kết quả các đơn vị đạt được trong quý I.",
		"Thường trực Tỉnh ủy cảm ơn các đồng chí.",
	}
	if diff := cmp.Diff(want, paper.Remainder(conclusion, [][2]int{{60, 100}, {170, 200}})); diff != "" {
		t.Error(diff)
	}
}

func TestLetterheadOf_KnowsTheBodies(t *testing.T) {
	for name, want := range map[string]paper.Letterhead{
		"Tỉnh ủy Gia Lai":              {Profile: "party-hd36-2018", Issuer: "Tỉnh ủy Gia Lai", Symbol: "TU", Place: "Gia Lai"},
		"Tỉnh uỷ Gia Lai":              {Profile: "party-hd36-2018", Issuer: "Tỉnh uỷ Gia Lai", Symbol: "TU", Place: "Gia Lai"},
		"Ủy ban nhân dân tỉnh Gia Lai": {Profile: "state-nd30-2020", Issuer: "Ủy ban nhân dân tỉnh Gia Lai", Symbol: "UBND", Place: "Gia Lai"},
		"Highland Hospital Group":      {Profile: "common", Issuer: "Highland Hospital Group"},
	} {
		if diff := cmp.Diff(want, paper.LetterheadOf(name, "")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestMinutes_CountTheDelegatesThatTheSiteTicked(t *testing.T) {
	f := paper.Facts{
		Title: "Hội nghị giao ban", Language: text.Vietnamese, Zone: time.UTC,
		Sites: []paper.Site{{ID: "s1", Name: "Điểm cầu Kbang"}, {ID: "s2", Name: "Điểm cầu Pleiku"}},
	}
	at := time.Date(2026, 9, 20, 1, 0, 0, 0, time.UTC)
	err := f.Follow([]paper.LogEntry{
		{At: at, Kind: "site.delegates", Data: json.RawMessage(`{"site_id":"s1","listed":4,"present":1}`)},
		{At: at, Kind: "site.delegates", Data: json.RawMessage(`{"site_id":"s1","listed":4,"present":3}`)},
		{At: at, Kind: "site.delegates", Data: json.RawMessage(`{"site_id":"s2","listed":5,"present":5}`)},
		{At: at, Kind: "site.attendance", Data: json.RawMessage(`{"site_id":"s2","status":"present","headcount":12}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := plain(paper.Minutes(f).Blocks, "")
	for _, want := range []string{
		"tổng số 15 đại biểu", // three ticked, and the twelve that the other site counted itself
		"có mặt 3/4 đại biểu theo danh sách", "có mặt 5/5 đại biểu theo danh sách",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
