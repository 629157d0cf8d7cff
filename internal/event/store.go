package event

import (
	"context"
	"fmt"

	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	sqlNextRev = `INSERT INTO stream_rev (stream, rev) VALUES ($1, 1)
ON CONFLICT (stream) DO UPDATE SET rev = stream_rev.rev + 1
RETURNING rev`

	sqlInsert = `INSERT INTO event (stream, rev, at, kind, actor, data, patch, audience)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

	sqlAfter = `SELECT rev, at, kind, actor, data, patch, audience FROM event
WHERE stream = $1 AND rev > $2 ORDER BY rev LIMIT $3`

	sqlLast = `SELECT COALESCE(MAX(rev), 0) FROM event WHERE stream = $1`
)

func insert(ctx context.Context, q db.Queryer, e *Entry) error {
	if e.Rev == 0 {
		if err := q.QueryRowContext(ctx, sqlNextRev, e.Stream).Scan(&e.Rev); err != nil {
			return fmt.Errorf("next revision of %s: %w", e.Stream, err)
		}
	}
	_, err := q.ExecContext(ctx, sqlInsert, e.Stream, e.Rev, clock.Micros(e.At), e.Kind, e.Actor,
		string(e.Data), string(e.Patch), e.Audience)
	if err != nil {
		return fmt.Errorf("append %s to %s: %w", e.Kind, e.Stream, err)
	}
	return nil
}

func after(ctx context.Context, q db.Queryer, stream string, rev int64, limit int) ([]Entry, error) {
	rows, err := q.QueryContext(ctx, sqlAfter, stream, rev, limit)
	if err != nil {
		return nil, fmt.Errorf("replay %s: %w", stream, err)
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		e := Entry{Stream: stream}
		var at int64
		var data, patch string
		if err := rows.Scan(&e.Rev, &at, &e.Kind, &e.Actor, &data, &patch, &e.Audience); err != nil {
			return nil, fmt.Errorf("replay %s: %w", stream, err)
		}
		e.At, e.Data, e.Patch = clock.FromMicros(at), []byte(data), []byte(patch)
		out = append(out, e)
	}
	return out, rows.Err()
}

func last(ctx context.Context, q db.Queryer, stream string) (int64, error) {
	var rev int64
	if err := q.QueryRowContext(ctx, sqlLast, stream).Scan(&rev); err != nil {
		return 0, fmt.Errorf("last revision of %s: %w", stream, err)
	}
	return rev, nil
}
