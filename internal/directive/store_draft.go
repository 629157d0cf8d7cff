package directive

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

const (
	sqlConclusion    = `SELECT body, rev, saved_at, saved_by FROM conclusion WHERE conference_id = $1`
	sqlNewConclusion = `INSERT INTO conclusion (conference_id, body, rev, saved_at, saved_by) VALUES ($1, '', 0, 0, '')
ON CONFLICT DO NOTHING`
	// Takes the row, and refuses a stale revision by touching none.
	sqlSaveConclusion = `UPDATE conclusion SET body = $3, saved_at = $4, saved_by = $5, rev = rev + 1
WHERE conference_id = $1 AND rev = $2`
	// Takes the row without moving its revision: correcting a draft does not
	// stand against somebody who is typing the conclusion.
	sqlTakeConclusion    = `UPDATE conclusion SET rev = rev WHERE conference_id = $1`
	sqlConclusionHistory = `INSERT INTO conclusion_history (conference_id, seq, at, actor, act, body)
SELECT c.conference_id, (SELECT COALESCE(MAX(h.seq), 0) + 1 FROM conclusion_history h WHERE h.conference_id = c.conference_id),
    CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), c.body
FROM conclusion c WHERE c.conference_id = $1`

	sqlDrafts = `SELECT id, conference_id, position, state, body, origin, quote, start_at, end_at, sentence, why, addressees,
    unit_ids, coordinating_ids, deadline, recurrence, work_area, touched, rev, indicator_id, evidence, kept, unrecognised
FROM directive_draft WHERE conference_id = $1 ORDER BY position, id`
	sqlPutDraft = `INSERT INTO directive_draft (id, conference_id, position, state, body, origin, quote, start_at, end_at, sentence,
    why, addressees, unit_ids, coordinating_ids, deadline, recurrence, work_area, touched, rev, indicator_id, evidence, kept, unrecognised)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (id) DO UPDATE SET position = excluded.position, state = excluded.state, body = excluded.body,
    quote = excluded.quote, start_at = excluded.start_at, end_at = excluded.end_at, why = excluded.why,
    addressees = excluded.addressees, unit_ids = excluded.unit_ids, coordinating_ids = excluded.coordinating_ids,
    deadline = excluded.deadline, work_area = excluded.work_area, touched = excluded.touched, rev = excluded.rev,
    indicator_id = excluded.indicator_id, evidence = excluded.evidence, kept = excluded.kept,
    unrecognised = excluded.unrecognised`
	sqlDropDraft = `DELETE FROM directive_draft WHERE id = $1 AND touched = 0 AND state = 'open'`
)

// conclusion is the chair's conclusion as it stands.
type conclusion struct {
	Text    string
	Rev     int64
	SavedAt time.Time
	SavedBy string
}

func loadConclusion(ctx context.Context, q db.Queryer, conference string) (conclusion, error) {
	var c conclusion
	var at int64
	err := q.QueryRowContext(ctx, sqlConclusion, conference).Scan(&c.Text, &c.Rev, &at, &c.SavedBy)
	if db.IsNoRows(err) {
		return conclusion{}, nil
	}
	if err != nil {
		return c, fmt.Errorf("load conclusion of %s: %w", conference, err)
	}
	c.SavedAt = clock.FromMicros(at)
	return c, nil
}

