package app

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/lease"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

// steward sees to it that of several processes on one database exactly one
// carries the media of each running conference: its LiveKit room, programme
// and recordings, and the clockwork that gives the floor on. A conference goes
// to the process that is asked for it first, else to the one that carries the
// fewest; when that one dies, to another.
//
//	free ──take──▶ ours ──conference over, process ends──▶ free
//	 ▲               └──cannot renew in time──▶ another's
//	 └── its process has died
type steward struct {
	keeper *lease.Keeper
	live   *live.Service
	plans  *meeting.Service
	log    *slog.Logger
	begin  func(ctx context.Context, id live.ConferenceID) // carry its media
	end    func(id live.ConferenceID)                      // carry them no more

	mu      sync.Mutex
	carried map[live.ConferenceID]bool
	free    map[live.ConferenceID]int // rounds for which it has been seen free
}

// round is how often leases are renewed and free conferences looked for.
const round = 2 * time.Second

// patience is the most rounds that a process waits for one that carries fewer
// to take a free conference.
const patience = 4

const leased = "conference:"

func newSteward(k *lease.Keeper, l *live.Service, m *meeting.Service, log *slog.Logger) *steward {
	return &steward{
		keeper: k, live: l, plans: m, log: log,
		carried: map[live.ConferenceID]bool{}, free: map[live.ConferenceID]int{},
	}
}

// carries tells whether the conference's media are this process's now. A nil
// steward has every conference: its process is alone.
func (s *steward) carries(id live.ConferenceID) bool {
	return s == nil || s.keeper.Held(leased+id)
}

// run keeps the leases until ctx ends, and then lets go of them.
func (s *steward) run(ctx context.Context) {
	tick := time.NewTicker(round)
	defer tick.Stop()
	for {
		s.look(ctx)
		select {
		case <-ctx.Done():
			s.letGo(context.WithoutCancel(ctx))
			return
		case <-tick.C:
		}
	}
}

// look is one round.
func (s *steward) look(ctx context.Context) {
	running, err := s.running(ctx)
	if err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "leases of conferences not renewed", "error", err.Error())
	}
	for id := range running {
		if s.due(ctx, id) {
			_, _ = s.take(ctx, id) // it logs; the next round tries again
		}
	}
	s.mu.Lock()
	var over []live.ConferenceID
	for id := range s.carried {
		if !s.carries(id) || err == nil && !running[id] {
			over = append(over, id)
		}
	}
	s.mu.Unlock()
	for _, id := range over {
		s.drop(ctx, id)
	}
}

// due tells whether it is this process's turn to take or renew.
func (s *steward) due(ctx context.Context, id live.ConferenceID) bool {
	if s.isCarried(id) {
		return true
	}
	_, held, err := s.keeper.Holder(ctx, leased+id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || held {
		delete(s.free, id)
		return false
	}
	s.free[id]++
	return s.free[id] > min(s.keeper.Count(), patience)
}

func (s *steward) isCarried(id live.ConferenceID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.carried[id]
}

// take takes or renews a conference's lease, and returns whose it is.
func (s *steward) take(ctx context.Context, id live.ConferenceID) (lease.Holder, error) {
	h, err := s.keeper.Take(ctx, leased+id)
	if err != nil {
		if ctx.Err() == nil {
			s.log.WarnContext(ctx, "lease not taken", "conference", id, "error", err.Error())
		}
		return h, err
	}
	s.mu.Lock()
	fresh := h == s.keeper.Own() && !s.carried[id]
	if fresh {
		s.carried[id] = true
		delete(s.free, id)
	}
	s.mu.Unlock()
	if fresh {
		s.log.InfoContext(ctx, "conference taken", "conference", id)
		s.begin(ctx, id)
	}
	return h, nil
}

func (s *steward) drop(ctx context.Context, id live.ConferenceID) {
	s.mu.Lock()
	had := s.carried[id]
	delete(s.carried, id)
	s.mu.Unlock()
	if !had {
		return
	}
	s.log.InfoContext(ctx, "conference let go", "conference", id)
	s.end(id)
	if err := s.keeper.Release(ctx, leased+id); err != nil {
		s.log.WarnContext(ctx, "lease not released", "conference", id, "error", err.Error())
	}
}

func (s *steward) letGo(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, round)
	defer cancel()
	for _, name := range s.keeper.Names() {
		s.drop(ctx, strings.TrimPrefix(name, leased))
	}
}

// running are the conferences that have media.
func (s *steward) running(ctx context.Context) (map[live.ConferenceID]bool, error) {
	out := map[live.ConferenceID]bool{}
	for _, state := range meeting.States {
		if !live.Conducts(state) {
			continue
		}
		list, err := s.plans.Conferences(ctx, access.System, "", string(state))
		if err != nil {
			return out, err
		}
		for _, c := range list {
			out[c.ID] = true
		}
	}
	return out, nil
}

// claim returns who carries a conference that is asked for: this process,
// where nobody does yet.
func (s *steward) claim(ctx context.Context, id live.ConferenceID) (lease.Holder, error) {
	if s.carries(id) {
		return s.keeper.Own(), nil
	}
	h, held, err := s.keeper.Holder(ctx, leased+id)
	if err != nil || held {
		return h, err
	}
	if !s.live.Desired(ctx, id).Running {
		return s.keeper.Own(), nil // it has no media: to be refused here
	}
	return s.take(ctx, id)
}
