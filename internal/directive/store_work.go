package directive

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/text"
)

const (
	sqlFirstIssued = `SELECT COALESCE(MIN(issued_at), 0) FROM directive`

	sqlUnplaced = `SELECT ` + columns + ` FROM directive d
WHERE d.recurrence <> '' AND d.deadline = '' AND d.due = '9999-12-31' ORDER BY d.id`
	sqlPlace = `UPDATE directive SET due = $2 WHERE id = $1`

	// What units are at work on, due between two days; and what was issued
	// between two instants and is not acknowledged yet.
	sqlWorkingDue = `SELECT ` + columns + ` FROM directive d
WHERE d.due >= $1 AND d.due <= $2 AND d.state IN ('issued', 'acknowledged', 'in_progress', 'returned')
ORDER BY d.due, d.issued_at, d.ordinal, d.id`
	sqlUnacknowledged = `SELECT ` + columns + ` FROM directive d
WHERE d.issued_at >= $1 AND d.issued_at < $2 AND d.state = 'issued'
ORDER BY d.issued_at, d.ordinal, d.id`
)

// firstIssued is when the first directive ever was issued; zero for never.
func firstIssued(ctx context.Context, q db.Queryer) (time.Time, error) {
	var at int64
	if err := q.QueryRowContext(ctx, sqlFirstIssued).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("find the first directive: %w", err)
	}
	return clock.FromMicros(at), nil
}

// loadBare lists directives without the units that work with their lead.
func loadBare(ctx context.Context, q db.Queryer, query string, args ...any) ([]Directive, error) {
	var out []Directive
	err := each(ctx, q, query, args, func(row scanner) error {
		d, err := scanDirective(row)
		out = append(out, d)
		return err
	})
	return out, err
}

func loadUnplaced(ctx context.Context, q db.Queryer) ([]Directive, error) {
	return loadBare(ctx, q, sqlUnplaced)
}

// WorkingDue lists, without asking who wants to know, what units are at work
// on and have to do by a day from from to to, the nearest first. Without
// coordinating units and parts.
func (s *Service) WorkingDue(ctx context.Context, from, to text.Date) ([]Directive, error) {
	return loadBare(ctx, s.db, sqlWorkingDue, from.String(), to.String())
}

// Unacknowledged lists, without asking who wants to know, what was issued on a
// day from from to to and is not acknowledged, the oldest first. Without
// coordinating units and parts.
func (s *Service) Unacknowledged(ctx context.Context, from, to text.Date) ([]Directive, error) {
	begin := func(d text.Date) int64 {
		return clock.Micros(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, s.zone))
	}
	return loadBare(ctx, s.db, sqlUnacknowledged, begin(from), begin(to.AddDays(1)))
}

// Standings is how every unit's directives stand today, without asking who
// wants to know.
func (s *Service) Standings(ctx context.Context) (map[string]Standing, error) {
	return loadStanding(ctx, s.db, s.today())
}
