package event_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/testdb"
)

// process is the log as one of several processes on one PostgreSQL has it.
type process struct {
	*event.Log
	db    *db.DB
	heard chan string // streams told of by OnElsewhere
}

func newProcess(t *testing.T, address string) *process {
	t.Helper()
	p := &process{db: testdb.Open(t, address), heard: make(chan string, 1000)}
	p.Log = event.NewLog(p.db, clock.System{})
	p.OnElsewhere(func(_ context.Context, stream string) { p.heard <- stream })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Follow(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	next(t, p.heard, "") // the line is open
	return p
}

// next waits for a stream that is told of.
func next(t *testing.T, from <-chan string, want string) {
	t.Helper()
	select {
	case got := <-from:
		if got != want {
			t.Fatalf("told of %q, want %q", got, want)
		}
	case <-time.After(time.Minute):
		t.Fatalf("never told of %q", want)
	}
}

func (p *process) write(t *testing.T, kind string) {
	t.Helper()
	if err := p.Write(t.Context(), event.Entry{Stream: "conference:c1", Kind: kind, Actor: "server"}); err != nil {
		t.Fatal(err)
	}
}

func entry(t *testing.T, s *event.Subscription) event.Entry {
	t.Helper()
	select {
	case e := <-s.C:
		return e
	case <-time.After(time.Minute):
		t.Fatal("no entry came")
	}
	return event.Entry{}
}

func TestFollow_PublishesWhatAnotherProcessCommits(t *testing.T) {
	address := testdb.PostgresURL(t)
	a, b := newProcess(t, address), newProcess(t, address)
	here, there := a.Subscribe("conference:c1", 100), b.Subscribe("conference:c1", 100)
	refused := errors.New("refused by a rule")
	err := a.db.InTx(t.Context(), func(tx *db.Tx) error {
		if _, err := a.Append(t.Context(), tx, event.Entry{Stream: "conference:c1", Kind: "never"}); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	for i := range 20 {
		a.write(t, fmt.Sprintf("floor.%d", i))
	}
	for i := range 20 {
		for name, s := range map[string]*event.Subscription{"own": here, "other": there} {
			if e := entry(t, s); e.Kind != fmt.Sprintf("floor.%d", i) || e.Rev != int64(i+1) {
				t.Fatalf("%s process heard %s at %d as number %d", name, e.Kind, e.Rev, i+1)
			}
		}
		next(t, b.heard, "conference:c1")
	}
	if len(a.heard) > 0 {
		t.Error("a process was told of what it did itself")
	}
}

func TestFollow_CatchesUpAfterABrokenLine(t *testing.T) {
	address := testdb.PostgresURL(t)
	a, b := newProcess(t, address), newProcess(t, address)
	there := b.Subscribe("conference:c1", 100)
	a.write(t, "first")
	if e := entry(t, there); e.Rev != 1 {
		t.Fatalf("heard %+v", e)
	}
	next(t, b.heard, "conference:c1")
	// The lines of both break; an act falls into the gap.
	_, err := a.db.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query = 'LISTEN giaoban'`)
	if err != nil {
		t.Fatal(err)
	}
	a.write(t, "in the gap")
	for told := false; !told; {
		select {
		case stream := <-b.heard: // the old line may have carried the act still
			told = stream == ""
		case <-time.After(time.Minute):
			t.Fatal("the line was not opened again")
		}
	}
	if e := entry(t, there); e.Rev != 2 {
		t.Fatalf("after the gap heard %+v", e)
	}
	a.write(t, "after")
	for e := entry(t, there); e.Rev != 3; e = entry(t, there) {
		if e.Rev != 2 { // twice is allowed
			t.Fatalf("heard %+v", e)
		}
	}
}

func TestFollow_IsNothingWhereOneProcessHasTheDatabase(t *testing.T) {
	if err := event.NewLog(testdb.SQLite(t), clock.System{}).Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
}
