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
	sqlInsertCarried = `INSERT INTO directive_carried (directive_id, conference_id, seq, at, by_name, state, percent, deadline, on_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	sqlCarried = `SELECT conference_id, at, by_name, state, percent, deadline, on_day FROM directive_carried
WHERE directive_id = $1 ORDER BY seq`
	// The open directives of a series that were issued at other conferences and
	// have not been carried to $2.
	sqlToCarry = `SELECT d.id, d.conference_id FROM directive d WHERE d.series_id = $1 AND d.conference_id <> $2 AND d.state IN ` + openStates + `
    AND NOT EXISTS (SELECT 1 FROM directive_carried c WHERE c.directive_id = d.id AND c.conference_id = $2)
ORDER BY d.due, d.issued_at, d.ordinal, d.id`
	sqlTimesCarried = `SELECT c.directive_id, COUNT(*) FROM directive_carried c
WHERE c.directive_id IN (SELECT j.key FROM json_each($1) j) GROUP BY c.directive_id`
	// The last that a unit said of each.
	sqlLastWords = `SELECT h.directive_id, h.at, h.body FROM directive_history h
WHERE h.directive_id IN (SELECT j.key FROM json_each($1) j) AND h.seq = (SELECT MAX(x.seq) FROM directive_history x
    WHERE x.directive_id = h.directive_id AND x.act IN ('progress', 'done', 'extension', 'part_progress', 'part_done', 'occurrence_done'))`
	sqlConclusions = `SELECT conference_id, body FROM conclusion WHERE conference_id IN (SELECT j.key FROM json_each($1) j)`
	sqlExtensions  = `SELECT ` + columns + ` FROM directive d WHERE d.extension_until <> '' ORDER BY d.extension_at LIMIT $1`
	// Those of the units that the office has asked after and of which none has
	// said a word since.
	sqlReminded = `SELECT ` + columns + ` FROM directive d WHERE d.unit_id IN (SELECT j.key FROM json_each($1) j)
    AND d.state IN ('issued', 'acknowledged', 'in_progress', 'returned')
    AND EXISTS (SELECT 1 FROM directive_history h WHERE h.directive_id = d.id AND h.act = 'remind'
        AND NOT EXISTS (SELECT 1 FROM directive_history x WHERE x.directive_id = h.directive_id AND x.seq > h.seq AND x.unit_id <> ''))
ORDER BY d.due, d.id LIMIT $2`
)

// Carried is one carrying over of a directive: to which conference, and how it
// stood on that day.
type Carried struct {
	ConferenceID string     `json:"conference_id"`
	At           time.Time  `json:"at"`
	ByName       string     `json:"by_name"`
	State        State      `json:"state"`
	Percent      int        `json:"percent"`
	Deadline     *string    `json:"deadline"`
	Timeliness   Timeliness `json:"timeliness" enum:"no_deadline,in_time,due_soon,overdue,done_late,done_in_time"`
}

func insertCarried(ctx context.Context, tx *db.Tx, d Directive, conference, name string, now time.Time, today text.Date) error {
	_, err := tx.ExecContext(ctx, sqlInsertCarried, d.ID, conference, d.Rev, clock.Micros(now), name, d.State, d.Progress(),
		written(d.Deadline), today.String())
	if err != nil {
		return fmt.Errorf("carry directive %s to %s: %w", d.ID, conference, err)
	}
	return nil
}

func loadCarried(ctx context.Context, q db.Queryer, directive string) ([]Carried, error) {
	out := []Carried{}
	err := each(ctx, q, sqlCarried, []any{directive}, func(row scanner) error {
		var c Carried
		var at int64
		var deadline, on string
		err := row.Scan(&c.ConferenceID, &at, &c.ByName, &c.State, &c.Percent, &deadline, &on)
		c.At, c.Deadline = clock.FromMicros(at), dayOrNull(day(deadline))
		// An open directive is judged by the day; one reported done is not yet
		// confirmed, and has its own day in the history.
		c.Timeliness = Directive{State: c.State, Deadline: day(deadline)}.Timeliness(day(on))
		out = append(out, c)
		return err
	})
	return out, err
}

// loadToCarry lists which directives are open for a conference and where each
// was issued.
func loadToCarry(ctx context.Context, q db.Queryer, series, conference string) (ids, from []string, err error) {
	err = each(ctx, q, sqlToCarry, []any{series, conference}, func(row scanner) error {
		var id, c string
		err := row.Scan(&id, &c)
		ids, from = append(ids, id), append(from, c)
		return err
	})
	return ids, from, err
}

// lastWords is what a unit last said of a directive.
type lastWords struct {
	at   time.Time
	text string
}

func loadLastWords(ctx context.Context, q db.Queryer, directives []string) (map[string]lastWords, error) {
	out := map[string]lastWords{}
	err := each(ctx, q, sqlLastWords, []any{keysOf(directives)}, func(row scanner) error {
		var id, body string
		var at int64
		err := row.Scan(&id, &at, &body)
		out[id] = lastWords{at: clock.FromMicros(at), text: body}
		return err
	})
	return out, err
}

func loadTimesCarried(ctx context.Context, q db.Queryer, directives []string) (map[string]int, error) {
	out := map[string]int{}
	err := each(ctx, q, sqlTimesCarried, []any{keysOf(directives)}, func(row scanner) error {
		var id string
		var n int
		err := row.Scan(&id, &n)
		out[id] = n
		return err
	})
	return out, err
}

func loadConclusions(ctx context.Context, q db.Queryer, conferences []string) (map[string]string, error) {
	out := map[string]string{}
	err := each(ctx, q, sqlConclusions, []any{keysOf(conferences)}, func(row scanner) error {
		var id, body string
		err := row.Scan(&id, &body)
		out[id] = body
		return err
	})
	return out, err
}

// loadExtensions lists directives for which more time was asked, the oldest
// request first. Their coordinating units are not read.
func loadExtensions(ctx context.Context, q db.Queryer, limit int) ([]Directive, error) {
	var out []Directive
	err := each(ctx, q, sqlExtensions, []any{limit}, func(row scanner) error {
		d, err := scanDirective(row)
		out = append(out, d)
		return err
	})
	return out, err
}

// loadReminded lists directives of which the office has asked and heard
// nothing since. Their coordinating units are not read.
func loadReminded(ctx context.Context, q db.Queryer, units []string, limit int) ([]Directive, error) {
	var out []Directive
	err := each(ctx, q, sqlReminded, []any{keysOf(units), limit}, func(row scanner) error {
		d, err := scanDirective(row)
		out = append(out, d)
		return err
	})
	return out, err
}
