package directive_test

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/text"
)

var (
	zone     = time.FixedZone("ICT", 7*3600)
	office   = account("thuky", access.Secretary, "office")
	chair    = account("chutri", access.Chair, "office")
	operator = account("vanhanh", access.Operator, "office")
	pleiku   = account("pleiku", access.Reporter, "pleiku")
	kbang    = account("kbang", access.Head, "kbang")
	finance  = account("taichinh", access.Reporter, "so-taichinh")
	everyone = []access.Actor{office, chair, operator, pleiku, kbang, finance}
)

func account(name string, role access.Role, unit string) access.Actor {
	return access.Actor{
		Kind: access.Account, AccountID: name, Name: name, UnitID: unit,
		Grants: []access.Grant{{Role: role, UnitID: unit}},
	}
}

type world struct {
	*directive.Service
	t     testing.TB
	ctx   context.Context
	clock *clock.Manual
	log   *event.Log
	notes []string
}

// byLine is a drafter for tests: a line "Pleiku, Kbang: text @2026-06-30" is
// a directive to these units, or those that a learned alias names; any other
// line is none.
func byLine(conclusion string, _ text.Date, units []org.Unit, _ []org.Group, taught directive.Learned) []directive.Proposal {
	var out []directive.Proposal
	at := 0
	for n, line := range strings.Split(conclusion, "\n") {
		if names, body, ok := strings.Cut(line, ":"); ok {
			p := directive.Proposal{
				Quote: line, Start: at, End: at + utf8.RuneCountInString(line), Sentence: n + 1, Why: []string{":"},
			}
			body, limit, _ := strings.Cut(body, "@")
			_ = p.Deadline.UnmarshalText([]byte(limit))
			p.Text = strings.TrimSpace(body)
			for name := range strings.SplitSeq(names, ",") {
				p.Addressees = append(p.Addressees, strings.TrimSpace(name))
				called := len(p.UnitIDs)
				for _, a := range taught.Aliases {
					if text.Same(a.Words, name) {
						p.UnitIDs = append(p.UnitIDs, a.UnitIDs...)
					}
				}
				for _, u := range units {
					if text.Same(u.Short, name) && len(p.UnitIDs) == called {
						p.UnitIDs = append(p.UnitIDs, u.ID)
					}
				}
				if len(p.UnitIDs) == called {
					p.Unrecognised = append(p.Unrecognised, strings.TrimSpace(name))
				}
			}
			out = append(out, p)
		}
		at += utf8.RuneCountInString(line) + 1
	}
	return out
}

// newWorld is a province with two districts and a department, and a series
// with the conferences "q1" of 29 March and "q2" of 28 June 2026. It is the
// day of the first.
func newWorld(tb testing.TB, d *db.DB) *world {
	tb.Helper()
	w := &world{t: tb, ctx: tb.Context(), clock: clock.NewManual(time.Date(2026, 3, 29, 9, 0, 0, 0, zone))}
	tree := org.New(d)
	unit := func(id, name, short string) org.Unit {
		return org.Unit{ID: id, ParentID: "office", Name: name, Short: short, ValidFrom: "2020-01-01"}
	}
	w.check(tree.Import(w.ctx, org.Tree{
		Organisation: org.Organisation{ID: "gialai", Name: "Tỉnh ủy Gia Lai", OfficeID: "office"},
		Units: []org.Unit{
			{ID: "office", Name: "Văn phòng Tỉnh ủy", Short: "Văn phòng", ValidFrom: "2020-01-01"},
			unit("pleiku", "Thành ủy Pleiku", "Pleiku"), unit("kbang", "Huyện ủy Kbang", "Kbang"),
			unit("so-taichinh", "Sở Tài chính", "Sở Tài chính"),
		},
		Sites: []org.Site{{ID: "site-hub", Number: 1, UnitID: "office", Name: "Tỉnh ủy", Hub: true}},
	}))
	w.log = event.NewLog(d, w.clock)
	reports := report.New(d, w.log, w.clock, zone)
	meetings := meeting.New(d, w.log, tree, w.clock)
	w.plan(meetings)
	w.Service = directive.New(directive.Needs{
		DB: d, Log: w.log, Clock: w.clock, Zone: zone, Org: tree, Meeting: meetings, Report: reports, Draft: byLine,
	})
	w.OnNote(func(_ context.Context, _ access.Actor, conference, kind string, _ any) {
		w.notes = append(w.notes, conference+" "+kind)
	})
	return w
}

func (w *world) plan(m *meeting.Service) {
	w.t.Helper()
	_, err := m.CreateSeries(w.ctx, access.System, meeting.Series{ID: "giao-ban", Name: "Giao ban quý", Cadence: meeting.Quarterly, UnitID: "office"})
	w.check(err)
	for id, day := range map[string]time.Time{
		"q1": time.Date(2026, 3, 29, 14, 0, 0, 0, zone), "q2": time.Date(2026, 6, 28, 14, 0, 0, 0, zone),
	} {
		_, err := m.Create(w.ctx, access.System, meeting.Conference{
			ID: id, SeriesID: "giao-ban", Title: "Hội nghị giao ban " + id, ScheduledAt: meeting.At(day),
		})
		w.check(err)
	}
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// issue concludes a conference with the text and issues what is drafted.
func (w *world) issue(conference, conclusion string) []directive.Listing {
	w.t.Helper()
	desk, err := w.Desk(w.ctx, office, conference)
	w.check(err)
	_, err = w.SaveConclusion(w.ctx, office, conference, conclusion, desk.Rev)
	w.check(err)
	_, err = w.DraftAll(w.ctx, office, conference)
	w.check(err)
	out, err := w.Issue(w.ctx, office, conference, nil, "12-TB/TU")
	w.check(err)
	return out
}

func (w *world) do(by access.Actor, id string, a directive.Act, in directive.Input) directive.Story {
	w.t.Helper()
	v, err := w.Do(w.ctx, by, id, a, in, -1)
	if err != nil {
		w.t.Fatalf("%s by %s: %v", a, by.Name, err)
	}
	return v
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("error %v, want %s", err, code)
	}
}
