package contribution

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// lookEvery is how late a watcher may see a session begin or end.
	lookEvery = 100 * time.Millisecond
	// lookForTrackEvery is the same while a tap waits for a track.
	lookForTrackEvery = 20 * time.Millisecond
	// reconcileEvery is how late a lost wake-up heals.
	reconcileEvery = time.Second
	// retryPresenceEvery is the pause after a report that was not taken.
	retryPresenceEvery = 500 * time.Millisecond
	// signalGrace is how long a session lives without signalling. LiveKit itself
	// goes by the media alone and takes 20 s to miss a site whose machine has
	// died; a client whose signalling broke resumes it within two or three.
	signalGrace = 5 * time.Second
	// oldGrace is how long LiveKit elsewhere may take to tell of a new session.
	oldGrace = 2 * time.Second
	// forgetAfter is when the watcher of an empty room without taps ends.
	forgetAfter = time.Minute
)

// watch looks after one room, in one goroutine.
type watch struct {
	engine *Engine
	room   string
	wake   chan struct{}

	taps     tapSet
	observer *observer // in a room elsewhere; nil for one of this process

	// The rest belongs to the goroutine.
	sessions  map[Identity]session
	old       map[string]time.Duration // seen before they signalled here, with how long they have since
	reports   []Presence               // not taken yet, oldest first
	unclaimed bool                     // the last claim failed, and the log says so
	refused   bool                     // the last report was not taken, and the log says so
}

// session is one connection as last seen.
type session struct {
	id       string
	admitted bool          // the conference has been told
	mute     time.Duration // for which it has had no signalling
}

func newWatch(e *Engine, room string) *watch {
	w := &watch{engine: e, room: room, wake: make(chan struct{}, 1), sessions: map[Identity]session{}, old: map[string]time.Duration{}}
	if e.far != nil {
		w.observer = newObserver(e.ctx, e.far, room, w.nudge, e.log)
	}
	return w
}

// look is the room as it is now, or nil while nobody is in it; known is false
// for a moment after the contact with a LiveKit elsewhere was lost: who was
// there may still be.
func (w *watch) look() (r room, known bool) {
	if w.observer != nil {
		return w.observer.look()
	}
	return w.engine.local(w.room), true
}

func (w *watch) nudge() {
	select {
	case w.wake <- struct{}{}:
	default: // already about to look
	}
}

func (w *watch) run(ctx context.Context) {
	defer w.observer.close()
	defer w.taps.closeAll()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var sinceReconciled, sinceReported, empty time.Duration
	pause, live := time.Duration(0), false
	for {
		woken := false
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
			woken = true
		case <-timer.C:
		}
		sinceReconciled += pause
		sinceReported += pause
		r, known := w.look()
		if !known {
			pause = lookEvery
			timer.Reset(pause)
			continue
		}
		w.dismiss(r, pause)
		changed := w.observe(r, pause)
		if len(w.reports) > 0 && (changed || woken || sinceReported >= retryPresenceEvery) {
			sinceReported = 0
			changed = w.report(ctx) || changed
		}
		if woken || changed || sinceReconciled >= reconcileEvery {
			sinceReconciled = 0
			live = w.reconcile(ctx, r)
			w.observer.attend(live || !w.taps.empty())
		}
		waiting := w.taps.attach(r)
		w.observer.trim()
		if r != nil && len(r.participants()) > 0 || len(w.reports) > 0 || !w.taps.empty() || live && w.observer != nil {
			empty = 0
		} else if empty += pause; empty >= forgetAfter && w.engine.forget(w) {
			return
		}
		if pause = lookEvery; waiting {
			pause = lookForTrackEvery
		}
		timer.Reset(pause)
	}
}

// forget ends the care for an empty room, unless something has just been asked of it.
func (e *Engine) forget(w *watch) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(w.wake) > 0 || !w.taps.empty() {
		return false
	}
	delete(e.rooms, w.room)
	return true
}

// dismiss ends the sessions that have long had no signalling: their machine is
// gone. A client that is there after all comes back in a new session.
func (w *watch) dismiss(r room, passed time.Duration) {
	if r == nil {
		return
	}
	present := connected(r)
	for identity, s := range w.sessions {
		if w.engine.signalled(caller{room: w.room, identity: identity}) {
			s.mute = 0
		} else if s.mute += passed; s.mute >= signalGrace {
			s.mute = 0
			if p := present[identity]; p != nil && p.session() == s.id {
				p.dismiss()
			}
		}
		w.sessions[identity] = s
	}
}

// observe compares who is connected with who was, queues the reports of the
// differences and says whether there are any.
func (w *watch) observe(r room, passed time.Duration) bool {
	present := connected(r)
	w.forgetOld(present)
	before := len(w.reports)
	for identity, s := range w.sessions {
		if p := present[identity]; p == nil || p.session() != s.id {
			delete(w.sessions, identity)
			w.reports = append(w.reports, Presence{Room: w.room, Identity: identity, Session: s.id})
		}
	}
	for identity, p := range present {
		if _, known := w.sessions[identity]; !known && w.led(p, passed) {
			w.sessions[identity] = session{id: p.session()}
			w.reports = append(w.reports, Presence{Room: w.room, Identity: identity, Session: p.session(), Joined: true})
		}
	}
	fresh := w.reports[before:]
	slices.SortStableFunc(fresh, func(a, b Presence) int { // leavings first, then by name: one order for the log
		if a.Joined != b.Joined {
			if b.Joined {
				return -1
			}
			return 1
		}
		return strings.Compare(string(a.Identity), string(b.Identity))
	})
	return len(fresh) > 0
}

// led says whether a participant has been led to this process. In a room
// elsewhere there may be sessions from before a takeover: such a one is taken
// for there only once its client has been signalling here for a while, since it
// may as well have come back in a new session, of which LiveKit is about to tell.
func (w *watch) led(p participant, passed time.Duration) bool {
	if w.observer == nil {
		return true
	}
	signals := w.engine.signalled(caller{room: w.room, identity: p.identity()})
	since, old := w.old[p.session()]
	switch {
	case !signals:
		w.old[p.session()] = 0
		return false
	case !old:
		return true
	}
	w.old[p.session()] = since + passed
	return since+passed >= oldGrace
}

// forgetOld forgets the sessions from before a takeover that have ended.
func (w *watch) forgetOld(present map[Identity]participant) {
	maps.DeleteFunc(w.old, func(session string, _ time.Duration) bool {
		for _, p := range present {
			if p.session() == session {
				return false
			}
		}
		return true
	})
}

// report tells the conference what has been observed, as far as it takes it,
// and says whether a session has been admitted.
func (w *watch) report(ctx context.Context) bool {
	admitted := false
	for len(w.reports) > 0 {
		r := w.reports[0]
		if err := w.engine.conferences.Presence(ctx, r); err != nil {
			if ctx.Err() == nil && !w.refused {
				w.refused = true
				w.engine.log.WarnContext(ctx, "presence was not taken; trying again", "room", w.room,
					"identity", string(r.Identity), "joined", r.Joined, "error", err)
			}
			return admitted
		}
		w.reports, w.refused = w.reports[1:], false
		if s := w.sessions[r.Identity]; r.Joined && s.id == r.Session {
			s.admitted, admitted = true, true
			w.sessions[r.Identity] = s
		}
	}
	return admitted
}
