package demo_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/directive"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/report"
	"giaoban/internal/testdb"
)

var secretary = access.Actor{Kind: access.Account, Grants: []access.Grant{{Role: access.Secretary, UnitID: "tinh-uy"}}}

func TestSeed_LeavesAQuarterInProgressAndAConferenceOpened(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
		log := slog.New(slog.DiscardHandler)
		if err := demo.Seed(t.Context(), d, now, demo.Options{Password: demo.Password}, log); err != nil {
			t.Fatal(err)
		}
		s, err := app.NewServices(d, clock.NewManual(now), log)
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := demo.Seeded(t.Context(), s); !ok || err != nil {
			t.Fatalf("not known as seeded: %v", err)
		}
		list, err := s.Meeting.Conferences(t.Context(), secretary, "", "")
		if err != nil || len(list) != 3 || list[0].State != meeting.Live || list[1].State != meeting.Closed || list[2].State != meeting.Closed {
			t.Fatalf("conferences %+v: %v", list, err)
		}
		l, err := s.Live.Live(t.Context(), secretary, list[0].ID)
		if err != nil || len(l.Sites) != 19 || l.Conference.State != meeting.Live || l.Agenda.CurrentID == "" {
			t.Fatalf("live: %+v %v", l.Conference, err)
		}
		_, current, err := s.Report.Periods(t.Context(), secretary)
		if err != nil || current != "2026-q4" {
			t.Fatalf("period %q: %v", current, err)
		}
		rows, _, err := s.Report.Board(t.Context(), secretary, current)
		if err != nil {
			t.Fatal(err)
		}
		states := map[report.State]int{}
		for _, r := range rows {
			states[r.State]++
		}
		if states[report.Accepted] < 8 || states[report.Missing] != 3 || states[report.Returned] != 1 || states[report.Submitted] < 5 {
			t.Errorf("reports: %v", states)
		}
		directives, counts, err := s.Directive.List(t.Context(), secretary, directive.Filter{})
		if err != nil || len(directives) < 50 {
			t.Fatalf("%d directives, %+v: %v", len(directives), counts, err)
		}
		kinds := map[string]bool{}
		for _, x := range directives {
			kinds[string(x.Timeliness)] = true
		}
		for _, want := range []string{"overdue", "due_soon", "in_time", "done_in_time", "done_late", "no_deadline"} {
			if !kinds[want] {
				t.Errorf("no directive is %s: %v", want, kinds)
			}
		}
		for _, want := range []string{"issued", "acknowledged", "in_progress", "reported_done", "returned", "confirmed", "suspended"} {
			if counts.State[want] == 0 {
				t.Errorf("no directive is %s: %v", want, counts.State)
			}
		}
		sum, err := s.Directive.Summary(t.Context(), secretary, "2026-Q3", 2)
		if err != nil || !sum.Closed || sum.Total.Due < 10 || sum.Share == nil {
			t.Errorf("the last quarter's summary: %+v %v", sum.Total, err)
		}
		if !slices.ContainsFunc(l.Sites, func(x live.Site) bool { return x.Role == "hub" }) {
			t.Error("no hub")
		}
	})
}

func TestSeed_WidensToTheLargestConference(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
		log := slog.New(slog.DiscardHandler)
		for _, wrong := range []int{1, 18, demo.MaxSites + 1} {
			err := demo.Seed(t.Context(), d, now, demo.Options{Password: demo.Password, Sites: wrong}, log)
			if !fault.Is(err, "demo_sites") {
				t.Fatalf("%d sites: %v", wrong, err)
			}
		}
		o := demo.Options{Password: demo.Password, Sites: demo.MaxSites}
		if err := demo.Seed(t.Context(), d, now, o, log); err != nil {
			t.Fatal(err)
		}
		s, err := app.NewServices(d, clock.NewManual(now), log)
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.Meeting.Conferences(t.Context(), secretary, "", "")
		if err != nil {
			t.Fatal(err)
		}
		l, err := s.Live.Live(t.Context(), secretary, list[0].ID)
		if err != nil || len(l.Sites) != demo.MaxSites {
			t.Fatalf("%d sites: %v", len(l.Sites), err)
		}
		seen := map[string]bool{}
		for i, x := range l.Sites {
			if x.Number != i+1 || seen[x.Name] {
				t.Errorf("site %d is %d, %q", i+1, x.Number, x.Name)
			}
			seen[x.Name] = true
		}
	})
}
