package directive

import (
	"context"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/meeting"
	"giaoban/internal/report"
)

// CarryOver is what became of the conclusions of the conferences before this
// one in its series: the first item of its agenda.
type CarryOver struct {
	FromConferenceID string      `json:"from_conference_id" doc:"the conference before; empty where there is none"`
	Units            []UnitCarry `json:"units"`
}

// UnitCarry is one lead unit's share: everything still open, whatever
// conference it comes from, and what was done since the conference before.
type UnitCarry struct {
	UnitID  string    `json:"unit_id"`
	Open    []Listing `json:"open"`
	Done    []Listing `json:"done"`
	Overdue int       `json:"overdue"`
}

// earlier lists the conferences of the series before c, the latest first.
// Planned and open ones do not count before their hour.
func earlier(c *meeting.Conference, all []*meeting.Conference) []*meeting.Conference {
	var out []*meeting.Conference
	for _, x := range all {
		if x.ID != c.ID && x.SeriesID == c.SeriesID && x.ScheduledAt.Before(c.ScheduledAt.Time) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b *meeting.Conference) int { return b.ScheduledAt.Compare(a.ScheduledAt.Time) })
	return out
}

// carry parts the directives of earlier conferences: open ones are carried
// over, confirmed ones are told once, at the first conference after.
func carry(views []Listing, from *meeting.Conference) []UnitCarry {
	out, at := []UnitCarry{}, map[string]int{}
	for _, v := range views {
		told := v.ConferenceID == from.ID || v.ConfirmedAt != nil && !v.ConfirmedAt.Before(from.ScheduledAt.Time)
		if !v.State.Open() && (v.State != Confirmed || !told) {
			continue
		}
		i, ok := at[v.UnitID]
		if !ok {
			i = len(out)
			at[v.UnitID] = i
			out = append(out, UnitCarry{UnitID: v.UnitID, Open: []Listing{}, Done: []Listing{}})
		}
		u := &out[i]
		switch {
		case !v.State.Open():
			u.Done = append(u.Done, v)
		case v.Timeliness == Overdue:
			u.Overdue++
			u.Open = append(u.Open, v)
		default:
			u.Open = append(u.Open, v)
		}
	}
	return out
}

// CarryOver gathers the implementation of the last conclusions for a
// conference. Units see their own share, the office and the chair all; the
// order is that of the tree.
func (s *Service) CarryOver(ctx context.Context, by access.Actor, conference string) (CarryOver, error) {
	out := CarryOver{Units: []UnitCarry{}}
	if err := mayList(by); err != nil {
		return out, err
	}
	c, err := s.meeting.Conference(ctx, by, conference)
	if err != nil {
		return out, err
	}
	if c.SeriesID == "" {
		return out, nil
	}
	all, err := s.meeting.Conferences(ctx, access.System, string(c.SeriesID), "")
	if err != nil {
		return out, err
	}
	before := earlier(c, all)
	if len(before) == 0 {
		return out, nil
	}
	out.FromConferenceID = before[0].ID
	views, _, err := s.List(ctx, by, Filter{Series: string(c.SeriesID)})
	if err != nil {
		return out, err
	}
	past := map[string]bool{}
	for _, b := range before {
		past[b.ID] = true
	}
	views = slices.DeleteFunc(views, func(v Listing) bool { return !past[v.ConferenceID] })
	out.Units = carry(views, before[0])
	return out, s.sortByTree(ctx, out.Units)
}

func (s *Service) sortByTree(ctx context.Context, list []UnitCarry) error {
	units, err := s.org.Units(ctx)
	if err != nil {
		return err
	}
	place := map[string]int{}
	for i, u := range units {
		place[u.ID] = i
	}
	slices.SortFunc(list, func(a, b UnitCarry) int { return place[a.UnitID] - place[b.UnitID] })
	return nil
}

// Brief is what stands beside a unit's picture while it speaks.
type Brief struct {
	UnitID      string                 `json:"unit_id"`
	PeriodID    string                 `json:"period_id"`
	ReportState report.State           `json:"report_state" enum:"missing,draft,submitted,returned,accepted"`
	Indicators  []report.IndicatorView `json:"indicators"`
	Open        []Listing              `json:"open" doc:"its open directives, those that coordinate left out"`
	Overdue     int                    `json:"overdue"`
}

// briefed loads a conference for those who may be briefed for it; others are
// not told whether there is one.
func (s *Service) briefed(ctx context.Context, by access.Actor, conference string) (*meeting.Conference, error) {
	c, err := s.meeting.Conference(ctx, by, conference)
	if denied := mayBrief(by, c); denied != nil {
		return nil, denied
	}
	return c, err
}

// Brief gathers a unit's figures and open directives for a conference.
func (s *Service) Brief(ctx context.Context, by access.Actor, conference, unit string) (Brief, error) {
	out := Brief{UnitID: unit, ReportState: report.Missing, Indicators: []report.IndicatorView{}, Open: []Listing{}}
	c, err := s.briefed(ctx, by, conference)
	if err != nil {
		return out, err
	}
	if _, err := s.org.Unit(ctx, unit); err != nil {
		return out, err
	}
	if out.PeriodID = string(c.PeriodID); out.PeriodID != "" {
		if out.Indicators, out.ReportState, err = s.report.Figures(ctx, out.PeriodID, unit); err != nil {
			return out, err
		}
	}
	list, err := loadPage(ctx, s.db, query{
		Filter: Filter{State: "open"}, units: []string{unit}, limit: unlimited, today: s.today(),
	})
	if err != nil {
		return out, err
	}
	for _, d := range list {
		if d.UnitID != unit {
			continue
		}
		v := d.view(by, s.today())
		out.Open = append(out.Open, v)
		if v.Timeliness == Overdue {
			out.Overdue++
		}
	}
	return out, nil
}
