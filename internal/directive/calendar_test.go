package directive_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

// planned issues to Pleiku a directive due on 31 May of which a ward has a
// part due on 20 April, and one that comes again on the 10th of each month.
func (w *world) planned(d *db.DB) (whole, recurring string) {
	w.t.Helper()
	w.withWards(d)
	list := w.issue("q1", "Pleiku: rà soát, báo cáo @2026-05-31\nPleiku: báo cáo hằng tháng\nKbang: việc khác @2026-04-20")
	whole, recurring = list[0].ID, list[1].ID
	_, err := d.ExecContext(w.ctx, `UPDATE directive SET recurrence = 'ngày 10 hằng tháng', due = '2026-04-10' WHERE id = $1`, recurring)
	w.check(err)
	_, err = w.GivePart(w.ctx, pleiku, whole, directive.NewPart{
		UnitID: "phuong-1", Text: "Phần của phường 1", Deadline: text.Date{Year: 2026, Month: 4, Day: 20},
	})
	w.check(err)
	_, err = w.GivePart(w.ctx, pleiku, whole, directive.NewPart{UnitID: "phuong-2", Text: "Phần của phường 2"})
	w.check(err)
	return whole, recurring
}

func inMonths(from, to int) directive.Filter {
	return directive.Filter{From: text.Date{Year: 2026, Month: 4, Day: from}, To: text.EndOfMonth(2026, 5).AddDays(to)}
}

// shown is a calendar in short.
func shown(c directive.Calendar) []string {
	out := []string{}
	for _, e := range c.Entries {
		out = append(out, fmt.Sprintf("%s %s %s %s", e.Day[5:], e.Kind, e.UnitID, e.Timeliness))
	}
	return out
}

