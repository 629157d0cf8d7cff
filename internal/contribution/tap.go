package contribution

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/livekit/livekit-server/pkg/sfu/buffer"
	"github.com/pion/rtp"
)

// Source is which of a participant's tracks.
type Source string

// The sources a site may have.
const (
	Camera      Source = "camera"
	Microphone  Source = "microphone"
	Screen      Source = "screen"
	ScreenSound Source = "screen_sound"
	OtherTrack  Source = "other"
)

// Format describes the track a tap is attached to.
type Format struct {
	Track     string // new with every publication
	Mime      string // "video/VP8", "audio/opus"
	ClockRate uint32
	Channels  uint16
	Fmtp      string
}

// Packet is one RTP packet as the site sent it, decrypted.
type Packet struct {
	// RTP is lent for the duration of the call and shared with LiveKit's own
	// forwarding: copy what is kept, change nothing.
	RTP      *rtp.Packet
	Layer    int  // spatial layer of a picture, 0 lowest; 0 where LiveKit elsewhere sends one only
	KeyFrame bool // part of a key frame
}

// SenderReport ties a layer's RTP time to the site's own clock.
type SenderReport struct {
	Layer int
	NTP   uint64 // 32.32 seconds since 1900
	RTP   uint32
}

// Sink takes what a tap yields. Its calls never overlap. They come from the
// goroutines that forward media, so they must be quick and must not call
// Close of the tap; RequestKeyFrame and WantLayer they may.
type Sink interface {
	// Attached comes before the first packet and again after every new publication.
	Attached(f Format)
	Packet(p Packet)
	SenderReport(r SenderReport)
	// Detached says that the track has ended. The tap waits for the next one.
	Detached()
}

// Tap takes one source of one participant out of the room, decrypted. Where the
// room is in this process, no participant is needed for it. It outlives tracks,
// sessions and the room itself.
type Tap struct {
	id       string
	identity Identity
	source   Source
	sink     Sink
	watch    *watch
	wanted   atomic.Int32 // highest layer wanted; -1 none

	mu       sync.Mutex // held during the sink's calls
	attached attachment
	closed   bool
	stop     func() bool // ends the wait for the context's end
}

// Tap taps a participant's track, now or as soon as there is one, until ctx
// ends or the tap is closed.
func (e *Engine) Tap(ctx context.Context, room string, identity Identity, source Source, sink Sink) (*Tap, error) {
	t := &Tap{identity: identity, source: source, sink: sink}
	t.wanted.Store(buffer.DefaultMaxLayerSpatial)
	if err := e.addTap(room, t); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, t.Close)
	t.mu.Lock()
	t.stop = stop
	t.mu.Unlock()
	t.watch.nudge()
	return t, nil
}

// addTap gives the tap to the room's watcher, which cannot end meanwhile.
func (e *Engine) addTap(room string, t *Tap) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	w := e.watchLocked(room)
	if w == nil {
		return errors.New("contribution: tap: the engine has stopped")
	}
	e.taps++
	t.id, t.watch = fmt.Sprintf("TAP_%d", e.taps), w
	w.taps.add(t)
	return nil
}

// Close ends the tap. The sink is not called again once it has returned.
func (t *Tap) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.closed = true
	if t.stop != nil {
		t.stop()
	}
	t.watch.taps.remove(t)
	if a := t.attached; a != nil {
		t.attached = nil
		a.leave()
	}
}

// RequestKeyFrame asks the site for a key frame of a layer; a negative layer
// means all. Requests within 200 ms of the last one are dropped, and so is one
// while there is no track: a fresh track is asked by itself.
func (t *Tap) RequestKeyFrame(layer int) {
	// The receiver is taken without the lock, which the sink's caller holds.
	if a := t.watch.taps.attachment(t); a != nil {
		a.requestKeyFrame(layer)
	}
}

// WantLayer says which layer is the highest that is used (2 at first), so that
// a site with dynacast need not send more; -1: none. A layer that is not sent
// now starts within a round trip; one no longer wanted by anybody stops after
// about five seconds.
func (t *Tap) WantLayer(highest int) {
	t.wanted.Store(int32(min(highest, int(buffer.DefaultMaxLayerSpatial))))
	if a := t.watch.taps.attachment(t); a != nil {
		a.want(t.wanted.Load())
	}
}

// attach ties the tap to the participant's present track. It says whether the
// tap waits for one of a participant that is there.
func (t *Tap) attach(present map[Identity]participant) (waiting bool) {
	p := present[t.identity]
	var now track
	if p != nil {
		now = p.track(t.source)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	if a := t.attached; a != nil {
		if now != nil && a.trackID() == now.id() && !a.over() {
			return false
		}
		t.attached = nil
		t.watch.taps.setAttachment(t, nil)
		a.leave()
		t.sink.Detached()
	}
	if now == nil {
		return p != nil
	}
	a, format := now.open(t)
	if a == nil {
		return true
	}
	t.sink.Attached(format)
	t.attached = a
	t.watch.taps.setAttachment(t, a)
	if !a.start() { // it has ended at this moment
		return true
	}
	a.want(t.wanted.Load())
	a.requestKeyFrame(-1)
	return false
}

// tapSet is the taps of a room with what they are attached to.
type tapSet struct {
	mu  sync.Mutex
	all map[*Tap]attachment
}

func (s *tapSet) add(t *Tap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[*Tap]attachment{}
	}
	s.all[t] = nil
}

func (s *tapSet) remove(t *Tap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, t)
}

func (s *tapSet) setAttachment(t *Tap, a attachment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, still := s.all[t]; still {
		s.all[t] = a
	}
}

func (s *tapSet) attachment(t *Tap) attachment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all[t]
}

func (s *tapSet) empty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all) == 0
}

func (s *tapSet) list() []*Tap {
	s.mu.Lock()
	defer s.mu.Unlock()
	taps := make([]*Tap, 0, len(s.all))
	for t := range s.all {
		taps = append(taps, t)
	}
	return taps
}

// attach attaches what is not; it says whether a tap waits for a track that
// may come at any moment.
func (s *tapSet) attach(r room) (waiting bool) {
	taps := s.list()
	if len(taps) == 0 {
		return false
	}
	present := connected(r)
	for _, t := range taps {
		waiting = t.attach(present) || waiting
	}
	return waiting
}

func (s *tapSet) closeAll() {
	for _, t := range s.list() {
		t.Close()
	}
}
