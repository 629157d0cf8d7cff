package report_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/testdb"
)

var (
	zone     = time.FixedZone("ICT", 7*3600)
	office   = account("vp", access.Secretary, "office")
	reporter = account("reporter-pleiku", access.Reporter, "pleiku")
	head     = account("head-pleiku", access.Head, "pleiku")
	stranger = account("reporter-kbang", access.Reporter, "kbang")
	chair    = account("chair", access.Chair, "office")
)

func account(name string, role access.Role, unit string) access.Actor {
	return access.Actor{
		Kind: access.Account, AccountID: name, Name: name, UnitID: unit,
		Grants: []access.Grant{{Role: role, UnitID: unit}},
	}
}

type world struct {
	*report.Service
	ctx   context.Context
	clock *clock.Manual
	log   *event.Log
}

// newWorld is a day in September 2026 with the third quarter open for Pleiku
// and Kbang, due on the 25th.
func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ctx := t.Context()
	err := org.New(d).Import(ctx, org.Tree{
		Organisation: org.Organisation{ID: "gialai", Name: "Tỉnh ủy Gia Lai", OfficeID: "office"},
		Units: []org.Unit{
			{ID: "office", Name: "Văn phòng Tỉnh ủy", ValidFrom: "2020-01-01"},
			{ID: "pleiku", ParentID: "office", Name: "Thành ủy Pleiku", ValidFrom: "2020-01-01"},
			{ID: "kbang", ParentID: "office", Name: "Huyện ủy Kbang", ValidFrom: "2020-01-01"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := clock.NewManual(time.Date(2026, 9, 20, 8, 0, 0, 0, zone))
	log := event.NewLog(d, c)
	w := &world{Service: report.New(d, log, c, zone), ctx: ctx, clock: c, log: log}
	if err := w.SetCatalogue(ctx, access.System, catalogue); err != nil {
		t.Fatal(err)
	}
	w.open(t, "q3", 3, "2026-09-01", time.Date(2026, 9, 25, 17, 0, 0, 0, zone))
	return w
}

func (w *world) open(t *testing.T, id string, index int, opens string, due time.Time) {
	t.Helper()
	_, err := w.OpenPeriod(w.ctx, access.System, report.Period{
		ID: id, Kind: report.Quarter, Year: 2026, Index: index, OpensOn: opens, DueAt: due,
	}, []string{"pleiku", "kbang"})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) save(t *testing.T, rev int64, c report.Content) report.Form {
	t.Helper()
	return must(w.Save(w.ctx, reporter, "q3", "pleiku", rev, c))(t)
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("error %v, want %s", err, code)
	}
}

func TestReport_FromMissingToAcceptedIsToldToTheOffice(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := must(w.Report(w.ctx, reporter, "q3", "pleiku"))(t)
		if v.State != report.Missing || v.Rev != 0 || len(v.Indicators) != 2 {
			t.Fatalf("at first: %+v", v)
		}
		v = w.save(t, 0, content("1.000", "700"))
		if v.State != report.Draft || *v.Indicators[0].Percent != 70 || !v.Indicators[0].Low {
			t.Fatalf("saved: %+v", v)
		}
		w.clock.Advance(time.Hour)
		v = must(w.Submit(w.ctx, head, "q3", "pleiku", v.Rev))(t)
		if v.State != report.Submitted || v.Late || v.SubmittedBy != "head-pleiku" {
			t.Fatalf("submitted: %+v", v)
		}
		v = must(w.Accept(w.ctx, office, "q3", "pleiku", v.Rev))(t)
		if v.State != report.Accepted || v.Version != 1 {
			t.Fatalf("accepted: %+v", v)
		}
		var acts []report.Act
		for _, e := range v.History {
			acts = append(acts, e.Act)
		}
		if diff := cmp.Diff([]report.Act{report.ActSave, report.ActSubmit, report.ActAccept}, acts); diff != "" {
			t.Error(diff)
		}
		entries := must(w.log.After(w.ctx, event.Office, 0, 10))(t)
		last := entries[len(entries)-1]
		if last.Kind != "report.accepted" || !report.MayHear(reporter, last.Audience) || report.MayHear(stranger, last.Audience) {
			t.Errorf("last event: %+v", last)
		}
	})
}

