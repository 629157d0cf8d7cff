package directive

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/text"
)

const (
	// How each unit stands today ($1; $2 the last day that is due soon). What
	// was reported done waits for the office and is not overdue.
	sqlStanding = `SELECT d.unit_id, COUNT(*),
    COUNT(*) FILTER (WHERE d.due >= $1 AND d.due <= $2 AND d.state NOT IN ('suspended', 'reported_done')),
    COUNT(*) FILTER (WHERE d.due < $1 AND d.state NOT IN ('suspended', 'reported_done')),
    COUNT(*) FILTER (WHERE d.state = 'reported_done')
FROM directive d WHERE d.state IN ` + openStates + ` GROUP BY d.unit_id`

	// Figures of the directives due between two days ($1, $2) as they are
	// today ($3).
	running = `d.unit_id, 0,
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled')),
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled') AND d.done_on <> '' AND d.done_on <= d.due),
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled') AND d.done_on <> '' AND d.done_on < d.due),
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled') AND d.done_on > d.due),
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled') AND d.done_on = '' AND d.due < $3),
    COUNT(*) FILTER (WHERE d.state NOT IN ('suspended', 'cancelled') AND d.done_on = '' AND d.due >= $3),
    COUNT(*) FILTER (WHERE d.state IN ('suspended', 'cancelled')), 0
FROM directive d WHERE d.due >= $1 AND d.due <= $2`
	sqlRunning = `SELECT ` + running + ` GROUP BY d.unit_id`
	// What of them recurs, and has no place in a quarter's figures.
	sqlRunningRecurring = `SELECT ` + running + ` AND d.recurrence <> '' GROUP BY d.unit_id`
	sqlIssuedBetween    = `SELECT d.unit_id, COUNT(*) FROM directive d WHERE d.issued_at >= $1 AND d.issued_at < $2 GROUP BY d.unit_id`

	// Everything that had happened before an instant, directive by directive.
	sqlHistories = `SELECT h.directive_id, d.unit_id, h.at, h.act, h.state, h.until
FROM directive_history h JOIN directive d ON d.id = h.directive_id WHERE h.at < $1 ORDER BY h.directive_id, h.seq`

	sqlCloseQuarter  = `INSERT INTO directive_quarter (quarter, closed_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`
	sqlQuarterClosed = `SELECT closed_at FROM directive_quarter WHERE quarter = $1`
	sqlInsertFigure  = `INSERT INTO directive_figure (quarter, unit_id, issued, due, in_time, early, late, missed, pending, dropped, open)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	sqlFigures = `SELECT unit_id, issued, due, in_time, early, late, missed, pending, dropped, open
FROM directive_figure WHERE quarter = $1`

	sqlRules    = `SELECT value FROM setting WHERE key = 'directive.evaluation'`
	sqlPutRules = `INSERT INTO setting (key, value) VALUES ('directive.evaluation', $1)
ON CONFLICT (key) DO UPDATE SET value = excluded.value`
)

// Standing is how a unit's directives stand today, whatever their period.
type Standing struct {
	Open         int `json:"open"`
	DueSoon      int `json:"due_soon"`
	Overdue      int `json:"overdue"`
	ReportedDone int `json:"reported_done" doc:"waiting for the office"`
}

func loadStanding(ctx context.Context, q db.Queryer, today text.Date) (map[string]Standing, error) {
	out := map[string]Standing{}
	err := each(ctx, q, sqlStanding, []any{today.String(), soon(today)}, func(row scanner) error {
		var unit string
		var s Standing
		err := row.Scan(&unit, &s.Open, &s.DueSoon, &s.Overdue, &s.ReportedDone)
		out[unit] = s
		return err
	})
	return out, err
}

func loadFigures(ctx context.Context, q db.Queryer, query string, args ...any) (map[string]Figures, error) {
	out := map[string]Figures{}
	err := each(ctx, q, query, args, func(row scanner) error {
		var unit string
		var f Figures
		err := row.Scan(&unit, &f.Issued, &f.Due, &f.InTime, &f.Early, &f.Late, &f.Missed, &f.Pending, &f.Dropped, &f.Open)
		out[unit] = f
		return err
	})
	return out, err
}

// instants are those between which the quarter lies in the zone.
func (q Quarter) instants(zone *time.Location) (from, to time.Time) {
	first, next := q.First(), q.Last().AddDays(1)
	return time.Date(first.Year, first.Month, first.Day, 0, 0, 0, 0, zone),
		time.Date(next.Year, next.Month, next.Day, 0, 0, 0, 0, zone)
}

// loadRunning counts a quarter that is not over; how many are open, the
// standing tells.
func loadRunning(ctx context.Context, q db.Queryer, quarter Quarter, today text.Date, zone *time.Location) (map[string]Figures, error) {
	out, err := loadFigures(ctx, q, sqlRunning, quarter.First().String(), quarter.Last().String(), today.String())
	if err != nil {
		return out, err
	}
	recurring, err := loadFigures(ctx, q, sqlRunningRecurring, quarter.First().String(), quarter.Last().String(), today.String())
	if err != nil {
		return out, err
	}
	for unit, r := range recurring {
		f := out[unit]
		f.add(r.negative())
		out[unit] = f
	}
	from, to := quarter.instants(zone)
	return out, each(ctx, q, sqlIssuedBetween, []any{clock.Micros(from), clock.Micros(to)}, func(row scanner) error {
		var unit string
		var n int
		err := row.Scan(&unit, &n)
		f := out[unit]
		f.Issued = n
		out[unit] = f
		return err
	})
}

// isClosed tells whether the quarter's figures have been written down.
func isClosed(ctx context.Context, q db.Queryer, quarter Quarter) (bool, error) {
	var at int64
	err := q.QueryRowContext(ctx, sqlQuarterClosed, quarter.String()).Scan(&at)
	if db.IsNoRows(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("load figures of %s: %w", quarter, err)
	}
	return true, nil
}

// closeQuarter writes the figures of a quarter that is over down, once.
func closeQuarter(ctx context.Context, tx *db.Tx, quarter Quarter, now time.Time, figures map[string]Figures) error {
	res, err := tx.ExecContext(ctx, sqlCloseQuarter, quarter.String(), clock.Micros(now))
	if err != nil {
		return fmt.Errorf("close %s: %w", quarter, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err // another was first
	}
	for unit, f := range figures {
		_, err := tx.ExecContext(ctx, sqlInsertFigure, quarter.String(), unit, f.Issued, f.Due, f.InTime, f.Early, f.Late,
			f.Missed, f.Pending, f.Dropped, f.Open)
		if err != nil {
			return fmt.Errorf("close %s: %w", quarter, err)
		}
	}
	return nil
}

// foldFigures reads every history up to the quarter's end: whatever happens
// later, and whenever this runs, the figures are the same.
func foldFigures(ctx context.Context, q db.Queryer, quarter Quarter, zone *time.Location) (map[string]Figures, error) {
	out := map[string]Figures{}
	_, end := quarter.instants(zone)
	on := quarter.Last().AddDays(1)
	var last, of string
	var f fate
	tell := func() {
		if last != "" {
			sum := out[of]
			sum.add(f.figures(quarter, on))
			out[of] = sum
		}
	}
	err := each(ctx, q, sqlHistories, []any{clock.Micros(end)}, func(row scanner) error {
		var id, unit, until string
		var at int64
		var act Act
		var state State
		if err := row.Scan(&id, &unit, &at, &act, &state, &until); err != nil {
			return err
		}
		if id != last {
			tell()
			last, of, f = id, unit, fate{}
		}
		f = f.after(act, state, text.DateOf(clock.FromMicros(at).In(zone)), day(until))
		return nil
	})
	tell()
	return out, err
}

// loadRules returns the organisation's own rules of evaluation, or nil.
func loadRules(ctx context.Context, q db.Queryer) ([]Rule, error) {
	var value string
	err := q.QueryRowContext(ctx, sqlRules).Scan(&value)
	if db.IsNoRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load rules of evaluation: %w", err)
	}
	var out []Rule
	if err := json.Unmarshal([]byte(value), &out); err != nil {
		return nil, fmt.Errorf("read rules of evaluation: %w", err)
	}
	return out, nil
}

func putRules(ctx context.Context, q db.Queryer, rules []Rule) error {
	b, err := json.Marshal(rules)
	if err != nil {
		return fmt.Errorf("save rules of evaluation: %w", err)
	}
	if _, err := q.ExecContext(ctx, sqlPutRules, string(b)); err != nil {
		return fmt.Errorf("save rules of evaluation: %w", err)
	}
	return nil
}
