package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/contribution"
	"giaoban/internal/live"
	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// producer makes each running conference's programme: it taps the sites that
// are on the air, or about to be, out of the media engine, has the switch cut
// between them as the conference's state says, and hands the result to the
// relay.
//
//	live ──Desired──▶ producer ──taps──▶ contribution
//	                      └──Show──▶ programme ──▶ relay ──▶ halls, sites
//	                                           ├─▶ trunk ──▶ relays elsewhere
//	                                           └─▶ recorder, while it is on
//
// It follows states, not acts: whatever was missed, the next state mends.
type producer struct {
	engine *contribution.Engine
	relay  *relay.Server
	trunk  *relay.Trunk
	clock  clock.Clock
	log    *slog.Logger
	// note has a conference told what is known of a site's media; nil in tests.
	note func(context.Context, live.ConferenceID, live.SiteID, int, live.SiteMedia) error

	mu      sync.Mutex
	pending map[live.ConferenceID]live.Desired
	wake    chan struct{}
	stirred chan struct{} // a picture or a sound that was missing has come
	running map[live.ConferenceID]*fan
	shows   map[live.ConferenceID]*show // run's alone
}

func newProducer(e *contribution.Engine, r *relay.Server, t *relay.Trunk, c clock.Clock, log *slog.Logger) *producer {
	return &producer{
		engine: e, relay: r, trunk: t, clock: c, log: log, wake: make(chan struct{}, 1), stirred: make(chan struct{}, 1),
		pending: map[live.ConferenceID]live.Desired{}, running: map[live.ConferenceID]*fan{}, shows: map[live.ConferenceID]*show{},
	}
}

// want takes in what a conference wants now, and returns at once.
func (p *producer) want(id live.ConferenceID, d live.Desired) {
	p.mu.Lock()
	p.pending[id] = d
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run follows until ctx ends.
func (p *producer) run(ctx context.Context) {
	sweep := time.NewTicker(lingering / 4)
	defer sweep.Stop()
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	defer func() {
		for _, s := range p.shows {
			s.close()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return
		case <-sweep.C:
			for _, s := range p.shows {
				s.sweep(p.clock.Now())
			}
		case <-looks.C:
			p.look()
		case <-p.stirred:
			p.look()
		case <-p.wake:
			p.mu.Lock()
			pending := p.pending
			p.pending = map[live.ConferenceID]live.Desired{}
			p.mu.Unlock()
			for id, d := range pending {
				p.follow(ctx, id, d)
			}
		}
	}
}

func (p *producer) look() {
	for _, s := range p.shows {
		s.look(p.clock.Now())
	}
}

// stir has it looked at once whose media come.
func (p *producer) stir() {
	select {
	case p.stirred <- struct{}{}:
	default:
	}
}

func (p *producer) follow(ctx context.Context, id live.ConferenceID, d live.Desired) {
	s := p.shows[id]
	if !d.Running {
		if s != nil {
			s.close()
			delete(p.shows, id)
			p.mu.Lock()
			delete(p.running, id)
			p.mu.Unlock()
		}
		return
	}
	if s == nil {
		s = p.begin(ctx, id)
		p.shows[id] = s
	}
	s.follow(d, p.clock.Now())
}

// show is one conference's programme.
type show struct {
	room      string
	engine    *contribution.Engine
	log       *slog.Logger
	programme *programme.Programme
	watchers  *relay.Conference
	elsewhere *relay.Branch
	ctx       context.Context //nolint:containedctx // the life of the show, for its taps
	end       context.CancelFunc
	taps      map[tapped]*source
	sites     []live.Site   // as the conference knows them
	open      []live.SiteID // whose microphones should be
	attention map[tapped]*attention
	tell      func(live.SiteID, int, live.SiteMedia)
	stir      func()
}

// tapped names a site's camera or microphone.
type tapped struct {
	site   live.SiteID
	source contribution.Source
}

// lingering is how long a site stays tapped that is no longer wanted: the old
// picture goes on until the new one's key frame, and a chair changes their mind.
const lingering = 8 * time.Second

func (p *producer) begin(ctx context.Context, id live.ConferenceID) *show {
	ctx, end := context.WithCancel(ctx)
	s := &show{
		room: id, engine: p.engine, log: p.log, ctx: ctx, end: end, taps: map[tapped]*source{},
		attention: map[tapped]*attention{}, tell: p.teller(ctx, id), stir: p.stir,
	}
	ask := func(pic programme.Picture, layer int) { s.programme.RequestKeyFrame(pic, layer) }
	s.watchers, s.elsewhere = p.relay.Conference(id, ask), p.trunk.Conference(id, ask)
	readers := &fan{ask: ask}
	readers.add(s.watchers)
	readers.add(s.elsewhere)
	s.programme = programme.New(programme.Options{Now: p.clock.Now, Sink: readers, Slots: audioSlots})
	p.mu.Lock()
	p.running[id] = readers
	p.mu.Unlock()
	go s.programme.Run(ctx)
	return s
}

// readers are those of a conference's programme; nil while it does not run.
func (p *producer) readers(id live.ConferenceID) *fan {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.running[id]
}

// fan gives a programme to all who read it.
type fan struct {
	ask func(pic programme.Picture, layer int)

	mu sync.Mutex
	to atomic.Pointer[[]programme.Sink] // replaced whole
}

// Write gives everyone a packet.
func (f *fan) Write(p *programme.Packet) {
	for _, s := range *f.to.Load() {
		s.Write(p)
	}
}

func (f *fan) add(s programme.Sink) {
	f.change(func(all []programme.Sink) []programme.Sink { return append(all, s) })
}

func (f *fan) remove(s programme.Sink) {
	f.change(func(all []programme.Sink) []programme.Sink {
		return slices.DeleteFunc(all, func(o programme.Sink) bool { return o == s })
	})
}

func (f *fan) change(how func([]programme.Sink) []programme.Sink) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []programme.Sink
	if now := f.to.Load(); now != nil {
		all = slices.Clone(*now)
	}
	all = how(all)
	f.to.Store(&all)
}

