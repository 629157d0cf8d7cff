package report

import (
	"context"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/fault"
)

// Form is a report as a form shows it.
type Form struct {
	PeriodID    string          `json:"period_id"`
	UnitID      string          `json:"unit_id"`
	State       State           `json:"state" enum:"missing,draft,submitted,returned,accepted"`
	Version     int             `json:"version"`
	Rev         int64           `json:"rev"`
	DueAt       time.Time       `json:"due_at"`
	Late        bool            `json:"late"`
	SavedAt     *time.Time      `json:"saved_at"`
	SubmittedAt *time.Time      `json:"submitted_at"`
	SubmittedBy string          `json:"submitted_by"`
	AcceptedAt  *time.Time      `json:"accepted_at"`
	Reason      string          `json:"reason" doc:"why it came back"`
	Areas       []AreaView      `json:"areas"`
	Indicators  []IndicatorView `json:"indicators"`
	Problems    []fault.Field   `json:"problems" doc:"what keeps it from being sent"`
	History     []Trace         `json:"history"`
	Can         []Act           `json:"can" doc:"what the caller may do now"`
}

// AreaView is one work area of the form.
type AreaView struct {
	AreaID   string `json:"area_id"`
	Name     string `json:"name"`
	NameEn   string `json:"name_en"`
	Required bool   `json:"required"`
	Text     string `json:"text"`
}

// IndicatorView is one line of the form's table.
type IndicatorView struct {
	IndicatorID string     `json:"indicator_id"`
	Name        string     `json:"name"`
	NameEn      string     `json:"name_en"`
	Measure     string     `json:"unit_of_measure"`
	MeasureEn   string     `json:"unit_of_measure_en"`
	Decimals    int        `json:"decimals"`
	Plan        string     `json:"plan" doc:"as typed"`
	Actual      string     `json:"actual" doc:"as typed"`
	Note        string     `json:"note"`
	Percent     *float64   `json:"percent"`
	Low         bool       `json:"low" doc:"under 80 % of the plan"`
	Previous    *LastValue `json:"previous,omitempty" doc:"what was accepted for the period before"`
}

// LastValue is a value of the period before.
type LastValue struct {
	Plan   string `json:"plan"`
	Actual string `json:"actual"`
}

// BoardRow is one unit's line on the office's board.
type BoardRow struct {
	UnitID      string     `json:"unit_id"`
	State       State      `json:"state" enum:"missing,draft,submitted,returned,accepted"`
	SubmittedAt *time.Time `json:"submitted_at"`
	Late        bool       `json:"late"`
	Version     int        `json:"version"`
	Rev         int64      `json:"rev"`
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// view reads the report as the caller sees it.
func (s *Service) view(ctx context.Context, by access.Actor, period, unit string) (Form, error) {
	p, err := s.period(ctx, s.db, period)
	if err != nil {
		return Form{}, err
	}
	cat, err := loadCatalogue(ctx, s.db)
	if err != nil {
		return Form{}, err
	}
	r, err := loadReport(ctx, s.db, period, unit)
	if err != nil {
		return Form{}, err
	}
	last, err := s.lastAccepted(ctx, p, unit)
	if err != nil {
		return Form{}, err
	}
	v := form(r, cat, last)
	v.DueAt, v.Late = p.DueAt, Late(r.SubmittedAt, p.DueAt, s.clock.Now())
	v.Can = can(by, r, p)
	v.History, err = loadHistory(ctx, s.db, period, unit)
	return v, err
}

// form lays the report out over everything that is reported on.
func form(r Report, cat Catalogue, last Content) Form {
	v := Form{
		PeriodID: r.PeriodID, UnitID: r.UnitID, State: r.State, Version: r.Version, Rev: r.Rev,
		SavedAt: instant(r.SavedAt), SubmittedAt: instant(r.SubmittedAt), SubmittedBy: r.SubmittedBy,
		AcceptedAt: instant(r.AcceptedAt), Reason: r.Reason,
		Areas: []AreaView{}, Indicators: []IndicatorView{}, Problems: Check(r.Content, cat),
	}
	if v.Problems == nil {
		v.Problems = []fault.Field{}
	}
	texts, values := r.Content.byID()
	_, before := last.byID()
	for _, a := range cat.Areas {
		v.Areas = append(v.Areas, AreaView{AreaID: a.ID, Name: a.Name, NameEn: a.NameEn, Required: a.Required, Text: texts[a.ID]})
	}
	for _, i := range cat.Indicators {
		x := values[i.ID]
		plan, actual := number(x.Plan), number(x.Actual)
		line := IndicatorView{
			IndicatorID: i.ID, Name: i.Name, NameEn: i.NameEn, Measure: i.Measure, MeasureEn: i.MeasureEn, Decimals: i.Decimals,
			Plan: x.Plan, Actual: x.Actual, Note: x.Note, Percent: Percent(plan, actual), Low: Low(plan, actual),
		}
		if b, ok := before[i.ID]; ok {
			line.Previous = &LastValue{Plan: b.Plan, Actual: b.Actual}
		}
		v.Indicators = append(v.Indicators, line)
	}
	return v
}

// can lists the acts that policy, period and state all allow.
func can(by access.Actor, r Report, p Period) []Act {
	out := []Act{}
	for _, a := range []Act{ActSave, ActSubmit, ActAccept, ActReturn, ActReopen} {
		if _, err := Next(r.State, a); err == nil && p.State == PeriodOpen && may(by, a, r.UnitID) == nil {
			out = append(out, a)
		}
	}
	return out
}

// lastAccepted returns what was accepted of the unit for the period of the
// same kind before p; nothing where nothing was.
func (s *Service) lastAccepted(ctx context.Context, p Period, unit string) (Content, error) {
	all, err := loadPeriods(ctx, s.db)
	if err != nil {
		return Content{}, err
	}
	var before *Period
	for i, q := range all {
		earlier := q.Kind == p.Kind && (q.Year < p.Year || q.Year == p.Year && q.Index < p.Index)
		if earlier && (before == nil || q.Year > before.Year || q.Year == before.Year && q.Index > before.Index) {
			before = &all[i]
		}
	}
	if before == nil {
		return Content{}, nil
	}
	r := Report{}
	err = scanReport(s.db.QueryRowContext(ctx, sqlReport, before.ID, unit), &r)
	if err != nil || r.AcceptedVersion == 0 {
		return Content{}, ignoreNoRows(err)
	}
	return loadContent(ctx, s.db, before.ID, unit, r.AcceptedVersion)
}

// micros keeps instants as the database does, so that what is compared is
// what is stored.
func micros(t time.Time) time.Time { return clock.FromMicros(clock.Micros(t)) }
