package live

import (
	"context"
	"maps"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// OnChange has f told of every committed change, by whatever process, with the
// newest state; an older one is never told after a newer. f must return at once.
func (s *Service) OnChange(f func(ConferenceID, State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observers = append(s.observers, f)
}

// OnAct is OnChange for the acts that this process committed: where several
// share a database, each act has one that answers for what follows from it.
func (s *Service) OnAct(f func(ConferenceID, State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acted = append(s.acted, f)
}

// elsewhere takes in what another process committed.
func (s *Service) elsewhere(ctx context.Context, stream string) {
	conf, ok := event.ConferenceOf(stream)
	if ok {
		s.reread(ctx, conf)
	}
	if stream != "" {
		return
	}
	s.mu.Lock()
	all := slices.Collect(maps.Keys(s.states))
	s.mu.Unlock()
	for _, conf := range all {
		s.reread(ctx, conf)
	}
}

// reread brings what is remembered of a conference up to date.
func (s *Service) reread(ctx context.Context, conf ConferenceID) {
	if _, ok := s.known(conf); !ok {
		return
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		if ctx.Err() == nil {
			s.slog.ErrorContext(ctx, "conference not read", "conference", conf, "error", err.Error())
		}
		return
	}
	s.committed(conf, c.State(), false)
}

// Desired is what a conference wants of the media.
type Desired struct {
	Rev      int64
	Running  bool // published, checking, live or paused: sites may connect
	Hub      SiteID
	OnAir    []SiteID // whose picture is on the programme
	OpenMics []SiteID // whose microphone is open, no other's
	Preview  SiteID
	Scene    Scene
	Sites    []Site // not to be changed
}

// Desired returns what the conference wants of the media now. A conference that
// cannot be read wants nothing: every microphone closed.
func (s *Service) Desired(ctx context.Context, conf ConferenceID) Desired {
	state, ok := s.known(conf)
	if !ok {
		c, err := s.read(ctx, conf)
		if err != nil {
			if fault.As(err) == nil {
				s.slog.ErrorContext(ctx, "conference not read", "conference", conf, "error", err.Error())
			}
			return Desired{}
		}
		state = c.State()
		s.remember(conf, state)
	}
	return DesiredOf(state)
}

// DesiredOf is what a state wants of the media.
func DesiredOf(state State) Desired {
	return Desired{
		Rev: state.Rev, Running: Conducts(state.Conference.State), Hub: state.Conference.HubSiteID,
		OnAir: state.Programme.OnAir, OpenMics: state.OpenMics,
		Preview: string(state.Control.Preview), Scene: state.Programme.Scene,
		Sites: state.Sites,
	}
}

func (s *Service) known(conf ConferenceID) (State, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, ok := s.states[conf]
	return state, ok
}

func (s *Service) remember(conf ConferenceID, state State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.states[conf]; !ok || known.Rev < state.Rev {
		s.states[conf] = state
	}
}

// SiteJoined notes a new media session of a site. session is unique to the
// session; reporting it twice counts once. A closed conference has nothing to
// note any more, and opens no microphone: that is no error for the media.
func (s *Service) SiteJoined(ctx context.Context, conf ConferenceID, site SiteID, session string) error {
	return s.presence(ctx, conf, func(c *Conference) error { return c.SiteJoined(site, session, s.now()) })
}

// SiteLost notes the end of a site's media session.
func (s *Service) SiteLost(ctx context.Context, conf ConferenceID, site SiteID, session string) error {
	return s.presence(ctx, conf, func(c *Conference) error { return c.SiteLost(site, session, s.now()) })
}

func (s *Service) presence(ctx context.Context, conf ConferenceID, note func(c *Conference) error) error {
	_, err := s.change(ctx, access.System, conf, note)
	if fault.Is(err, "conference_closed") || fault.Is(err, "conference_cancelled") {
		return nil
	}
	return err
}

// Recover restores the conferences that ran when the program last ended. It is
// called once, before anybody is served.
func (s *Service) Recover(ctx context.Context) error {
	for _, state := range meeting.States {
		if !Conducts(state) {
			continue
		}
		list, err := s.meeting.Conferences(ctx, access.System, "", string(state))
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := s.RecoverOne(ctx, m.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// RecoverOne restores one conference: the process that carried it has ended,
// its own or another.
func (s *Service) RecoverOne(ctx context.Context, conf ConferenceID) error {
	c, err := s.change(ctx, access.System, conf, func(c *Conference) error { return c.Recover(s.now()) })
	if err != nil {
		return err
	}
	s.remember(conf, c.State())
	return nil
}

// Answer has Beat look only after the conferences for which f is true: of
// several processes, each answers for its own. Before Run.
func (s *Service) Answer(f func(ConferenceID) bool) { s.answers = f }

// heartbeat is how often the program notes that it runs: the most that a
// speaker's clock can lose at a crash.
const heartbeat = time.Second

// Run notes every second, until ctx ends, that the program runs, for each
// conference in which somebody is connected, and gives the floor on where a
// speech is over and the conference wants that.
func (s *Service) Run(ctx context.Context) error {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			s.Beat(ctx)
		}
	}
}

// Beat is one beat of Run.
func (s *Service) Beat(ctx context.Context) {
	for _, conf := range s.occupied() {
		if s.answers != nil && !s.answers(conf) {
			continue
		}
		if err := seen(ctx, s.db, conf, s.now()); err != nil && ctx.Err() == nil {
			s.slog.WarnContext(ctx, "heartbeat not noted", "conference", conf, "error", err.Error())
		}
		if state, _ := s.known(conf); !state.Conference.Rules.AutoNext || len(state.Floor.Queue) == 0 {
			continue
		}
		_, err := s.change(ctx, access.System, conf, func(c *Conference) error { return c.NextWhenOver(s.now()) })
		if err != nil && fault.As(err) == nil && ctx.Err() == nil {
			s.slog.ErrorContext(ctx, "floor not given on", "conference", conf, "error", err.Error())
		}
	}
}

// occupied lists the conferences in which a site is online.
func (s *Service) occupied() []ConferenceID {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []ConferenceID
	for id, state := range s.states {
		if !Conducts(state.Conference.State) {
			continue
		}
		for _, site := range state.Sites {
			if site.Presence == Online {
				out = append(out, id)
				break
			}
		}
	}
	return out
}
