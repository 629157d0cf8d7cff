package synthetic

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
	"golang.org/x/image/vp8"

	"giaoban/internal/link"
)

// Wish is what a watcher wants of one track.
type Wish struct {
	Watch bool
	Layer int // 0 lowest to 2
}

// Watcher is a hall or a console without a screen: it subscribes, counts, and
// reads the markers. It does not come back by itself.
type Watcher struct {
	Ticket Ticket
	// Want says of each published track whether to watch it. Again asks anew.
	Want func(identity string, microphone bool) Wish
	// KeyFrame, where set, gets every complete key frame.
	KeyFrame func(identity string, frame []byte)
	// Markers has the number read out of every key frame (10 ms each at 720p).
	Markers bool
	Log     *slog.Logger

	mu   sync.Mutex
	seen map[string]Seen
	link *link.Link

	// The rest belongs to the link's goroutine.
	published map[string]publishedTrack // by the server's id
	watched   map[string]Wish
	readers   sync.WaitGroup
}

type publishedTrack struct {
	identity   string
	microphone bool
}

// Seen is what has come from one participant.
type Seen struct {
	VideoPackets, AudioPackets uint64
	Bytes                      uint64
	Frames, KeyFrames          uint64
	Gaps                       uint64 // in the numbering of packets
	Height                     int    // of the last key frame
	Marker                     int    // last read; -1 for none
}

// Seen is what has come so far, by identity.
func (w *Watcher) Seen() map[string]Seen {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.seen)
}

func (w *Watcher) note(identity string, f func(*Seen)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, known := w.seen[identity]
	if !known {
		s.Marker = -1
	}
	f(&s)
	w.seen[identity] = s
}

// Again asks Want anew, after it has changed its mind.
func (w *Watcher) Again() {
	w.mu.Lock()
	l := w.link
	w.mu.Unlock()
	if l != nil {
		l.Post(func() error { return w.settle(l) })
	}
}

// Run watches until ctx ends or the connection is lost.
func (w *Watcher) Run(ctx context.Context) error {
	api, err := link.NewAPI(link.IsLoopback(w.Ticket.URL))
	if err != nil {
		return err
	}
	l, err := link.Dial(ctx, api, w.Ticket, watching{w})
	if err != nil {
		return err
	}
	w.mu.Lock()
	w.link, w.seen = l, map[string]Seen{}
	w.mu.Unlock()
	w.published, w.watched = map[string]publishedTrack{}, map[string]Wish{}
	stop := context.AfterFunc(ctx, l.Goodbye)
	defer stop()
	err = l.Run(ctx)
	w.readers.Wait()
	return err
}

// watching is the watcher as its link's guest.
type watching struct{ *Watcher }

func (w watching) Joined(l *link.Link, j *livekit.JoinResponse) error {
	return w.participants(l, j.GetOtherParticipants())
}

func (w watching) Message(l *link.Link, m *livekit.SignalResponse) error {
	if u, ok := m.GetMessage().(*livekit.SignalResponse_Update); ok {
		return w.participants(l, u.Update.GetParticipants())
	}
	return nil
}

func (w *Watcher) participants(l *link.Link, all []*livekit.ParticipantInfo) error {
	for _, p := range all {
		for sid, t := range w.published {
			if t.identity == p.GetIdentity() {
				delete(w.published, sid)
			}
		}
		if p.GetState() == livekit.ParticipantInfo_DISCONNECTED {
			continue
		}
		for _, t := range p.GetTracks() {
			w.published[t.GetSid()] = publishedTrack{identity: p.GetIdentity(), microphone: t.GetType() == livekit.TrackType_AUDIO}
		}
	}
	return w.settle(l)
}

