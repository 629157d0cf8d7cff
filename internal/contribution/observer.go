package contribution

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

const (
	// apartPause is the pause before the next attempt to come into a room.
	apartPause = time.Second
	// apartGrace is how long those whom the program saw last count as present
	// after it has lost the room: its own line may have had a short break.
	apartGrace = signalGrace
)

// observer is the program itself in a room elsewhere: an unseen participant
// that is told who is there and what they publish, and subscribes to what is
// tapped.
//
//	idle ──attend──► joining ──► there ──lost──► apart (1 s) ──► joining
//	  ▲                            └──no conference, no tap──┐
//	  └──────────────────────────────────────────────────────┘
type observer struct {
	far   *far
	room  string
	as    Identity
	nudge func()
	log   *slog.Logger
	life  context.Context //nolint:containedctx // the engine's

	runs sync.WaitGroup
	end  context.CancelFunc // of the run; nil while idle. The watch's alone.

	mu      sync.Mutex
	link    *link.Link // nil while not there
	apart   bool       // lost less than apartGrace ago
	grace   *time.Timer
	people  map[string]*observed // by session
	tracks  map[string]*farTrack // tapped, by LiveKit's id
	silent  bool                 // the log says already that the room is out of reach
	pending map[string]bool      // sessions about which LiveKit is being told something
}

// observed is one participant as LiveKit tells of it.
type observed struct {
	info    *livekit.ParticipantInfo
	quality Quality
	level   float64
}

func newObserver(life context.Context, f *far, room string, nudge func(), log *slog.Logger) *observer {
	return &observer{
		far: f, room: room, as: itself(), nudge: nudge, log: log, life: life,
		people: map[string]*observed{}, tracks: map[string]*farTrack{}, pending: map[string]bool{},
	}
}

// attend has the program be in the room while it is wanted there, and longer
// while somebody is: a microphone may still have to be taken from them.
func (o *observer) attend(wanted bool) {
	if o == nil {
		return
	}
	if o.end == nil && wanted {
		ctx, end := context.WithCancel(o.life)
		o.end = end
		o.runs.Go(func() { o.run(ctx) })
		return
	}
	o.mu.Lock()
	alone := len(o.people) == 0
	o.mu.Unlock()
	if o.end != nil && !wanted && alone {
		o.close()
	}
}

func (o *observer) close() {
	if o == nil || o.end == nil {
		return
	}
	o.end()
	o.runs.Wait()
	o.end = nil
}

// look is the room as last told of.
func (o *observer) look() (r room, known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.link != nil:
		return farRoom{o}, true
	case o.apart:
		return nil, false
	}
	return nil, true
}

// run keeps the program in the room until ctx ends.
func (o *observer) run(ctx context.Context) {
	for ctx.Err() == nil {
		err := o.visit(ctx)
		o.lose(ctx)
		if ctx.Err() != nil {
			break
		}
		o.mu.Lock()
		said := o.silent
		o.silent = true
		o.mu.Unlock()
		if !said {
			o.log.WarnContext(ctx, "not in the room on LiveKit elsewhere; trying again", "room", o.room, "error", err.Error())
		}
		pause := time.NewTimer(apartPause)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
		pause.Stop()
	}
}

// visit is one connection.
func (o *observer) visit(ctx context.Context) error {
	if err := o.far.open(ctx, o.room); err != nil {
		return fmt.Errorf("open room: %w", err)
	}
	ticket, err := o.far.ticket(o.room, o.as)
	if err != nil {
		return err
	}
	api, err := link.NewAPI(link.IsLoopback(ticket.URL), h264...)
	if err != nil {
		return err
	}
	l, err := link.Dial(ctx, api, ticket, (*watching)(o))
	if err != nil {
		return err
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	stop := context.AfterFunc(ctx, func() {
		l.Goodbye()
		end()
	})
	defer stop()
	return l.Run(life)
}

// h264 is what browsers without VP8 hardware may send (RFC 6184).
var h264 = []webrtc.RTPCodecParameters{{
	RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeH264, ClockRate: link.ClockVideo, RTCPFeedback: link.Feedback(),
		SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
	},
	PayloadType: 102,
}}

