package report

import (
	"context"
	"slices"
	"strconv"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/text"
)

// SetCatalogue says what is reported on: it adds and corrects work areas and
// indicators and sets their order. None is removed: reports hang on them.
func (s *Service) SetCatalogue(ctx context.Context, by access.Actor, c Catalogue) error {
	if err := mayPrepare(by); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error { return putCatalogue(ctx, tx, c) })
}

// Catalogue returns what is reported on.
func (s *Service) Catalogue(ctx context.Context) (Catalogue, error) { return loadCatalogue(ctx, s.db) }

// OpenPeriod adds a period in which the units have to report and returns it.
// An empty ID is made.
func (s *Service) OpenPeriod(ctx context.Context, by access.Actor, p Period, units []string) (Period, error) {
	if err := mayPrepare(by); err != nil {
		return p, err
	}
	if err := checkPeriod(p, s.zone); err != nil {
		return p, err
	}
	if p.ID == "" {
		p.ID = id.New(s.clock.Now())
	}
	p.DueAt, p.ClosedAt = micros(p.DueAt), time.Time{}
	p.State = p.stateOn(s.today())
	units = unique(units)
	if len(units) == 0 {
		return p, fault.Invalid("period_invalid", "no unit reports in the period").
			WithFields(fault.Field{Name: "unit_ids", Rule: "required"})
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := checkUnits(ctx, tx, units); err != nil {
			return err
		}
		if err := insertPeriod(ctx, tx, p, units); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, "period.opened", p.ID)
	})
	if db.IsUnique(err) {
		return p, fault.Conflict("period_exists", "there is a %s %d/%d", p.Kind, p.Index, p.Year)
	}
	return p, err
}

// ClosePeriod ends a period: from now on none of its figures changes.
func (s *Service) ClosePeriod(ctx context.Context, by access.Actor, period string) error {
	if err := mayPrepare(by); err != nil {
		return err
	}
	if _, err := s.period(ctx, s.db, period); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		res, err := tx.ExecContext(ctx, sqlClosePeriod, period, clock.Micros(s.clock.Now()))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.Conflict("period_closed", "period %s is closed", period)
		}
		return s.tell(ctx, tx, by, "period.closed", period)
	})
}

func (s *Service) tell(ctx context.Context, tx *db.Tx, by access.Actor, kind, period string) error {
	_, err := s.log.Append(ctx, tx, event.Entry{
		Stream: event.Office, Kind: kind, Actor: by.String(),
		Data: event.Marshal(map[string]string{"period_id": period}),
	})
	return err
}

// unique drops what is named again, in order.
func unique(ids []string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// checkUnits refuses a unit that the organisation does not have.
func checkUnits(ctx context.Context, q db.Queryer, ids []string) error {
	known, err := loadUnitIDs(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !known[id] {
			return fault.Invalid("period_invalid", "no unit %q", id).
				WithFields(fault.Field{Name: "unit_ids", Rule: "unknown", Value: id})
		}
	}
	return nil
}

// checkPeriod names every field that breaks a rule.
func checkPeriod(p Period, zone *time.Location) error {
	last := 0
	switch p.Kind {
	case Month:
		last = 12
	case Quarter:
		last = 4
	case Half:
		last = 2
	case Year:
		last = 1
	}
	var bad []fault.Field
	if last == 0 {
		bad = append(bad, fault.Field{Name: "kind", Rule: "one_of", Value: string(p.Kind)})
	} else if p.Index < 1 || p.Index > last {
		bad = append(bad, fault.Field{Name: "index", Rule: "range"})
	}
	if new(text.Date).UnmarshalText([]byte(p.OpensOn)) != nil {
		bad = append(bad, fault.Field{Name: "opens_on", Rule: "format", Value: p.OpensOn})
	}
	if p.Year < 2000 || p.Year > 2200 {
		bad = append(bad, fault.Field{Name: "year", Rule: "range", Value: strconv.Itoa(p.Year)})
	}
	switch {
	case p.DueAt.IsZero():
		bad = append(bad, fault.Field{Name: "due_at", Rule: "required"})
	case p.DueAt.In(zone).Format(time.DateOnly) < p.OpensOn:
		bad = append(bad, fault.Field{Name: "due_at", Rule: "before_opening"})
	}
	if len(bad) > 0 {
		return fault.Invalid("period_invalid", "period %s is not one", p.ID).WithFields(bad...)
	}
	return nil
}
