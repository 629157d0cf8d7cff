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

// microphone plays a voice into one track.
type microphone struct {
	cid    string
	sid    string // once published
	track  *webrtc.TrackLocalStaticRTP
	sender *webrtc.RTPSender
	stop   context.CancelFunc
}

func newMicrophone(cid string) (*microphone, error) {
	t, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: link.ClockAudio, Channels: 2,
	}, cid, "microphone")
	if err != nil {
		return nil, fmt.Errorf("microphone track: %w", err)
	}
	return &microphone{cid: cid, track: t}, nil
}

// request announces the microphone to LiveKit.
func (m *microphone) request(source livekit.TrackSource) *livekit.SignalRequest {
	if source == livekit.TrackSource_UNKNOWN {
		source = livekit.TrackSource_MICROPHONE
	}
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: &livekit.AddTrackRequest{
		Cid: m.cid, Name: "microphone", Type: livekit.TrackType_AUDIO, Source: source, DisableRed: true,
	}}}
}

// play sends the voice until ctx ends.
func (m *microphone) play(ctx context.Context, v *Voice) {
	levelID := uint8(0)
	for _, e := range m.sender.GetParameters().HeaderExtensions {
		if e.URI == sdp.AudioLevelURI {
			levelID = uint8(e.ID)
		}
	}
	p := rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32()}} //nolint:gosec // not a secret
	ticker := time.NewTicker(packetTime)
	defer ticker.Stop()
	var start time.Time
	for sent := 0; ; {
		select {
		case <-ctx.Done():
			return
		case t := <-ticker.C:
			if start.IsZero() {
				start = t
			}
			// A ticker drops ticks under load; sound must not fall behind.
			for due := int(time.Since(start)/packetTime) + 1; sent < due; sent++ {
				i := sent % len(v.Packets)
				p.Marker = sent == 0
				p.SequenceNumber++
				p.Timestamp += uint32(link.ClockAudio * packetTime / time.Second)
				p.Payload = v.Packets[i]
				if levelID != 0 {
					_ = p.SetExtension(levelID, []byte{v.Levels[i] & 0x7f})
				}
				_ = m.track.WriteRTP(&p)
			}
		}
	}
}
