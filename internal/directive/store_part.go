package directive

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

const (
	fileColumns   = `id, directive_id, seq, name, media_type, size, hash, by_actor, by_name, unit_id, at`
	sqlInsertFile = `INSERT INTO directive_file (` + fileColumns + `) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10)`
	sqlFile       = `SELECT ` + fileColumns + ` FROM directive_file WHERE directive_id = $1 AND id = $2`
	sqlFiles      = `SELECT ` + fileColumns + ` FROM directive_file WHERE directive_id = $1 AND seq > 0 ORDER BY seq, at, id`
	// A file is reported once, by who attached it.
	sqlReportFile = `UPDATE directive_file SET seq = $4 WHERE directive_id = $1 AND id = $2 AND by_actor = $3 AND seq = 0`

	sqlParts = `SELECT id, parent_id, giver_id, unit_id, leads, body, deadline, percent, done_on, taken_back, given_at
FROM directive_part WHERE directive_id = $1 ORDER BY seq`
	sqlInsertPart = `INSERT INTO directive_part (id, directive_id, parent_id, giver_id, unit_id, leads, body, deadline, percent, done_on, taken_back, given_at, seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', 0, $9, $10)`
	sqlUpdatePart  = `UPDATE directive_part SET percent = $2, done_on = $3, taken_back = $4 WHERE id = $1`
	sqlPartUnits   = `SELECT DISTINCT unit_id FROM directive_part WHERE directive_id = $1 AND taken_back = 0 ORDER BY unit_id`
	sqlPartUnitsIn = `SELECT DISTINCT p.directive_id, p.unit_id FROM directive_part p
WHERE p.taken_back = 0 AND p.directive_id IN (SELECT j.key FROM json_each($1) j) ORDER BY p.directive_id, p.unit_id`

	sqlOccurrences   = `SELECT due, done_on FROM directive_occurrence WHERE directive_id = $1 ORDER BY due`
	sqlPutOccurrence = `INSERT INTO directive_occurrence (directive_id, due, done_on, seq) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
)

func insertFile(ctx context.Context, q db.Queryer, f File) error {
	_, err := q.ExecContext(ctx, sqlInsertFile, f.ID, f.DirectiveID, f.Name, f.MediaType, f.Size, f.hash, f.byActor, f.ByName,
		f.UnitID, clock.Micros(f.at))
	if err != nil {
		return fmt.Errorf("attach file to directive %s: %w", f.DirectiveID, err)
	}
	return nil
}

func scanFile(row scanner) (File, error) {
	var f File
	var at int64
	err := row.Scan(&f.ID, &f.DirectiveID, &f.Seq, &f.Name, &f.MediaType, &f.Size, &f.hash, &f.byActor, &f.ByName, &f.UnitID, &at)
	f.at = clock.FromMicros(at)
	return f, err
}

// loadFile returns a directive's file, the zero File where there is none.
func loadFile(ctx context.Context, q db.Queryer, directive, file string) (File, error) {
	f, err := scanFile(q.QueryRowContext(ctx, sqlFile, directive, file))
	if db.IsNoRows(err) {
		return File{}, nil
	}
	if err != nil {
		return f, fmt.Errorf("load file %s: %w", file, err)
	}
	return f, nil
}

// loadFiles returns the reported files by their line of history.
func loadFiles(ctx context.Context, q db.Queryer, directive string) (map[int64][]File, error) {
	out := map[int64][]File{}
	err := each(ctx, q, sqlFiles, []any{directive}, func(row scanner) error {
		f, err := scanFile(row)
		out[f.Seq] = append(out[f.Seq], f)
		return err
	})
	return out, err
}

// reportFiles ties attached files to a line of the history.
func reportFiles(ctx context.Context, tx *db.Tx, by access.Actor, directive string, files []string, seq int64) error {
	for _, f := range files {
		res, err := tx.ExecContext(ctx, sqlReportFile, directive, f, by.String(), seq)
		if err != nil {
			return fmt.Errorf("report file %s: %w", f, err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return fault.NotFound("file_unknown", "%s has attached no file %s to directive %s", by, f, directive)
		}
	}
	return nil
}

func loadParts(ctx context.Context, q db.Queryer, directive string) ([]Part, error) {
	out := []Part{}
	err := each(ctx, q, sqlParts, []any{directive}, func(row scanner) error {
		var p Part
		var leads, back int
		var deadline, done string
		var at int64
		err := row.Scan(&p.ID, &p.ParentID, &p.GiverID, &p.UnitID, &leads, &p.Text, &deadline, &p.Percent, &done, &back, &at)
		p.Leads, p.TakenBack, p.Deadline, p.DoneOn, p.GivenAt = leads == 1, back == 1, day(deadline), day(done), clock.FromMicros(at)
		out = append(out, p)
		return err
	})
	return out, err
}

func insertPart(ctx context.Context, tx *db.Tx, d *Directive, p Part) error {
	_, err := tx.ExecContext(ctx, sqlInsertPart, p.ID, d.ID, p.ParentID, p.GiverID, p.UnitID, flag(p.Leads), p.Text,
		written(p.Deadline), clock.Micros(p.GivenAt), d.Rev)
	if err != nil {
		return fmt.Errorf("hand a part of directive %s on: %w", d.ID, err)
	}
	return nil
}

func updatePart(ctx context.Context, tx *db.Tx, p Part) error {
	if _, err := tx.ExecContext(ctx, sqlUpdatePart, p.ID, p.Percent, written(p.DoneOn), flag(p.TakenBack)); err != nil {
		return fmt.Errorf("update part %s: %w", p.ID, err)
	}
	return nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// loadOccurrences returns the days of occurrences that were reported done.
func loadOccurrences(ctx context.Context, q db.Queryer, directive string) (map[text.Date]text.Date, error) {
	out := map[text.Date]text.Date{}
	err := each(ctx, q, sqlOccurrences, []any{directive}, func(row scanner) error {
		var due, done string
		err := row.Scan(&due, &done)
		out[day(due)] = day(done)
		return err
	})
	return out, err
}

// putOccurrence records one; false where it had been already.
func putOccurrence(ctx context.Context, tx *db.Tx, directive string, due, done text.Date, seq int64) (bool, error) {
	res, err := tx.ExecContext(ctx, sqlPutOccurrence, directive, due.String(), done.String(), seq)
	if err != nil {
		return false, fmt.Errorf("report occurrence %s of directive %s: %w", due, directive, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Part is what one unit handed on to another.
type Part struct {
	ID        string
	ParentID  string // the giver's own part, "" for the directive itself
	GiverID   string
	UnitID    string
	Leads     bool // of the giver's parts this one leads
	Text      string
	Deadline  text.Date
	Percent   int // as its unit reported
	DoneOn    text.Date
	TakenBack bool
	GivenAt   time.Time
}
