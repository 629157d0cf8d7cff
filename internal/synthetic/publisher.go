package synthetic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

// Publisher is one site's presence in a LiveKit room: it publishes a camera,
// and a microphone while it both may and is wanted to. It comes back by itself.
//
//	apart ──ticket──► joining ──► connected ──lost──► apart (pause, doubled up to 4 s)
type Publisher struct {
	// Ticket is asked for before every attempt.
	Ticket  func(context.Context) (Ticket, error)
	Picture *Picture
	Voice   *Voice
	Log     *slog.Logger
	// Changed, where set, is told after every change of State, from one
	// goroutine at a time. It must not block.
	Changed func(PublisherState)
	// Yield, where set, is called when another device has come in the place; it
	// returns once the place is free again.
	Yield func(context.Context) error
	// PlainVoice has sound sent without redundancy, as Firefox and Safari do.
	PlainVoice bool
	// Line, where set, is what all that is published leaves by.
	Line *link.Line
	// Failed, where set, is told of every attempt that has failed or ended.
	Failed func(error)

	speak  atomic.Bool
	source livekit.TrackSource // under which a test publishes sound without any right

	mu    sync.Mutex
	state PublisherState
	live  *visit // the connection at present
}

// Ticket is the way into a room.
type Ticket = link.Ticket

// PublisherState is what a publisher knows of itself.
type PublisherState struct {
	Session       string // empty while apart
	Connected     bool   // the camera has been published
	MayMicrophone bool   // the server's word
	Microphone    bool   // published
	Sessions      int    // counted from the first
}

// Speak says whether the conference wants the microphone open. It opens when
// the server has given the right, too.
func (p *Publisher) Speak(open bool) {
	p.speak.Store(open)
	p.mu.Lock()
	v := p.live
	p.mu.Unlock()
	if v != nil {
		v.link.Post(v.settleMicrophone)
	}
}

// Show has another picture shown from now on, in as many layers, of whatever
// size: as when a phone is turned. Whoever comes in anew begins with Picture.
func (p *Publisher) Show(picture *Picture) {
	p.mu.Lock()
	v := p.live
	p.mu.Unlock()
	if v != nil {
		v.link.Post(func() error {
			if v.camera != nil {
				v.camera.show(picture)
			}
			return nil
		})
	}
}

// State is the publisher's present state.
func (p *Publisher) State() PublisherState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

func (p *Publisher) change(f func(*PublisherState)) {
	p.mu.Lock()
	before := p.state
	f(&p.state)
	after := p.state
	p.mu.Unlock()
	if after != before && p.Changed != nil {
		p.Changed(after)
	}
}

// Run keeps the site in the room until ctx ends; then the site goes without a
// goodbye if the cause is ErrCut, else with one. It returns the cause.
func (p *Publisher) Run(ctx context.Context) error {
	return persist(ctx, func() error {
		err := p.visit(ctx)
		p.change(func(s *PublisherState) { *s = PublisherState{Sessions: s.Sessions} })
		if errors.Is(err, link.ErrReplaced) && p.Yield != nil {
			p.Log.InfoContext(ctx, "site has given its place to another device")
			err = errors.Join(err, p.Yield(ctx))
		}
		return err
	}, func(err error, pause time.Duration) {
		if p.Failed != nil {
			p.Failed(err)
		}
		p.Log.InfoContext(ctx, "site is apart from the media server", "error", err, "pause", pause)
	})
}

// ErrCut as the cause of a context's end makes a publisher vanish as a site
// does whose line or power is cut.
var ErrCut = errors.New("the line is cut")

// visit is one connection of a publisher: the guest of its link.
type visit struct {
	publisher *Publisher
	link      *link.Link
	ctx       context.Context //nolint:containedctx // the life of the connection, for its players
	players   sync.WaitGroup

	estimate   *estimate
	identity   string
	cameraCID  string
	cameraSID  string
	camera     *camera
	may        bool
	microphone *microphone // asked for or published
	spoken     int         // microphones so far
}

