package directive

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

const (
	sqlFilters   = `SELECT id, name, query FROM directive_filter WHERE account_id = $1 ORDER BY name`
	sqlPutFilter = `INSERT INTO directive_filter (id, account_id, name, query, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query`
	sqlDropFilter = `DELETE FROM directive_filter WHERE account_id = $1 AND id = $2`
)

func loadFilters(ctx context.Context, q db.Queryer, account string) ([]SavedFilter, error) {
	out := []SavedFilter{}
	err := each(ctx, q, sqlFilters, []any{account}, func(row scanner) error {
		f := SavedFilter{Query: map[string]string{}}
		var body string
		if err := row.Scan(&f.ID, &f.Name, &body); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &f.Query)
		out = append(out, f)
		return err
	})
	return out, err
}

func putFilter(ctx context.Context, tx *db.Tx, id, account string, f SavedFilter, now time.Time) error {
	body, _ := json.Marshal(f.Query) // strings always marshal
	if f.Query == nil {
		body = []byte("{}")
	}
	if _, err := tx.ExecContext(ctx, sqlPutFilter, id, account, f.Name, string(body), clock.Micros(now)); err != nil {
		return fmt.Errorf("keep a filter of %s: %w", account, err)
	}
	return nil
}

func dropFilter(ctx context.Context, q db.Queryer, account, id string) error {
	res, err := q.ExecContext(ctx, sqlDropFilter, account, id)
	if err != nil {
		return fmt.Errorf("forget filter %s: %w", id, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.NotFound("filter_unknown", "no filter %s of %s", id, account)
	}
	return nil
}
