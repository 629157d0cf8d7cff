package contribution

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/livekit/livekit-server/pkg/rtc"
	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/protocol/livekit"
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
	// forgetAfter is when the watcher of an empty room without taps ends.
	forgetAfter = time.Minute
)

// watch looks after one room, in one goroutine.
type watch struct {
	engine *Engine
	room   string
	wake   chan struct{}

	taps tapSet

	// The rest belongs to the goroutine.
	sessions map[Identity]session
	reports  []Presence // not taken yet, oldest first
	refused  bool       // the last report was not taken, and the log says so
}

// session is one connection as last seen.
type session struct {
	id       string
	admitted bool          // the conference has been told
	mute     time.Duration // for which it has had no signalling
}

func newWatch(e *Engine, room string) *watch {
	return &watch{engine: e, room: room, wake: make(chan struct{}, 1), sessions: map[Identity]session{}}
}

func (w *watch) nudge() {
	select {
	case w.wake <- struct{}{}:
	default: // already about to look
	}
}

func (w *watch) run(ctx context.Context) {
	defer w.taps.closeAll()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var sinceReconciled, sinceReported, empty time.Duration
	pause := time.Duration(0)
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
		room := w.engine.room(w.room)
		w.dismiss(room, pause)
		changed := w.observe(room)
		if len(w.reports) > 0 && (changed || woken || sinceReported >= retryPresenceEvery) {
			sinceReported = 0
			changed = w.report(ctx) || changed
		}
		if woken || changed || sinceReconciled >= reconcileEvery {
			sinceReconciled = 0
			w.reconcile(room)
		}
		waiting := w.taps.attach(room)
		if room != nil || len(w.reports) > 0 || !w.taps.empty() {
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

// participants are those that are connected, media included, by identity.
func participants(room *rtc.Room) map[Identity]types.LocalParticipant {
	if room == nil {
		return nil
	}
	present := map[Identity]types.LocalParticipant{}
	for _, p := range room.GetParticipants() {
		if p.State() == livekit.ParticipantInfo_ACTIVE && !p.IsClosed() {
			present[Identity(p.Identity())] = p
		}
	}
	return present
}

// dismiss ends the sessions that have long had no signalling: their machine is
// gone. A client that is there after all comes back in a new session.
func (w *watch) dismiss(room *rtc.Room, passed time.Duration) {
	if room == nil {
		return
	}
	for identity, s := range w.sessions {
		if w.engine.signalled(caller{room: w.room, identity: identity}) {
			s.mute = 0
		} else if s.mute += passed; s.mute >= signalGrace {
			s.mute = 0
			p := room.GetParticipant(livekit.ParticipantIdentity(identity))
			if p != nil && string(p.ID()) == s.id {
				_ = p.Close(false, types.ParticipantCloseReasonPeerConnectionDisconnected, false)
			}
		}
		w.sessions[identity] = s
	}
}

// observe compares who is connected with who was, queues the reports of the
// differences and says whether there are any.
func (w *watch) observe(room *rtc.Room) bool {
	present := participants(room)
	before := len(w.reports)
	for identity, s := range w.sessions {
		if p := present[identity]; p == nil || string(p.ID()) != s.id {
			delete(w.sessions, identity)
			w.reports = append(w.reports, Presence{Room: w.room, Identity: identity, Session: s.id})
		}
	}
	for identity, p := range present {
		if _, known := w.sessions[identity]; !known {
			w.sessions[identity] = session{id: string(p.ID())}
			w.reports = append(w.reports, Presence{Room: w.room, Identity: identity, Session: string(p.ID()), Joined: true})
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