func TestSave_KeepsTextInANumberFieldAndSubmitNamesIt(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := w.save(t, 0, content("abc", "700"))
		if v.Indicators[0].Plan != "abc" || len(v.Problems) != 1 {
			t.Fatalf("saved: %+v", v)
		}
		_, err := w.Submit(w.ctx, reporter, "q3", "pleiku", v.Rev)
		refused(t, err, "report_incomplete")
		want := []fault.Field{{Name: "indicators.i1.plan", Rule: "number", Value: "abc"}}
		if diff := cmp.Diff(want, fault.As(err).Fields); diff != "" {
			t.Error(diff)
		}
		after := must(w.Report(w.ctx, reporter, "q3", "pleiku"))(t)
		if after.State != report.Draft || after.Rev != v.Rev || after.Indicators[0].Plan != "abc" {
			t.Errorf("after the refusal: %+v", after)
		}
	})
}

func TestSave_RefusesAStaleRevisionAndUnknownFields(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := w.save(t, 0, content("1", "2"))
		_, err := w.Save(w.ctx, reporter, "q3", "pleiku", 0, content("3", "4"))
		refused(t, err, "stale")
		_, err = w.Save(w.ctx, reporter, "q3", "pleiku", v.Rev, report.Content{Areas: []report.AreaText{{AreaID: "zz"}}})
		refused(t, err, "report_unknown")
		// What is not named stays.
		v = w.save(t, v.Rev, report.Content{Areas: []report.AreaText{{AreaID: "a2", Text: "Ổn định."}}})
		if v.Areas[0].Text == "" || v.Areas[1].Text != "Ổn định." || v.Indicators[0].Actual != "2" {
			t.Errorf("after a part was saved: %+v", v)
		}
	})
}

func TestReopen_KeepsWhatWasAcceptedUntilTheNewVersionIs(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := w.save(t, 0, content("1.000", "900"))
		must(w.Submit(w.ctx, reporter, "q3", "pleiku", -1))(t)
		_, err := w.Save(w.ctx, reporter, "q3", "pleiku", v.Rev+1, content("9", "9"))
		refused(t, err, "report_state")
		_, err = w.Return(w.ctx, office, "q3", "pleiku", " ", -1)
		refused(t, err, "reason_missing")
		v = must(w.Return(w.ctx, office, "q3", "pleiku", "Thiếu nguyên nhân", -1))(t)
		if v.State != report.Returned || v.Version != 2 || v.Reason != "Thiếu nguyên nhân" || v.Indicators[0].Actual != "900" {
			t.Fatalf("returned: %+v", v)
		}
		must(w.Submit(w.ctx, reporter, "q3", "pleiku", -1))(t)
		must(w.Accept(w.ctx, office, "q3", "pleiku", -1))(t)
		v = must(w.Reopen(w.ctx, office, "q3", "pleiku", "Sai số liệu", -1))(t)
		if v.State != report.Draft || v.Version != 3 {
			t.Fatalf("reopened: %+v", v)
		}
		w.save(t, v.Rev, content("1.000", "100"))
		syn := must(w.Synthesis(w.ctx, chair, "q3"))(t)
		if syn.Indicators[0].Actual != 900 || syn.Accepted != 1 || syn.Expected != 2 {
			t.Errorf("synthesis while a correction is open: %+v", syn.Indicators[0])
		}
	})
}

func TestClosedPeriod_ChangesNoMore(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := w.save(t, 0, content("1", "2"))
		if err := w.ClosePeriod(w.ctx, office, "q3"); err != nil {
			t.Fatal(err)
		}
		_, err := w.Save(w.ctx, reporter, "q3", "pleiku", v.Rev, content("5", "6"))
		refused(t, err, "period_closed")
		_, err = w.Submit(w.ctx, reporter, "q3", "pleiku", -1)
		refused(t, err, "period_closed")
		refused(t, w.ClosePeriod(w.ctx, office, "q3"), "period_closed")
		if got := must(w.Report(w.ctx, reporter, "q3", "pleiku"))(t); len(got.Can) > 0 || got.Indicators[0].Actual != "2" {
			t.Errorf("after closing: %+v", got)
		}
	})
}

func TestBoard_ShowsUnitsTheirOwnRowAndTheOfficeAll(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, "q4", 4, "2026-12-01", time.Date(2026, 12, 25, 17, 0, 0, 0, zone))
		w.save(t, 0, content("1", "2"))
		w.clock.Advance(10 * 24 * time.Hour) // past the due day
		rows, _, err := w.Board(w.ctx, office, "q3")
		if err != nil || len(rows) != 2 || rows[0].State != report.Draft || rows[1].State != report.Missing || !rows[1].Late {
			t.Errorf("the office's board: %+v, %v", rows, err)
		}
		rows, _, err = w.Board(w.ctx, stranger, "q3")
		if err != nil || len(rows) != 1 || rows[0].UnitID != "kbang" {
			t.Errorf("Kbang's board: %+v, %v", rows, err)
		}
		all, current, err := w.Periods(w.ctx, reporter)
		if err != nil || len(all) != 2 || current != "q3" || all[1].State != report.PeriodComing {
			t.Errorf("periods: %+v, current %s, %v", all, current, err)
		}
		_, err = w.Save(w.ctx, reporter, "q4", "pleiku", 0, content("1", "2"))
		refused(t, err, "period_coming")
	})
}

