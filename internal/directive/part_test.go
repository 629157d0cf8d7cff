package directive_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/fault"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

var (
	ward1 = account("phuong1", access.Reporter, "phuong-1")
	ward2 = account("phuong2", access.Reporter, "phuong-2")
)

// withWards puts two wards below Pleiku.
func (w *world) withWards(d *db.DB) {
	w.t.Helper()
	for _, u := range []string{"phuong-1", "phuong-2"} {
		_, err := d.ExecContext(w.ctx, `INSERT INTO unit (id, parent_id, name, name_en, short, kind, symbol, position, folded, valid_from, valid_to)
VALUES ($1, 'pleiku', $1, '', $1, '', '', 90, $1, '2020-01-01', '')`, u)
		w.check(err)
	}
}

func TestParts_AreHandedOnBelowAndRollUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.withWards(d)
		id := w.issue("q1", conclusionText)[0].ID // to Pleiku, by 31 May
		give := func(by access.Actor, unit string, leads bool) (directive.Story, error) {
			return w.GivePart(w.ctx, by, id, directive.NewPart{UnitID: unit, Text: "Phần việc của " + unit, Leads: leads})
		}
		_, err := give(pleiku, "kbang", false)
		refused(t, err, "invalid_input") // not below, and does not coordinate
		_, err = give(ward1, "phuong-2", false)
		refused(t, err, "forbidden")
		_, err = w.Directive(w.ctx, ward1, id)
		refused(t, err, "forbidden")
		_, err = give(pleiku, "phuong-1", true)
		w.check(err)
		_, err = give(pleiku, "phuong-1", false)
		refused(t, err, "invalid_input") // has a part
		_, err = give(pleiku, "phuong-2", true)
		refused(t, err, "invalid_input") // another leads
		_, err = w.GivePart(w.ctx, pleiku, id, directive.NewPart{
			UnitID: "phuong-2", Text: "Quá hạn", Deadline: text.Date{Year: 2026, Month: 6, Day: 1},
		})
		refused(t, err, "invalid_input")
		v, err := give(pleiku, "phuong-2", false)
		w.check(err)
		one, two := v.Parts[0].ID, v.Parts[1].ID
		if mine, _, err := w.List(w.ctx, ward1, directive.Filter{}); err != nil || len(mine) != 1 {
			t.Errorf("a ward's own list: %+v, %v", mine, err)
		}
		_, err = w.ReportPart(w.ctx, ward2, id, one, false, directive.Input{Text: "Của người khác", Percent: 5})
		refused(t, err, "forbidden")
		_, err = w.ReportPart(w.ctx, ward1, id, one, false, directive.Input{Text: "Được một nửa", Percent: 50})
		w.check(err)
		v, err = w.ReportPart(w.ctx, ward2, id, two, true, directive.Input{Text: "Xong"})
		w.check(err)
		if v.Percent != 75 || v.State != directive.InProgress || v.Parts[1].Percent != 100 || v.Parts[1].DoneOn == nil {
			t.Errorf("rolled up: %+v", v)
		}
		// The lead's own estimate gives way to what its parts come to.
		if v = w.do(pleiku, id, directive.ActProgress, directive.Input{Text: "Theo tôi", Percent: 10}); v.Percent != 75 {
			t.Errorf("estimated: %d %%", v.Percent)
		}
		_, err = w.Do(w.ctx, ward1, id, directive.ActDone, directive.Input{Text: "Xong hết"}, -1)
		refused(t, err, "forbidden")
		_, err = w.TakePartBack(w.ctx, pleiku, id, one, "")
		refused(t, err, "invalid_input")
		v, err = w.TakePartBack(w.ctx, pleiku, id, one, "Giao lại")
		if err != nil || v.Percent != 100 || len(v.Parts) != 1 {
			t.Errorf("taken back: %+v, %v", v.Parts, err)
		}
		if last := v.History[len(v.History)-1]; last.Act != directive.ActTakePartBack || last.ToUnitID != "phuong-1" {
			t.Errorf("history: %+v", last)
		}
		_, err = w.ReportPart(w.ctx, ward1, id, one, true, directive.Input{Text: "Muộn"})
		refused(t, err, "forbidden")
	})
}

