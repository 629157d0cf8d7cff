package letter

import (
	"context"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/text"
)

// The day up to which reminders have been written.
const (
	sqlLastDay    = `SELECT value FROM setting WHERE key = 'letter.last_day'`
	sqlPutLastDay = `INSERT INTO setting (key, value) VALUES ('letter.last_day', $1)
ON CONFLICT (key) DO UPDATE SET value = excluded.value`
)

// lastDay is zero where none have been.
func lastDay(ctx context.Context, q db.Queryer) (text.Date, error) {
	var value string
	err := q.QueryRowContext(ctx, sqlLastDay).Scan(&value)
	if db.IsNoRows(err) {
		return text.Date{}, nil
	}
	var d text.Date
	if err == nil {
		err = d.UnmarshalText([]byte(value))
	}
	if err != nil {
		return text.Date{}, fmt.Errorf("load the last day of reminders: %w", err)
	}
	return d, nil
}

func putLastDay(ctx context.Context, q db.Queryer, d text.Date) error {
	if _, err := q.ExecContext(ctx, sqlPutLastDay, d.String()); err != nil {
		return fmt.Errorf("keep the last day of reminders: %w", err)
	}
	return nil
}
