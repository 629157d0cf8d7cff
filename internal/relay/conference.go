package relay

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"giaoban/internal/programme"
)

// Conference is one programme and all who watch it here. It is a
// programme.Sink.
type Conference struct {
	id     string
	server *Server
	ask    func(p programme.Picture, layer int)
	ssrc   uint32 // of the first line; the others follow
	feed   chan *programme.Packet
	done   chan struct{}
	rings  [programme.Streams]ring
	lead   atomic.Uint32 // the stream a watcher with one line for sound hears
	alive  atomic.Uint32 // which streams of pictures are sent, as alive has it
	missed atomic.Uint64 // packets that came while the feed was full
	// declined are the codecs of pictures that some watcher was declined.
	declined [programme.Codecs]atomic.Bool

	mu      sync.Mutex
	shards  []atomic.Pointer[[]*watcher] // by worker; replaced whole, under mu
	streams [programme.Streams]streamState
	cuts    [programme.Pictures]struct { // the last one of each picture
		epoch uint32
		at    time.Time
	}
}

// feedSize bounds what waits to be sent: two seconds of a programme.
const feedSize = 1024

// Conference opens a conference for watchers; ask is called to ask the
// programme for a key frame. Opening it again gives the same one.
func (s *Server) Conference(id string, ask func(p programme.Picture, layer int)) *Conference {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.conferences[id]; c != nil {
		return c
	}
	c := &Conference{
		id: id, server: s, ask: ask, ssrc: randomSSRC(),
		feed: make(chan *programme.Packet, feedSize), done: make(chan struct{}),
		shards: make([]atomic.Pointer[[]*watcher], len(s.workers)),
	}
	c.lead.Store(uint32(programme.AudioStream(0)))
	for i := range c.shards {
		c.shards[i].Store(&[]*watcher{})
	}
	s.conferences[id] = c
	s.running.Go(c.pump)
	return c
}

// anew opens a conference whose numbering is another one than before: whoever
// watches joins anew.
func (s *Server) anew(id string, ask func(p programme.Picture, layer int)) *Conference {
	s.mu.Lock()
	before := s.conferences[id]
	s.mu.Unlock()
	if before != nil {
		before.Close()
	}
	return s.Conference(id, ask)
}

// Write hands a packet to all watchers. It never blocks: where the machine
// cannot keep up, packets are dropped.
func (c *Conference) Write(p *programme.Packet) {
	select {
	case c.feed <- p:
	default:
		c.missed.Add(1)
	}
}

// Close sends everybody away.
func (c *Conference) Close() {
	s := c.server
	s.mu.Lock()
	if s.conferences[c.id] == c {
		delete(s.conferences, c.id)
		close(c.done)
	}
	s.mu.Unlock()
	for _, w := range c.watchers() {
		s.drop(w)
	}
}

// pump gathers packets for the window and hands them to the workers as one
// round.
func (c *Conference) pump() {
	timer := time.NewTimer(time.Hour)
	for {
		select {
		case <-c.done:
			return
		case p := <-c.feed:
			timer.Reset(c.window())
			c.round(c.gather(p, timer.C))
		}
	}
}

// window is how long packets are gathered now.
func (c *Conference) window() time.Duration {
	if c.server.Window != 0 {
		return c.server.Window
	}
	n := 0
	for i := range c.shards {
		n = max(n, len(*c.shards[i].Load()))
	}
	return WindowFor(n)
}

// maxRound bounds a round, so that the first of it does not wait for the last.
const maxRound = 160

// gather collects until the window has passed. A cut to another source waits
// for nothing: what there is of its key frame goes out at once, so that the
// last watcher's picture does not wait for the whole of the first one's.
func (c *Conference) gather(p *programme.Packet, window <-chan time.Time) []*programme.Packet {
	batch := make([]*programme.Packet, 0, 16)
	cut := false
	for {
		batch = append(batch, p)
		cut = cut || p.Cut && !p.Stream.Audio()
		if len(batch) == maxRound {
			return batch
		}
		if cut {
			select {
			case p = <-c.feed:
				continue
			default:
				return batch
			}
		}
		select {
		case p = <-c.feed:
		case <-window:
			return batch
		}
	}
}

// round plans a batch, keeps it for repairs, and gives it to every worker.
func (c *Conference) round(batch []*programme.Packet) {
	for _, p := range batch {
		c.askFor(c.note(p)...)
		if !p.Stream.Audio() {
			c.recall(p.Codec)
		}
	}
	runs := plan(batch)
	for _, r := range runs {
		for _, cell := range r.cells {
			c.rings[cell.Stream].put(cell)
		}
	}
	now := present{lead: programme.Stream(c.lead.Load()), alive: alive(c.alive.Load())}
	for i := range c.server.workers {
		if len(*c.shards[i].Load()) == 0 {
			continue
		}
		select {
		case c.server.workers[i] <- job{c, runs, now, i}:
		case <-c.done:
			return
		}
	}
}

// job is one round of one conference for one worker.
type job struct {
	conference *Conference
	runs       []run
	now        present
	shard      int
}

// present is what holds for a whole round.
type present struct {
	lead  programme.Stream // of the voices
	alive alive
}

// work sends rounds until the server closes.
func (s *Server) work(jobs <-chan job) {
	b := newBatch(s.socket)
	for {
		select {
		case <-s.done:
			return
		case j := <-jobs:
			for _, w := range *j.conference.shards[j.shard].Load() {
				w.serve(b, j.runs, j.now)
			}
			b.flush()
		}
	}
}

// admit lets a watcher have the programme.
func (c *Conference) admit(w *watcher) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fewest := 0
	for i := range c.shards {
		if len(*c.shards[i].Load()) < len(*c.shards[fewest].Load()) {
			fewest = i
		}
	}
	w.worker = fewest
	l := append(slices.Clone(*c.shards[fewest].Load()), w)
	c.shards[fewest].Store(&l)
}

func (c *Conference) dismiss(w *watcher) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := slices.DeleteFunc(slices.Clone(*c.shards[w.worker].Load()), func(o *watcher) bool { return o == w })
	c.shards[w.worker].Store(&l)
}

// watchers are all who joined this conference, watching or about to.
func (c *Conference) watchers() (all []*watcher) {
	c.server.paths.RLock()
	defer c.server.paths.RUnlock()
	all = make([]*watcher, 0, len(c.server.byUfrag))
	for _, w := range c.server.byUfrag {
		if w.conference == c {
			all = append(all, w)
		}
	}
	return all
}

// askFor asks the programme for key frames of streams.
func (c *Conference) askFor(streams ...programme.Stream) {
	if c.ask == nil {
		return
	}
	for _, s := range streams {
		c.ask(s.Picture(), s.Layer())
	}
}
