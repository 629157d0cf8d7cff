package live

import (
	"context"
	"fmt"

	"giaoban/internal/db"
)

const (
	sqlDelegates = `SELECT id, site_id, name, title, unit, presence FROM delegate
WHERE conference_id = $1 AND ($2 = '' OR site_id = $2) ORDER BY site_id, position, id`
	sqlDelegate = `SELECT id, site_id, name, title, unit, presence FROM delegate WHERE conference_id = $1 AND id = $2`

	sqlPutDelegate = `INSERT INTO delegate (id, conference_id, site_id, position, name, title, unit, presence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, title = excluded.title,
    unit = excluded.unit, presence = excluded.presence`
	sqlDeleteDelegate = `DELETE FROM delegate WHERE conference_id = $1 AND id = $2`
)

func loadDelegates(ctx context.Context, q db.Queryer, conf ConferenceID, site SiteID) ([]Delegate, error) {
	rows, err := q.QueryContext(ctx, sqlDelegates, conf, site)
	if err != nil {
		return nil, fmt.Errorf("list delegates: %w", err)
	}
	defer rows.Close()
	out := []Delegate{}
	for rows.Next() {
		var d Delegate
		if err := rows.Scan(&d.ID, &d.SiteID, &d.Name, &d.Title, &d.Unit, &d.Presence); err != nil {
			return nil, fmt.Errorf("list delegates: %w", err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// loadDelegate returns the zero Delegate where there is none.
func loadDelegate(ctx context.Context, q db.Queryer, conf ConferenceID, id DelegateID) (Delegate, error) {
	var d Delegate
	err := q.QueryRowContext(ctx, sqlDelegate, conf, id).Scan(&d.ID, &d.SiteID, &d.Name, &d.Title, &d.Unit, &d.Presence)
	if db.IsNoRows(err) {
		return Delegate{}, nil
	}
	if err != nil {
		return d, fmt.Errorf("load delegate %s: %w", id, err)
	}
	return d, nil
}

func putDelegate(ctx context.Context, q db.Queryer, conf ConferenceID, position int, d Delegate) error {
	_, err := q.ExecContext(ctx, sqlPutDelegate, d.ID, conf, d.SiteID, position, d.Name, d.Title, d.Unit, string(d.Presence))
	if err != nil {
		return fmt.Errorf("keep delegate %s: %w", d.Name, err)
	}
	return nil
}

func deleteDelegate(ctx context.Context, q db.Queryer, conf ConferenceID, id DelegateID) error {
	if _, err := q.ExecContext(ctx, sqlDeleteDelegate, conf, id); err != nil {
		return fmt.Errorf("remove delegate %s: %w", id, err)
	}
	return nil
}
