package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Service is the package's door: every act on periods and reports.
type Service struct {
	db    *db.DB
	log   *event.Log
	clock clock.Clock
	zone  *time.Location
}

// New returns the service. Days are those of zone.
func New(d *db.DB, log *event.Log, c clock.Clock, zone *time.Location) *Service {
	return &Service{db: d, log: log, clock: c, zone: zone}
}

// Save writes what the unit has typed, numbers or not: nothing typed is lost.
// Areas and indicators that c does not name stay as they are. rev is the
// revision the caller has seen, 0 for a report that nobody has begun.
func (s *Service) Save(ctx context.Context, by access.Actor, period, unit string, rev int64, c Content) (Form, error) {
	return s.act(ctx, by, ActSave, period, unit, rev, func(tx *db.Tx, r *Report, cat Catalogue) error {
		if err := checkKnown(c, cat); err != nil {
			return err
		}
		for i := range c.Areas {
			c.Areas[i].Text = text.NFC(c.Areas[i].Text)
		}
		for i := range c.Indicators {
			v := &c.Indicators[i]
			v.Plan, v.Actual, v.Note = text.NFC(v.Plan), text.NFC(v.Actual), text.NFC(v.Note)
		}
		if err := r.apply(ActSave, by.Name, "", s.clock.Now()); err != nil {
			return err
		}
		return putContent(ctx, tx, *r, c)
	})
}

// Submit sends the report to the office, after checking it.
func (s *Service) Submit(ctx context.Context, by access.Actor, period, unit string, rev int64) (Form, error) {
	return s.act(ctx, by, ActSubmit, period, unit, rev, func(_ *db.Tx, r *Report, cat Catalogue) error {
		if err := r.apply(ActSubmit, by.Name, "", s.clock.Now()); err != nil {
			return err
		}
		if bad := Check(r.Content, cat); len(bad) > 0 {
			return fault.Invalid("report_incomplete", "%d fields are not ready", len(bad)).WithFields(bad...)
		}
		return nil
	})
}

// Accept takes the report in; from now on that version is history.
func (s *Service) Accept(ctx context.Context, by access.Actor, period, unit string, rev int64) (Form, error) {
	return s.act(ctx, by, ActAccept, period, unit, rev, func(_ *db.Tx, r *Report, _ Catalogue) error {
		return r.apply(ActAccept, by.Name, "", s.clock.Now())
	})
}

// Return gives the report back to the unit with a reason, as a new version.
func (s *Service) Return(ctx context.Context, by access.Actor, period, unit, reason string, rev int64) (Form, error) {
	return s.renew(ctx, by, ActReturn, period, unit, reason, rev)
}

// Reopen lets the unit correct an accepted report, as a new version.
func (s *Service) Reopen(ctx context.Context, by access.Actor, period, unit, reason string, rev int64) (Form, error) {
	return s.renew(ctx, by, ActReopen, period, unit, reason, rev)
}

func (s *Service) renew(ctx context.Context, by access.Actor, a Act, period, unit, reason string, rev int64) (Form, error) {
	return s.act(ctx, by, a, period, unit, rev, func(tx *db.Tx, r *Report, _ Catalogue) error {
		if err := r.apply(a, by.Name, text.NFC(reason), s.clock.Now()); err != nil {
			return err
		}
		return putContent(ctx, tx, *r, r.Content)
	})
}

// act is the frame of every act on a report: policy, period, lock, rule,
// history, event, in one transaction. The answer is read after the commit.
func (s *Service) act(ctx context.Context, by access.Actor, a Act, period, unit string, rev int64,
	do func(*db.Tx, *Report, Catalogue) error,
) (Form, error) {
	if err := may(by, a, unit); err != nil {
		return Form{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		cat, err := s.ready(ctx, tx, period, unit)
		if err != nil {
			return err
		}
		r, err := takeReport(ctx, tx, period, unit, rev)
		if err != nil {
			return err
		}
		before := r.State
		if err := do(tx, &r, cat); err != nil {
			return err
		}
		if err := updateReport(ctx, tx, r); err != nil {
			return err
		}
		// Typing goes on all day; only that a report was begun is an event.
		if a == ActSave && before == r.State {
			return nil
		}
		return s.record(ctx, tx, by, a, r)
	})
	if err != nil {
		return Form{}, err
	}
	return s.view(ctx, by, period, unit)
}

// ready refuses a period that is closed or has not begun, and a unit that has
// not to report in it.
func (s *Service) ready(ctx context.Context, tx *db.Tx, period, unit string) (Catalogue, error) {
	p, err := s.period(ctx, tx, period)
	if err != nil {
		return Catalogue{}, err
	}
	switch p.State {
	case PeriodClosed:
		return Catalogue{}, fault.Conflict("period_closed", "period %s is closed", period)
	case PeriodComing:
		return Catalogue{}, fault.Conflict("period_coming", "period %s has not begun", period).With("opens_on", p.OpensOn)
	case PeriodOpen:
	}
	units, err := loadExpected(ctx, tx, period)
	if err != nil {
		return Catalogue{}, err
	}
	if !slices.Contains(units, unit) {
		return Catalogue{}, fault.NotFound("report_unknown_unit", "%s has not to report in %s", unit, period)
	}
	return loadCatalogue(ctx, tx)
}

var past = map[Act]string{
	ActSave: "report.drafted", ActSubmit: "report.submitted", ActAccept: "report.accepted",
	ActReturn: "report.returned", ActReopen: "report.reopened",
}

// record writes the act into the history and the office's stream. The
// history's number is the report's revision, which each act makes larger.
func (s *Service) record(ctx context.Context, tx *db.Tx, by access.Actor, a Act, r Report) error {
	now := s.clock.Now()
	_, err := tx.ExecContext(ctx, sqlInsertHistory, r.PeriodID, r.UnitID, r.Rev, clock.Micros(now),
		by.String(), by.Name, a, r.State, r.Version, r.Reason)
	if err != nil {
		return fmt.Errorf("record %s of %s/%s: %w", a, r.PeriodID, r.UnitID, err)
	}
	_, err = s.log.Append(ctx, tx, event.Entry{
		Stream: event.Office, At: now, Kind: past[a], Actor: by.String(), Audience: Audience(r.UnitID),
		Data: event.Marshal(map[string]any{
			"period_id": r.PeriodID, "unit_id": r.UnitID, "state": r.State, "version": r.Version,
		}),
	})
	return err
}
