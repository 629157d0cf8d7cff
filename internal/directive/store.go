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
	columns = `d.id, d.conference_id, d.draft_id, d.number, d.ordinal, d.body, d.unit_id, d.work_area, d.issued_at,
    d.deadline, d.first_deadline, d.recurrence, d.state, d.resumes, d.percent, d.done_on, d.confirmed_at,
    d.extension_until, d.extension_reason, d.extension_at, d.rev, d.series_id, d.due, d.indicator_id, d.evidence`

	sqlDirective = `SELECT ` + columns + ` FROM directive d WHERE d.id = $1`

	sqlCoordinatingOf  = `SELECT directive_id, unit_id FROM directive_coordinating WHERE directive_id = $1 ORDER BY unit_id`
	sqlPutCoordinating = `INSERT INTO directive_coordinating (directive_id, unit_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`

	sqlLastOrdinal = `SELECT COALESCE(MAX(ordinal), 0) FROM directive WHERE conference_id = $1`
	sqlInsert      = `INSERT INTO directive (id, conference_id, draft_id, number, ordinal, body, folded, unit_id, work_area, issued_at,
    deadline, first_deadline, recurrence, state, resumes, percent, done_on, confirmed_at, extension_until, extension_reason,
    extension_at, rev, due, series_id, indicator_id, evidence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', 0, '', 0, '', '', 0, 1, $15, $16, $17, $18)`

	// Takes the row, and refuses a stale revision by touching none. Below zero
	// the revision does not matter.
	sqlTake   = `UPDATE directive SET rev = rev + 1 WHERE id = $1 AND (rev = $2 OR $2 < 0)`
	sqlUpdate = `UPDATE directive SET deadline = $2, state = $3, resumes = $4, percent = $5, done_on = $6, confirmed_at = $7,
    extension_until = $8, extension_reason = $9, extension_at = $10, due = $11,
    work_area = $12, indicator_id = $13
WHERE id = $1`

	sqlHistory = `SELECT seq, at, actor_name, unit_id, act, state, percent, body, until, to_unit_id, corrected
FROM directive_history
WHERE directive_id = $1 ORDER BY seq`
	sqlInsertHistory = `INSERT INTO directive_history (directive_id, seq, at, actor, actor_name, unit_id, act, state, percent, body, until, to_unit_id, corrected)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
)

type scanner interface{ Scan(dest ...any) error }

func scanDirective(row scanner) (Directive, error) {
	d := Directive{Coordinating: []string{}}
	var issued, confirmed, asked int64
	var deadline, first, done, until, reason, due string
	var evidence int
	err := row.Scan(&d.ID, &d.ConferenceID, &d.DraftID, &d.Number, &d.Ordinal, &d.Text, &d.UnitID, &d.WorkArea, &issued,
		&deadline, &first, &d.Recurrence, &d.State, &d.Resumes, &d.Percent, &done, &confirmed, &until, &reason, &asked, &d.Rev, &d.SeriesID,
		&due, &d.IndicatorID, &evidence)
	d.Evidence = evidence != 0
	d.IssuedAt, d.ConfirmedAt = clock.FromMicros(issued), clock.FromMicros(confirmed)
	d.Deadline, d.FirstDeadline, d.DoneOn = day(deadline), day(first), day(done)
	if d.Recurrence != "" && d.Deadline.IsZero() && due != lastDay {
		d.Next = day(due)
	}
	if until != "" {
		d.Extension = &Extension{Until: day(until), Reason: reason, AskedAt: clock.FromMicros(asked)}
	}
	return d, err
}

func loadDirective(ctx context.Context, q db.Queryer, id string) (Directive, error) {
	d, err := scanDirective(q.QueryRowContext(ctx, sqlDirective, id))
	if db.IsNoRows(err) {
		return d, fault.NotFound("directive_unknown", "no directive %s", id)
	}
	if err != nil {
		return d, fmt.Errorf("load directive %s: %w", id, err)
	}
	err = each(ctx, q, sqlCoordinatingOf, []any{id}, func(row scanner) error {
		var unit string
		err := row.Scan(&id, &unit)
		d.Coordinating = append(d.Coordinating, unit)
		return err
	})
	if err != nil {
		return d, err
	}
	err = each(ctx, q, sqlPartUnits, []any{id}, func(row scanner) error {
		var unit string
		err := row.Scan(&unit)
		d.PartUnits = append(d.PartUnits, unit)
		return err
	})
	return d, err
}

func insertDirective(ctx context.Context, tx *db.Tx, d Directive) error {
	_, err := tx.ExecContext(ctx, sqlInsert, d.ID, d.ConferenceID, d.DraftID, d.Number, d.Ordinal, d.Text, text.Key(d.Text), d.UnitID,
		d.WorkArea, clock.Micros(d.IssuedAt), written(d.Deadline), written(d.FirstDeadline), d.Recurrence, d.State,
		sortDay(d.Due()), d.SeriesID, d.IndicatorID, flag(d.Evidence))
	if err != nil {
		return fmt.Errorf("issue directive to %s: %w", d.UnitID, err)
	}
	for _, u := range d.Coordinating {
		if _, err := tx.ExecContext(ctx, sqlPutCoordinating, d.ID, u); err != nil {
			return fmt.Errorf("issue directive to %s: %w", d.UnitID, err)
		}
	}
	return nil
}

// takeDirective locks the directive for the rest of the transaction.
func takeDirective(ctx context.Context, tx *db.Tx, id string, rev int64) (Directive, error) {
	res, err := tx.ExecContext(ctx, sqlTake, id, rev)
	if err != nil {
		return Directive{}, fmt.Errorf("take directive %s: %w", id, err)
	}
	d, loadErr := loadDirective(ctx, tx, id)
	if n, err := res.RowsAffected(); loadErr == nil && (err != nil || n == 0) {
		return d, fault.Conflict("stale", "directive %s has moved on from %d", id, rev)
	}
	return d, loadErr
}

func updateDirective(ctx context.Context, tx *db.Tx, d Directive) error {
	var e Extension
	if d.Extension != nil {
		e = *d.Extension
	}
	_, err := tx.ExecContext(ctx, sqlUpdate, d.ID, written(d.Deadline), d.State, d.Resumes, d.Percent, written(d.DoneOn),
		clock.Micros(d.ConfirmedAt), written(e.Until), e.Reason, clock.Micros(e.AskedAt), sortDay(d.Due()), d.WorkArea, d.IndicatorID)
	if err != nil {
		return fmt.Errorf("update directive %s: %w", d.ID, err)
	}
	return nil
}

// Step is one line of a directive's history.
type Step struct {
	Seq       int64       `json:"seq"`
	At        time.Time   `json:"at"`
	Actor     string      `json:"actor_name"`
	UnitID    string      `json:"unit_id" doc:"for which unit, empty for the office"`
	Act       Act         `json:"act"`
	State     State       `json:"state" doc:"after the act"`
	Percent   int         `json:"percent"`
	Text      string      `json:"text"`
	Until     *string     `json:"until" doc:"the time limit that was asked for or granted, YYYY-MM-DD"`
	ToUnitID  string      `json:"to_unit_id" doc:"of a part handed on or taken back"`
	Files     []File      `json:"files" doc:"evidence"`
	Corrected []Corrected `json:"corrected" doc:"of a correction"`
}

func loadHistory(ctx context.Context, q db.Queryer, id string) ([]Step, error) {
	out := []Step{}
	err := each(ctx, q, sqlHistory, []any{id}, func(row scanner) error {
		var s Step
		var at int64
		var until, corrected string
		err := row.Scan(&s.Seq, &at, &s.Actor, &s.UnitID, &s.Act, &s.State, &s.Percent, &s.Text, &until, &s.ToUnitID, &corrected)
		s.Files, s.Corrected = []File{}, []Corrected{}
		if err == nil && corrected != "" {
			err = json.Unmarshal([]byte(corrected), &s.Corrected)
		}
		s.At, s.Until = clock.FromMicros(at), dayOrNull(day(until))
		out = append(out, s)
		return err
	})
	return out, err
}

// each runs a query and hands every row to f.
func each(ctx context.Context, q db.Queryer, query string, args []any, f func(scanner) error) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("query directives: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return fmt.Errorf("read directives: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read directives: %w", err)
	}
	return nil
}
