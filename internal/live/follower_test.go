package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"giaoban/internal/live"
)

// message is one server-sent event.
type message struct {
	event, id string
	data      json.RawMessage
}

// follower is a client on the event stream: the front end's reducer in Go.
type follower struct {
	messages chan message
	close    context.CancelFunc
	live     live.Live
	revs     []int64
}

func (h *house) follow(t *testing.T, who, query string) *follower {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url+"/events"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("As", who)
	resp, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed by the reader below
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("events: %d", resp.StatusCode)
	}
	f := &follower{messages: make(chan message, 4096), close: cancel}
	t.Cleanup(cancel)
	go func() {
		defer resp.Body.Close()
		defer close(f.messages)
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, 1<<22)
		var m message
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "event":
				m.event = value
			case "id":
				m.id = value
			case "data":
				m.data = json.RawMessage(value)
			case "":
				if m.event != "" {
					f.messages <- m
				}
				m = message{}
			}
		}
	}()
	return f
}

// change is live.Change with its patch read.
type change struct {
	Rev   int64           `json:"rev"`
	Kind  string          `json:"kind"`
	Data  json.RawMessage `json:"data"`
	Patch live.Patch      `json:"patch"`
}

// hear applies the next message and returns its kind.
func (f *follower) hear(t *testing.T) string {
	t.Helper()
	select {
	case m, open := <-f.messages:
		if !open {
			t.Fatal("the stream has ended")
		}
		switch m.event {
		case "snapshot":
			f.live = live.Live{}
			if err := json.Unmarshal(m.data, &f.live); err != nil {
				t.Fatal(err)
			}
			return "snapshot"
		case "change":
			var c change
			if err := json.Unmarshal(m.data, &c); err != nil {
				t.Fatal(err)
			}
			f.revs = append(f.revs, c.Rev)
			f.live.Apply(c.Rev, c.Patch)
			return c.Kind
		}
		return m.event
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
	}
	return ""
}

// until hears until the revision.
func (f *follower) until(t *testing.T, rev int64) {
	t.Helper()
	for f.live.Rev < rev {
		f.hear(t)
	}
}
