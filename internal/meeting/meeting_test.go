package meeting_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/testdb"
)

var (
	held      = time.Date(2024, 9, 30, 1, 0, 0, 0, time.UTC)
	secretary = access.Actor{Kind: access.Account, AccountID: "a", Grants: []access.Grant{{Role: access.Secretary, UnitID: "u0"}}}
	reporter  = access.Actor{Kind: access.Account, AccountID: "b", UnitID: "u1", Grants: []access.Grant{{Role: access.Reporter, UnitID: "u1"}}}
)

func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("n%d", n) }
}

func TestCadence_StaysInTheMonth(t *testing.T) {
	at := time.Date(2024, 1, 31, 8, 0, 0, 0, time.UTC)
	for c, want := range map[meeting.Cadence]string{
		meeting.Weekly: "2024-02-07", meeting.Monthly: "2024-02-29", meeting.Quarterly: "2024-04-30",
		meeting.HalfYear: "2024-07-31", meeting.Yearly: "2025-01-31", meeting.AdHoc: "2024-02-07",
	} {
		if got := c.Next(at); got.Format(time.DateOnly) != want || got.Hour() != 8 {
			t.Errorf("%s after 31 January: %s, want %s", c, got, want)
		}
	}
}

func TestCopyFrom_TakesThePlanAndNotWhatHappened(t *testing.T) {
	last := &meeting.Conference{
		ID: "c1", SeriesID: "s", Title: "Giao ban quý III", State: meeting.Closed, ScheduledAt: meeting.At(held),
		HubSiteID: "hub", ChairName: "Khoa", SpeechLimit: 300, Rev: 9,
		Sites: []meeting.SiteRef{{ID: "hub", Number: 1, Name: "Hội trường", Role: meeting.Hub}, {ID: "s1", Number: 2, Name: "Tên cũ", Role: meeting.Remote}},
		Agenda: []meeting.AgendaItem{
			{ID: "a", Title: "Khai mạc", Kind: meeting.Opening, Minutes: 5, State: meeting.Done, StartedAt: meeting.At(held)},
			{ID: "b", Title: "Chen ngang", Kind: meeting.Other, State: meeting.Done, Inserted: true},
			{ID: "c", Title: "Để sau", Kind: meeting.Other, State: meeting.Deferred, Inserted: true},
			{ID: "d", Title: "Kết luận", Kind: meeting.Conclusion, Minutes: 15, State: meeting.Done},
		},
	}
	c := meeting.CopyFrom(last, meeting.Copied{
		ID: "c2", Cadence: meeting.Quarterly, PeriodID: "q4",
		Sites: []meeting.SiteRef{{ID: "s1", Number: 2, Name: "Tên mới", Role: meeting.Remote}},
	}, counter())
	if c.State != meeting.Draft || c.PreviousID != "c1" || c.PeriodID != "q4" || c.ScheduledAt.Format(time.DateOnly) != "2024-12-30" {
		t.Fatalf("%+v", c)
	}
	if c.Sites[0].Name != "Hội trường" || c.Sites[1].Name != "Tên mới" || c.Sites[0].Role != meeting.Hub {
		t.Fatalf("sites %+v", c.Sites)
	}
	var kinds []meeting.ItemKind
	for i, it := range c.Agenda {
		kinds = append(kinds, it.Kind)
		if it.Number != i+1 || it.State != meeting.Pending || !it.StartedAt.IsZero() || it.ID == last.Agenda[0].ID {
			t.Fatalf("item %+v", it)
		}
	}
	want := []meeting.ItemKind{meeting.Opening, meeting.Review, meeting.Other, meeting.Conclusion}
	if fmt.Sprint(kinds) != fmt.Sprint(want) {
		t.Fatalf("agenda %v, want %v", kinds, want)
	}
	again := meeting.CopyFrom(c, meeting.Copied{ID: "c3"}, counter())
	if len(again.Agenda) != 4 {
		t.Fatalf("a second review came in: %+v", again.Agenda)
	}
}

func TestReplan_KeepsIdentitiesAndNamesTheItemAtFault(t *testing.T) {
	c, newID := &meeting.Conference{State: meeting.Draft}, counter()
	ok := meeting.AgendaItem{Title: "Báo cáo", Kind: meeting.Report, Minutes: 30}
	if err := c.Replan([]meeting.AgendaItem{ok, ok}, newID); err != nil {
		t.Fatal(err)
	}
	moved := []meeting.AgendaItem{c.Agenda[1], c.Agenda[0], c.Agenda[0], {ID: "forged", Title: "x", Kind: meeting.Other}}
	if err := c.Replan(moved, newID); err != nil {
		t.Fatal(err)
	}
	if a := c.Agenda; a[0].ID != "n2" || a[1].ID != "n1" || a[2].ID == "n1" || a[3].ID == "forged" || a[3].Number != 4 {
		t.Fatalf("%+v", a)
	}
	bad := ok
	bad.Mark, bad.Minutes = meeting.Secret, -1
	err := c.Replan([]meeting.AgendaItem{ok, bad}, newID)
	f := fault.As(err)
	if f == nil || len(f.Fields) != 2 || f.Fields[0].Name != "items.1.minutes" || f.Fields[1].Rule != "state_secret" {
		t.Fatalf("%+v", f)
	}
	c.State = meeting.Checking
	if err := c.Replan(nil, newID); !fault.Is(err, "plan_locked") {
		t.Fatal(err)
	}
}

