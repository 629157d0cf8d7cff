package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/event"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/report"
	"giaoban/internal/web"
)

const (
	officePing   = 15 * time.Second
	officeReplay = 200 // changes; who has missed more is told to read everything anew
)

// officeStream sends what happens to reports, directives and conferences to
// the accounts that may know of it. Clients read anew what an event names.
type officeStream struct {
	log   *event.Log
	clock clock.Clock
}

// mayHearOffice allows accounts; which events is decided for each.
func mayHearOffice(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Kind != access.Account {
		return access.Deny("office.events")
	}
	return nil
}

type officeChange struct {
	Rev  int64           `json:"rev"`
	At   time.Time       `json:"at"`
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
}

func (o *officeStream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, done := web.WhileKnown(r)
	defer done()
	by := access.From(ctx)
	if err := mayHearOffice(by); err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	sub := o.log.Subscribe(event.Office, officeReplay)
	defer sub.Close()
	newest, err := o.log.Last(ctx, event.Office)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	l := &officeListener{officeStream: o, by: by, out: web.NewStream(w), last: newest}
	if after, ok := web.LastEventID(r); !ok {
		err = l.out.Send(o.clock.Now(), "hello", newest, struct{}{})
	} else {
		err = l.goOn(ctx, after, newest)
	}
	ping := time.NewTicker(officePing)
	defer ping.Stop()
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case <-ping.C:
			err = l.out.Send(o.clock.Now(), "ping", 0, struct{}{})
		case e, open := <-sub.C:
			switch {
			case !open: // too slow: the client comes back with its last id
				return
			case e.Rev == l.last+1:
				err = l.send(e)
			case e.Rev > l.last: // others were committed meanwhile, here or elsewhere
				err = l.goOn(ctx, l.last, e.Rev)
			}
		}
	}
}

// officeListener is one client of the stream.
type officeListener struct {
	*officeStream
	by   access.Actor
	out  *web.Stream
	last int64 // the last revision that was sent, or kept from the client
}

func (l *officeListener) send(e event.Entry) error {
	l.last = e.Rev
	if !report.MayHear(l.by, e.Audience) {
		return nil
	}
	return l.out.Send(l.clock.Now(), "change", e.Rev, officeChange{Rev: e.Rev, At: e.At, Kind: e.Kind, Data: e.Data})
}

// goOn sends what came after a revision: "resync" where that is too much.
func (l *officeListener) goOn(ctx context.Context, after, newest int64) error {
	if after > newest || newest-after > officeReplay {
		l.last = newest
		return l.out.Send(l.clock.Now(), "resync", newest, struct{}{})
	}
	l.last = after
	entries, err := l.log.After(ctx, event.Office, after, officeReplay)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := l.send(e); err != nil {
			return err
		}
	}
	return nil
}

// herald tells the office's stream when a conference changes its state, so
// that lists and dashboards show the present.
type herald struct {
	log *event.Log

	mu    sync.Mutex
	known map[string]meeting.State
}

// heard is called after each committed change and returns at once.
func (h *herald) heard(id live.ConferenceID, s live.State) {
	h.mu.Lock()
	before, seen := h.known[id]
	h.known[id] = s.Conference.State
	h.mu.Unlock()
	if seen && before == s.Conference.State {
		return
	}
	go func() {
		_ = h.log.Write(context.Background(), event.Entry{
			Stream: event.Office, Kind: "conference." + string(s.Conference.State), Actor: "server",
			Data: event.Marshal(map[string]string{"conference_id": id}),
		})
	}()
}