// audioSlots is how many microphones are heard at once: a dialogue of three.
const audioSlots = 3

func (s *show) close() {
	s.end()
	s.watchers.Close()
	s.elsewhere.Close()
}

// follow makes the programme what the conference wants.
func (s *show) follow(d live.Desired, now time.Time) {
	wanted := map[tapped]bool{}
	for _, site := range append([]live.SiteID{d.Hub, d.Preview}, d.OnAir...) {
		if site != "" {
			wanted[tapped{site, contribution.Camera}] = true
		}
	}
	for _, site := range d.OpenMics {
		wanted[tapped{site, contribution.Microphone}] = true
	}
	s.sites, s.open = d.Sites, d.OpenMics
	for i := range d.Sites {
		if site := &d.Sites[i]; stays(site) {
			wanted[tapped{site.ID, contribution.Camera}] = true
		}
	}
	for k := range wanted {
		s.tap(k)
	}
	for k, t := range s.taps {
		switch {
		case wanted[k]:
			t.unwanted = time.Time{}
		case t.unwanted.IsZero():
			t.unwanted = now
		}
	}
	s.programme.Show(programme.Chair, programme.SourceID(d.Hub))
	if len(d.OnAir) > 0 {
		s.programme.Show(programme.Floor, programme.SourceID(d.OnAir[0]))
	}
	if len(d.OnAir) > 1 {
		s.programme.Show(programme.Content, programme.SourceID(d.OnAir[1]))
	}
	s.programme.Preview(programme.SourceID(d.Preview))
	open := make([]programme.SiteID, 0, len(d.OpenMics))
	for _, site := range d.OpenMics {
		open = append(open, programme.SiteID(site))
	}
	if unheard := s.programme.OpenMicrophones(open); len(unheard) > 0 {
		s.log.Warn("more microphones open than the programme carries", "conference", s.room, "unheard", unheard)
	}
}

// sweep ends the taps that nobody has wanted for a while.
func (s *show) sweep(now time.Time) {
	for k, t := range s.taps {
		if !t.unwanted.IsZero() && now.Sub(t.unwanted) > lingering {
			t.tap.Load().Close()
			delete(s.taps, k)
		}
	}
}

func (s *show) tap(k tapped) {
	if s.taps[k] != nil {
		return
	}
	src := &source{site: k.site, programme: s.programme, log: s.log, arrival: arrival{stir: s.stir}}
	tap, err := s.engine.Tap(s.ctx, s.room, contribution.Site(k.site), k.source, src)
	if err != nil {
		s.log.Error("site not tapped", "conference", s.room, "site", k.site, "error", err.Error())
		return
	}
	src.tap.Store(tap)
	src.ask(-1)
	s.taps[k] = src
}

// source carries one site's camera or microphone from the tap into the switch.
// Its methods as a Sink never overlap.
type source struct {
	site      live.SiteID
	programme *programme.Programme
	log       *slog.Logger
	unwanted  time.Time // since when; the show's alone

	arrival arrival

	tap   atomic.Pointer[contribution.Tap] // nil for a moment: tracks attach while Tap still runs
	input *programme.Input
}

// ask asks the site for a key frame of a layer; a negative one means all.
func (s *source) ask(layer int) {
	if tap := s.tap.Load(); tap != nil {
		tap.RequestKeyFrame(layer)
	}
}

// codecs are the kinds of track that the switch takes.
var codecs = map[string]programme.Codec{"video/vp8": programme.VP8, "video/h264": programme.H264, "audio/opus": programme.Opus}

// Attached begins a publication.
func (s *source) Attached(f contribution.Format) {
	codec, ok := codecs[strings.ToLower(f.Mime)]
	s.arrival.attach(f.Mime, ok)
	switch {
	case !ok:
		s.log.Warn("the programme cannot carry a site's track", "site", s.site, "codec", f.Mime)
	case codec == programme.Opus:
		s.input = s.programme.Audio(programme.SiteID(s.site))
	default:
		in, err := s.programme.Video(programme.SourceID(s.site), programme.SiteID(s.site), codec, s.ask)
		if err != nil {
			s.log.Warn("the programme does not take a site's picture", "site", s.site, "error", err.Error())
			return
		}
		s.input = in
	}
}

// Packet passes one packet on.
func (s *source) Packet(p contribution.Packet) {
	if len(p.RTP.Payload) > 0 { // not mere padding
		s.arrival.come()
	}
	if s.input != nil {
		s.input.Write(p.RTP, p.Layer)
	}
}

// SenderReport is not needed: the switch keeps time by arrival.
func (s *source) SenderReport(contribution.SenderReport) {}

// Detached ends a publication; the tap waits for the next.
func (s *source) Detached() {
	if s.input != nil {
		s.input.Close()
		s.input = nil
	}
}
