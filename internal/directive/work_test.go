package directive_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/job"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
)

func (w *world) jobs(d *db.DB) *job.Queue {
	w.t.Helper()
	q := job.NewQueue(d, w.clock, slog.New(slog.DiscardHandler))
	w.UseJobs(q)
	w.check(q.Plan(w.ctx))
	w.check(w.CatchUp(w.ctx, q))
	return q
}

func (w *world) closed(d *db.DB) (out []string) {
	w.t.Helper()
	rows, err := d.QueryContext(w.ctx, `SELECT quarter FROM directive_quarter ORDER BY quarter`)
	w.check(err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var q string
		w.check(rows.Scan(&q))
		out = append(out, q)
	}
	w.check(rows.Err())
	return out
}

func TestQuarter_IsClosedByAJobAtItsEndWithTheFiguresItHadBefore(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.issue("q1", conclusionText)
		q := w.jobs(d)
		run := func(want ...string) {
			t.Helper()
			_, err := q.RunDue(w.ctx)
			w.check(err)
			if diff := cmp.Diff(want, w.closed(d)); diff != "" {
				t.Errorf("closed on %s: %s", w.clock.Now(), diff)
			}
		}
		run()
		to := func(year int, month time.Month, day, hour, minute int) {
			w.clock.Advance(time.Date(year, month, day, hour, minute, 0, 0, zone).Sub(w.clock.Now()))
		}
		to(2026, 4, 1, 0, 0)
		before := w.summary("2026-Q1") // over, and not written down yet
		run()
		to(2026, 4, 1, 0, 6)
		run("2026-Q1")
		if diff := cmp.Diff(before, w.summary("2026-Q1")); diff != "" {
			t.Errorf("closing changed the figures: %s", diff)
		}
		to(2027, 1, 2, 9, 0) // the program did not run at three quarters' ends
		run("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
		to(2027, 4, 1, 0, 5)
		run("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1")
	})
}

func TestRecurring_IsOverdueInListsRemindersAndStandingFromTheDayAfterItsTurn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.issue("q1", conclusionText)[3].ID // 29 March
		_, err := d.ExecContext(w.ctx, `UPDATE directive SET recurrence = 'ngày 10 hằng tháng', deadline = '', due = '9999-12-31' WHERE id = $1`, id)
		w.check(err)
		_, err = w.jobs(d).RunDue(w.ctx)
		w.check(err)
		stands := func(want directive.Timeliness, next string) {
			t.Helper()
			overdue := 0
			if want == directive.Overdue {
				overdue = 1
			}
			p, err := w.Page(w.ctx, office, directive.Filter{Unit: "pleiku", Timeliness: string(want)}, "", 10)
			w.check(err)
			found := false
			for _, v := range p.Directives {
				if v.ID == id {
					found = true
					if v.Timeliness != want || v.NextDue == nil || *v.NextDue != next || v.Deadline != nil {
						t.Errorf("on %s: %+v", w.clock.Now(), v)
					}
				}
			}
			if !found || p.Counts.Timeliness[string(directive.Overdue)] != overdue {
				t.Errorf("on %s %v and not %s (%+v)", w.clock.Now(), found, want, p.Counts)
			}
			list, err := w.Reminders(w.ctx, pleiku)
			w.check(err)
			reminded := 0
			for _, r := range list {
				if r.Directive.ID == id && r.Kind == directive.WhyOverdue {
					reminded++
				}
			}
			if reminded != overdue {
				t.Errorf("on %s %d reminders", w.clock.Now(), reminded)
			}
			for _, u := range w.summary("").Units {
				if u.UnitID == "pleiku" && (u.Now.Overdue != overdue || u.Missed != 0) {
					t.Errorf("on %s: %+v", w.clock.Now(), u)
				}
			}
		}
		stands(directive.InTime, "2026-04-10")
		w.clock.Advance(12 * 24 * time.Hour) // 10 April
		stands(directive.DueSoon, "2026-04-10")
		w.clock.Advance(24 * time.Hour)
		stands(directive.Overdue, "2026-04-10")
		_, err = w.ReportOccurrence(w.ctx, pleiku, id, text.Date{Year: 2026, Month: 4, Day: 10}, directive.Input{Text: "Đã báo cáo"})
		w.check(err)
		stands(directive.InTime, "2026-05-10")
	})
}
