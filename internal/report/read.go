package report

import (
	"context"
	"fmt"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

func ignoreNoRows(err error) error {
	if err == nil || db.IsNoRows(err) {
		return nil
	}
	return fmt.Errorf("load the report before: %w", err)
}

// today is the day in the service's zone, YYYY-MM-DD.
func (s *Service) today() string { return text.DateOf(s.clock.Now().In(s.zone)).String() }

// periods reads all periods with their states of today.
func (s *Service) periods(ctx context.Context, q db.Queryer) ([]Period, error) {
	all, err := loadPeriods(ctx, q)
	for i := range all {
		all[i].State = all[i].stateOn(s.today())
	}
	return all, err
}

func (s *Service) period(ctx context.Context, q db.Queryer, id string) (Period, error) {
	all, err := s.periods(ctx, q)
	if err != nil {
		return Period{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return Period{}, fault.NotFound("period_unknown", "no period %s", id)
}

// Periods lists the periods in order and names the current one: the last that
// is open, else the last that has begun, else none.
func (s *Service) Periods(ctx context.Context, by access.Actor) (all []Period, current string, err error) {
	if err := mayReadPeriods(by); err != nil {
		return nil, "", err
	}
	if all, err = s.periods(ctx, s.db); err != nil {
		return nil, "", err
	}
	for _, state := range []PeriodState{PeriodClosed, PeriodOpen} {
		for _, p := range all {
			if p.State == state {
				current = p.ID
			}
		}
	}
	return all, current, nil
}

// Board lists the reports of a period, one row for each unit that has to
// report: all of them for the office, for others the units of their roles.
func (s *Service) Board(ctx context.Context, by access.Actor, period string) ([]BoardRow, Period, error) {
	if err := mayReadPeriods(by); err != nil {
		return nil, Period{}, err
	}
	p, err := s.period(ctx, s.db, period)
	if err != nil {
		return nil, p, err
	}
	units, err := loadExpected(ctx, s.db, period)
	if err != nil {
		return nil, p, err
	}
	reports, err := loadReports(ctx, s.db, period)
	if err != nil {
		return nil, p, err
	}
	rows := []BoardRow{}
	for _, u := range units {
		if mayRead(by, u) != nil {
			continue
		}
		r, ok := reports[u]
		if !ok {
			r = Report{State: Missing, Version: 1}
		}
		rows = append(rows, BoardRow{
			UnitID: u, State: r.State, SubmittedAt: instant(r.SubmittedAt),
			Late: Late(r.SubmittedAt, p.DueAt, s.clock.Now()), Version: r.Version, Rev: r.Rev,
		})
	}
	return rows, p, nil
}

// Report returns a unit's report as the caller sees it.
func (s *Service) Report(ctx context.Context, by access.Actor, period, unit string) (Form, error) {
	if err := mayRead(by, unit); err != nil {
		return Form{}, err
	}
	units, err := loadExpected(ctx, s.db, period)
	if err != nil {
		return Form{}, err
	}
	if !slices.Contains(units, unit) {
		return Form{}, fault.NotFound("report_unknown_unit", "%s has not to report in %s", unit, period)
	}
	return s.view(ctx, by, period, unit)
}

// Synthesis gathers the accepted reports of a period.
func (s *Service) Synthesis(ctx context.Context, by access.Actor, period string) (Synthesis, error) {
	if err := mayReadSynthesis(by); err != nil {
		return Synthesis{}, err
	}
	if _, err := s.period(ctx, s.db, period); err != nil {
		return Synthesis{}, err
	}
	cat, err := loadCatalogue(ctx, s.db)
	if err != nil {
		return Synthesis{}, err
	}
	units, err := loadExpected(ctx, s.db, period)
	if err != nil {
		return Synthesis{}, err
	}
	accepted, err := loadAccepted(ctx, s.db, period)
	if err != nil {
		return Synthesis{}, err
	}
	var contents []UnitContent
	for _, u := range units {
		if c := accepted[u]; c != nil {
			contents = append(contents, UnitContent{UnitID: u, Content: *c})
		}
	}
	out := Synthesise(cat, contents)
	out.Expected = len(units)
	return out, nil
}

// Figures returns a unit's indicators of a period for those who conduct a
// conference: what was accepted, else the present state. The caller has been
// checked by the conference's own policy.
func (s *Service) Figures(ctx context.Context, period, unit string) ([]IndicatorView, State, error) {
	cat, err := loadCatalogue(ctx, s.db)
	if err != nil {
		return nil, Missing, err
	}
	r, err := loadReport(ctx, s.db, period, unit)
	if err != nil {
		return nil, Missing, err
	}
	if r.AcceptedVersion > 0 && r.AcceptedVersion != r.Version {
		if r.Content, err = loadContent(ctx, s.db, period, unit, r.AcceptedVersion); err != nil {
			return nil, r.State, err
		}
	}
	return form(r, cat, Content{}).Indicators, r.State, nil
}
