// Package job keeps work that is due at a time, and does it.
//
// A job is a row. It is put in the transaction that makes it necessary, so that
// it exists if and only if that was committed, and one of a kind and key exists
// once, however often it is put. Whatever process runs takes it when it is due;
// no other takes it meanwhile, unless the first has died.
//
//	waiting ──due──▶ running ──▶ done
//	   ▲               │  └─────▶ failed (given up; a person may have it tried again)
//	   └──later again──┘
//
// A job is done at least once: who dies between the work and its note does it
// again. It knows nothing of what the work is.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
)

// Kind names a sort of work.
type Kind string

// State is where a job stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// New is a job to be put.
type New struct {
	Kind Kind
	Key  string    // what it is about
	Args any       // as JSON; nil for none
	At   time.Time // not before; zero for now
}

// Task is a job being done.
type Task struct {
	ID      string
	Kind    Kind
	Key     string
	Args    json.RawMessage
	DueAt   time.Time // as planned
	Attempt int       // from 1
}

// Handler does a job. What it returns as an error has it done again later,
// unless GiveUp has marked it.
type Handler func(ctx context.Context, t Task) error

// lost marks an error that no further attempt will mend.
type lost struct{ error }

func (l lost) Unwrap() error { return l.error }

// GiveUp marks err: the job has failed and is not tried again.
func GiveUp(err error) error { return lost{err} }

// How attempts follow each other.
const (
	// tries is how often a job is tried: over two days with the pauses below.
	tries = 20
	// firstPause follows the first failure and doubles up to longestPause.
	firstPause   = 30 * time.Second
	longestPause = 6 * time.Hour
	// lease is how long a runner has for one attempt. One that takes longer
	// counts as dead.
	lease = 10 * time.Minute
	// kept is how long ended jobs stay, and with them the memory that they
	// have been done.
	kept = 200 * 24 * time.Hour
)

// pause is how long to wait after so many attempts.
func pause(attempts int) time.Duration {
	p := firstPause
	for i := 1; i < attempts && p < longestPause; i++ {
		p *= 2
	}
	return min(p, longestPause)
}

// Queue puts jobs and does them. Its methods may be used by several goroutines
// once the handlers are set.
type Queue struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[Kind]Handler
	plans    map[Kind]func(after time.Time) time.Time
	wake     chan struct{}
}

// NewQueue returns the queue over d.
func NewQueue(d *db.DB, c clock.Clock, log *slog.Logger) *Queue {
	return &Queue{
		db: d, clock: c, log: log, handlers: map[Kind]Handler{},
		plans: map[Kind]func(time.Time) time.Time{}, wake: make(chan struct{}, workers),
	}
}

// Handle says who does jobs of the kind. Before Run.
func (q *Queue) Handle(kind Kind, h Handler) { q.handlers[kind] = h }

// Put puts a job in tx and tells whether it is a new one. One of the kind and
// key that exists already, done or not, stays as it is.
func (q *Queue) Put(ctx context.Context, tx *db.Tx, n New) (bool, error) {
	now := q.clock.Now()
	if n.At.IsZero() {
		n.At = now
	}
	args := []byte("{}")
	if n.Args != nil {
		var err error
		if args, err = json.Marshal(n.Args); err != nil {
			return false, fmt.Errorf("put job %s %s: %w", n.Kind, n.Key, err)
		}
	}
	fresh, err := insert(ctx, tx, id.New(now), n, string(args), now)
	if fresh {
		tx.AfterCommit(q.nudge)
	}
	return fresh, err
}

// PutNow is Put in a transaction of its own.
func (q *Queue) PutNow(ctx context.Context, n New) (fresh bool, err error) {
	err = q.db.InTx(ctx, func(tx *db.Tx) error {
		fresh, err = q.Put(ctx, tx, n)
		return err
	})
	return fresh, err
}

// Every has f done again and again, at the instants that next names, each
// after the one given. Where the program did not run at an instant, f is done
// once when it runs again. Processes that share a database share the work.
// Before Run.
func (q *Queue) Every(kind Kind, next func(after time.Time) time.Time, f Handler) {
	q.plans[kind] = next
	q.handlers[kind] = func(ctx context.Context, t Task) error {
		// First, so that a failure does not end the chain.
		if err := q.plan(ctx, kind); err != nil {
			return err
		}
		return f(ctx, t)
	}
}

