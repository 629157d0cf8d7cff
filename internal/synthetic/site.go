package synthetic

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Kind is how a site behaves.
type Kind string

const (
	// Steady sites come at once and stay.
	Steady Kind = "steady"
	// Late ones come after Site.After.
	Late Kind = "late"
	// Dropping ones lose their line Site.After after they have come, are away
	// for Site.Away, and come back; again and again.
	Dropping Kind = "dropping"
)

// Site is one synthetic site. It joins with its link, follows the conference,
// shows itself, and speaks while the conference has its microphone open and the
// media server has given the right. It starts muted, and comes back by itself
// when the line or the server is gone, for however long.
type Site struct {
	Name   string // as drawn in the picture
	Number int    // as marked in it, and the choice of voice and colours
	Kind   Kind
	After  time.Duration // see Kind
	Away   time.Duration

	Server    string      // the program's web address
	TLS       *tls.Config // whom to trust there; nil: the system's authorities
	JoinToken string      // of the site's join link
	Painter   *Painter
	Log       *slog.Logger
	// Changed, where set, is told of changes of the connection. It must not block.
	Changed func(PublisherState)
	// Trouble, where set, is told once the site has failed to come in twice in
	// a row, and with nil once it is in again; else the log says so. It must
	// not block.
	Trouble func(error)

	speaker atomic.Pointer[presence]
}

// Request is a request for the floor.
type Request struct {
	Topic        string `json:"topic"`
	Category     string `json:"category"` // report, discussion, reply, point_of_order
	SpeakerName  string `json:"speaker_name"`
	SpeakerTitle string `json:"speaker_title"`
}

// ErrAway says that the site is not there to ask for anything.
var ErrAway = errors.New("the site is away")

// Ask asks for the floor.
func (s *Site) Ask(ctx context.Context, r Request) error {
	p := s.speaker.Load()
	if p == nil {
		return ErrAway
	}
	if err := p.api.call(ctx, http.MethodPost, "/floor/requests", r, nil); err != nil {
		return fmt.Errorf("%s asks for the floor: %w", s.Name, err)
	}
	return nil
}

// State is the state of the site's connection; the zero state while it is away.
func (s *Site) State() PublisherState {
	if p := s.speaker.Load(); p != nil {
		return p.publisher.State()
	}
	return PublisherState{}
}

// Run is the site's day; it ends with ctx.
func (s *Site) Run(ctx context.Context) error {
	picture, err := s.Painter.Paint(s.Name, s.Number)
	if err != nil {
		return fmt.Errorf("site %s: %w", s.Name, err)
	}
	voice, err := VoiceOf(s.Number)
	if err != nil {
		return fmt.Errorf("site %s: %w", s.Name, err)
	}
	if s.Kind == Late {
		if err := wait(ctx, s.After); err != nil {
			return err
		}
	}
	for {
		if err := s.appear(ctx, picture, voice); ctx.Err() != nil || !errors.Is(err, ErrCut) {
			return err
		}
		s.Log.InfoContext(ctx, "site has lost its line", "site", s.Name, "away", s.Away)
		if err := wait(ctx, s.Away); err != nil {
			return err
		}
	}
}

// appear is the site from its coming until its line is cut.
func (s *Site) appear(ctx context.Context, picture *Picture, voice *Voice) error {
	client, err := newAPIClient(s.Server, s.JoinToken, s.TLS)
	if err != nil {
		return err
	}
	ctx, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	p := &presence{api: client, log: s.Log.With("site", s.Name), publisher: &Publisher{
		Ticket: client.ticket, Picture: picture, Voice: voice, Log: s.Log.With("site", s.Name),
	}}
	p.tries.say = func(err error) { s.complain(ctx, err) }
	p.publisher.Failed = p.tries.failed
	p.publisher.Changed = func(st PublisherState) {
		if st.Connected {
			p.tries.succeeded()
		}
		if s.Kind == Dropping && st.Connected {
			p.drop.Do(func() {
				line := time.AfterFunc(s.After, func() { cut(ErrCut) })
				context.AfterFunc(ctx, func() { line.Stop() })
			})
		}
		if s.Changed != nil {
			s.Changed(st)
		}
	}
	p.publisher.Yield = p.yield
	s.speaker.Store(p)
	defer s.speaker.Store(nil)
	return p.run(ctx)
}

// complain says that the site cannot come in, or with nil that it is in after all.
func (s *Site) complain(ctx context.Context, err error) {
	switch {
	case s.Trouble != nil:
		s.Trouble(err)
	case err != nil:
		s.Log.WarnContext(ctx, "the site cannot come in; trying again", "site", s.Name, "server", s.Server, "reason", Plain(err))
	default:
		s.Log.InfoContext(ctx, "the site has come in", "site", s.Name)
	}
}

// presence is a site that is there.
type presence struct {
	api       *api
	publisher *Publisher
	log       *slog.Logger
	drop      sync.Once
	tries     tries

	mu      sync.Mutex
	present string        // what the conference says of the site's presence
	changed chan struct{} // closed when it says something else
}

// run shows the site and follows the conference, until ctx ends.
func (p *presence) run(ctx context.Context) error {
	if err := p.knock(ctx); err != nil {
		return err
	}
	var follower sync.WaitGroup
	follower.Go(func() { p.follow(ctx) })
	defer follower.Wait()
	return p.publisher.Run(ctx)
}

// knock joins, as often as it takes.
func (p *presence) knock(ctx context.Context) error {
	return persist(ctx, func() error {
		_, err := p.api.join(ctx)
		return err
	}, func(err error, pause time.Duration) {
		p.tries.failed(err)
		p.failed(ctx)(err, pause)
	})
}

// follow has the microphone wanted while the conference has it open. Without
// word from the conference it is not.
func (p *presence) follow(ctx context.Context) {
	_ = persist(ctx, func() error {
		defer p.publisher.Speak(false)
		return p.api.events(ctx, func(s state) {
			for _, x := range s.Sites {
				if x.ID == p.site() {
					p.hear(x.Presence)
				}
			}
			if s.OpenMics != nil {
				p.publisher.Speak(slices.Contains(*s.OpenMics, p.site()))
			}
		})
	}, p.failed(ctx))
}

func (p *presence) failed(ctx context.Context) func(error, time.Duration) {
	return func(err error, pause time.Duration) {
		p.log.DebugContext(ctx, "trying again", "error", err, "pause", pause)
	}
}

func (p *presence) site() string {
	p.api.mu.Lock()
	defer p.api.mu.Unlock()
	if p.api.seat == nil {
		return ""
	}
	return p.api.seat.SiteID
}

// hear notes what the conference says of the site's presence.
func (p *presence) hear(present string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.present == present {
		return
	}
	p.present = present
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// gone tells whether the conference misses the site, and gives a channel that
// is closed when that changes.
func (p *presence) gone() (bool, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.present != "online", p.changed
}

// freeFor is how long the conference must have missed the site before it takes
// its place back: longer than a browser needs to load its page anew.
const freeFor = 8 * time.Second

// yield waits until the device that came in the site's place has gone.
func (p *presence) yield(ctx context.Context) error {
	for {
		gone, changed := p.gone()
		var free <-chan time.Time
		if gone {
			free = time.After(freeFor)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-free:
			return nil
		case <-changed:
		}
	}
}
