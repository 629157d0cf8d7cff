package job_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/job"
	"giaoban/internal/testdb"
)

var start = time.Date(2026, 3, 30, 1, 0, 0, 0, time.UTC)

// world is one database with a process that does its jobs.
type world struct {
	*job.Queue
	t     *testing.T
	db    *db.DB
	clock *clock.Manual
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	c := clock.NewManual(start)
	return &world{Queue: process(d, c), t: t, db: d, clock: c}
}

// process is one more process on the database.
func process(d *db.DB, c clock.Clock) *job.Queue {
	return job.NewQueue(d, c, slog.New(slog.DiscardHandler))
}

func (w *world) put(n job.New) bool {
	w.t.Helper()
	fresh, err := w.PutNow(w.t.Context(), n)
	if err != nil {
		w.t.Fatal(err)
	}
	return fresh
}

// runs does what is due and wants so many attempts.
func (w *world) runs(q *job.Queue, want int) {
	w.t.Helper()
	n, err := q.RunDue(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if n != want {
		w.t.Fatalf("%d attempts at %s, want %d", n, w.clock.Now(), want)
	}
}

func (w *world) health(kind job.Kind) job.Health {
	w.t.Helper()
	h, err := w.Health(w.t.Context(), kind, 10)
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { test(newWorld(t, d)) })
}

func TestJob_OfAKindAndKeyIsDoneOnceHoweverOftenItIsPut(t *testing.T) {
	each(t, func(w *world) {
		var did []string
		w.Handle("greet", func(_ context.Context, t job.Task) error {
			did = append(did, t.Key+string(t.Args))
			return nil
		})
		fresh := []bool{
			w.put(job.New{Kind: "greet", Key: "a", Args: map[string]int{"n": 1}}),
			w.put(job.New{Kind: "greet", Key: "a", Args: map[string]int{"n": 2}}),
			w.put(job.New{Kind: "greet", Key: "b"}),
		}
		w.runs(w.Queue, 2)
		fresh = append(fresh, w.put(job.New{Kind: "greet", Key: "a"})) // done is not forgotten
		w.runs(w.Queue, 0)
		slices.Sort(did)
		if diff := cmp.Diff([]string{`a{"n":1}`, "b{}"}, did); diff != "" {
			w.t.Error(diff)
		}
		if diff := cmp.Diff([]bool{true, false, true, false}, fresh); diff != "" {
			w.t.Error(diff)
		}
	})
}

func TestJob_ExistsIfWhatNeedsItWasCommitted(t *testing.T) {
	each(t, func(w *world) {
		w.Handle("k", func(context.Context, job.Task) error { return nil })
		changed := errors.New("changed my mind")
		err := w.db.InTx(w.t.Context(), func(tx *db.Tx) error {
			if _, err := w.Put(w.t.Context(), tx, job.New{Kind: "k", Key: "a"}); err != nil {
				return err
			}
			return changed
		})
		if !errors.Is(err, changed) {
			w.t.Fatal(err)
		}
		w.runs(w.Queue, 0)
	})
}

func TestJob_IsNotDoneBeforeItsTimeNorByWhoDoesNotKnowIt(t *testing.T) {
	each(t, func(w *world) {
		w.Handle("k", func(context.Context, job.Task) error { return nil })
		w.put(job.New{Kind: "k", Key: "a", At: start.Add(time.Hour)})
		w.put(job.New{Kind: "of a newer program", Key: "a"})
		w.runs(w.Queue, 0)
		w.clock.Advance(time.Hour - time.Second)
		w.runs(w.Queue, 0)
		w.clock.Advance(time.Second)
		w.runs(w.Queue, 1)
	})
}

func TestJob_ThatFailsIsTriedAgainAfterGrowingPauses(t *testing.T) {
	each(t, func(w *world) {
		var at []time.Duration
		w.Handle("k", func(_ context.Context, t job.Task) error {
			at = append(at, w.clock.Now().Sub(start))
			switch t.Attempt {
			case 1:
				return errors.New("the server is away")
			case 2:
				panic("a mistake")
			}
			return nil
		})
		w.put(job.New{Kind: "k", Key: "a"})
		for range 100 {
			if _, err := w.RunDue(w.t.Context()); err != nil {
				w.t.Fatal(err)
			}
			if len(at) == 2 && w.health("k").Trouble[0].Error != "panic: a mistake" {
				w.t.Fatalf("%+v", w.health("k"))
			}
			w.clock.Advance(10 * time.Second)
		}
		if diff := cmp.Diff([]time.Duration{0, 30 * time.Second, 90 * time.Second}, at); diff != "" {
			w.t.Error(diff)
		}
		want := job.Health{LastAt: start.Add(90 * time.Second), Trouble: []job.Trouble{}}
		if diff := cmp.Diff(want, w.health("k")); diff != "" {
			w.t.Error(diff)
		}
	})
}

