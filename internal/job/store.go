package job

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	sqlInsert = `INSERT INTO job (id, kind, key, args, state, due_at, run_at, attempts, error, created_at, ended_at)
VALUES ($1, $2, $3, $4, 'waiting', $5, $5, 0, '', $6, 0) ON CONFLICT (kind, key) DO NOTHING`

	// Takes the job that has been due longest ($1 now) of the kinds that are
	// known here ($3), until the runner counts as dead ($2).
	firstDue = `(SELECT w.id FROM job w WHERE w.ended_at = 0 AND w.run_at <= $1 AND w.kind IN (SELECT k.key FROM json_each($3) k)
    ORDER BY w.run_at, w.id LIMIT 1`
	taken   = ` RETURNING id, kind, key, args, due_at, attempts`
	sqlTake = `UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $2 WHERE id = ` + firstDue + `)` + taken
	// Runners pass by what another is just taking.
	sqlTakePostgres = `UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $2 WHERE id = ` + firstDue +
		` FOR UPDATE SKIP LOCKED)` + taken

	// Only by who has it still: the attempt tells.
	sqlFinish = `UPDATE job SET state = $3, error = $4, run_at = $5, ended_at = $6
WHERE id = $1 AND attempts = $2 AND state = 'running'`

	sqlNextRun = `SELECT COALESCE(MIN(w.run_at), 0) FROM job w
WHERE w.ended_at = 0 AND w.kind IN (SELECT k.key FROM json_each($1) k)`

	sqlRetry  = `UPDATE job SET state = 'waiting', attempts = 0, run_at = $2, ended_at = 0 WHERE id = $1 AND state = 'failed'`
	sqlForget = `DELETE FROM job WHERE ended_at > 0 AND ended_at < $1`

	sqlHealth = `SELECT COUNT(*) FILTER (WHERE state IN ('waiting', 'running')), COUNT(*) FILTER (WHERE state = 'failed'),
    COALESCE(MAX(ended_at) FILTER (WHERE state = 'done'), 0) FROM job WHERE kind = $1`
	sqlTroubled = `SELECT id, key, state, attempts, error, run_at, ended_at FROM job
WHERE kind = $1 AND error <> '' AND state IN ('waiting', 'running', 'failed') ORDER BY created_at DESC, id DESC LIMIT $2`
)

// longestError is what is kept of an error, in bytes.
const longestError = 600

func insert(ctx context.Context, q db.Queryer, jobID string, n New, args string, now time.Time) (bool, error) {
	res, err := q.ExecContext(ctx, sqlInsert, jobID, string(n.Kind), n.Key, args, clock.Micros(n.At), clock.Micros(now))
	if err != nil {
		return false, fmt.Errorf("put job %s %s: %w", n.Kind, n.Key, err)
	}
	rows, err := res.RowsAffected()
	return rows > 0, err
}

func keys(kinds map[Kind]int) string {
	b, _ := json.Marshal(kinds) // strings and numbers always marshal
	return string(b)
}

func take(ctx context.Context, d *db.DB, kinds map[Kind]int, now, until time.Time) (t Task, ok bool, err error) {
	statement := sqlTake
	if d.Engine() == db.Postgres {
		statement = sqlTakePostgres
	}
	var due int64
	var args string
	err = d.QueryRowContext(ctx, statement, clock.Micros(now), clock.Micros(until), keys(kinds)).
		Scan(&t.ID, &t.Kind, &t.Key, &args, &due, &t.Attempt)
	if db.IsNoRows(err) {
		return t, false, nil
	}
	if err != nil {
		return t, false, fmt.Errorf("take a job: %w", err)
	}
	t.Args, t.DueAt = json.RawMessage(args), clock.FromMicros(due)
	return t, true, nil
}

func finish(ctx context.Context, q db.Queryer, t Task, state State, failure string, runAt, endedAt time.Time) error {
	if len(failure) > longestError {
		failure = strings.ToValidUTF8(failure[:longestError], "")
	}
	_, err := q.ExecContext(ctx, sqlFinish, t.ID, t.Attempt, string(state), failure, clock.Micros(runAt), clock.Micros(endedAt))
	if err != nil {
		return fmt.Errorf("note the end of job %s %s: %w", t.Kind, t.Key, err)
	}
	return nil
}

// nextRun is when the next job may be taken; zero where there is none.
func nextRun(ctx context.Context, q db.Queryer, kinds map[Kind]int) (time.Time, error) {
	var at int64
	if err := q.QueryRowContext(ctx, sqlNextRun, keys(kinds)).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("look for the next job: %w", err)
	}
	return clock.FromMicros(at), nil
}

func retry(ctx context.Context, q db.Queryer, jobID string, now time.Time) (bool, error) {
	res, err := q.ExecContext(ctx, sqlRetry, jobID, clock.Micros(now))
	if err != nil {
		return false, fmt.Errorf("try job %s again: %w", jobID, err)
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

func forget(ctx context.Context, q db.Queryer, before time.Time) error {
	if _, err := q.ExecContext(ctx, sqlForget, clock.Micros(before)); err != nil {
		return fmt.Errorf("forget old jobs: %w", err)
	}
	return nil
}

// Health is how the jobs of a kind stand.
type Health struct {
	Waiting int       // not done yet, those that run included
	Failed  int       // given up
	LastAt  time.Time // when one was last done; zero for never
	Trouble []Trouble // the newest of those that are not done and have failed at least once
}

// Trouble is a job that has failed at least once.
type Trouble struct {
	ID       string
	Key      string
	State    State
	Attempts int
	Error    string    // of the last attempt
	NextAt   time.Time // of the next attempt; zero where there is none
	EndedAt  time.Time // when it was given up
}

// Health tells how the jobs of a kind stand, with up to limit in trouble.
func (q *Queue) Health(ctx context.Context, kind Kind, limit int) (Health, error) {
	out := Health{Trouble: []Trouble{}}
	var last int64
	if err := q.db.QueryRowContext(ctx, sqlHealth, string(kind)).Scan(&out.Waiting, &out.Failed, &last); err != nil {
		return out, fmt.Errorf("look at jobs %s: %w", kind, err)
	}
	out.LastAt = clock.FromMicros(last)
	rows, err := q.db.QueryContext(ctx, sqlTroubled, string(kind), limit)
	if err != nil {
		return out, fmt.Errorf("look at jobs %s: %w", kind, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var t Trouble
		var next, ended int64
		if err := rows.Scan(&t.ID, &t.Key, &t.State, &t.Attempts, &t.Error, &next, &ended); err != nil {
			return out, fmt.Errorf("look at jobs %s: %w", kind, err)
		}
		t.EndedAt = clock.FromMicros(ended)
		if ended == 0 {
			t.NextAt = clock.FromMicros(next)
		}
		out.Trouble = append(out.Trouble, t)
	}
	return out, rows.Err()
}