func newService(t *testing.T, d *db.DB) *meeting.Service {
	t.Helper()
	c := clock.NewManual(held)
	tree := org.New(d)
	if err := tree.Import(t.Context(), org.Tree{
		Organisation: org.Organisation{ID: "o", Name: "Tỉnh ủy", OfficeID: "u0"},
		Units:        []org.Unit{{ID: "u0", Name: "Văn phòng", ValidFrom: "2020-01-01"}, {ID: "u1", Name: "Kbang", ValidFrom: "2020-01-01"}},
		Sites: []org.Site{
			{ID: "hub", Number: 1, UnitID: "u0", Name: "Hội trường", Hub: true},
			{ID: "s1", Number: 2, UnitID: "u1", Name: "Điểm cầu Kbang"},
		},
	}); err != nil {
		t.Fatal(err)
	}
	return meeting.New(d, event.NewLog(d, c), tree, c)
}

func TestService_PlansCopiesAndChanges(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newService(t, d), t.Context()
		if _, err := s.CreateSeries(ctx, secretary, meeting.Series{ID: "q", Name: "Giao ban quý", Cadence: meeting.Quarterly, UnitID: "u0"}); err != nil {
			t.Fatal(err)
		}
		first, err := s.Create(ctx, secretary, meeting.Conference{
			Title: "Giao ban quý III", SeriesID: "q", ScheduledAt: meeting.At(held),
			Agenda: []meeting.AgendaItem{{Title: "Khai mạc", Kind: meeting.Opening, Minutes: 5}},
		})
		if err != nil || first.HubSiteID != "hub" || len(first.Sites) != 2 {
			t.Fatalf("%+v %v", first, err)
		}
		s.UsePeriods(func(context.Context, access.Actor) (string, error) { return "q4", nil })
		second, err := s.CopyLast(ctx, secretary, first.ID, meeting.Copied{})
		if err != nil || second.PeriodID != "q4" || second.ScheduledAt.Format(time.DateOnly) != "2024-12-30" {
			t.Fatalf("%+v %v", second, err)
		}
		title, told := "Giao ban quý IV", 0
		s.OnPlan(func(_ context.Context, _ access.Actor, id meeting.ConferenceID) {
			if told++; id != second.ID {
				t.Errorf("told of %s", id)
			}
		})
		if _, err := s.Change(ctx, secretary, second.ID, meeting.Edit{Title: &title, Rev: second.Rev}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Change(ctx, secretary, second.ID, meeting.Edit{Title: &title, Rev: second.Rev}); !fault.Is(err, "stale") {
			t.Fatalf("second writer: %v", err)
		}
		if told != 1 {
			t.Fatalf("told %d times", told)
		}
		if n, err := event.NewLog(d, clock.NewManual(held)).Last(ctx, event.Office); err != nil || n != 3 {
			t.Fatalf("the office was told %d times, not of two plans and a change: %v", n, err)
		}
		series, err := s.Series(ctx, reporter)
		if err != nil || len(series) != 1 || series[0].LastID != meeting.Ref(second.ID) {
			t.Fatalf("%+v %v", series, err)
		}
		got, err := s.Conference(ctx, secretary, second.ID)
		if err != nil || got.Title != title || got.Rev != 2 || len(got.Agenda) != 2 || !got.ScheduledAt.Equal(second.ScheduledAt) {
			t.Fatalf("%+v %v", got, err)
		}
	})
}

func TestDraft_DoesNotExistForOthers(t *testing.T) {
	s, ctx := newService(t, testdb.SQLite(t)), t.Context()
	c, err := s.Create(ctx, secretary, meeting.Conference{Title: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Conference(ctx, reporter, c.ID); !fault.Is(err, "conference_unknown") {
		t.Fatal(err)
	}
	if list, err := s.Conferences(ctx, reporter, "", ""); err != nil || len(list) != 0 {
		t.Fatalf("%v %v", list, err)
	}
	if list, err := s.Conferences(ctx, secretary, "", "draft"); err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	for name, err := range map[string]error{
		"create": second(s.Create(ctx, reporter, meeting.Conference{Title: "x"})),
		"copy":   second(s.CopyLast(ctx, reporter, c.ID, meeting.Copied{})),
		"change": second(s.Change(ctx, reporter, c.ID, meeting.Edit{})),
		"series": second(s.CreateSeries(ctx, reporter, meeting.Series{Name: "x"})),
	} {
		if !fault.Is(err, "forbidden") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