func TestJob_IsGivenUpInTheEndAndTriedAgainWhenAPersonSaysSo(t *testing.T) {
	each(t, func(w *world) {
		works := false
		attempts := 0
		w.Handle("stubborn", func(context.Context, job.Task) error {
			if attempts++; works {
				return nil
			}
			return errors.New("no route")
		})
		w.Handle("hopeless", func(context.Context, job.Task) error { return job.GiveUp(errors.New("no such mailbox")) })
		w.put(job.New{Kind: "stubborn", Key: "a"})
		w.put(job.New{Kind: "hopeless", Key: "a"})
		for range 300 {
			if _, err := w.RunDue(w.t.Context()); err != nil {
				w.t.Fatal(err)
			}
			w.clock.Advance(time.Hour)
		}
		if attempts != 20 {
			w.t.Errorf("%d attempts", attempts)
		}
		h := w.health("hopeless")
		if h.Failed != 1 || h.Trouble[0].Error != "no such mailbox" || h.Trouble[0].Attempts != 1 || !h.Trouble[0].NextAt.IsZero() {
			w.t.Errorf("%+v", h)
		}
		works = true
		h = w.health("stubborn")
		if err := w.Retry(w.t.Context(), h.Trouble[0].ID); err != nil {
			w.t.Fatal(err)
		}
		w.runs(w.Queue, 1)
		if h := w.health("stubborn"); h.Failed != 0 || h.Waiting != 0 || h.LastAt.IsZero() {
			w.t.Errorf("%+v", h)
		}
		if err := w.Retry(w.t.Context(), h.Trouble[0].ID); err == nil {
			w.t.Error("a job that is done was taken for one that failed")
		}
	})
}

func TestJobs_AreSharedByProcessesAndEachDoneByOne(t *testing.T) {
	each(t, func(w *world) {
		const jobs = 120
		var mu sync.Mutex
		times := map[string]int{}
		var all sync.WaitGroup
		for i := range jobs {
			w.put(job.New{Kind: "k", Key: strconv.Itoa(i)})
		}
		for range 4 {
			p := process(w.db, w.clock)
			p.Handle("k", func(_ context.Context, t job.Task) error {
				mu.Lock()
				defer mu.Unlock()
				times[t.Key]++
				return nil
			})
			all.Go(func() {
				if _, err := p.RunDue(w.t.Context()); err != nil {
					w.t.Error(err)
				}
			})
		}
		all.Wait()
		if len(times) != jobs {
			w.t.Errorf("%d jobs done", len(times))
		}
		for key, n := range times {
			if n != 1 {
				w.t.Errorf("job %s done %d times", key, n)
			}
		}
	})
}

func TestJob_OfARunnerThatDiedIsDoneByAnother(t *testing.T) {
	each(t, func(w *world) {
		other := process(w.db, w.clock)
		other.Handle("k", func(context.Context, job.Task) error { return nil })
		w.Handle("k", func(context.Context, job.Task) error {
			// While this one hangs, the other looks: at once, and much later.
			w.runs(other, 0)
			w.clock.Advance(11 * time.Minute)
			w.runs(other, 1)
			return errors.New("comes round too late")
		})
		w.put(job.New{Kind: "k", Key: "a"})
		w.runs(w.Queue, 1)
		if h := w.health("k"); h.Waiting != 0 || h.Failed != 0 || len(h.Trouble) != 0 {
			w.t.Errorf("the late runner undid the other's work: %+v", h)
		}
	})
}

func TestEvery_IsDoneOnceForWhatWasMissedAndByOneProcess(t *testing.T) {
	each(t, func(w *world) {
		daily := func(after time.Time) time.Time { return after.Truncate(24 * time.Hour).Add(24 * time.Hour) }
		var days []string
		note := func(_ context.Context, t job.Task) error {
			days = append(days, t.DueAt.Format("02"))
			return nil
		}
		other := process(w.db, w.clock)
		for _, q := range []*job.Queue{w.Queue, other} {
			q.Every("daily", daily, note)
			if err := q.Plan(w.t.Context()); err != nil {
				w.t.Fatal(err)
			}
		}
		w.runs(w.Queue, 0)
		w.clock.Advance(24 * time.Hour)
		w.runs(other, 1)
		w.runs(w.Queue, 0)
		w.clock.Advance(5 * 24 * time.Hour) // nobody runs
		w.runs(w.Queue, 1)
		w.clock.Advance(24 * time.Hour)
		w.runs(w.Queue, 1)
		if diff := cmp.Diff([]string{"31", "01", "06"}, days); diff != "" {
			w.t.Error(diff)
		}
	})
}

func TestRun_DoesWhatIsPutWhileItRuns(t *testing.T) {
	each(t, func(w *world) {
		done := make(chan string)
		q := process(w.db, clock.System{})
		q.Handle("k", func(ctx context.Context, t job.Task) error {
			select {
			case done <- t.Key:
			case <-ctx.Done():
			}
			return nil
		})
		ctx, stop := context.WithCancel(w.t.Context())
		ended := make(chan error, 1)
		go func() { ended <- q.Run(ctx) }()
		for _, key := range []string{"a", "b"} {
			if _, err := q.PutNow(ctx, job.New{Kind: "k", Key: key}); err != nil {
				w.t.Fatal(err)
			}
			if got := <-done; got != key {
				w.t.Fatalf("did %s, want %s", got, key)
			}
		}
		stop()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	})
}
