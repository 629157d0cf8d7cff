package directive

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/job"
	"giaoban/internal/text"
)

// The work that nobody asks for at the moment it is due.
const (
	closeQuarters  job.Kind = "directive.quarters"
	placeRecurring job.Kind = "directive.recurring"
)

// closeAfter is how long after a quarter's end its figures are written down:
// an act that had begun has been committed by then.
const closeAfter = 5 * time.Minute

// UseJobs has the queue close quarters as they end. For the wiring, before
// the queue runs.
func (s *Service) UseJobs(q *job.Queue) {
	q.Every(closeQuarters, s.afterQuarter, func(ctx context.Context, _ job.Task) error { return s.CloseQuarters(ctx) })
	q.Handle(placeRecurring, func(ctx context.Context, _ job.Task) error { return s.placeRecurring(ctx) })
}

// CatchUp puts the work that was left when the program last ended, or that a
// newer program finds: quarters that are not closed, and recurring directives
// without their next turn.
func (s *Service) CatchUp(ctx context.Context, q *job.Queue) error {
	ended := QuarterOf(s.today()).Before()
	if _, err := q.PutNow(ctx, job.New{Kind: closeQuarters, Key: ended.String()}); err != nil {
		return err
	}
	_, err := q.PutNow(ctx, job.New{Kind: placeRecurring, Key: "1"})
	return err
}

// afterQuarter is when the quarters that end after the instant are closed.
func (s *Service) afterQuarter(after time.Time) time.Time {
	q := QuarterOf(text.DateOf(after.Add(-closeAfter).In(s.zone)))
	_, end := q.instants(s.zone)
	return end.Add(closeAfter)
}

// CloseQuarters writes the figures down of every quarter that is over, from the
// first directive's on. What is closed already stays as it is.
func (s *Service) CloseQuarters(ctx context.Context) error {
	first, err := firstIssued(ctx, s.db)
	if err != nil || first.IsZero() {
		return err
	}
	q := QuarterOf(text.DateOf(first.In(s.zone)))
	for ; q.Last().Before(s.today()); q = q.Next() {
		closed, err := isClosed(ctx, s.db, q)
		if err != nil {
			return err
		}
		if closed {
			continue
		}
		// Read before the transaction, which would keep everyone else from
		// writing: what happened before the quarter's end stands.
		figures, err := foldFigures(ctx, s.db, q, s.zone)
		if err != nil {
			return err
		}
		err = s.db.InTx(ctx, func(tx *db.Tx) error { return closeQuarter(ctx, tx, q, s.clock.Now(), figures) })
		if err != nil {
			return err
		}
	}
	return nil
}

// placeRecurring gives the recurring directives of before this was kept their
// next turn.
func (s *Service) placeRecurring(ctx context.Context) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		list, err := loadUnplaced(ctx, tx)
		if err != nil {
			return err
		}
		for _, d := range list {
			done, err := loadOccurrences(ctx, tx, d.ID)
			if err != nil {
				return err
			}
			if d.Next = d.nextTurn(done, s.zone); d.Next.IsZero() {
				continue // its phrase is not understood
			}
			if _, err := tx.ExecContext(ctx, sqlPlace, d.ID, sortDay(d.Next)); err != nil {
				return fmt.Errorf("place directive %s: %w", d.ID, err)
			}
		}
		return nil
	})
}
