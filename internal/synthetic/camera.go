package synthetic

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

const (
	// payloadSize is what of a frame goes into one packet, in bytes.
	payloadSize = 1150
	// leastBetweenKeys is how soon a key frame may follow the last one, as in
	// browsers, which drop what is asked for sooner.
	leastBetweenKeys = 200 * time.Millisecond
)

// rids are the names of the layers, lowest first, as LiveKit knows them.
var rids = [...]string{"q", "h", "f"}

// camera plays a picture into one simulcast track.
type camera struct {
	picture *Picture
	layers  []*cameraLayer
	wake    chan struct{} // a key frame is wanted or a layer switched on
	sender  *webrtc.RTPSender
}

type cameraLayer struct {
	picture *PictureLayer
	track   *webrtc.TrackLocalStaticRTP
	enabled atomic.Bool // somebody watches it
	wantKey atomic.Bool

	// The rest belongs to the goroutine of play.
	packet  rtp.Packet
	payload [payloadSize + vp8Descriptor]byte
	id      uint16 // of the picture, 15 bits
	lastKey time.Duration
	sentKey bool
}

// vp8Descriptor is the size in bytes of the VP8 payload descriptor (RFC 7741)
// with a picture id of 15 bits.
const vp8Descriptor = 4

func newCamera(picture *Picture, cid string) (*camera, error) {
	c := &camera{picture: picture, wake: make(chan struct{}, 1)}
	for i := range picture.Layers {
		t, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: link.ClockVideo},
			cid, "camera", webrtc.WithRTPStreamID(rids[i]))
		if err != nil {
			return nil, fmt.Errorf("camera track: %w", err)
		}
		l := &cameraLayer{picture: &picture.Layers[i], track: t}
		l.packet.Version = 2
		l.packet.SequenceNumber = uint16(rand.Uint32()) //nolint:gosec // not a secret
		l.enabled.Store(true)
		c.layers = append(c.layers, l)
	}
	return c, nil
}

// request announces the camera to LiveKit.
func (c *camera) request(cid string) *livekit.SignalRequest {
	top := c.layers[len(c.layers)-1].picture
	r := &livekit.AddTrackRequest{
		Cid: cid, Name: "camera", Type: livekit.TrackType_VIDEO, Source: livekit.TrackSource_CAMERA,
		Width: uint32(top.Width), Height: uint32(top.Height),
	}
	for i, l := range c.layers {
		r.Layers = append(r.Layers, &livekit.VideoLayer{
			Quality: livekit.VideoQuality(i), Width: uint32(l.picture.Width), Height: uint32(l.picture.Height),
			Bitrate: uint32(l.picture.bitrate(c.picture.Rate)), SpatialLayer: int32(i), Rid: rids[i],
		})
	}
	r.SimulcastCodecs = []*livekit.SimulcastCodec{{
		Codec: webrtc.MimeTypeVP8, Cid: cid, Layers: r.GetLayers(), VideoLayerMode: livekit.VideoLayer_ONE_SPATIAL_LAYER_PER_STREAM,
	}}
	return &livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: r}}
}

// attach puts the layers into a peer connection.
func (c *camera) attach(pc *webrtc.PeerConnection) error {
	t, err := pc.AddTransceiverFromTrack(c.layers[0].track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return fmt.Errorf("send camera: %w", err)
	}
	c.sender = t.Sender()
	for _, l := range c.layers[1:] {
		if err := c.sender.AddEncoding(l.track); err != nil {
			return fmt.Errorf("send camera layer %s: %w", l.track.RID(), err)
		}
	}
	return nil
}

// listen reads the requests for one layer's key frames until the sender ends.
func (c *camera) listen(l *cameraLayer) {
	for {
		packets, _, err := c.sender.ReadSimulcastRTCP(l.track.RID())
		if err != nil {
			return
		}
		for _, p := range packets {
			switch p.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				l.wantKey.Store(true)
				c.nudge()
			}
		}
	}
}

// enable switches layers on and off as the server tells who is watched.
func (c *camera) enable(q []*livekit.SubscribedQuality) {
	for _, s := range q {
		if i := int(s.GetQuality()); i < len(c.layers) {
			if !c.layers[i].enabled.Swap(s.GetEnabled()) && s.GetEnabled() {
				c.layers[i].wantKey.Store(true)
				c.nudge()
			}
		}
	}
}

func (c *camera) nudge() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// play sends the picture until ctx ends. mid and the ids of the header
// extensions are known once the answer has come.
func (c *camera) play(ctx context.Context, mid string) {
	midID, ridID := c.extensions()
	for i, l := range c.layers {
		_ = l.packet.SetExtension(midID, []byte(mid))
		_ = l.packet.SetExtension(ridID, []byte(rids[i]))
	}
	ticker := time.NewTicker(time.Second / time.Duration(c.picture.Rate))
	defer ticker.Stop()
	var start time.Time
	for frame := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
			if start.IsZero() {
				continue
			}
			now := time.Since(start)
			for _, l := range c.layers {
				l.answerKey(now)
			}
		case t := <-ticker.C:
			if start.IsZero() {
				start = t
			}
			now := time.Since(start)
			for _, l := range c.layers {
				l.tick(frame, now)
			}
			frame++
		}
	}
}

func (c *camera) extensions() (mid, rid uint8) {
	for _, e := range c.sender.GetParameters().HeaderExtensions {
		switch e.URI {
		case sdp.SDESMidURI:
			mid = uint8(e.ID)
		case sdp.SDESRTPStreamIDURI:
			rid = uint8(e.ID)
		}
	}
	return mid, rid
}

// answerKey sends a key frame that has been asked for, unless one has just been sent.
func (l *cameraLayer) answerKey(now time.Duration) {
	if l.enabled.Load() && l.wantKey.Load() && (!l.sentKey || now-l.lastKey >= leastBetweenKeys) {
		l.sendKey(now)
	}
}

// tick sends the frame that is due.
func (l *cameraLayer) tick(frame int, now time.Duration) {
	if !l.enabled.Load() {
		l.sentKey = false // the next frame must stand by itself
		return
	}
	asked := l.wantKey.Load() && now-l.lastKey >= leastBetweenKeys
	at := frame % len(l.picture.Moves)
	if !l.sentKey || asked || at == 0 { // the loop begins at rest, as the key frame shows it
		l.sendKey(now)
		return
	}
	l.sendFrame(l.picture.Moves[at], now)
}

func (l *cameraLayer) sendKey(now time.Duration) {
	l.wantKey.Store(false)
	l.sentKey, l.lastKey = true, now
	l.sendFrame(l.picture.Key, now)
}

// sendFrame sends one VP8 frame in packets.
func (l *cameraLayer) sendFrame(frame []byte, now time.Duration) {
	p := &l.packet
	p.Timestamp = uint32(now.Microseconds() * link.ClockVideo / 1e6)
	l.id = (l.id + 1) & 0x7fff
	for first := true; len(frame) > 0; first = false {
		n := copy(l.payload[vp8Descriptor:], frame)
		frame = frame[n:]
		l.payload[0] = 0x80 // X: extended
		if first {
			l.payload[0] |= 0x10 // S: start of the partition
		}
		l.payload[1] = 0x80 // I: picture id follows
		l.payload[2], l.payload[3] = 0x80|byte(l.id>>8), byte(l.id)
		p.Payload = l.payload[:vp8Descriptor+n]
		p.Marker = len(frame) == 0
		p.SequenceNumber++
		_ = l.track.WriteRTP(p) // an ended connection ends the play by itself
	}
}