// Plan puts the next of everything that is done again and again.
func (q *Queue) Plan(ctx context.Context) error {
	for kind := range q.plans {
		if err := q.plan(ctx, kind); err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) plan(ctx context.Context, kind Kind) error {
	at := q.plans[kind](q.clock.Now())
	_, err := q.PutNow(ctx, New{Kind: kind, Key: at.UTC().Format(time.RFC3339), At: at})
	return err
}

// Retry has a job that failed tried again, from the beginning.
func (q *Queue) Retry(ctx context.Context, jobID string) error {
	ok, err := retry(ctx, q.db, jobID, q.clock.Now())
	if err != nil {
		return err
	}
	if !ok {
		return fault.NotFound("job_unknown", "no job %s that has failed", jobID)
	}
	q.nudge()
	return nil
}

// RunDue does what is due now, one after the other, and returns how many
// attempts that were.
func (q *Queue) RunDue(ctx context.Context) (int, error) {
	for n := 0; ; n++ {
		did, err := q.runOne(ctx)
		if err != nil || !did {
			return n, err
		}
	}
}

// runOne does the job that has been due longest; false where none is.
func (q *Queue) runOne(ctx context.Context) (bool, error) {
	now := q.clock.Now()
	t, ok, err := take(ctx, q.db, q.kinds(), now, now.Add(lease))
	if err != nil || !ok {
		return false, err
	}
	failure := q.attempt(ctx, t)
	if ctx.Err() != nil && failure != nil { // stopped: another runner does it at once
		back := context.WithoutCancel(ctx)
		return false, finish(back, q.db, t, Waiting, "", q.clock.Now(), time.Time{})
	}
	now = q.clock.Now()
	var given lost
	switch {
	case failure == nil:
		return true, finish(ctx, q.db, t, Done, "", now, now)
	case errors.As(failure, &given) || t.Attempt >= tries:
		q.log.ErrorContext(ctx, "job given up", "kind", t.Kind, "key", t.Key, "attempts", t.Attempt, "error", failure.Error())
		return true, finish(ctx, q.db, t, Failed, failure.Error(), now, now)
	}
	q.log.WarnContext(ctx, "job failed, later again", "kind", t.Kind, "key", t.Key, "attempt", t.Attempt, "error", failure.Error())
	return true, finish(ctx, q.db, t, Waiting, failure.Error(), now.Add(pause(t.Attempt)), time.Time{})
}

// attempt does a job once. A panic in it is a failure of it alone.
func (q *Queue) attempt(ctx context.Context, t Task) (err error) {
	ctx, cancel := context.WithTimeout(ctx, lease-time.Minute)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return q.handlers[t.Kind](ctx, t)
}

func (q *Queue) kinds() map[Kind]int {
	out := map[Kind]int{}
	for k := range q.handlers {
		out[k] = 0
	}
	return out
}

func (q *Queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

const (
	// workers is how many jobs a process does at once: a mail server that
	// takes its time does not keep a quarter from being closed.
	workers = 2
	// look is how often jobs are looked for that another process has put.
	look = 15 * time.Second
	// Sweep forgets jobs that ended long ago.
	sweep Kind = "job.sweep"
)

// Run does jobs as they fall due, until ctx ends.
func (q *Queue) Run(ctx context.Context) error {
	q.Every(sweep, func(after time.Time) time.Time { return after.Truncate(24 * time.Hour).Add(24 * time.Hour) },
		func(ctx context.Context, _ Task) error { return forget(ctx, q.db, q.clock.Now().Add(-kept)) })
	if err := q.Plan(ctx); err != nil {
		return err
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(func() { q.work(ctx) })
	}
	all.Wait()
	return nil
}

func (q *Queue) work(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.wake:
		case <-timer.C:
		}
		_, err := q.RunDue(ctx)
		if err != nil && ctx.Err() == nil { // the database is away: look again later
			q.log.WarnContext(ctx, "jobs not looked for", "error", err.Error())
		}
		timer.Reset(q.untilNext(ctx))
	}
}

// untilNext is how long to wait for the next job: until it is due, at most
// look.
func (q *Queue) untilNext(ctx context.Context) time.Duration {
	at, err := nextRun(ctx, q.db, q.kinds())
	if err != nil || at.IsZero() {
		return look
	}
	return min(max(at.Sub(q.clock.Now()), 10*time.Millisecond), look)
}
