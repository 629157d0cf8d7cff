package live

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/id"
	"giaoban/internal/meeting"
)

// Names knows the names of accounts by id, for showing the log.
type Names interface {
	Names(ctx context.Context) (map[string]string, error)
}

// Service is the package's door: every act on a running conference.
type Service struct {
	db      *db.DB
	log     *event.Log
	meeting *meeting.Service
	names   Names
	clock   clock.Clock
	slog    *slog.Logger

	renderer renderer

	door Inviter // nil until it is set: no device is let in or put out then
	base string
	open streams

	mu        sync.Mutex
	states    map[ConferenceID]State // the newest committed ones
	observers []func(ConferenceID, State)
	acted     []func(ConferenceID, State)
	ended     []func(ConferenceID, SeatID)
	answers   func(ConferenceID) bool // nil: for all
}

// New returns the service over d and has plans that change taken over.
func New(d *db.DB, log *event.Log, m *meeting.Service, names Names, c clock.Clock, l *slog.Logger) *Service {
	s := &Service{db: d, log: log, meeting: m, names: names, clock: c, slog: l, states: map[ConferenceID]State{}}
	m.OnPlan(s.planChanged)
	m.OnShown(s.shownPaper)
	m.OnCopy(s.copyDelegates)
	log.OnElsewhere(s.elsewhere)
	return s
}

// now is cut to milliseconds: what is told to clients is what is kept.
func (s *Service) now() time.Time { return s.clock.Now().UTC().Truncate(time.Millisecond) }

func (s *Service) newID() string { return id.New(s.clock.Now()) }

// errUnchanged ends the transaction of an act that changed nothing.
var errUnchanged = errors.New("nothing changed")

// change runs one act in one transaction: it takes the row, lets the rule
// decide, logs the event with the changed parts of the state, and saves. What
// follows happens after the commit. An act that changes nothing leaves no
// trace. It returns the state after the act.
func (s *Service) change(ctx context.Context, by access.Actor, conf ConferenceID, act func(c *Conference) error) (*Conference, error) {
	return s.changeIn(ctx, by, conf, func(_ *db.Tx, c *Conference) error { return act(c) })
}

// changeIn is change for an act that keeps more than the state, in the same
// transaction.
func (s *Service) changeIn(
	ctx context.Context, by access.Actor, conf ConferenceID, act func(tx *db.Tx, c *Conference) error,
) (*Conference, error) {
	var c *Conference
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		r, before, err := s.take(ctx, tx, conf)
		if err != nil {
			return err
		}
		c = r.c
		if err := act(tx, c); err != nil {
			return err
		}
		e := c.TakeEvent()
		if e == nil {
			return errUnchanged
		}
		now := s.now()
		patch := Diff(before, c.State())
		rev, err := s.log.Append(ctx, tx, event.Entry{
			Stream: event.Conference(conf), At: now, Kind: string(e.Kind), Actor: by.String(),
			Data: event.Marshal(e.Data), Patch: event.Marshal(patch), Audience: audience(e.Kind),
		})
		if err != nil {
			return err
		}
		c.Stamp(rev)
		c.SeenAt = now
		if err := save(ctx, tx, r); err != nil {
			return err
		}
		if patch.Conference != nil || patch.Agenda != nil {
			o := meeting.Outcome{
				State: c.Info.State, OpenedAt: c.Info.OpenedAt, ClosedAt: c.Info.ClosedAt, Agenda: c.Agenda.Items,
				CancelledAt: c.Info.CancelledAt, CancelReason: c.Info.CancelReason,
			}
			if err := s.meeting.Record(ctx, tx, conf, o); err != nil {
				return err
			}
		}
		state := c.State()
		tx.AfterCommit(func() { s.committed(conf, state, true) })
		return nil
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return nil, err
	}
	return c, nil
}

// take loads the conference and keeps it for this transaction. One that has no
// row yet begins from its plan. While the plan may change it is held too, and
// what changed in it is taken over; before is the state that clients have.
func (s *Service) take(ctx context.Context, tx *db.Tx, conf ConferenceID) (record, State, error) {
	r, err := load(ctx, tx, sqlTake, conf)
	if db.IsNoRows(err) {
		p, err := s.meeting.Hold(ctx, tx, conf)
		if err != nil {
			return r, State{}, err
		}
		first := FromPlan(p)
		if err := sumUp(ctx, tx, first); err != nil {
			return r, State{}, err
		}
		if err := begin(ctx, tx, record{c: first, planRev: p.Rev}); err != nil {
			return r, State{}, err
		}
		if r, err = load(ctx, tx, sqlTake, conf); err != nil {
			return r, State{}, err
		}
		return r, r.c.State(), nil
	}
	if err != nil {
		return r, State{}, err
	}
	before := r.c.State()
	if r.c.Info.State.Plannable() {
		p, err := s.meeting.Hold(ctx, tx, conf)
		if err != nil {
			return r, before, err
		}
		r.follow(p)
	}
	return r, before, nil
}

// follow takes over a plan that is newer than the one the state knows.
func (r *record) follow(p *meeting.Conference) {
	if r.planRev != p.Rev {
		r.planRev = p.Rev
		r.c.takePlan(p)
	}
}

// read loads the conference without holding it.
func (s *Service) read(ctx context.Context, conf ConferenceID) (*Conference, error) {
	r, err := load(ctx, s.db, sqlRead, conf)
	switch {
	case db.IsNoRows(err):
		p, err := s.meeting.Load(ctx, nil, conf)
		if err != nil {
			return nil, err
		}
		c := FromPlan(p)
		return c, sumUp(ctx, s.db, c)
	case err != nil:
		return nil, err
	case r.c.Info.State.Plannable():
		p, err := s.meeting.Load(ctx, nil, conf)
		if err != nil {
			return nil, err
		}
		r.follow(p)
	}
	return r.c, nil
}

// planChanged tells those who listen to a conference of a plan that changed.
func (s *Service) planChanged(ctx context.Context, by access.Actor, conf ConferenceID) {
	// The plan is committed, whoever made it has perhaps gone.
	ctx = context.WithoutCancel(ctx)
	_, err := s.changeIn(ctx, by, conf, func(tx *db.Tx, c *Conference) error {
		if c.Info.State == meeting.Draft {
			return nil // nobody listens yet
		}
		if c.Info.State.Plannable() {
			return c.planTaken()
		}
		p, err := s.meeting.Hold(ctx, tx, conf)
		if err != nil {
			return err
		}
		c.takeChairs(p)
		c.record(KindChairs, struct{}{})
		return nil
	})
	if err != nil { // the next act takes the plan over
		s.slog.ErrorContext(ctx, "plan not taken over", "conference", conf, "error", err.Error())
	}
}

// committed runs after the commit of an act, by this process or another.
func (s *Service) committed(conf ConferenceID, state State, own bool) {
	s.mu.Lock()
	var tell []func(ConferenceID, State)
	// A later act may have been quicker to get here.
	if known, ok := s.states[conf]; !ok || known.Rev < state.Rev {
		s.states[conf] = state
		tell = slices.Clone(s.observers)
	}
	if own {
		tell = append(tell, s.acted...)
	}
	s.mu.Unlock()
	for _, f := range tell {
		f(conf, state)
	}
}
