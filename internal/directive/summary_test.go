package directive_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

func (w *world) summary(period string) directive.Summary {
	w.t.Helper()
	v, err := w.Summary(w.ctx, office, period, 2)
	w.check(err)
	return v
}

func TestSummary_TellsShareInTimeAndHowAUnitWasEvaluated(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		issued := w.issue("q1", conclusionText+"\nPleiku: báo cáo @2026-06-20")
		w.clock.Advance(40 * 24 * time.Hour) // 8 May
		w.do(pleiku, issued[0].ID, directive.ActDone, directive.Input{Text: "Xong sớm"})
		w.clock.Advance(30 * 24 * time.Hour) // 7 June: Kbang is late
		v := w.summary("")
		if v.Period != "2026-Q2" || v.Closed || len(v.Units) != 3 {
			t.Fatalf("summary: %+v", v)
		}
		want := directive.Figures{Due: 2, InTime: 1, Early: 1, Pending: 1, Open: 3}
		if p := v.Units[0]; p.UnitID != "pleiku" || p.Figures != want || *p.Share != 100 || p.Evaluation.Level != "excellent" || p.Now.ReportedDone != 1 {
			t.Errorf("Pleiku: %+v", p)
		}
		k := v.Units[1]
		if k.UnitID != "kbang" || k.Missed != 1 || *k.Share != 0 || k.Evaluation.Level != "poor" || k.Now.Overdue != 1 {
			t.Errorf("Kbang: %+v", k)
		}
		if n := len(k.Evaluation.Tried); n != 6 || k.Evaluation.Tried[0].Met || k.Evaluation.Tried[0].Bound != 95 {
			t.Errorf("how Kbang was evaluated: %+v", k.Evaluation.Tried)
		}
		if f := v.Units[2]; f.Share != nil || f.Evaluation.Level != "" || f.Pending != 1 {
			t.Errorf("evaluated while nothing was due: %+v", f)
		}
		if q1 := w.summary("2026-Q1"); q1.Total.Issued != 5 || !q1.Closed || q1.Total.Open != 5 {
			t.Errorf("the quarter before: %+v", q1.Total)
		}
		own, err := w.Summary(w.ctx, kbang, "", 4)
		if err != nil || len(own.Units) != 1 || own.Total.Due != 1 || len(own.Units[0].Trend) != 4 {
			t.Errorf("Kbang's own: %+v, %v", own, err)
		}
	})
}

func TestRules_LeaveNoUnitWithoutALevel(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	half := []directive.Rule{
		{Level: "a", Name: "Đạt", All: []directive.Condition{{Measure: directive.ShareInTime, AtLeast: true, Bound: 50}}},
		{Level: "b", Name: "Chưa đạt", All: []directive.Condition{}},
	}
	for _, bad := range [][]directive.Rule{{}, half[:1], {half[1], half[0]}, {half[0], half[0], half[1]}} {
		_, err := w.SetRules(w.ctx, office, bad)
		refused(t, err, "invalid_input")
	}
	_, err := w.SetRules(w.ctx, pleiku, half)
	refused(t, err, "forbidden")
	_, err = w.SetRules(w.ctx, office, half)
	w.check(err)
	got, err := w.Rules(w.ctx, pleiku)
	if diff := cmp.Diff(half, got); err != nil || diff != "" {
		t.Error(diff, err)
	}
}

