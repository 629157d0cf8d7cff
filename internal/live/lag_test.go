package live_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/testdb"
)

// slowLine is a client whose line stands still until it is released.
type slowLine struct {
	header   http.Header
	blocked  sync.WaitGroup
	mu       sync.Mutex
	received strings.Builder
	wrote    chan struct{}
}

func (l *slowLine) Header() http.Header { return l.header }
func (l *slowLine) WriteHeader(int)     {}
func (l *slowLine) Flush()              {}

func (l *slowLine) Write(p []byte) (int, error) {
	l.blocked.Wait()
	l.mu.Lock()
	l.received.Write(p)
	l.mu.Unlock()
	select {
	case l.wrote <- struct{}{}:
	default:
	}
	return len(p), nil
}

// until waits for what to come through the line and returns all that came.
func (l *slowLine) until(what string) string {
	for {
		l.mu.Lock()
		all := l.received.String()
		l.mu.Unlock()
		if strings.Contains(all, what) {
			return all
		}
		<-l.wrote
	}
}

func TestEvents_ASlowListenerReadsOnFromTheLog(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	listen := func(query string) *slowLine {
		l := &slowLine{header: http.Header{}, wrote: make(chan struct{}, 1)}
		ctx, cancel := context.WithCancel(access.With(t.Context(), actors["hall"]))
		t.Cleanup(cancel)
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetPathValue("conference", "c1")
		go h.ServeEvents(l, r)
		return l
	}
	l := listen("")
	l.until("event: snapshot")
	l.blocked.Add(1)
	for i := range 400 { // more than may wait
		if _, err := h.SetBanner(t.Context(), actors["operator"], "c1", fmt.Sprintf("Dòng %d.", i)); err != nil {
			t.Fatal(err)
		}
	}
	l.blocked.Done()
	all := l.until("Dòng 399.")
	for i := range 400 {
		if n := strings.Count(all, fmt.Sprintf(`"text":"Dòng %d."`, i)); n != 1 {
			t.Fatalf("line %d came %d times", i, n)
		}
	}
	for i := range 200 {
		if _, err := h.SetBanner(t.Context(), actors["operator"], "c1", fmt.Sprintf("Nữa %d.", i)); err != nil {
			t.Fatal(err)
		}
	}
	if all := listen("?after=1").until("Nữa 199."); !strings.Contains(all, "event: snapshot") || strings.Contains(all, "event: change") {
		t.Fatal("a gap of over 500 was not answered with a snapshot alone")
	}
}

// A line that is lost in mid-act leaves the act whole or undone.
func TestChange_IsWholeOrUndoneWhenTheCallerIsGone(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	before, err := h.Live(t.Context(), access.System, "c1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.GiveFloor(ctx, actors["chair"], "c1", live.Grant{Site: "s1"}); err == nil || fault.As(err) != nil {
		t.Fatalf("got %v", err)
	}
	after, err := h.Live(t.Context(), access.System, "c1")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the conference", after.State, before.State)
}