func TestReport_ShowsWhatWasAcceptedForThePeriodBefore(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.save(t, 0, content("1.000", "900"))
		must(w.Submit(w.ctx, reporter, "q3", "pleiku", -1))(t)
		must(w.Accept(w.ctx, office, "q3", "pleiku", -1))(t)
		w.open(t, "q4", 4, "2026-09-20", time.Date(2026, 12, 25, 17, 0, 0, 0, zone))
		v := must(w.Report(w.ctx, reporter, "q4", "pleiku"))(t)
		if p := v.Indicators[0].Previous; p == nil || p.Plan != "1.000" || p.Actual != "900" {
			t.Errorf("previous: %+v", p)
		}
	})
}

func TestPolicies_DenyByDefault(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.save(t, 0, content("1", "2"))
		for name, try := range map[string]func(access.Actor) error{
			"read": func(a access.Actor) error { _, err := w.Report(w.ctx, a, "q3", "pleiku"); return err },
			"save": func(a access.Actor) error {
				_, err := w.Save(w.ctx, a, "q3", "pleiku", 1, report.Content{})
				return err
			},
			"submit": func(a access.Actor) error { _, err := w.Submit(w.ctx, a, "q3", "pleiku", -1); return err },
			"accept": func(a access.Actor) error { _, err := w.Accept(w.ctx, a, "q3", "pleiku", -1); return err },
			"close":  func(a access.Actor) error { return w.ClosePeriod(w.ctx, a, "q3") },
			"gather": func(a access.Actor) error { _, err := w.Synthesis(w.ctx, a, "q3"); return err },
		} {
			refused(t, try(access.Actor{}), "signed_out")
			refused(t, try(stranger), "forbidden")
			refused(t, try(access.Actor{Kind: access.Site, SiteID: "site-pleiku"}), "forbidden")
			if name == "accept" || name == "close" || name == "gather" {
				refused(t, try(head), "forbidden")
			}
		}
		_, err := w.Save(w.ctx, head, "q3", "pleiku", 1, report.Content{})
		refused(t, err, "forbidden")
	})
}

func TestOpenPeriod_NamesWhatIsMissing(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	day := time.Date(2026, 12, 20, 17, 0, 0, 0, zone)
	for want, p := range map[string]report.Period{
		"index range":           {Kind: report.Quarter, Year: 2026, Index: 5, OpensOn: "2026-12-01", DueAt: day},
		"year range":            {Kind: report.Quarter, Year: 26, Index: 4, OpensOn: "2026-12-01", DueAt: day},
		"opens_on format":       {Kind: report.Quarter, Year: 2026, Index: 4, OpensOn: "1/12", DueAt: day},
		"due_at before_opening": {Kind: report.Quarter, Year: 2026, Index: 4, OpensOn: "2026-12-21", DueAt: day},
		"due_at required":       {Kind: report.Quarter, Year: 2026, Index: 4, OpensOn: "2026-12-01"},
	} {
		_, err := w.OpenPeriod(w.ctx, office, p, []string{"kbang"})
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name+" "+f.Fields[0].Rule != want {
			t.Errorf("want %s: %+v", want, f)
		}
	}
	p := report.Period{Kind: report.Quarter, Year: 2026, Index: 4, OpensOn: "2026-12-01", DueAt: day}
	for rule, units := range map[string][]string{"required": nil, "unknown": {"kbang", "nowhere"}} {
		_, err := w.OpenPeriod(w.ctx, office, p, units)
		if f := fault.As(err); f == nil || f.Fields[0].Name != "unit_ids" || f.Fields[0].Rule != rule {
			t.Errorf("%v: %v", units, err)
		}
	}
	opened := must(w.OpenPeriod(w.ctx, office, p, []string{"kbang", "pleiku", "kbang"}))(t)
	rows, _, err := w.Board(w.ctx, office, opened.ID)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	_, err = w.OpenPeriod(w.ctx, office, p, []string{"kbang"})
	refused(t, err, "period_exists")
}
