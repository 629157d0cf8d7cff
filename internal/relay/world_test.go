package relay_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// world is a relay, its programme and cameras that play by themselves.
type world struct {
	t      *testing.T
	server *relay.Server
	prog   *programme.Programme
	http   *httptest.Server
	asked  atomic.Int32 // key frames of the floor's lowest layer
	stop   chan struct{}
	wg     sync.WaitGroup
}

func newWorld(t *testing.T, change func(*relay.Options)) *world {
	t.Helper()
	o := relay.Options{
		Now: time.Now, Listen: "127.0.0.1:0", Window: 2 * time.Millisecond, JoinsPerSecond: 1000,
		Check: func(_ context.Context, _, token string) (relay.Grant, error) {
			if token == "bad" {
				return relay.Grant{}, relay.ErrRefused
			}
			return relay.Grant{Site: programme.SiteID(token)}, nil
		},
	}
	if change != nil {
		change(&o)
	}
	s, err := relay.New(o)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, server: s, stop: make(chan struct{})}
	var prog *programme.Programme
	c := s.Conference("c1", func(p programme.Picture, l int) {
		if p == programme.Floor && l == 0 {
			w.asked.Add(1)
		}
		prog.RequestKeyFrame(p, l)
	})
	prog = programme.New(programme.Options{Now: time.Now, Sink: c})
	w.prog = prog
	w.http = httptest.NewServer(s.Handler())
	ctx, cancel := context.WithCancel(context.Background())
	w.wg.Go(func() { prog.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		close(w.stop)
		w.wg.Wait()
		w.http.Close()
		if err := s.Close(); err != nil && !errors.Is(err, io.EOF) {
			t.Error(err)
		}
	})
	return w
}

// camera plays 30 frames a second of the given number of packets; its first
// payload byte behind the descriptor names it.
func (w *world) camera(id programme.SourceID, mark byte, layers, packets int) {
	var key [programme.Layers]atomic.Bool
	in, err := w.prog.Video(id, programme.SiteID(id), programme.VP8, func(l int) { key[l].Store(true) })
	if err != nil {
		w.t.Fatal(err)
	}
	w.wg.Go(func() {
		tick := time.NewTicker(33 * time.Millisecond)
		defer tick.Stop()
		seqs := [programme.Layers]uint16{65000, 300, 40000}
		for i := uint32(0); ; i++ {
			select {
			case <-w.stop:
				return
			case <-tick.C:
			}
			for l := range layers {
				n := packets >> (2 * (layers - 1 - l))
				n = max(n, 1)
				k := key[l].Swap(false)
				for j := range n {
					size := 1000
					if j == n-1 {
						size = 300
					}
					body := make([]byte, size)
					head, bits := byte(0x80), byte(1)
					if j == 0 {
						head = 0x90
					}
					if k {
						bits = 0
					}
					copy(body, []byte{head, 0x80, 0x80 | byte(i>>8)&0x7f, byte(i), bits, mark, byte(l)})
					in.Write(&rtp.Packet{
						Header:  rtp.Header{Version: 2, SequenceNumber: seqs[l] + uint16(j), Timestamp: i * 3000, Marker: j == n-1},
						Payload: body,
					}, l)
				}
				seqs[l] += uint16(n)
			}
		}
	})
}

// microphone speaks 50 times a second.
func (w *world) microphone(site programme.SiteID, mark byte) {
	in := w.prog.Audio(site)
	w.wg.Go(func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for i := uint16(0); ; i++ {
			select {
			case <-w.stop:
				return
			case <-tick.C:
				body := make([]byte, 60+int(i%40))
				body[0], body[1] = 0x78, mark
				in.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: i, Timestamp: uint32(i) * 960}, Payload: body}, 0)
			}
		}
	})
}

// newPC makes a Pion peer that gathers on loopback and answers losses.
func newPC(t *testing.T, nack bool) *webrtc.PeerConnection {
	t.Helper()
	me := &webrtc.MediaEngine{}
	if err := me.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	ir := &interceptor.Registry{}
	if nack {
		if err := webrtc.ConfigureNack(me, ir); err != nil {
			t.Fatal(err)
		}
	}
	if err := webrtc.ConfigureRTCPReports(ir); err != nil {
		t.Fatal(err)
	}
	var se webrtc.SettingEngine
	se.SetIncludeLoopbackCandidate(true)
	se.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6, webrtc.NetworkTypeTCP4})
	pc, err := webrtc.NewAPI(webrtc.WithMediaEngine(me), webrtc.WithInterceptorRegistry(ir), webrtc.WithSettingEngine(se)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	return pc
}

// watch joins with so many sections of video and audio; through, where given,
// changes the answer on its way.
func (w *world) watch(token string, videos, audios int, through func(string) string) *viewer {
	w.t.Helper()
	pc := newPC(w.t, true)
	v := &viewer{pc: pc}
	w.t.Cleanup(func() { _ = pc.Close() })
	for i := range videos + audios {
		kind := webrtc.RTPCodecTypeVideo
		if i >= videos {
			kind = webrtc.RTPCodecTypeAudio
		}
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			w.t.Fatal(err)
		}
	}
	pc.OnTrack(func(t *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		s := v.track(t.ID())
		s.ssrc = t.SSRC()
		for {
			p, _, err := t.ReadRTP()
			if err != nil {
				return
			}
			s.add(p, t.Kind() == webrtc.RTPCodecTypeVideo)
		}
	})
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(offer); err != nil {
		w.t.Fatal(err)
	}
	<-gathered
	status, answer, location := w.post(token, pc.LocalDescription().SDP)
	if status != http.StatusCreated {
		w.t.Fatalf("join: %d %s", status, answer)
	}
	v.url = w.http.URL + location
	if through != nil {
		answer = through(answer)
	}
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		w.t.Fatalf("answer refused: %v\n%s", err, answer)
	}
	return v
}

func (w *world) post(token, offer string) (status int, body, location string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.http.URL+"/whep/c1", strings.NewReader(offer))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/sdp")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := w.http.Client().Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b), resp.Header.Get("Location")
}

// until waits for something to come true.
func until(t *testing.T, within time.Duration, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); {
		if f() {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatalf("not within %v: %s", within, what)
}