func TestParts_TwoAtOnceLoseNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.withWards(d)
		id := w.issue("q1", conclusionText)[0].ID
		for _, u := range []string{"phuong-1", "phuong-2"} {
			_, err := w.GivePart(w.ctx, pleiku, id, directive.NewPart{UnitID: u, Text: "Phần việc"})
			w.check(err)
		}
		v, err := w.Directive(w.ctx, pleiku, id)
		w.check(err)
		var all sync.WaitGroup
		for i, by := range []access.Actor{ward1, ward2} {
			all.Go(func() {
				for n := 1; n <= 10; n++ {
					_, err := w.ReportPart(w.ctx, by, id, v.Parts[i].ID, false, directive.Input{Text: "Tiếp", Percent: 5 * n})
					if err != nil {
						t.Errorf("%s, %d: %v", by.Name, n, err)
					}
				}
			})
		}
		all.Go(func() {
			for range 5 {
				if _, err := w.Do(w.ctx, pleiku, id, directive.ActProgress, directive.Input{Text: "Chung"}, -1); err != nil {
					t.Errorf("lead: %v", err)
				}
			}
		})
		all.Wait()
		v, err = w.Directive(w.ctx, pleiku, id)
		if err != nil || len(v.History) != 3+20+5 || v.Percent != 50 {
			t.Errorf("%d lines of history, %d %%, %v", len(v.History), v.Percent, err)
		}
		for i, s := range v.History {
			if s.Seq != int64(i+1) {
				t.Errorf("line %d is numbered %d", i+1, s.Seq)
			}
		}
	})
}

func TestOccurrences_AreReportedOneByOne(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.issue("q1", conclusionText)[3].ID
		_, err := d.ExecContext(w.ctx, `UPDATE directive SET recurrence = 'ngày 10 hằng tháng' WHERE id = $1`, id)
		w.check(err)
		w.clock.Advance(50 * 24 * time.Hour) // 18 May
		april := text.Date{Year: 2026, Month: 4, Day: 10}
		v, err := w.ReportOccurrence(w.ctx, pleiku, id, april, directive.Input{Text: "Đã báo cáo tháng 4"})
		w.check(err)
		if len(v.Occurrences) != 3 || v.Occurrences[0].Timeliness != directive.DoneLate || v.Occurrences[1].Timeliness != directive.Overdue {
			t.Errorf("turns: %+v", v.Occurrences)
		}
		_, err = w.ReportOccurrence(w.ctx, pleiku, id, april, directive.Input{Text: "Lần nữa"})
		refused(t, err, "occurrence_done")
		_, err = w.ReportOccurrence(w.ctx, pleiku, id, april.AddDays(1), directive.Input{Text: "Ngày khác"})
		refused(t, err, "occurrence_unknown")
		_, err = w.ReportOccurrence(w.ctx, kbang, id, april, directive.Input{Text: "Không phải của tôi"})
		refused(t, err, "forbidden")
	})
}

// TestHistory_HoldsEveryStateAndIsNeverRewritten draws acts by everyone and
// checks that the directive's state is that of its last line, that lines are
// only added, one for each act that was allowed, and none for one refused.
func TestHistory_HoldsEveryStateAndIsNeverRewritten(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.withWards(d)
		round := 0
		rapid.Check(t, func(t *rapid.T) {
			round++
			id := w.issue("q1", fmt.Sprintf("Pleiku: việc %d @2026-12-31", round))[0].ID
			before, err := w.Directive(w.ctx, office, id)
			w.check(err)
			for range rapid.IntRange(1, 12).Draw(t, "acts") {
				by := rapid.SampledFrom(append([]access.Actor{ward1, ward2}, everyone...)).Draw(t, "by")
				in := directive.Input{Text: "Lý do", Percent: rapid.IntRange(0, 100).Draw(t, "percent"), Until: text.Date{Year: 2027, Month: 2, Day: 1}}
				part := "none"
				if len(before.Parts) > 0 {
					part = rapid.SampledFrom(before.Parts).Draw(t, "part").ID
				}
				var err error
				switch rapid.IntRange(0, 4).Draw(t, "kind") {
				case 0:
					_, err = w.GivePart(w.ctx, by, id, directive.NewPart{UnitID: rapid.SampledFrom([]string{"phuong-1", "phuong-2"}).Draw(t, "to"), Text: "Phần"})
				case 1:
					_, err = w.ReportPart(w.ctx, by, id, part, rapid.Bool().Draw(t, "done"), in)
				default:
					_, err = w.Do(w.ctx, by, id, rapid.SampledFrom(everyAct).Draw(t, "act"), in, -1)
				}
				if err != nil && fault.As(err) == nil {
					t.Fatal(err)
				}
				after, readErr := w.Directive(w.ctx, office, id)
				w.check(readErr)
				grown := 1
				if err != nil {
					grown = 0
				}
				if len(after.History) != len(before.History)+grown {
					t.Fatalf("%d lines after %d: %v", len(after.History), len(before.History), err)
				}
				for i, s := range before.History {
					if x := after.History[i]; x.Text != s.Text || x.State != s.State || !x.At.Equal(s.At) || x.Act != s.Act || x.Percent != s.Percent {
						t.Fatalf("line %d was rewritten: %+v, %+v", i, s, x)
					}
				}
				if last := after.History[len(after.History)-1]; last.State != after.State {
					t.Fatalf("%s, its history says %s", after.State, last.State)
				}
				before = after
			}
		})
	})
}

