package synthetic

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

// packetTime is the length of one Opus packet.
const packetTime = 20 * time.Millisecond

// Voice is a loop of Opus packets.
type Voice struct {
	Packets [][]byte
	Levels  []uint8 // of each, in -dBov (0 loudest, 127 silence; RFC 6464)
}

// silence is the level of a packet without any sound.
const silence = 127

// Discontinuous transmission, as Opus has it (RFC 6716 section 2.1.9): after
// dtxAfter packets of silence only every dtxEvery-th is sent.
const (
	dtxAfter = 10 // 200 ms
	dtxEvery = 20 // 400 ms
)

// microphone plays a voice into one track.
type microphone struct {
	cid    string
	sid    string // once published
	red    bool   // each packet carries the one before, too
	track  *webrtc.TrackLocalStaticRTP
	sender *webrtc.RTPSender
	stop   context.CancelFunc
}

func newMicrophone(cid string, red bool) (*microphone, error) {
	mime := webrtc.MimeTypeOpus
	if red {
		mime = link.MimeTypeRED
	}
	t, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: mime, ClockRate: link.ClockAudio, Channels: 2}, cid, "microphone")
	if err != nil {
		return nil, fmt.Errorf("microphone track: %w", err)
	}
	return &microphone{cid: cid, red: red, track: t}, nil
}

// request announces the microphone to LiveKit.
func (m *microphone) request(source livekit.TrackSource) *livekit.SignalRequest {
	if source == livekit.TrackSource_UNKNOWN {
		source = livekit.TrackSource_MICROPHONE
	}
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: &livekit.AddTrackRequest{
		Cid: m.cid, Name: "microphone", Type: livekit.TrackType_AUDIO, Source: source, DisableRed: !m.red,
	}}}
}

// play sends the voice until ctx ends. mid is that of the answer.
func (m *microphone) play(ctx context.Context, v *Voice, mid string) {
	s := &speech{voice: v, red: m.red}
	s.packet = rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32()}} //nolint:gosec // not a secret
	for _, e := range m.sender.GetParameters().HeaderExtensions {
		switch e.URI {
		case sdp.AudioLevelURI:
			s.levelID = uint8(e.ID)
		case sdp.SDESMidURI:
			_ = s.packet.SetExtension(uint8(e.ID), []byte(mid))
		}
	}
	ticker := time.NewTicker(packetTime)
	defer ticker.Stop()
	var start time.Time
	for said := 0; ; {
		select {
		case <-ctx.Done():
			return
		case t := <-ticker.C:
			if start.IsZero() {
				start = t
			}
			// A ticker drops ticks under load; sound must not fall behind.
			for due := int(time.Since(start)/packetTime) + 1; said < due; said++ {
				if p := s.next(); p != nil {
					_ = m.track.WriteRTP(p)
				}
			}
		}
	}
}

// speech makes packets of a voice as Chromium does.
type speech struct {
	voice   *Voice
	red     bool
	levelID uint8 // 0: levels are not told
	packet  rtp.Packet

	said    int // 20 ms each, sent or not
	silent  int // of them without sound up to now
	paused  bool
	begun   bool
	before  []byte // the packet sent last, and when it was said
	beforeT uint32
	payload []byte
}

// next is the packet of the next 20 ms; nil where none is sent. It is valid
// until the call after.
func (s *speech) next() *rtp.Packet {
	i := s.said % len(s.voice.Packets)
	s.said++
	p := &s.packet
	p.Timestamp += uint32(link.ClockAudio * packetTime / time.Second)
	level := s.voice.Levels[i]
	if level < silence {
		s.silent = 0
	} else if s.silent++; s.silent > dtxAfter && (s.silent-dtxAfter)%dtxEvery != 0 {
		s.paused = true
		return nil
	}
	p.Marker = !s.begun || s.paused && level < silence // a spurt begins (RFC 3551 section 4.1)
	s.begun = true
	if level < silence {
		s.paused = false
	}
	p.SequenceNumber++
	if s.levelID != 0 {
		spoken := byte(0)
		if level < silence {
			spoken = 0x80 // voice activity (RFC 6464 section 3)
		}
		_ = p.SetExtension(s.levelID, []byte{spoken | level&0x7f})
	}
	p.Payload = s.voice.Packets[i]
	if s.red {
		s.payload = appendRED(s.payload[:0], s.before, p.Timestamp-s.beforeT, s.voice.Packets[i])
		p.Payload = s.payload
		s.before, s.beforeT = s.voice.Packets[i], p.Timestamp
	}
	return p
}
