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
	picture  *Picture // shown at present; of play alone
	next     atomic.Pointer[Picture]
	layers   []*cameraLayer
	wake     chan struct{} // a key frame is wanted or a layer switched on
	sender   *webrtc.RTPSender
	estimate *estimate
	pace     pacer // of play alone
}

type cameraLayer struct {
	picture *PictureLayer
	track   *webrtc.TrackLocalStaticRTP
	enabled atomic.Bool // somebody watches it
	wantKey atomic.Bool

	// The rest belongs to the goroutine of play.
	packet  rtp.Packet
	payload [payloadSize + vp8Descriptor]byte
	rate    int    // bits per second that it is given; 0: it is not sent
	debt    int    // bytes that key frames took ahead of it
	id      uint16 // of the picture, 15 bits
	base    uint8  // number of the frame of the lowest temporal layer (TL0PICIDX)
	since   int    // frames since the key frame
	lastKey time.Duration
	sentKey bool
}

func newCamera(picture *Picture, cid string, e *estimate) (*camera, error) {
	c := &camera{picture: picture, wake: make(chan struct{}, 1), estimate: e}
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
			Bitrate: uint32(l.picture.Most), SpatialLayer: int32(i), Rid: rids[i],
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
	base := 0 // frames a second of the fastest layer
	for _, l := range c.layers {
		base = max(base, l.picture.Rate)
	}
	ticker := time.NewTicker(time.Second / time.Duration(base))
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
			c.settle()
			for _, l := range c.layers {
				l.answerKey(c, now)
			}
			c.pace.send(now, c.pacing())
		case <-c.pace.due():
			c.pace.send(time.Since(start), c.pacing())
		case t := <-ticker.C:
			if start.IsZero() {
				start = t
			}
			now := time.Since(start)
			c.turn()
			c.settle()
			for _, l := range c.layers {
				if r := l.picture.Rate; frame*r/base != (frame-1)*r/base || frame == 0 {
					l.tick(c, now)
				}
			}
			c.ask(now)
			c.pace.send(now, c.pacing())
			frame++
		}
	}
}

// show has another picture shown from the next frame on, of any size: as
// when a phone is turned.
func (c *camera) show(p *Picture) { c.next.Store(p) }

func (c *camera) turn() {
	p := c.next.Swap(nil)
	if p == nil || p == c.picture {
		return
	}
	c.picture = p
	for i, l := range c.layers[:min(len(c.layers), len(p.Layers))] {
		l.picture, l.sentKey = &p.Layers[i], false
	}
}

// pacing is how fast packets leave, in bits per second.
func (c *camera) pacing() float64 { return paceFactor * float64(max(c.estimate.bits(), leastRate)) }

// settle gives the layers their rates by what the line takes.
func (c *camera) settle() {
	layers := make([]share, 0, len(rids))
	for _, l := range c.layers {
		p := l.picture
		layers = append(layers, share{least: p.Least, usual: p.Usual, most: p.Most, wanted: l.enabled.Load(), on: l.rate > 0})
	}
	for i, rate := range allocate(c.estimate.bits(), layers) {
		l := c.layers[i]
		if rate == 0 {
			l.sentKey, l.debt = false, 0 // the next frame must stand by itself
		}
		l.rate = rate
	}
}

// ask probes the line where more is wanted than it is known to take.
func (c *camera) ask(now time.Duration) {
	needed := 0
	var lowest *cameraLayer
	for _, l := range c.layers {
		if l.enabled.Load() {
			needed += l.picture.Usual
		}
		if lowest == nil && l.rate > 0 {
			lowest = l
		}
	}
	if lowest == nil {
		return
	}
	if rate, due := c.estimate.probeNow(needed, c.estimate.now()); due {
		c.pace.probe(lowest, now, rate)
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
func (l *cameraLayer) answerKey(c *camera, now time.Duration) {
	if l.rate > 0 && l.wantKey.Load() && (!l.sentKey || now-l.lastKey >= leastBetweenKeys) {
		l.sendKey(c, now)
	}
}

// tick sends the frame that is due.
func (l *cameraLayer) tick(c *camera, now time.Duration) {
	if l.rate == 0 || c.pace.full(l) {
		return
	}
	asked := l.wantKey.Load() && now-l.lastKey >= leastBetweenKeys
	if !l.sentKey || asked {
		l.sendKey(c, now)
		return
	}
	at := int(now*time.Duration(c.picture.Rate)/time.Second) % len(l.picture.Moves)
	if l.picture.Bare && at == 0 { // the loop begins at rest, as the key frame shows it
		l.sendKey(c, now)
		return
	}
	l.since++
	l.sendFrame(c, l.picture.Moves[at], now)
}

func (l *cameraLayer) sendKey(c *camera, now time.Duration) {
	l.wantKey.Store(false)
	l.sentKey, l.lastKey, l.since = true, now, 0
	l.sendFrame(c, l.picture.Key, now)
}

// temporal is a frame's place in Chromium's pattern of three temporal layers
// (L1T3), eight frames long, counted from the key frame. Every frame here is
// made of the key frame alone, so that any may be left out; it is told as
// Chromium's would be, whose frames of the highest layer are never built upon.
func (l *cameraLayer) temporal() (layer uint8, sync bool) {
	at := l.since % 8
	return [...]uint8{0, 2, 1, 2}[at%4], l.since == 0 || at == 1 || at == 2
}

// weights are the temporal layers' frames beside the mean, in tenths: the lowest
// takes 40 % of the bits for a quarter of the frames, the next 20 %
// (webrtc::kLayerRateAllocation).
var weights = [...]int{16, 8, 8}

// keyWeight is how many times the mean a camera's key frame takes.
const keyWeight = 6

// size is how long a frame is made. What a key frame takes ahead is saved on
// the frames after it.
func (l *cameraLayer) size(frame []byte, key bool, layer uint8) int {
	if l.picture.Bare {
		return len(frame)
	}
	mean := l.rate / 8 / l.picture.Rate
	if key {
		n := max(len(frame), keyWeight*mean)
		l.debt = min(l.debt+n-mean, l.rate/8) // no more than a second's
		return n
	}
	n := mean * weights[layer] / 10
	saved := min(l.debt, n*6/10)
	l.debt -= saved
	n = max(n-saved, len(frame))
	return n
}

// sendFrame has one VP8 frame sent.
func (l *cameraLayer) sendFrame(c *camera, frame []byte, now time.Duration) {
	key := frame[0]&1 == 0
	layer, sync := l.temporal()
	l.id = (l.id + 1) & 0x7fff
	if layer == 0 {
		l.base++
	}
	f := outgoing{
		layer: l, frame: frame, left: l.size(frame, key, layer), first: true,
		at: uint32(now.Microseconds() * link.ClockVideo / 1e6),
	}
	// The payload descriptor (RFC 7741 section 4.2) with picture id, TL0PICIDX and temporal layer.
	f.descriptor = [vp8Descriptor]byte{0x80, 0xe0, 0x80 | byte(l.id>>8), byte(l.id), l.base, layer << 6}
	if layer == 2 {
		f.descriptor[0] |= 0x20 // N: nothing is built upon it
	}
	if sync {
		f.descriptor[5] |= 0x20 // Y
	}
	c.pace.add(f)
}
