package report

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

const (
	sqlReport = `SELECT version, state, rev, saved_at, submitted_at, submitted_by, accepted_at, accepted_version, reason
FROM report WHERE period_id = $1 AND unit_id = $2`
	sqlReports = `SELECT unit_id, version, state, rev, saved_at, submitted_at, submitted_by, accepted_at, accepted_version, reason
FROM report WHERE period_id = $1`
	sqlInsertReport = `INSERT INTO report (period_id, unit_id, version, state, rev, saved_at, submitted_at, submitted_by, accepted_at, accepted_version, reason)
VALUES ($1, $2, $3, $4, 0, 0, 0, '', 0, 0, '') ON CONFLICT DO NOTHING`
	// Takes the row, and refuses a stale revision by touching none.
	sqlTake = `UPDATE report SET rev = rev + 1 WHERE period_id = $1 AND unit_id = $2 AND rev = $3`

	sqlUpdateReport = `UPDATE report SET version = $3, state = $4, saved_at = $5, submitted_at = $6, submitted_by = $7,
    accepted_at = $8, accepted_version = $9, reason = $10
WHERE period_id = $1 AND unit_id = $2`

	sqlAreaTexts = `SELECT area_id, body FROM report_area WHERE period_id = $1 AND unit_id = $2 AND version = $3`
	sqlPutArea   = `INSERT INTO report_area (period_id, unit_id, version, area_id, body) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (period_id, unit_id, version, area_id) DO UPDATE SET body = excluded.body`

	sqlValues   = `SELECT indicator_id, plan, actual, note FROM report_value WHERE period_id = $1 AND unit_id = $2 AND version = $3`
	sqlPutValue = `INSERT INTO report_value (period_id, unit_id, version, indicator_id, plan, actual, note, plan_value, actual_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (period_id, unit_id, version, indicator_id) DO UPDATE SET plan = excluded.plan, actual = excluded.actual,
    note = excluded.note, plan_value = excluded.plan_value, actual_value = excluded.actual_value`

	sqlAcceptedAreas = `SELECT a.unit_id, a.area_id, a.body FROM report_area a
JOIN report r ON r.period_id = a.period_id AND r.unit_id = a.unit_id AND r.accepted_version = a.version
WHERE a.period_id = $1`
	sqlAcceptedValues = `SELECT v.unit_id, v.indicator_id, v.plan, v.actual, v.note FROM report_value v
JOIN report r ON r.period_id = v.period_id AND r.unit_id = v.unit_id AND r.accepted_version = v.version
WHERE v.period_id = $1`

	sqlHistory = `SELECT at, actor_name, act, state, version, reason FROM report_history
WHERE period_id = $1 AND unit_id = $2 ORDER BY seq`
	sqlInsertHistory = `INSERT INTO report_history (period_id, unit_id, seq, at, actor, actor_name, act, state, version, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
)

type scanner interface{ Scan(dest ...any) error }

// scanReport reads the columns of sqlReport, and those before it into first.
func scanReport(row scanner, r *Report, first ...any) error {
	var saved, submitted, accepted int64
	err := row.Scan(append(first, &r.Version, &r.State, &r.Rev, &saved, &submitted, &r.SubmittedBy,
		&accepted, &r.AcceptedVersion, &r.Reason)...)
	r.SavedAt, r.SubmittedAt, r.AcceptedAt = clock.FromMicros(saved), clock.FromMicros(submitted), clock.FromMicros(accepted)
	return err
}

// loadReport returns the unit's report; one that nobody has begun is missing,
// at revision 0, with nothing in it.
func loadReport(ctx context.Context, q db.Queryer, period, unit string) (Report, error) {
	r := Report{PeriodID: period, UnitID: unit}
	err := scanReport(q.QueryRowContext(ctx, sqlReport, period, unit), &r)
	if db.IsNoRows(err) {
		return Report{PeriodID: period, UnitID: unit, State: Missing, Version: 1}, nil
	}
	if err != nil {
		return r, fmt.Errorf("load report %s/%s: %w", period, unit, err)
	}
	r.Content, err = loadContent(ctx, q, period, unit, r.Version)
	return r, err
}

// loadReports returns the period's reports without their content, by unit.
func loadReports(ctx context.Context, q db.Queryer, period string) (map[string]Report, error) {
	out := map[string]Report{}
	err := each(ctx, q, sqlReports, []any{period}, func(row scanner) error {
		r := Report{PeriodID: period}
		if err := scanReport(row, &r, &r.UnitID); err != nil {
			return err
		}
		out[r.UnitID] = r
		return nil
	})
	return out, err
}

func loadContent(ctx context.Context, q db.Queryer, period, unit string, version int) (Content, error) {
	var c Content
	key := []any{period, unit, version}
	err := each(ctx, q, sqlAreaTexts, key, func(row scanner) error {
		var a AreaText
		err := row.Scan(&a.AreaID, &a.Text)
		c.Areas = append(c.Areas, a)
		return err
	})
	if err != nil {
		return c, err
	}
	err = each(ctx, q, sqlValues, key, func(row scanner) error {
		var v Value
		err := row.Scan(&v.IndicatorID, &v.Plan, &v.Actual, &v.Note)
		c.Indicators = append(c.Indicators, v)
		return err
	})
	return c, err
}

// loadAccepted returns the accepted content of every unit of a period.
func loadAccepted(ctx context.Context, q db.Queryer, period string) (map[string]*Content, error) {
	out := map[string]*Content{}
	of := func(unit string) *Content {
		if out[unit] == nil {
			out[unit] = &Content{}
		}
		return out[unit]
	}
	err := each(ctx, q, sqlAcceptedAreas, []any{period}, func(row scanner) error {
		var unit string
		var a AreaText
		if err := row.Scan(&unit, &a.AreaID, &a.Text); err != nil {
			return err
		}
		c := of(unit)
		c.Areas = append(c.Areas, a)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, q, sqlAcceptedValues, []any{period}, func(row scanner) error {
		var unit string
		var v Value
		if err := row.Scan(&unit, &v.IndicatorID, &v.Plan, &v.Actual, &v.Note); err != nil {
			return err
		}
		c := of(unit)
		c.Indicators = append(c.Indicators, v)
		return nil
	})
	return out, err
}

// takeReport locks the report for the rest of the transaction and returns it.
// rev is what the caller has seen; below zero it does not matter.
func takeReport(ctx context.Context, tx *db.Tx, period, unit string, rev int64) (Report, error) {
	if _, err := tx.ExecContext(ctx, sqlInsertReport, period, unit, 1, Missing); err != nil {
		return Report{}, fmt.Errorf("begin report %s/%s: %w", period, unit, err)
	}
	if rev < 0 {
		r, err := loadReport(ctx, tx, period, unit)
		if err != nil {
			return r, err
		}
		rev = r.Rev
	}
	res, err := tx.ExecContext(ctx, sqlTake, period, unit, rev)
	if err != nil {
		return Report{}, fmt.Errorf("take report %s/%s: %w", period, unit, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return Report{}, fault.Conflict("stale", "report %s/%s has moved on from %d", period, unit, rev)
	}
	return loadReport(ctx, tx, period, unit)
}

func updateReport(ctx context.Context, tx *db.Tx, r Report) error {
	_, err := tx.ExecContext(ctx, sqlUpdateReport, r.PeriodID, r.UnitID, r.Version, r.State, clock.Micros(r.SavedAt),
		clock.Micros(r.SubmittedAt), r.SubmittedBy, clock.Micros(r.AcceptedAt), r.AcceptedVersion, r.Reason)
	if err != nil {
		return fmt.Errorf("update report %s/%s: %w", r.PeriodID, r.UnitID, err)
	}
	return nil
}

// putContent writes texts and values of one version; what is not named stays.
func putContent(ctx context.Context, tx *db.Tx, r Report, c Content) error {
	for _, a := range c.Areas {
		if _, err := tx.ExecContext(ctx, sqlPutArea, r.PeriodID, r.UnitID, r.Version, a.AreaID, a.Text); err != nil {
			return fmt.Errorf("save text of %s/%s: %w", r.PeriodID, r.UnitID, err)
		}
	}
	for _, v := range c.Indicators {
		if _, err := tx.ExecContext(ctx, sqlPutValue, r.PeriodID, r.UnitID, r.Version, v.IndicatorID,
			v.Plan, v.Actual, v.Note, number(v.Plan), number(v.Actual)); err != nil {
			return fmt.Errorf("save value of %s/%s: %w", r.PeriodID, r.UnitID, err)
		}
	}
	return nil
}

// Trace is one line of a report's history.
type Trace struct {
	At      time.Time `json:"at"`
	Actor   string    `json:"actor_name"`
	Act     Act       `json:"act"`
	State   State     `json:"state"`
	Version int       `json:"version"`
	Reason  string    `json:"reason"`
}

func loadHistory(ctx context.Context, q db.Queryer, period, unit string) ([]Trace, error) {
	out := []Trace{}
	err := each(ctx, q, sqlHistory, []any{period, unit}, func(row scanner) error {
		var e Trace
		var at int64
		err := row.Scan(&at, &e.Actor, &e.Act, &e.State, &e.Version, &e.Reason)
		e.At = clock.FromMicros(at)
		out = append(out, e)
		return err
	})
	return out, err
}

// each runs a query and hands every row to f.
func each(ctx context.Context, q db.Queryer, query string, args []any, f func(scanner) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("query reports: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return fmt.Errorf("read reports: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read reports: %w", err)
	}
	return nil
}