// settle subscribes to what is wanted and to nothing else.
func (w *Watcher) settle(l *link.Link) error {
	for sid := range w.watched {
		if _, still := w.published[sid]; !still {
			delete(w.watched, sid)
		}
	}
	for sid, t := range w.published {
		wish, had := w.Want(t.identity, t.microphone), w.watched[sid]
		if wish == had {
			continue
		}
		w.watched[sid] = wish
		if wish.Watch && !t.microphone {
			if err := l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_TrackSetting{
				TrackSetting: &livekit.UpdateTrackSettings{TrackSids: []string{sid}, Quality: livekit.VideoQuality(wish.Layer)},
			}}); err != nil {
				return err
			}
		}
		if wish.Watch == had.Watch {
			continue
		}
		if err := l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Subscription{
			Subscription: &livekit.UpdateSubscription{TrackSids: []string{sid}, Subscribe: wish.Watch},
		}}); err != nil {
			return err
		}
	}
	return nil
}

func (w watching) Track(l *link.Link, t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	from, known := w.published[t.ID()]
	if !known {
		w.Log.Warn("a track of nobody", "track", t.ID())
		return
	}
	w.readers.Go(func() { readReports(r) })
	w.readers.Go(func() {
		a := assembler{pli: func() {
			_ = l.Receiving.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(t.SSRC())}})
		}}
		for {
			p, _, err := t.ReadRTP()
			if err != nil {
				return
			}
			w.take(&a, from, p)
		}
	})
}

func readReports(r *webrtc.RTPReceiver) {
	for {
		if _, _, err := r.ReadRTCP(); err != nil {
			return
		}
	}
}

func (w *Watcher) take(a *assembler, from publishedTrack, p *rtp.Packet) {
	if len(p.Payload) == 0 {
		return // padding
	}
	gap := a.gap(p)
	if from.microphone {
		w.note(from.identity, func(s *Seen) { s.AudioPackets++; s.Bytes += uint64(len(p.Payload)); s.Gaps += gap })
		return
	}
	frame, complete := a.take(p)
	key := complete && len(frame) >= 10 && frame[0]&1 == 0
	marker, height := -1, 0
	if key {
		height = int(frame[8]) | int(frame[9]&0x3f)<<8
		if w.Markers {
			if n, err := ReadMarkerVP8(frame); err == nil {
				marker = n
			}
		}
		if w.KeyFrame != nil {
			w.KeyFrame(from.identity, bytes.Clone(frame))
		}
	}
	w.note(from.identity, func(s *Seen) {
		s.VideoPackets++
		s.Bytes += uint64(len(p.Payload))
		s.Gaps += gap
		if complete {
			s.Frames++
		}
		if key {
			s.KeyFrames++
			s.Height, s.Marker = height, marker
		}
	})
}

// assembler puts VP8 frames together from packets that come in order.
type assembler struct {
	pli     func()
	frame   []byte
	begun   bool
	last    uint16
	counted bool
}

// gap is how many packets are missing before p.
func (a *assembler) gap(p *rtp.Packet) uint64 {
	d := p.SequenceNumber - a.last
	first := !a.counted
	if first || d < 1<<15 {
		a.last, a.counted = p.SequenceNumber, true
	}
	if first || d == 0 || d >= 1<<15 || d == 1 {
		return 0
	}
	a.begun = false
	if a.pli != nil {
		a.pli()
	}
	return uint64(d - 1)
}

// take adds a packet; a frame is complete with its last one. The frame is
// valid until the next call.
func (a *assembler) take(p *rtp.Packet) (frame []byte, complete bool) {
	var v codecs.VP8Packet
	payload, err := v.Unmarshal(p.Payload)
	if err != nil {
		return nil, false
	}
	if v.S == 1 && v.PID == 0 {
		a.frame, a.begun = a.frame[:0], true
	}
	if !a.begun {
		return nil, false
	}
	a.frame = append(a.frame, payload...)
	if p.Marker {
		a.begun = false
		return a.frame, true
	}
	return nil, false
}

// ReadMarkerVP8 reads the site number out of a VP8 key frame.
func ReadMarkerVP8(frame []byte) (int, error) {
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(frame), len(frame))
	if _, err := d.DecodeFrameHeader(); err != nil {
		return 0, fmt.Errorf("key frame: %w", err)
	}
	m, err := d.DecodeFrame()
	if err != nil {
		return 0, fmt.Errorf("key frame: %w", err)
	}
	n, ok := ReadMarker(m)
	if !ok {
		return 0, errors.New("key frame: no marker in it")
	}
	return n, nil
}
