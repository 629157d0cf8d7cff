package contribution

import (
	"strings"
	"sync/atomic"

	"github.com/livekit/livekit-server/pkg/sfu/buffer"
	"github.com/livekit/mediatransportutil/pkg/codec"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

// farTrack is a track elsewhere that is tapped. LiveKit sends of a picture the
// highest layer that is wanted and there, as one stream.
type farTrack struct {
	o     *observer
	sid   string
	video bool

	// The observer's lock guards what follows.
	asked   bool // since the last trim
	remote  *webrtc.TrackRemote
	pc      *webrtc.PeerConnection
	readers map[*farAttachment]int32 // with the highest layer each wants
	highest int32                    // as LiveKit was told last
	ended   bool
}

// tapped returns the track, subscribed to.
func (o *observer) tapped(info *livekit.TrackInfo) track {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.link == nil {
		return nil
	}
	t := o.tracks[info.GetSid()]
	if t == nil {
		t = &farTrack{
			o: o, sid: info.GetSid(), video: info.GetType() == livekit.TrackType_VIDEO,
			readers: map[*farAttachment]int32{}, highest: buffer.DefaultMaxLayerSpatial,
		}
		o.tracks[t.sid] = t
		o.subscribe(t.sid, true)
	}
	t.asked = true
	return t
}

// trim gives up the tracks that no tap asks for any more.
func (o *observer) trim() {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for sid, t := range o.tracks {
		if !t.asked && len(t.readers) == 0 {
			delete(o.tracks, sid)
			o.subscribe(sid, false)
		}
		t.asked = false
	}
}

// subscribe asks LiveKit for a track, or for no more of it. What fails here
// ends the connection soon.
func (o *observer) subscribe(sid string, on bool) {
	if o.link == nil {
		return
	}
	_ = o.link.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Subscription{
		Subscription: &livekit.UpdateSubscription{TrackSids: []string{sid}, Subscribe: on},
	}})
}

// Track takes a track that begins to come.
func (w *watching) Track(l *link.Link, remote *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	o := (*observer)(w)
	o.mu.Lock()
	t := o.tracks[remote.ID()]
	if t != nil {
		t.remote, t.pc = remote, l.Receiving
	}
	o.mu.Unlock()
	if t == nil {
		return // no longer wanted
	}
	go t.reports(r)
	go t.read(remote)
	o.nudge()
}

func (t *farTrack) read(remote *webrtc.TrackRemote) {
	mime := remote.Codec().MimeType
	for {
		p, _, err := remote.ReadRTP()
		if err != nil {
			t.finish()
			t.o.nudge()
			return
		}
		if len(p.Payload) == 0 {
			continue // padding, by which LiveKit measures a line
		}
		packet := Packet{RTP: p, KeyFrame: keyFrame(mime, p.Payload)}
		for _, a := range t.reading() {
			a.deliver(func(s Sink) { s.Packet(packet) })
		}
	}
}

// reports hands on what the sender says of its clock.
func (t *farTrack) reports(r *webrtc.RTPReceiver) {
	for {
		all, _, err := r.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range all {
			sr, ok := p.(*rtcp.SenderReport)
			if !ok {
				continue
			}
			for _, a := range t.reading() {
				a.deliver(func(s Sink) { s.SenderReport(SenderReport{NTP: sr.NTPTime, RTP: sr.RTPTime}) })
			}
		}
	}
}

func (t *farTrack) reading() []*farAttachment {
	t.o.mu.Lock()
	defer t.o.mu.Unlock()
	all := make([]*farAttachment, 0, len(t.readers))
	for a := range t.readers {
		all = append(all, a)
	}
	return all
}

// finish is the track's end.
func (t *farTrack) finish() {
	t.o.mu.Lock()
	defer t.o.mu.Unlock()
	t.ended = true
	if t.o.tracks[t.sid] == t {
		delete(t.o.tracks, t.sid)
	}
	for a := range t.readers {
		a.ended.Store(true)
	}
}

func (t *farTrack) id() string { return t.sid }

func (t *farTrack) open(tap *Tap) (attachment, Format) {
	t.o.mu.Lock()
	defer t.o.mu.Unlock()
	if t.remote == nil {
		return nil, Format{}
	}
	c := t.remote.Codec()
	return &farAttachment{tap: tap, from: t}, Format{
		Track: t.sid, Mime: c.MimeType, ClockRate: c.ClockRate, Channels: c.Channels, Fmtp: c.SDPFmtpLine,
	}
}

// farAttachment is a tap's place among a far track's readers.
type farAttachment struct {
	tap   *Tap
	from  *farTrack
	ended atomic.Bool
}

func (a *farAttachment) trackID() string { return a.from.sid }

func (a *farAttachment) over() bool { return a.ended.Load() }

func (a *farAttachment) start() bool {
	a.from.o.mu.Lock()
	defer a.from.o.mu.Unlock()
	if a.from.ended {
		a.ended.Store(true)
		return false
	}
	a.from.readers[a] = buffer.DefaultMaxLayerSpatial
	return true
}

func (a *farAttachment) leave() {
	a.ended.Store(true)
	a.from.o.mu.Lock()
	defer a.from.o.mu.Unlock()
	delete(a.from.readers, a)
	a.from.settle()
}

func (a *farAttachment) want(highest int32) {
	a.from.o.mu.Lock()
	defer a.from.o.mu.Unlock()
	if _, reads := a.from.readers[a]; reads {
		a.from.readers[a] = highest
		a.from.settle()
	}
}

// settle tells LiveKit the highest layer that is wanted, where it is another.
func (t *farTrack) settle() {
	highest := int32(-1)
	for _, h := range t.readers {
		highest = max(highest, h)
	}
	if !t.video || highest == t.highest || len(t.readers) == 0 || t.o.link == nil {
		return
	}
	t.highest = highest
	_ = t.o.link.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_TrackSetting{TrackSetting: &livekit.UpdateTrackSettings{
		TrackSids: []string{t.sid}, Disabled: highest < 0, Quality: livekit.VideoQuality(max(highest, 0)),
	}}})
}

// requestKeyFrame asks through LiveKit, which passes on one in 500 ms by its
// own settings.
func (a *farAttachment) requestKeyFrame(int) {
	a.from.o.mu.Lock()
	pc, remote := a.from.pc, a.from.remote
	a.from.o.mu.Unlock()
	if a.from.video && pc != nil {
		_ = pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(remote.SSRC())}})
	}
}

func (a *farAttachment) deliver(to func(Sink)) {
	a.tap.mu.Lock()
	defer a.tap.mu.Unlock()
	if a.tap.attached == attachment(a) && !a.ended.Load() {
		to(a.tap.sink)
	}
}

// keyFrame tells whether a payload belongs to a key frame, as far as its
// beginning says so: VP8 by its header's first bit (RFC 6386 section 9.1).
func keyFrame(mime string, payload []byte) bool {
	switch strings.ToLower(mime) {
	case "video/vp8":
		var v codec.VP8
		return v.Unmarshal(payload) == nil && v.IsKeyFrame
	case "video/h264":
		return codec.IsH264KeyFrame(payload)
	}
	return false
}
