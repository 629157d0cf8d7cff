package live

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	// The update takes the row until the transaction ends, on both engines.
	sqlTake = `UPDATE live_state SET acts = acts + 1 WHERE conference_id = $1
RETURNING state, plan_rev, seen_at`

	sqlBegin = `INSERT INTO live_state (conference_id, acts, plan_rev, state, seen_at)
VALUES ($1, 0, $2, $3, $4) ON CONFLICT (conference_id) DO NOTHING`

	sqlRead = `SELECT state, plan_rev, seen_at FROM live_state WHERE conference_id = $1`

	sqlSave = `UPDATE live_state SET state = $2, plan_rev = $3, seen_at = $4 WHERE conference_id = $1`

	sqlSeen = `UPDATE live_state SET seen_at = $2 WHERE conference_id = $1 AND seen_at < $2`
)

// record is the row of a running conference.
type record struct {
	c       *Conference
	planRev int64
}

func load(ctx context.Context, q db.Queryer, query string, id ConferenceID) (record, error) {
	var state string
	var seen int64
	r := record{c: &Conference{}}
	if err := q.QueryRowContext(ctx, query, id).Scan(&state, &r.planRev, &seen); err != nil {
		if db.IsNoRows(err) {
			return r, err
		}
		return r, fmt.Errorf("load live conference %s: %w", id, err)
	}
	if err := json.Unmarshal([]byte(state), r.c); err != nil {
		return r, fmt.Errorf("live conference %s: %w", id, err)
	}
	r.c.SeenAt = clock.FromMicros(seen)
	return r, nil
}

func begin(ctx context.Context, q db.Queryer, r record) error {
	b, err := json.Marshal(r.c)
	if err != nil {
		return fmt.Errorf("marshal conference %s: %w", r.c.Info.ID, err)
	}
	_, err = q.ExecContext(ctx, sqlBegin, r.c.Info.ID, r.planRev, string(b), clock.Micros(r.c.SeenAt))
	if err != nil {
		return fmt.Errorf("begin live conference %s: %w", r.c.Info.ID, err)
	}
	return nil
}

func save(ctx context.Context, q db.Queryer, r record) error {
	b, err := json.Marshal(r.c)
	if err != nil {
		return fmt.Errorf("marshal conference %s: %w", r.c.Info.ID, err)
	}
	_, err = q.ExecContext(ctx, sqlSave, r.c.Info.ID, string(b), r.planRev, clock.Micros(r.c.SeenAt))
	if err != nil {
		return fmt.Errorf("save live conference %s: %w", r.c.Info.ID, err)
	}
	return nil
}

func seen(ctx context.Context, q db.Queryer, id ConferenceID, at time.Time) error {
	if _, err := q.ExecContext(ctx, sqlSeen, id, clock.Micros(at)); err != nil {
		return fmt.Errorf("note that conference %s runs: %w", id, err)
	}
	return nil
}
