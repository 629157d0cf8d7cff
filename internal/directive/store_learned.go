package directive

import (
	"context"
	"fmt"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

const (
	sqlLessons = `SELECT id, kind, words, unit_ids, conference_id, taught_at, taught_by FROM draft_lesson ORDER BY kind, folded`
	// The later correction counts.
	sqlPutLesson = `INSERT INTO draft_lesson (id, kind, words, folded, unit_ids, conference_id, taught_at, taught_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (kind, folded) DO UPDATE SET words = excluded.words, unit_ids = excluded.unit_ids,
    conference_id = excluded.conference_id, taught_at = excluded.taught_at, taught_by = excluded.taught_by`
	sqlDropLesson = `DELETE FROM draft_lesson WHERE id = $1`
)

// loadLessons returns everything learned, by kind and words.
func loadLessons(ctx context.Context, q db.Queryer) ([]Lesson, error) {
	out := []Lesson{}
	err := each(ctx, q, sqlLessons, nil, func(row scanner) error {
		var r Lesson
		var units string
		var at int64
		if err := row.Scan(&r.ID, &r.Kind, &r.Words, &units, &r.ConferenceID, &at, &r.TaughtBy); err != nil {
			return err
		}
		r.UnitIDs, r.TaughtAt = list(units), clock.FromMicros(at)
		out = append(out, r)
		return nil
	})
	return out, err
}

// putLesson keeps a lesson; what was learned of the same words before gives way.
func putLesson(ctx context.Context, tx *db.Tx, r Lesson) error {
	_, err := tx.ExecContext(ctx, sqlPutLesson, r.ID, r.Kind, r.Words, text.Key(r.Words), unlist(r.UnitIDs), r.ConferenceID,
		clock.Micros(r.TaughtAt), r.TaughtBy)
	if err != nil {
		return fmt.Errorf("keep lesson %q: %w", r.Words, err)
	}
	return nil
}

func dropLesson(ctx context.Context, tx *db.Tx, id string) error {
	res, err := tx.ExecContext(ctx, sqlDropLesson, id)
	if err != nil {
		return fmt.Errorf("drop lesson %s: %w", id, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.NotFound("lesson_unknown", "no lesson %s", id)
	}
	return nil
}
