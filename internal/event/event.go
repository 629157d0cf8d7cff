// Package event keeps the log of what happened and tells those who listen.
//
// An entry is appended inside the transaction that changes the state, and
// published after its commit, never before. The log is history: nothing here
// changes or removes an entry. It serves the live updates (replay after a
// revision), the audit trail and the minutes.
//
//	Append (in tx) ──commit──▶ publish ──▶ Subscription.C
//	                    │       ▲           └ slow listener: closed, replays
//	                    └─notice┴─ other processes on one PostgreSQL (Follow)
package event

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/id"
)

// Office is the stream of reports and directives.
const Office = "office"

// Conference names the stream of one conference.
func Conference(id string) string { return conferences + id }

const conferences = "conference:"

// ConferenceOf is the conference whose stream it is; false for other streams.
func ConferenceOf(stream string) (string, bool) { return strings.CutPrefix(stream, conferences) }

// Entry is one thing that happened.
type Entry struct {
	Stream string
	Rev    int64 // place in the stream, from 1; Append sets it where it is 0
	At     time.Time
	Kind   string          // "floor.granted", "report.submitted", …
	Actor  string          // "account:<id>", "seat:<id>", "site:<id>", "server"
	Data   json.RawMessage // what is particular to the kind; {} where nothing is
	Patch  json.RawMessage // the changed parts of the state, whole; {} where none
	// Audience is '' for everyone who may see the stream, else a word that the
	// stream's own package understands ("conductors").
	Audience string
}

// Log appends, replays and publishes.
type Log struct {
	db        *db.DB
	clock     clock.Clock
	process   string // names this process to the others
	elsewhere []func(ctx context.Context, stream string)

	mu   sync.Mutex
	subs map[string]map[*Subscription]struct{}
}

// NewLog returns the log over d.
func NewLog(d *db.DB, c clock.Clock) *Log {
	return &Log{db: d, clock: c, process: id.New(c.Now()), subs: map[string]map[*Subscription]struct{}{}}
}

// Append writes e in tx and has it published after the commit. It returns the
// revision. Taking the revision locks the stream until the transaction ends,
// so that revisions are published without gaps in their order.
func (l *Log) Append(ctx context.Context, tx *db.Tx, e Entry) (int64, error) {
	if e.At.IsZero() {
		e.At = l.clock.Now()
	}
	if len(e.Data) == 0 {
		e.Data = json.RawMessage("{}")
	}
	if len(e.Patch) == 0 {
		e.Patch = json.RawMessage("{}")
	}
	if err := insert(ctx, tx, &e); err != nil {
		return 0, err
	}
	if err := tx.Notify(ctx, l.notice(e)); err != nil {
		return 0, fmt.Errorf("append %s to %s: %w", e.Kind, e.Stream, err)
	}
	tx.AfterCommit(func() { l.publish(e) })
	return e.Rev, nil
}

// Write is Append in a transaction of its own.
func (l *Log) Write(ctx context.Context, e Entry) error {
	return l.db.InTx(ctx, func(tx *db.Tx) error {
		_, err := l.Append(ctx, tx, e)
		return err
	})
}

// After returns up to limit entries of the stream with a revision above rev,
// in order.
func (l *Log) After(ctx context.Context, stream string, rev int64, limit int) ([]Entry, error) {
	return after(ctx, l.db, stream, rev, limit)
}

// Last returns the stream's newest revision, 0 where it has none.
func (l *Log) Last(ctx context.Context, stream string) (int64, error) {
	return last(ctx, l.db, stream)
}

// Subscription is a listener on one stream. C is closed when the listener was
// too slow or has been closed; it then reads on from the log. Entries may come
// in another order than that of their revisions, twice, or with one missing
// before them: who needs them all reads the log where there is a gap.
type Subscription struct {
	C      chan Entry
	log    *Log
	stream string
	closed bool
}

// Subscribe listens on the stream from now on. buffer entries may wait; the
// listener that falls further behind is cut off.
func (l *Log) Subscribe(stream string, buffer int) *Subscription {
	s := &Subscription{C: make(chan Entry, buffer), log: l, stream: stream}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.subs[stream] == nil {
		l.subs[stream] = map[*Subscription]struct{}{}
	}
	l.subs[stream][s] = struct{}{}
	return s
}

// Close ends the subscription. It may be called more than once.
func (s *Subscription) Close() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.drop(s)
}

// drop removes s; the caller holds mu.
func (l *Log) drop(s *Subscription) {
	if s.closed {
		return
	}
	s.closed = true
	close(s.C)
	delete(l.subs[s.stream], s)
	if len(l.subs[s.stream]) == 0 {
		delete(l.subs, s.stream)
	}
}

func (l *Log) publish(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for s := range l.subs[e.Stream] {
		select {
		case s.C <- e:
		default:
			l.drop(s)
		}
	}
}

// Listeners tells how many listen on the stream.
func (l *Log) Listeners(stream string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.subs[stream])
}

// AllListeners tells how many listen, on whatever stream.
func (l *Log) AllListeners() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, subs := range l.subs {
		n += len(subs)
	}
	return n
}

// Marshal is json.Marshal for the package's callers: what they log is made of
// their own types, so a failure is a mistake in the program.
func Marshal(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("event: cannot marshal %T: %v", v, err))
	}
	return b
}