// lose forgets the connection, at once where it was left on purpose.
func (o *observer) lose(ctx context.Context) {
	o.mu.Lock()
	was := o.link != nil
	o.link = nil
	lost := o.tracks
	o.tracks = map[string]*farTrack{}
	if ctx.Err() != nil {
		o.people = map[string]*observed{}
		o.apart = false
	} else if was {
		o.apart = true
		o.grace = time.AfterFunc(apartGrace, func() {
			o.mu.Lock()
			if o.link == nil {
				o.apart, o.people = false, map[string]*observed{}
			}
			o.mu.Unlock()
			o.nudge()
		})
	}
	o.mu.Unlock()
	for _, t := range lost {
		t.finish()
	}
	o.nudge()
}

// watching is the observer as its link's guest.
type watching observer

// Joined takes in who is there.
func (w *watching) Joined(l *link.Link, j *livekit.JoinResponse) error {
	o := (*observer)(w)
	o.mu.Lock()
	if o.grace != nil {
		o.grace.Stop()
	}
	if o.silent {
		o.log.Info("in the room on LiveKit elsewhere again", "room", o.room)
	}
	o.link, o.apart, o.silent = l, false, false
	o.people = map[string]*observed{}
	o.mu.Unlock()
	o.learn(j.GetOtherParticipants())
	return nil
}

// Message takes in what changes.
func (w *watching) Message(_ *link.Link, m *livekit.SignalResponse) error {
	o := (*observer)(w)
	switch m := m.GetMessage().(type) {
	case *livekit.SignalResponse_Update:
		o.learn(m.Update.GetParticipants())
	case *livekit.SignalResponse_ConnectionQuality:
		o.mu.Lock()
		defer o.mu.Unlock()
		for _, u := range m.ConnectionQuality.GetUpdates() {
			if p := o.people[u.GetParticipantSid()]; p != nil {
				p.quality = qualityOf(u.GetQuality())
			}
		}
	case *livekit.SignalResponse_SpeakersChanged:
		o.mu.Lock()
		defer o.mu.Unlock()
		for _, s := range m.SpeakersChanged.GetSpeakers() {
			if p := o.people[s.GetSid()]; p != nil {
				p.level = 0
				if s.GetActive() {
					p.level = float64(s.GetLevel())
				}
			}
		}
	}
	return nil
}

// learn takes in participants as LiveKit tells of them.
func (o *observer) learn(all []*livekit.ParticipantInfo) {
	o.mu.Lock()
	for _, p := range all {
		before := o.people[p.GetSid()]
		switch {
		case Identity(p.GetIdentity()) == o.as:
		case p.GetState() == livekit.ParticipantInfo_DISCONNECTED:
			delete(o.people, p.GetSid())
		case before == nil:
			o.replace(p)
		case before.info.GetVersion() <= p.GetVersion():
			before.info = p
		}
	}
	o.mu.Unlock()
	o.nudge()
}

// replace takes in a new session. LiveKit does not tell of the end of the one
// before it under the same identity.
func (o *observer) replace(p *livekit.ParticipantInfo) {
	for sid, other := range o.people {
		if other.info.GetIdentity() != p.GetIdentity() {
			continue
		}
		if other.info.GetJoinedAtMs() > p.GetJoinedAtMs() {
			return
		}
		delete(o.people, sid)
	}
	o.people[p.GetSid()] = &observed{info: p, quality: QualityUnknown}
}

// tell has LiveKit told something about a session, one thing at a time; what
// comes of it comes by the signalling. What fails is tried again with the next
// look at the room.
func (o *observer) tell(session string, what func(context.Context) (*livekit.ParticipantInfo, error)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pending[session] || o.end == nil {
		return
	}
	o.pending[session] = true
	o.runs.Go(func() {
		info, err := what(o.life)
		o.mu.Lock()
		delete(o.pending, session)
		_, still := o.people[session]
		_, known := o.people[info.GetSid()] // who has gone meanwhile is not brought back
		o.mu.Unlock()
		switch {
		case err == nil && known:
			o.learn([]*livekit.ParticipantInfo{info})
		case err != nil && still && !errors.Is(err, context.Canceled):
			o.log.Warn("LiveKit elsewhere did not do what it was told; trying again", "room", o.room, "error", err.Error())
		}
	})
}