func (p *Publisher) visit(ctx context.Context) error {
	ticket, err := p.Ticket(ctx)
	if err != nil {
		return fmt.Errorf("ticket: %w", err)
	}
	e := newEstimate()
	api, err := link.NewSendingAPI(link.IsLoopback(ticket.URL), link.Sending{Line: p.Line, Watch: e})
	if err != nil {
		return err
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	v := &visit{publisher: p, ctx: life, estimate: e, cameraCID: "camera-" + randomID()}
	l, err := link.Dial(ctx, api, ticket, v)
	if err != nil {
		return err
	}
	v.link = l
	p.mu.Lock()
	p.live = v
	p.mu.Unlock()
	// The end of ctx says goodbye where it should, then ends the link.
	stop := context.AfterFunc(ctx, func() {
		if !errors.Is(context.Cause(ctx), ErrCut) {
			l.Goodbye()
		}
		end()
	})
	defer stop()
	err = l.Run(life)
	p.mu.Lock()
	p.live = nil
	p.mu.Unlock()
	end()
	v.players.Wait()
	return err
}

func randomID() string { return fmt.Sprintf("%08x", rand.Uint32()) } //nolint:gosec // not a secret

func (v *visit) Joined(l *link.Link, j *livekit.JoinResponse) error {
	v.identity = j.GetParticipant().GetIdentity()
	v.allow(j.GetParticipant().GetPermission())
	v.publisher.change(func(s *PublisherState) {
		s.Session, s.Sessions = j.GetParticipant().GetSid(), s.Sessions+1
	})
	c, err := newCamera(v.publisher.Picture, v.cameraCID, v.estimate)
	if err != nil {
		return err
	}
	v.camera = c
	if err := l.Send(c.request(v.cameraCID)); err != nil {
		return err
	}
	return v.settleMicrophone()
}

func (v *visit) Message(l *link.Link, m *livekit.SignalResponse) error {
	switch m := m.GetMessage().(type) {
	case *livekit.SignalResponse_Update:
		for _, p := range m.Update.GetParticipants() {
			if p.GetIdentity() == v.identity {
				v.allow(p.GetPermission())
			}
		}
		return v.settleMicrophone()
	case *livekit.SignalResponse_TrackPublished:
		return v.published(l, m.TrackPublished)
	case *livekit.SignalResponse_TrackUnpublished:
		if mic := v.microphone; mic != nil && mic.sid == m.TrackUnpublished.GetTrackSid() {
			return v.closeMicrophone()
		}
	case *livekit.SignalResponse_RequestResponse:
		if mic := v.microphone; mic != nil && m.RequestResponse.GetAddTrack().GetCid() == mic.cid && mic.sid == "" {
			v.microphone = nil // refused: the right went while we asked
		}
	case *livekit.SignalResponse_SubscribedQualityUpdate:
		if u := m.SubscribedQualityUpdate; v.camera != nil && u.GetTrackSid() == v.cameraSID {
			for _, c := range u.GetSubscribedCodecs() {
				v.camera.enable(c.GetQualities())
			}
		}
	}
	return nil
}

// Track is of no concern: a publisher subscribes to nothing.
func (*visit) Track(*link.Link, *webrtc.TrackRemote, *webrtc.RTPReceiver) {}

func (v *visit) allow(p *livekit.ParticipantPermission) {
	if p == nil {
		return
	}
	v.may = false
	if p.GetCanPublish() {
		for _, s := range p.GetCanPublishSources() {
			v.may = v.may || s == livekit.TrackSource_MICROPHONE
		}
		v.may = v.may || len(p.GetCanPublishSources()) == 0
	}
	v.publisher.change(func(s *PublisherState) { s.MayMicrophone = v.may })
}

// published goes on with what the server has taken note of.
func (v *visit) published(l *link.Link, r *livekit.TrackPublishedResponse) error {
	switch {
	case r.GetCid() == v.cameraCID && v.cameraSID == "":
		v.cameraSID = r.GetTrack().GetSid()
		if err := v.camera.attach(l.Sending); err != nil {
			return err
		}
		l.WhenAnswered(func() { v.startCamera() })
		return l.Offer()
	case v.microphone != nil && r.GetCid() == v.microphone.cid && v.microphone.sid == "":
		mic := v.microphone
		mic.sid = r.GetTrack().GetSid()
		sender, err := l.Sending.AddTrack(mic.track)
		if err != nil {
			return fmt.Errorf("send microphone: %w", err)
		}
		mic.sender = sender
		l.WhenAnswered(func() { v.startMicrophone(mic) })
		return l.Offer()
	}
	return nil
}

func (v *visit) startCamera() {
	mid := v.mid(v.camera.sender)
	for _, layer := range v.camera.layers {
		v.players.Go(func() { v.camera.listen(layer) })
	}
	v.players.Go(func() { v.camera.play(v.ctx, mid) })
	v.publisher.change(func(s *PublisherState) { s.Connected = true })
}

// mid is the name that the negotiation gave to what a sender sends.
func (v *visit) mid(s *webrtc.RTPSender) string {
	for _, t := range v.link.Sending.GetTransceivers() {
		if t.Sender() == s {
			return t.Mid()
		}
	}
	return ""
}

func (v *visit) startMicrophone(m *microphone) {
	if v.microphone != m { // closed meanwhile
		return
	}
	ctx, stop := context.WithCancel(v.ctx)
	m.stop = stop
	v.players.Go(func() { drain(m.sender) })
	mid := v.mid(m.sender)
	v.players.Go(func() { m.play(ctx, v.publisher.Voice, mid) })
	v.publisher.change(func(s *PublisherState) { s.Microphone = true })
}

// drain reads a sender's reports, which its interceptors need, until it ends.
func drain(s *webrtc.RTPSender) {
	for {
		if _, _, err := s.ReadRTCP(); err != nil {
			return
		}
	}
}

// settleMicrophone opens or closes the microphone as it should be.
func (v *visit) settleMicrophone() error {
	may := v.may || v.publisher.source != livekit.TrackSource_UNKNOWN
	open := may && v.publisher.speak.Load() && v.publisher.Voice != nil
	switch {
	case open && v.microphone == nil && v.identity != "":
		v.spoken++
		m, err := newMicrophone(fmt.Sprintf("microphone-%s-%d", v.cameraCID, v.spoken), !v.publisher.PlainVoice)
		if err != nil {
			return err
		}
		v.microphone = m
		return v.link.Send(m.request(v.publisher.source))
	case !open && v.microphone != nil:
		return v.closeMicrophone()
	}
	return nil
}

func (v *visit) closeMicrophone() error {
	m := v.microphone
	v.microphone = nil
	v.publisher.change(func(s *PublisherState) { s.Microphone = false })
	if m.stop != nil {
		m.stop()
	}
	if m.sender == nil {
		return nil
	}
	if err := v.link.Sending.RemoveTrack(m.sender); err != nil {
		return fmt.Errorf("stop sending microphone: %w", err)
	}
	if err := v.link.Offer(); err != nil {
		return err
	}
	return v.settleMicrophone() // the right may be back already
}