func upload(t *testing.T, h http.Handler, by access.Actor, path, name, content string) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	f, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(f, content)
	_ = form.Close()
	r := httptest.NewRequestWithContext(access.With(t.Context(), by), "POST", path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEvidence_IsSeenWithItsReportAndOnlyByThoseWhoSeeTheDirective(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.KeepFiles(blob.In(t.TempDir()))
		mux := http.NewServeMux()
		w.Routes(web.NewAPI(mux))
		v := w.issue("q1", conclusionText)[0]
		one := "/api/directives/" + v.ID
		for _, c := range []struct {
			by            access.Actor
			name, content string
			want          int
		}{
			{access.Actor{}, "a.pdf", "%PDF-1.7", 401},
			{kbang, "a.pdf", "%PDF-1.7", 403},
			{office, "a.pdf", "%PDF-1.7", 403},
			{pleiku, "a.html", "<script>", 422},
			{pleiku, "a.pdf", "<script>", 422},
			{pleiku, "a.png", "MZ", 422},
			{pleiku, "a.csv", "a\x00b", 422},
			{pleiku, "lớn.pdf", "%PDF-" + strings.Repeat("x", 20<<20), 422},
		} {
			if got := upload(t, mux, c.by, one+"/files", c.name, c.content); got.Code != c.want {
				t.Errorf("%s by %q: %d %s, want %d", c.name, c.by.Name, got.Code, got.Body, c.want)
			}
		}
		got := upload(t, mux, pleiku, one+"/files", `C:\Báo cáo "quý I".pdf`, "%PDF-1.7 minh chứng")
		if got.Code != 201 {
			t.Fatalf("attached: %d %s", got.Code, got.Body)
		}
		file, _, _ := strings.Cut(strings.Split(got.Body.String(), `"id":"`)[1], `"`)
		read := func(by access.Actor) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(access.With(t.Context(), by), "GET", one+"/files/"+file, nil)
			out := httptest.NewRecorder()
			mux.ServeHTTP(out, r)
			return out
		}
		if out := read(office); out.Code != 404 {
			t.Errorf("seen before it was reported: %d", out.Code)
		}
		_, err := w.Do(w.ctx, office, v.ID, directive.ActSuspend, directive.Input{Text: "Lý do", FileIDs: []string{file}}, -1)
		refused(t, err, "invalid_input")
		in := directive.Input{Text: "Đã làm", Percent: 40, FileIDs: []string{file}}
		story := w.do(pleiku, v.ID, directive.ActProgress, in)
		if last := story.History[1]; len(last.Files) != 1 || last.Files[0].Name != `Báo cáo "quý I".pdf` || last.Files[0].Size != 21 {
			t.Errorf("history: %+v", last)
		}
		_, err = w.Do(w.ctx, pleiku, v.ID, directive.ActProgress, in, -1)
		refused(t, err, "file_unknown") // reported once
		if after, _ := w.Directive(w.ctx, pleiku, v.ID); len(after.History) != 2 {
			t.Errorf("a refused report left a line: %d", len(after.History))
		}
		out := read(office)
		if out.Code != 200 || out.Body.String() != "%PDF-1.7 minh chứng" || out.Header().Get("Content-Type") != "application/pdf" ||
			!strings.HasPrefix(out.Header().Get("Content-Disposition"), "attachment; filename*=UTF-8''B%C3%A1o") ||
			out.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("read: %d %v %q", out.Code, out.Header(), out.Body)
		}
		if out := read(kbang); out.Code != 403 {
			t.Errorf("read by a stranger: %d", out.Code)
		}
	})
}
