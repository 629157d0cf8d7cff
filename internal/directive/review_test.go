package directive_test

import (
	"net/http"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

func TestCarry_IsRecordedOnceAndToldInTheStory(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		issued := w.issue("q1", conclusionText)
		_, err := w.Carry(w.ctx, office, "q1")
		refused(t, err, "nothing_to_carry")
		w.clock.Advance(80 * 24 * time.Hour) // 17 June
		w.do(pleiku, issued[0].ID, directive.ActDone, directive.Input{Text: "Xong"})
		w.do(office, issued[0].ID, directive.ActConfirm, directive.Input{})
		w.do(finance, issued[2].ID, directive.ActProgress, directive.Input{Text: "Giải ngân 40 %", Percent: 40})
		_, err = w.Carry(w.ctx, pleiku, "q2")
		refused(t, err, "forbidden")
		_, err = w.Carry(w.ctx, office, "q2")
		w.check(err)
		_, err = w.Carry(w.ctx, office, "q2")
		refused(t, err, "nothing_to_carry")
		v, err := w.Directive(w.ctx, office, issued[1].ID) // Kbang's
		w.check(err)
		if len(v.Carried) != 1 || v.Carried[0].ConferenceID != "q2" || v.Carried[0].Timeliness != directive.Overdue {
			t.Errorf("its story: %+v", v.Carried)
		}
		if last := v.History[len(v.History)-1]; last.Act != directive.ActCarry || last.State != directive.Issued {
			t.Errorf("its history: %+v", last)
		}
		if v, _ := w.Directive(w.ctx, office, issued[0].ID); len(v.Carried) != 0 {
			t.Errorf("what was done is carried over: %+v", v.Carried)
		}
		r, err := w.Review(w.ctx, operator, "q2")
		w.check(err)
		if len(r.Units) != 3 || r.FromConferenceID != "q1" {
			t.Fatalf("review: %+v", r)
		}
		p, k, f := r.Units[0], r.Units[1], r.Units[2]
		if p.Done != 1 || p.DoneLate != 1 || p.Points[0].Why != directive.WhyOpen || p.Points[1].Why != directive.WhyDoneLate {
			t.Errorf("Pleiku's page: %+v", p)
		}
		if k.Overdue != 1 || k.LongestLate != 17 || k.Points[0].Why != directive.WhyOverdue || k.Points[0].TimesCarried != 1 {
			t.Errorf("Kbang's page: %+v", k)
		}
		if f.Points[0].LastWords != "Giải ngân 40 %" {
			t.Errorf("the department's page: %+v", f)
		}
		_, err = w.Review(w.ctx, pleiku, "q2")
		refused(t, err, "forbidden")
	})
}

func TestRemember_FindsWithoutDiacriticsWhatMayBeSeen(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.issue("q1", conclusionText)
		w.issue("q2", "Hội nghị đánh giá cao.\nKbang: tiếp tục giải ngân vốn. Việc khác.")
		m, err := w.Remember(w.ctx, chair, "giao-ban", "GIAI NGAN", "", 10)
		w.check(err)
		if len(m.Conclusions) != 2 || m.Conclusions[0].ConferenceID != "q2" || len(m.Directives) != 2 {
			t.Fatalf("remembered: %+v", m)
		}
		p := m.Conclusions[0].Passages[0]
		if p.Text != "Kbang: tiếp tục giải ngân vốn" || p.Start != 23 || p.End != 23+29 {
			t.Errorf("passage: %+v", p)
		}
		m, err = w.Remember(w.ctx, kbang, "giao-ban", "giải ngân", "", 10)
		if err != nil || len(m.Conclusions) != 0 || len(m.Directives) != 1 {
			t.Errorf("Kbang remembers: %+v, %v", m, err)
		}
		_, err = w.Remember(w.ctx, chair, "khac", "giai", "", 10)
		refused(t, err, "series_unknown")
	})
}

func TestReminders_AreWhatWaitsForTheCaller(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		issued := w.issue("q1", conclusionText)
		kinds := func(of []directive.Reminder) (out []directive.PointWhy) {
			for _, r := range of {
				out = append(out, r.Kind)
			}
			return out
		}
		w.clock.Advance(60 * 24 * time.Hour) // 28 May
		w.do(finance, issued[2].ID, directive.ActExtension, directive.Input{Text: "Chờ", Until: text.Date{Year: 2026, Month: 8, Day: 1}})
		w.do(pleiku, issued[3].ID, directive.ActDone, directive.Input{Text: "Xong"})
		mine, err := w.Reminders(w.ctx, pleiku)
		w.check(err)
		if k := kinds(mine); len(k) != 1 || k[0] != directive.WhyDueSoon {
			t.Errorf("Pleiku's: %v", k)
		}
		w.clock.Advance(5 * 24 * time.Hour)
		all, err := w.Reminders(w.ctx, office)
		w.check(err)
		if k := kinds(all); len(k) != 4 || k[0] != directive.WhyExtension || k[1] != directive.WhyToConfirm || k[2] != directive.WhyOverdue {
			t.Errorf("the office's: %v", k)
		}
	})
}

func TestHTTP_ReturnOfTheLastConclusions(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	w.issue("q1", conclusionText)
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"POST", "/api/conferences/q2/carry-over", 200},
		{"POST", "/api/conferences/q2/carry-over", 409},
		{"GET", "/api/conferences/q2/review", 200},
		{"GET", "/api/conferences/nowhere/review", 404},
		{"GET", "/api/series/giao-ban/search?q=giai+ngan", 200},
		{"GET", "/api/series/khac/search?q=giai", 404},
		{"GET", "/api/reminders", 200},
	} {
		if status, out := call(t, mux, office, c.method, c.path, ""); status != c.want {
			t.Errorf("%s %s: %d %v", c.method, c.path, status, out)
		}
	}
}
