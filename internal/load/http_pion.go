package load

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/programme"
)

// pionFanOut is what one writes first with Pion: a peer connection per watcher
// and a static track per stream of it.
type pionFanOut struct {
	api *webrtc.API
	mu  sync.RWMutex
	all []pionWatcher
}

type pionWatcher struct{ video, audio *webrtc.TrackLocalStaticRTP }

// Write sends a packet to all, one after another.
func (f *pionFanOut) Write(p *programme.Packet) {
	out := &rtp.Packet{
		Header:  rtp.Header{Version: 2, SequenceNumber: uint16(p.Number), Timestamp: p.Timestamp, Marker: p.Marker},
		Payload: p.Payload,
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	for _, w := range f.all {
		t := w.video
		if p.Stream.Audio() {
			t = w.audio
		}
		_ = t.WriteRTP(out)
	}
}

// queue takes the writing off the programme's lock, as the relay does.
type queue struct{ feed chan *programme.Packet }

// Write queues a packet, and drops it where the engine cannot keep up.
func (q *queue) Write(p *programme.Packet) {
	select {
	case q.feed <- p:
	default:
	}
}

func servePion(ctx context.Context, mux *http.ServeMux) (int, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return 0, fmt.Errorf("open pion's port: %w", err)
	}
	_ = conn.SetReadBuffer(8 << 20)
	_ = conn.SetWriteBuffer(8 << 20)
	var se webrtc.SettingEngine
	se.SetICEUDPMux(ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: conn}))
	se.SetIncludeLoopbackCandidate(true)
	se.SetLite(true)
	se.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	se.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	me := &webrtc.MediaEngine{}
	if err := me.RegisterDefaultCodecs(); err != nil {
		return 0, fmt.Errorf("pion's codecs: %w", err)
	}
	f := &pionFanOut{api: webrtc.NewAPI(webrtc.WithMediaEngine(me), webrtc.WithSettingEngine(se), webrtc.WithInterceptorRegistry(&interceptor.Registry{}))}
	q := &queue{feed: make(chan *programme.Packet, 1024)}
	in, err := newIngest(q)
	if err != nil {
		return 0, err
	}
	mux.HandleFunc("POST /whep/"+conference, func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err == nil {
			var answer string
			if answer, err = f.join(string(b), in); err == nil {
				w.WriteHeader(http.StatusCreated)
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		http.Error(w, err.Error(), http.StatusBadRequest)
	})
	serveActs(mux, in.act)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case p := <-q.feed:
				f.Write(p)
			}
		}
	}()
	go func() { _ = in.run(ctx) }()
	return in.port(), nil
}

func (f *pionFanOut) join(offer string, in *ingest) (string, error) {
	pc, err := f.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	var w pionWatcher
	if w.video, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8}, "floor", "floor"); err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	if w.audio, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus}, "voice", "floor"); err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	for _, t := range []*webrtc.TrackLocalStaticRTP{w.video, w.audio} {
		s, err := pc.AddTrack(t)
		if err != nil {
			return "", fmt.Errorf("pion: %w", err)
		}
		go drainRTCP(s, in)
	}
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			f.mu.Lock()
			f.all = append(f.all, w)
			f.mu.Unlock()
			in.prog.RequestKeyFrame(programme.Floor, 0)
		}
	})
	answer, err := pc.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(answer); err != nil {
		return "", fmt.Errorf("pion: %w", err)
	}
	<-gathered
	return pc.LocalDescription().SDP, nil
}

func drainRTCP(s *webrtc.RTPSender, in *ingest) {
	for {
		ps, _, err := s.ReadRTCP()
		if err != nil {
			return
		}
		for _, p := range ps {
			if _, ok := p.(*rtcp.PictureLossIndication); ok {
				in.prog.RequestKeyFrame(programme.Floor, 0)
			}
		}
	}
}
