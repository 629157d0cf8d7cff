package meeting

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
	columns = `id, series_id, period_id, previous_id, title, state, scheduled_at, opened_at, closed_at,
    hub_site_id, chair_name, chair_title, speech_seconds, agenda, sites, rev, cancelled_at, cancel_reason,
    chair_account, co_chairs`

	sqlConference  = `SELECT ` + columns + ` FROM conference WHERE id = $1`
	sqlConferences = `SELECT ` + columns + ` FROM conference
WHERE ($1 = '' OR series_id = $1) AND ($2 = '' OR state = $2)
ORDER BY scheduled_at DESC, id DESC`

	// The update takes the row until the transaction ends, on both engines.
	sqlLock = `UPDATE conference SET rev = rev WHERE id = $1 RETURNING ` + columns

	sqlInsert = `INSERT INTO conference (id, series_id, period_id, previous_id, title, state, scheduled_at, opened_at,
    closed_at, hub_site_id, chair_name, chair_title, speech_seconds, agenda, sites, rev, created_at,
    chair_account, co_chairs)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

	sqlUpdatePlan = `UPDATE conference SET title = $2, scheduled_at = $3, agenda = $4, rev = $5,
    chair_name = $6, chair_title = $7, chair_account = $8, co_chairs = $9 WHERE id = $1`

	sqlUpdateOutcome = `UPDATE conference SET state = $2, opened_at = $3, closed_at = $4, agenda = $5,
    cancelled_at = $6, cancel_reason = $7 WHERE id = $1`

	sqlSeries = `SELECT s.id, s.name, s.name_en, s.cadence, s.unit_id,
    COALESCE((SELECT c.id FROM conference c WHERE c.series_id = s.id
        ORDER BY c.scheduled_at DESC, c.id DESC LIMIT 1), '')
FROM series s ORDER BY s.name, s.id`

	sqlInsertSeries = `INSERT INTO series (id, name, name_en, cadence, unit_id) VALUES ($1, $2, $3, $4, $5)`
)

type row interface{ Scan(dest ...any) error }

func scan(r row) (*Conference, error) {
	var c Conference
	var scheduled, opened, closed, cancelled int64
	var agenda, sites, coChairs string
	err := r.Scan(&c.ID, &c.SeriesID, &c.PeriodID, &c.PreviousID, &c.Title, &c.State, &scheduled, &opened, &closed,
		&c.HubSiteID, &c.ChairName, &c.ChairTitle, &c.SpeechLimit, &agenda, &sites, &c.Rev, &cancelled, &c.CancelReason,
		&c.ChairAccount, &coChairs)
	if err != nil {
		return nil, err
	}
	c.ScheduledAt, c.OpenedAt = At(clock.FromMicros(scheduled)), At(clock.FromMicros(opened))
	c.ClosedAt, c.CancelledAt = At(clock.FromMicros(closed)), At(clock.FromMicros(cancelled))
	if err := json.Unmarshal([]byte(agenda), &c.Agenda); err != nil {
		return nil, fmt.Errorf("agenda of %s: %w", c.ID, err)
	}
	if err := json.Unmarshal([]byte(sites), &c.Sites); err != nil {
		return nil, fmt.Errorf("sites of %s: %w", c.ID, err)
	}
	if err := json.Unmarshal([]byte(coChairs), &c.CoChairs); err != nil {
		return nil, fmt.Errorf("co-chairs of %s: %w", c.ID, err)
	}
	return &c, nil
}

func loadOne(ctx context.Context, q db.Queryer, query string, id ConferenceID) (*Conference, error) {
	c, err := scan(q.QueryRowContext(ctx, query, id))
	if db.IsNoRows(err) {
		return nil, fault.NotFound("conference_unknown", "no conference %q", id)
	}
	if err != nil {
		return nil, fmt.Errorf("load conference %s: %w", id, err)
	}
	return c, nil
}

func loadConferences(ctx context.Context, q db.Queryer, series, state string) ([]*Conference, error) {
	rows, err := q.QueryContext(ctx, sqlConferences, series, state)
	if err != nil {
		return nil, fmt.Errorf("list conferences: %w", err)
	}
	defer rows.Close()
	out := []*Conference{}
	for rows.Next() {
		c, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list conferences: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func insert(ctx context.Context, q db.Queryer, c *Conference, now time.Time) error {
	agenda, err := toJSON(c.Agenda)
	if err != nil {
		return err
	}
	sites, err := toJSON(c.Sites)
	if err != nil {
		return err
	}
	coChairs, err := toJSON(c.CoChairs)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, sqlInsert, c.ID, string(c.SeriesID), string(c.PeriodID), string(c.PreviousID), c.Title,
		string(c.State), clock.Micros(c.ScheduledAt.Time), clock.Micros(c.OpenedAt.Time), clock.Micros(c.ClosedAt.Time),
		c.HubSiteID, c.ChairName, c.ChairTitle, c.SpeechLimit, agenda, sites, c.Rev, clock.Micros(now),
		string(c.ChairAccount), coChairs)
	if err != nil {
		return fmt.Errorf("add conference %s: %w", c.ID, err)
	}
	return nil
}

func updatePlan(ctx context.Context, q db.Queryer, c *Conference) error {
	agenda, err := toJSON(c.Agenda)
	if err != nil {
		return err
	}
	coChairs, err := toJSON(c.CoChairs)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, sqlUpdatePlan, c.ID, c.Title, clock.Micros(c.ScheduledAt.Time), agenda, c.Rev,
		c.ChairName, c.ChairTitle, string(c.ChairAccount), coChairs)
	if err != nil {
		return fmt.Errorf("change conference %s: %w", c.ID, err)
	}
	return nil
}

func updateOutcome(ctx context.Context, q db.Queryer, id ConferenceID, o Outcome) error {
	agenda, err := toJSON(o.Agenda)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, sqlUpdateOutcome, id, string(o.State), clock.Micros(o.OpenedAt.Time),
		clock.Micros(o.ClosedAt.Time), agenda, clock.Micros(o.CancelledAt.Time), o.CancelReason)
	if err != nil {
		return fmt.Errorf("record conference %s: %w", id, err)
	}
	return nil
}

func loadSeries(ctx context.Context, q db.Queryer) ([]Series, error) {
	rows, err := q.QueryContext(ctx, sqlSeries)
	if err != nil {
		return nil, fmt.Errorf("list series: %w", err)
	}
	defer rows.Close()
	out := []Series{}
	for rows.Next() {
		var s Series
		if err := rows.Scan(&s.ID, &s.Name, &s.NameEn, &s.Cadence, &s.UnitID, &s.LastID); err != nil {
			return nil, fmt.Errorf("list series: %w", err)
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func insertSeries(ctx context.Context, q db.Queryer, s Series) error {
	if _, err := q.ExecContext(ctx, sqlInsertSeries, s.ID, s.Name, s.NameEn, string(s.Cadence), s.UnitID); err != nil {
		return fmt.Errorf("add series %s: %w", s.Name, err)
	}
	return nil
}

// toJSON writes lists as lists: an empty one is [], never null.
func toJSON[T any](list []T) (string, error) {
	if list == nil {
		list = []T{}
	}
	b, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("marshal %T: %w", list, err)
	}
	return string(b), nil
}
