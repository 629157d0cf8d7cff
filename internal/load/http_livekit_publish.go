package load

import (
	"context"
	"fmt"
	"sync"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/signalling"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// liveKitPublisher is a synthetic site in LiveKit.
type liveKitPublisher struct {
	signal
	pc     *webrtc.PeerConnection
	tracks []string // SIDs: video, audio
}

// newPublisherPC is a Pion peer that sends reports: LiveKit's layers need them.
func newPublisherPC() (*webrtc.PeerConnection, error) {
	me := &webrtc.MediaEngine{}
	if err := me.RegisterDefaultCodecs(); err != nil {
		return nil, fmt.Errorf("pion's codecs: %w", err)
	}
	ir := &interceptor.Registry{}
	if err := webrtc.ConfigureRTCPReports(ir); err != nil {
		return nil, fmt.Errorf("pion's reports: %w", err)
	}
	if err := webrtc.ConfigureNack(me, ir); err != nil {
		return nil, fmt.Errorf("pion's repairs: %w", err)
	}
	var se webrtc.SettingEngine
	se.SetIncludeLoopbackCandidate(true)
	return webrtc.NewAPI(webrtc.WithMediaEngine(me), webrtc.WithSettingEngine(se), webrtc.WithInterceptorRegistry(ir)).NewPeerConnection(webrtc.Configuration{})
}

// publish joins and publishes camera and microphone, paced by p.
func (l *liveKitPublisher) publish(ctx context.Context, base, token string, p *publisher) error {
	var err error
	if l.pc, err = newPublisherPC(); err != nil {
		return err
	}
	var mu sync.Mutex
	var early []webrtc.ICECandidateInit
	l.trickle = func(ci webrtc.ICECandidateInit, publisher bool) {
		mu.Lock()
		defer mu.Unlock()
		if publisher && l.pc.RemoteDescription() == nil {
			early = append(early, ci)
		} else if publisher {
			_ = l.pc.AddICECandidate(ci)
		}
	}
	if err := l.dial(ctx, base, token); err != nil {
		return err
	}
	for _, kind := range []string{webrtc.MimeTypeVP8, webrtc.MimeTypeOpus} {
		if err := l.addTrack(ctx, kind, p); err != nil {
			return err
		}
	}
	if err := l.negotiate(ctx); err != nil {
		return err
	}
	mu.Lock()
	defer mu.Unlock()
	for _, ci := range early {
		_ = l.pc.AddICECandidate(ci)
	}
	go p.run(ctx, offset(int(p.source)))
	return nil
}

func (l *liveKitPublisher) addTrack(ctx context.Context, kind string, p *publisher) error {
	cid := fmt.Sprintf("%s-%d", kind, p.source)
	t, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: kind}, cid, cid)
	if err != nil {
		return fmt.Errorf("track: %w", err)
	}
	sender, err := l.pc.AddTrack(t)
	if err != nil {
		return fmt.Errorf("track: %w", err)
	}
	write := func(r *rtp.Packet) { _ = t.WriteRTP(r) }
	req := &livekit.AddTrackRequest{Cid: cid, Name: cid}
	if kind == webrtc.MimeTypeVP8 {
		p.video = write
		req.Type, req.Source, req.Width, req.Height = livekit.TrackType_VIDEO, livekit.TrackSource_CAMERA, 1280, 720
		req.Layers = []*livekit.VideoLayer{{Quality: livekit.VideoQuality_HIGH, Width: 1280, Height: 720, Bitrate: 1_500_000}}
	} else {
		p.audio = write
		req.Type, req.Source, req.DisableRed = livekit.TrackType_AUDIO, livekit.TrackSource_MICROPHONE, true
	}
	go func() {
		for {
			ps, _, err := sender.ReadRTCP()
			if err != nil {
				return
			}
			for _, r := range ps {
				switch r.(type) {
				case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
					p.key()
				}
			}
		}
	}()
	if err := l.send(&livekit.SignalRequest{Message: &livekit.SignalRequest_AddTrack{AddTrack: req}}); err != nil {
		return fmt.Errorf("announce a track: %w", err)
	}
	select {
	case sid := <-l.signal.tracks:
		l.tracks = append(l.tracks, sid)
		return nil
	case <-ctx.Done():
		return fmt.Errorf("LiveKit takes no track: %w", ctx.Err())
	}
}

func (l *liveKitPublisher) negotiate(ctx context.Context) error {
	offer, err := l.pc.CreateOffer(nil)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(l.pc)
	if err := l.pc.SetLocalDescription(offer); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	<-gathered
	if err := l.send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Offer{
		Offer: signalling.ToProtoSessionDescription(*l.pc.LocalDescription(), 1, nil),
	}}); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	select {
	case a := <-l.answers:
		return l.pc.SetRemoteDescription(a)
	case <-ctx.Done():
		return fmt.Errorf("no answer from LiveKit: %w", ctx.Err())
	}
}