// saveConclusion writes the text over revision rev.
func saveConclusion(ctx context.Context, tx *db.Tx, conference, body string, rev int64, who string, now time.Time) error {
	if _, err := tx.ExecContext(ctx, sqlNewConclusion, conference); err != nil {
		return fmt.Errorf("begin conclusion of %s: %w", conference, err)
	}
	res, err := tx.ExecContext(ctx, sqlSaveConclusion, conference, rev, body, clock.Micros(now), who)
	if err != nil {
		return fmt.Errorf("save conclusion of %s: %w", conference, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.Conflict("stale", "conclusion of %s has moved on from %d", conference, rev)
	}
	return nil
}

// takeDesk locks a conference's conclusion and drafts for the rest of the
// transaction and returns them.
func takeDesk(ctx context.Context, tx *db.Tx, conference string) (conclusion, []Draft, error) {
	if _, err := tx.ExecContext(ctx, sqlNewConclusion, conference); err != nil {
		return conclusion{}, nil, fmt.Errorf("begin conclusion of %s: %w", conference, err)
	}
	if _, err := tx.ExecContext(ctx, sqlTakeConclusion, conference); err != nil {
		return conclusion{}, nil, fmt.Errorf("take conclusion of %s: %w", conference, err)
	}
	c, err := loadConclusion(ctx, tx, conference)
	if err != nil {
		return c, nil, err
	}
	drafts, err := loadDrafts(ctx, tx, conference)
	return c, drafts, err
}

// keepConclusion writes the present text into the conclusion's history.
func keepConclusion(ctx context.Context, tx *db.Tx, conference, who, act string, now time.Time) error {
	_, err := tx.ExecContext(ctx, sqlConclusionHistory, conference, clock.Micros(now), who, act)
	if err != nil {
		return fmt.Errorf("keep conclusion of %s: %w", conference, err)
	}
	return nil
}

// loadDrafts returns all drafts of a conference, those set aside and issued
// too.
func loadDrafts(ctx context.Context, q db.Queryer, conference string) ([]Draft, error) {
	var out []Draft
	err := each(ctx, q, sqlDrafts, []any{conference}, func(row scanner) error {
		var d Draft
		var why, addressees, units, coordinating, deadline, kept, unrecognised string
		var touched, evidence int
		err := row.Scan(&d.ID, &d.ConferenceID, &d.Position, &d.State, &d.Text, &d.Origin, &d.Quote, &d.Start, &d.End, &d.Sentence,
			&why, &addressees, &units, &coordinating, &deadline, &d.Recurrence, &d.WorkArea, &touched, &d.Rev,
			&d.IndicatorID, &evidence, &kept, &unrecognised)
		if err != nil {
			return err
		}
		d.Touched, d.Deadline, d.Evidence, d.Kept = touched != 0, day(deadline), evidence != 0, list(kept)
		d.Why, d.Addressees, d.UnitIDs, d.Coordinating = list(why), list(addressees), list(units), list(coordinating)
		d.Unrecognised = list(unrecognised)
		out = append(out, d)
		return nil
	})
	return out, err
}

func putDraft(ctx context.Context, tx *db.Tx, d Draft) error {
	_, err := tx.ExecContext(ctx, sqlPutDraft, d.ID, d.ConferenceID, d.Position, d.State, d.Text, d.Origin, d.Quote, d.Start, d.End,
		d.Sentence, unlist(d.Why), unlist(d.Addressees), unlist(d.UnitIDs), unlist(d.Coordinating), written(d.Deadline),
		d.Recurrence, d.WorkArea, flag(d.Touched), d.Rev, d.IndicatorID, flag(d.Evidence), unlist(d.Kept), unlist(d.Unrecognised))
	if err != nil {
		return fmt.Errorf("save draft %s: %w", d.ID, err)
	}
	return nil
}

func dropDraft(ctx context.Context, tx *db.Tx, d Draft) error {
	if _, err := tx.ExecContext(ctx, sqlDropDraft, d.ID); err != nil {
		return fmt.Errorf("drop draft %s: %w", d.ID, err)
	}
	return nil
}

// list reads a JSON list of strings; what is none gives an empty one.
func list(s string) []string {
	out := []string{}
	if json.Unmarshal([]byte(s), &out) != nil || out == nil {
		return []string{}
	}
	return out
}

func unlist(l []string) string {
	if l == nil {
		return "[]"
	}
	b, _ := json.Marshal(l) // strings always marshal
	return string(b)
}

// day reads a stored day, the zero Date for none.
func day(s string) text.Date {
	var d text.Date
	_ = d.UnmarshalText([]byte(s)) // '' is no day
	return d
}

// written is a day as it is stored, empty for none.
func written(d text.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