func TestCalendar_ShowsPartsAndTurnsToTheUnitThatLooks(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		whole, recurring := w.planned(d)
		for _, c := range []struct {
			by   access.Actor
			f    directive.Filter
			want []string
		}{
			{office, inMonths(1, 0), []string{
				"04-10 turn pleiku in_time", "04-20 deadline kbang in_time", "04-20 part phuong-1 in_time", "05-10 turn pleiku in_time",
				"05-31 deadline pleiku in_time", "05-31 part phuong-2 in_time",
			}},
			{pleiku, inMonths(11, -1), []string{"04-20 part phuong-1 in_time", "05-10 turn pleiku in_time"}},
			{ward1, inMonths(1, 0), []string{"04-20 part phuong-1 in_time", "05-31 deadline pleiku in_time"}},
			{kbang, inMonths(1, 0), []string{"04-20 deadline kbang in_time"}},
			{office, directive.Filter{Unit: "phuong-2", From: inMonths(1, 0).From, To: inMonths(1, 0).To}, []string{
				"05-31 deadline pleiku in_time", "05-31 part phuong-2 in_time",
			}},
			{office, directive.Filter{Words: "hang thang", From: inMonths(1, 0).From, To: inMonths(1, 0).To}, []string{
				"04-10 turn pleiku in_time", "05-10 turn pleiku in_time",
			}},
			{pleiku, directive.Filter{Unit: "kbang", From: inMonths(1, 0).From, To: inMonths(1, 0).To}, []string{}},
		} {
			got, err := w.Calendar(w.ctx, c.by, c.f)
			w.check(err)
			if diff := cmp.Diff(c.want, shown(got)); diff != "" || got.Cut {
				t.Errorf("%s with %+v: %s", c.by.Name, c.f, diff)
			}
		}
		_, err := w.ReportOccurrence(w.ctx, pleiku, recurring, text.Date{Year: 2026, Month: 4, Day: 10}, directive.Input{Text: "Xong tháng 4"})
		w.check(err)
		v, err := w.Directive(w.ctx, ward1, whole)
		w.check(err)
		_, err = w.ReportPart(w.ctx, ward1, whole, v.Parts[0].ID, true, directive.Input{Text: "Xong"})
		w.check(err)
		w.clock.Advance(45 * 24 * 3600e9) // 13 May
		got, err := w.Calendar(w.ctx, office, inMonths(1, 0))
		w.check(err)
		if diff := cmp.Diff([]string{
			"04-10 turn pleiku done_in_time", "04-20 deadline kbang overdue", "04-20 part phuong-1 done_in_time", "05-10 turn pleiku overdue",
			"05-31 deadline pleiku in_time", "05-31 part phuong-2 in_time",
		}, shown(got)); diff != "" {
			t.Error(diff)
		}
		late := inMonths(1, 0)
		late.Timeliness = string(directive.Overdue)
		got, err = w.Calendar(w.ctx, office, late)
		w.check(err)
		if diff := cmp.Diff([]string{"04-20 deadline kbang overdue", "05-10 turn pleiku overdue"}, shown(got)); diff != "" {
			t.Error(diff)
		}
		page, err := w.Page(w.ctx, pleiku, directive.Filter{Shares: true}, "", 10)
		w.check(err)
		shares := map[string][]string{}
		for _, v := range page.Directives {
			shares[v.ID] = shown(directive.Calendar{Entries: v.Shares})
		}
		if diff := cmp.Diff(map[string][]string{
			whole:     {"04-20 part phuong-1 done_in_time", "05-31 part phuong-2 in_time"},
			recurring: {"04-10 turn pleiku done_in_time", "05-10 turn pleiku overdue", "06-10 turn pleiku in_time"},
		}, shares); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCalendar_RefusesStrangersAndStretchesWithoutEnd(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	_, err := w.Calendar(w.ctx, access.Actor{}, directive.Filter{})
	refused(t, err, "signed_out")
	_, err = w.Calendar(w.ctx, office, directive.Filter{From: text.Date{Year: 2020, Month: 1, Day: 1}, To: text.Date{Year: 2026, Month: 1, Day: 1}})
	refused(t, err, "invalid_input")
}

func TestCalendarFile_ComesBackAsTheUnitsDeadlines(t *testing.T) {
	d := testdb.SQLite(t)
	w := newWorld(t, d)
	w.UseAddress("https://hop.vn")
	whole, recurring := w.planned(d)
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	get := func(query string) map[string]*ics.VEvent {
		t.Helper()
		r := httptest.NewRequestWithContext(access.With(t.Context(), pleiku), "GET", "/api/directives/calendar.ics?unit=pleiku&deadline_to="+query, nil)
		out := httptest.NewRecorder()
		mux.ServeHTTP(out, r)
		if out.Code != 200 || out.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
			t.Fatalf("%d %v %s", out.Code, out.Header(), out.Body)
		}
		for line := range strings.SplitSeq(out.Body.String(), "\r\n") {
			if len(line) > 75 {
				t.Errorf("a line of %d octets", len(line))
			}
		}
		c, err := ics.ParseCalendar(bytes.NewReader(out.Body.Bytes()))
		w.check(err)
		byID := map[string]*ics.VEvent{}
		for _, e := range c.Events() {
			byID[e.Id()] = e
		}
		return byID
	}
	first := get("2026-05-31")
	if len(first) != 5 {
		t.Errorf("%d entries: %v", len(first), first)
	}
	own := "directive-" + whole + "@giaoban"
	for uid, want := range map[string]string{own: "20260531", "directive-" + recurring + "-2026-05-10@giaoban": "20260510"} {
		e := first[uid]
		if e == nil || e.GetProperty(ics.ComponentPropertyDtStart).Value != want || !strings.HasPrefix(e.GetProperty(ics.ComponentPropertySummary).Value, "Thành ủy Pleiku: ") {
			t.Errorf("%s: %+v", uid, e)
		}
	}
	said := first[own].GetProperty(ics.ComponentPropertyDescription).Value
	if said != "rà soát, báo cáo\nThành ủy Pleiku · Trong hạn\nhttps://hop.vn/directives/"+whole {
		t.Errorf("description %q", said)
	}
	// A time limit that moves keeps the entry, with a higher number.
	w.do(pleiku, whole, directive.ActExtension, directive.Input{Text: "Chờ số liệu", Until: text.Date{Year: 2026, Month: 6, Day: 15}})
	w.do(office, whole, directive.ActGrantExtension, directive.Input{})
	moved := get("2026-06-30&lang=en")[own]
	if moved == nil || moved.GetProperty(ics.ComponentPropertyDtStart).Value != "20260615" ||
		moved.GetProperty(ics.ComponentPropertySequence).Value <= first[own].GetProperty(ics.ComponentPropertySequence).Value {
		t.Errorf("moved: %+v", moved)
	}
}