// TestSummary_OfAClosedQuarterNeverChanges plays a quarter and the next with
// acts drawn at random. What the first came to is asked as soon as it is over,
// in another world only at the very end, and always is what the directives
// themselves say on that day.
func TestSummary_OfAClosedQuarterNeverChanges(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		round := 0
		rapid.Check(t, func(t *rapid.T) {
			round++
			now := w.clock.Now()
			quarter := directive.QuarterOf(text.DateOf(now.In(zone)))
			limit := func() string {
				return quarter.First().AddDays(rapid.IntRange(0, 120).Draw(t, "limit")).String()
			}
			w.issue("q1", fmt.Sprintf("Pleiku, Kbang: việc %d @%s\nKbang: việc khác %d @%s", round, limit(), round, limit()))
			all, _, err := w.List(w.ctx, office, directive.Filter{State: "open"})
			w.check(err)
			end := quarter.Last().AddDays(1)
			play := func(days int) {
				for range rapid.IntRange(3, 12).Draw(t, "acts") {
					w.clock.Advance(time.Duration(rapid.IntRange(0, days).Draw(t, "hours")) * time.Hour)
					v := rapid.SampledFrom(all).Draw(t, "directive")
					a := rapid.SampledFrom(everyAct).Draw(t, "act")
					for _, by := range everyone {
						until := text.DateOf(w.clock.Now()).AddDays(rapid.IntRange(0, 100).Draw(t, "until"))
						_, _ = w.Do(w.ctx, by, v.ID, a, directive.Input{Text: "Lý do", Until: until}, -1)
					}
				}
			}
			play(48)
			// Where the acts went on past the quarter's end, the directives say
			// more than the quarter may.
			begin := time.Date(end.Year, end.Month, end.Day, 0, 0, 0, 0, zone)
			within := w.clock.Now().Before(begin)
			if within {
				w.clock.Advance(begin.Sub(w.clock.Now()))
			}
			over := quarter
			if rapid.Bool().Draw(t, "ask at once") && within {
				var told directive.Figures
				views, _, err := w.List(w.ctx, office, directive.Filter{})
				w.check(err)
				for _, v := range views {
					told = plus(told, over, v)
				}
				got := w.summary(over.String()).Total
				if got.Due != told.Due || got.InTime != told.InTime || got.Late != told.Late || got.Missed != told.Missed || got.Open != told.Open || got.Dropped != told.Dropped {
					t.Fatalf("%s: %+v, the directives say %+v", over, got, told)
				}
			}
			before := w.summary(over.String())
			play(24)
			if diff := cmp.Diff(before.Total, w.summary(over.String()).Total); diff != "" {
				t.Fatalf("%s changed: %s", over, diff)
			}
			// Written anew from the history, it is the same.
			for _, forget := range []string{`DELETE FROM directive_figure`, `DELETE FROM directive_quarter`} {
				_, err := d.ExecContext(w.ctx, forget)
				w.check(err)
			}
			if diff := cmp.Diff(before.Total, w.summary(over.String()).Total); diff != "" {
				t.Fatalf("%s from the history: %s", over, diff)
			}
		})
	})
}

// plus adds what a directive says of itself on the first day after a quarter.
func plus(f directive.Figures, q directive.Quarter, v directive.Listing) directive.Figures {
	if v.State.Open() {
		f.Open++
	}
	if v.Deadline == nil || *v.Deadline < q.First().String() || *v.Deadline > q.Last().String() {
		return f
	}
	switch {
	case v.State == directive.Suspended || v.State == directive.Cancelled:
		f.Dropped++
		return f
	case v.DoneOn == nil:
		f.Missed++
	case *v.DoneOn > *v.Deadline:
		f.Late++
	default:
		f.InTime++
	}
	f.Due++
	return f
}

func TestHTTP_SummaryAndRules(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	w.issue("q1", conclusionText)
	for path, want := range map[string]int{
		"/api/directives/summary": 200, "/api/directives/summary?period=2026-Q1&quarters=8": 200,
		"/api/directives/summary?period=2026": 422, "/api/directives/evaluation-rules": 200,
	} {
		if status, out := call(t, mux, pleiku, "GET", path, ""); status != want {
			t.Errorf("%s: %d %v", path, status, out)
		}
	}
	body := `{"rules":[{"level":"x","name":"X","name_en":"","all":[]}]}`
	if status, out := call(t, mux, office, "PUT", "/api/directives/evaluation-rules", body); status != 200 {
		t.Errorf("rules: %d %v", status, out)
	}
}
