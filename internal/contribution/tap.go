package contribution

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/livekit/livekit-server/pkg/rtc"
	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/livekit-server/pkg/sfu"
	"github.com/livekit/livekit-server/pkg/sfu/buffer"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
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

func sourceOf(s livekit.TrackSource) Source {
	switch s {
	case livekit.TrackSource_CAMERA:
		return Camera
	case livekit.TrackSource_MICROPHONE:
		return Microphone
	case livekit.TrackSource_SCREEN_SHARE:
		return Screen
	case livekit.TrackSource_SCREEN_SHARE_AUDIO:
		return ScreenSound
	case livekit.TrackSource_UNKNOWN:
	}
	return OtherTrack
}

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
	Layer    int  // spatial layer of a picture, 0 lowest
	KeyFrame bool // part of a key frame
	Late     bool // after a gap was seen: reordered on the way, or sent again
	// Sequence and Timestamp are RTP's without wrapping.
	Sequence, Timestamp uint64
	// Arrival is when the packet came, in nanoseconds of LiveKit's monotonic clock.
	Arrival int64
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

// Tap takes one source of one participant out of the room, decrypted, in this
// process, without a participant of its own. It outlives tracks, sessions and
// the room itself.
type Tap struct {
	id       string
	identity Identity
	source   Source
	sink     Sink
	watch    *watch
	wanted   atomic.Int32 // highest layer wanted; -1 none

	mu       sync.Mutex // held during the sink's calls
	attached *attachment
	closed   bool
	stop     func() bool // ends the wait for the context's end
}

// attachment is a tap's place among the receivers of one track.
type attachment struct {
	tap      *Tap
	id       string
	track    types.MediaTrack
	receiver sfu.TrackReceiver
	ended    atomic.Bool
}

var _ sfu.TrackSender = (*attachment)(nil)

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
	a := t.watch.taps.attachment(t)
	if a == nil || a.track.Kind() != livekit.TrackType_VIDEO {
		return
	}
	a.requestKeyFrame(layer)
}

