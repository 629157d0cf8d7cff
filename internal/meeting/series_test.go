package meeting_test

import (
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

func TestBeginSeries_NamesEveryFieldThatBreaksARule(t *testing.T) {
	s, ctx := newService(t, testdb.SQLite(t)), t.Context()
	_, err := s.BeginSeries(ctx, secretary, meeting.Beginning{
		Cadence: "fortnight", HubSiteID: "hub", SiteIDs: []string{"s1"},
		Agenda: []meeting.AgendaItem{{Kind: meeting.Report}},
	})
	want := map[string]string{
		"name": "required", "chair_name": "required", "cadence": "one_of", "scheduled_at": "required",
		"site_ids": "hub", "agenda.0.title": "required",
	}
	f := fault.As(err)
	if f == nil || len(f.Fields) != len(want) {
		t.Fatalf("%+v", f)
	}
	for _, x := range f.Fields {
		if want[x.Name] != x.Rule {
			t.Errorf("%s: %s, want %s", x.Name, x.Rule, want[x.Name])
		}
	}
	if _, err := s.BeginSeries(ctx, reporter, meeting.Beginning{Name: "x"}); !fault.Is(err, "forbidden") {
		t.Fatal(err)
	}
	if list, err := s.Series(ctx, secretary); err != nil || len(list) != 0 {
		t.Fatalf("a refused series was kept: %v %v", list, err)
	}
}

func TestBeginSeries_MakesTheSeriesAndItsFirstDraft(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newService(t, d), t.Context()
		first, err := s.BeginSeries(ctx, secretary, meeting.Beginning{
			Name: "  Giao ban tháng ", NameEn: "Monthly briefing", Cadence: meeting.Monthly, ScheduledAt: held,
			ChairName: "Trần Minh Khoa", ChairTitle: "Bí thư", HubSiteID: "s1", SpeechLimit: 240,
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Conference(ctx, secretary, first.ID)
		if err != nil || got.Title != "Giao ban tháng" || got.State != meeting.Draft || len(got.Agenda) != 5 || got.SpeechLimit != 240 {
			t.Fatalf("%+v %v", got, err)
		}
		if got.HubSiteID != "s1" || got.Sites[1].Role != meeting.Hub || got.Sites[0].Role != meeting.Remote {
			t.Fatalf("the chosen hub is not the hub: %+v", got.Sites)
		}
		series, err := s.Series(ctx, secretary)
		if err != nil || len(series) != 1 || series[0].LastID != meeting.Ref(first.ID) || series[0].UnitID != "u0" {
			t.Fatalf("%+v %v", series, err)
		}
		next, err := s.CopyLast(ctx, secretary, first.ID, meeting.Copied{})
		if err != nil || next.ScheduledAt.Format("2006-01-02") != "2024-10-30" {
			t.Fatalf("the next month is not the 30th: %+v %v", next, err)
		}
	})
}

func TestCopyLast_TakesTheChosenSitesAndNoOthers(t *testing.T) {
	s, ctx := newService(t, testdb.SQLite(t)), t.Context()
	first, err := s.Create(ctx, secretary, meeting.Conference{
		Title: "Kỳ trước", ScheduledAt: meeting.At(held),
		Agenda: []meeting.AgendaItem{{Title: "Khai mạc", Kind: meeting.Opening, Minutes: 5}, {Title: "Báo cáo", Kind: meeting.Report}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for rule, chosen := range map[string][]string{"hub": {"s1"}, "unknown": {"hub", "nowhere"}} {
		_, err := s.CopyLast(ctx, secretary, first.ID, meeting.Copied{Chosen: chosen})
		if f := fault.As(err); f == nil || f.Fields[0].Name != "site_ids" || f.Fields[0].Rule != rule {
			t.Errorf("%v: %v", chosen, err)
		}
	}
	c, err := s.CopyLast(ctx, secretary, first.ID, meeting.Copied{Chosen: []string{"hub"}, WithoutAgenda: true})
	if err != nil || len(c.Sites) != 1 || c.Sites[0].Role != meeting.Hub {
		t.Fatalf("%+v %v", c, err)
	}
	if len(c.Agenda) != 1 || c.Agenda[0].Kind != meeting.Review {
		t.Fatalf("without its agenda: %+v", c.Agenda)
	}
}
