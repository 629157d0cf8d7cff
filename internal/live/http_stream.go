package live

import (
	"net/http"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/event"
	"giaoban/internal/web"
)

const (
	// pingEvery keeps proxies from closing a silent line and carries the time.
	pingEvery = 15 * time.Second
	// longestReplay is the gap over which a snapshot is cheaper than the changes.
	longestReplay = 500
	// mayLag is how many changes may wait for a slow listener.
	mayLag = 256
)

// listener is one client of the event stream.
type listener struct {
	s         *Service
	by        access.Actor
	conf      ConferenceID
	out       *web.Stream
	conductor bool
	last      int64 // the last revision that was sent
}

// ServeEvents is the event stream: a snapshot, or the changes since the
// revision that the client has, then every change after its commit.
func (s *Service) ServeEvents(w http.ResponseWriter, r *http.Request) {
	ctx, done := web.WhileKnown(r)
	defer done()
	r = r.WithContext(ctx)
	by, conf := access.From(ctx), r.PathValue("conference")
	// Listen first, then look: nothing falls between the two.
	sub := s.log.Subscribe(event.Conference(conf), mayLag)
	defer func() { sub.Close() }()
	first, err := s.Live(ctx, by, conf)
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	newest, err := s.log.Last(ctx, event.Conference(conf))
	if err != nil {
		web.WriteProblem(w, r, err)
		return
	}
	l := &listener{s: s, by: by, conf: conf, out: web.NewStream(w), conductor: first.Control != nil}
	if after, ok := web.LastEventID(r); !ok || after > newest { // from before a reset
		err = l.snapshot(first)
	} else {
		l.last = after
		err = l.catchUp(r)
	}
	defer s.open.begin(by.SeatID)()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for err == nil {
		select {
		case <-ctx.Done():
			return
		case <-ping.C:
			err = l.send("ping", 0, struct {
				ServerTime time.Time `json:"server_time"`
			}{s.now()})
		case e, open := <-sub.C:
			if !open { // too slow: read on from the log
				sub = s.log.Subscribe(event.Conference(conf), mayLag)
				err = l.catchUp(r)
				continue
			}
			err = l.heard(r, e)
		}
	}
}

// heard sends a change in its order: commits may reach us in another.
func (l *listener) heard(r *http.Request, e event.Entry) error {
	switch {
	case e.Rev <= l.last:
		return nil
	case e.Rev == l.last+1:
		return l.change(r, e)
	}
	return l.catchUp(r)
}

// catchUp sends what the log has after the last revision, or a snapshot where
// that is too much.
func (l *listener) catchUp(r *http.Request) error {
	entries, err := l.s.log.After(r.Context(), event.Conference(l.conf), l.last, longestReplay+1)
	if err != nil {
		return err
	}
	if len(entries) > longestReplay {
		live, err := l.s.Live(r.Context(), l.by, l.conf)
		if err != nil {
			return err
		}
		return l.snapshot(live)
	}
	for _, e := range entries {
		if e.Rev <= l.last { // a snapshot was newer
			continue
		}
		if err := l.change(r, e); err != nil {
			return err
		}
	}
	return nil
}

func (l *listener) snapshot(live Live) error {
	l.last = live.Rev
	return l.send("snapshot", live.Rev, live)
}

// change sends one change. Where who chairs has changed, an account may see
// and do other things from now on: it is sent the whole, or its stream ends.
func (l *listener) change(r *http.Request, e event.Entry) error {
	if l.by.Kind == access.Account && (e.Kind == string(KindChairs) || e.Kind == string(KindPlanned)) {
		live, err := l.s.Live(r.Context(), l.by, l.conf)
		if err != nil {
			return err
		}
		l.conductor = live.Control != nil
		return l.snapshot(live)
	}
	b, err := l.s.renderer.change(e, l.conductor)
	if err != nil {
		return err
	}
	l.last = e.Rev
	return l.send("change", e.Rev, b)
}

// send writes one event. The line's time limit is the machine's, whatever
// clock the conference runs by.
func (l *listener) send(name string, id int64, data any) error {
	return l.out.Send(clock.System{}.Now(), name, id, data)
}