func (a *attachment) requestKeyFrame(layer int) {
	for l := range int32(buffer.DefaultMaxLayerSpatial + 1) {
		if layer < 0 || l == int32(layer) {
			a.receiver.SendPLI(l, false)
		}
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

// want speaks as another node of a cluster would: LiveKit's dynacast counts
// subscribers, and a tap is none.
func (a *attachment) want(highest int32) {
	local, ok := a.track.(types.LocalMediaTrack)
	if !ok || a.track.Kind() != livekit.TrackType_VIDEO {
		return
	}
	q := livekit.VideoQuality_OFF
	if highest >= 0 {
		q = livekit.VideoQuality(highest) // LOW is 0, HIGH is 2
	}
	local.NotifySubscriberNodeMaxQuality(livekit.NodeID(a.id), []types.SubscribedCodecQuality{
		{CodecMime: a.receiver.Mime(), Quality: q},
	})
}

// attach ties the tap to the participant's present track. It says whether the
// tap waits for one of a participant that is there.
func (t *Tap) attach(present map[Identity]types.LocalParticipant) (waiting bool) {
	p := present[t.identity]
	var track types.MediaTrack
	if p != nil {
		for _, c := range p.GetPublishedTracks() {
			if sourceOf(c.Source()) == t.source && len(c.Receivers()) > 0 {
				track = c
			}
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	if a := t.attached; a != nil {
		if track != nil && a.track.ID() == track.ID() && !a.ended.Load() {
			return false
		}
		t.attached = nil
		t.watch.taps.setAttachment(t, nil)
		a.leave()
		t.sink.Detached()
	}
	if track == nil {
		return p != nil
	}
	// Sound with redundancy (RED) is taken as plain Opus.
	receiver := track.Receivers()[0].GetPrimaryReceiverForRed()
	if receiver == nil {
		return true
	}
	a := &attachment{tap: t, id: t.id, track: track, receiver: receiver}
	codec := receiver.Codec()
	t.sink.Attached(Format{
		Track: string(track.ID()), Mime: codec.MimeType, ClockRate: codec.ClockRate,
		Channels: codec.Channels, Fmtp: codec.SDPFmtpLine,
	})
	t.attached = a
	t.watch.taps.setAttachment(t, a)
	if err := receiver.AddDownTrack(a); err != nil { // closed at this moment
		a.ended.Store(true)
		return true
	}
	a.want(t.wanted.Load())
	if track.Kind() == livekit.TrackType_VIDEO {
		a.requestKeyFrame(-1)
	}
	return false
}

// leave takes the attachment out of LiveKit.
func (a *attachment) leave() {
	a.ended.Store(true)
	a.want(-1)
	a.receiver.DeleteDownTrack(a.SubscriberID())
}

// WriteRTP is LiveKit's delivery of one packet. Layers come from a goroutine
// each; the lock makes them one.
func (a *attachment) WriteRTP(p *buffer.ExtPacket, layer int32) int32 {
	a.tap.mu.Lock()
	defer a.tap.mu.Unlock()
	if a.tap.attached != a || a.ended.Load() {
		return 0
	}
	a.tap.sink.Packet(Packet{
		RTP: p.Packet, Layer: int(max(layer, 0)), KeyFrame: p.IsKeyFrame, Late: p.IsOutOfOrder,
		Sequence: p.ExtSequenceNumber, Timestamp: p.ExtTimestamp, Arrival: p.Arrival,
	})
	return 1
}

// HandleRTCPSenderReportData is LiveKit's delivery of one sender report.
func (a *attachment) HandleRTCPSenderReportData(_ webrtc.PayloadType, layer int32, r *livekit.RTCPSenderReportState) error {
	a.tap.mu.Lock()
	defer a.tap.mu.Unlock()
	if a.tap.attached != a || a.ended.Load() || r == nil {
		return nil
	}
	a.tap.sink.SenderReport(SenderReport{Layer: int(max(layer, 0)), NTP: r.GetNtpTimestamp(), RTP: r.GetRtpTimestamp()})
	return nil
}

// Close is LiveKit's word that the track has ended; the watcher reattaches.
func (a *attachment) Close() {
	if !a.ended.Swap(true) {
		a.tap.watch.nudge()
	}
}

// IsClosed and the rest complete what LiveKit expects of a receiver's reader.
func (a *attachment) IsClosed() bool { return a.ended.Load() }

// ID is unique among the readers of the track.
func (a *attachment) ID() string { return a.id }

// SubscriberID is the same.
func (a *attachment) SubscriberID() livekit.ParticipantID { return livekit.ParticipantID(a.id) }

// UpTrackLayersChange is of no concern to a tap, as are all the following.
func (*attachment) UpTrackLayersChange() {}

// UpTrackBitrateAvailabilityChange does nothing.
func (*attachment) UpTrackBitrateAvailabilityChange() {}

// UpTrackMaxPublishedLayerChange does nothing.
func (*attachment) UpTrackMaxPublishedLayerChange(int32) {}

// UpTrackMaxTemporalLayerSeenChange does nothing.
func (*attachment) UpTrackMaxTemporalLayerSeenChange(int32) {}

// UpTrackBitrateReport does nothing.
func (*attachment) UpTrackBitrateReport([]int32, sfu.Bitrates) {}

// Resync does nothing: the sink sees the gap.
func (*attachment) Resync() {}

// SetReceiver does nothing.
func (*attachment) SetReceiver(sfu.TrackReceiver) {}

// ReceiverRestart does nothing.
func (*attachment) ReceiverRestart(sfu.TrackReceiver) {}

// tapSet is the taps of a room with what they are attached to.
type tapSet struct {
	mu  sync.Mutex
	all map[*Tap]*attachment
}

func (s *tapSet) add(t *Tap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[*Tap]*attachment{}
	}
	s.all[t] = nil
}

func (s *tapSet) remove(t *Tap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, t)
}

func (s *tapSet) setAttachment(t *Tap, a *attachment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, still := s.all[t]; still {
		s.all[t] = a
	}
}

func (s *tapSet) attachment(t *Tap) *attachment {
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
func (s *tapSet) attach(room *rtc.Room) (waiting bool) {
	taps := s.list()
	if len(taps) == 0 {
		return false
	}
	present := participants(room)
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
