package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/signalling"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/proto"
)

// serveLiveKit serves the LiveKit lent by the wiring, and tokens for it.
func serveLiveKit(ctx context.Context, o ServeOptions, mux *http.ServeMux) error {
	if o.LiveKit == nil {
		return errors.New("this program lends no LiveKit to the measurement")
	}
	h, token, err := o.LiveKit.Start(ctx)
	if err != nil {
		return fmt.Errorf("start LiveKit: %w", err)
	}
	mux.Handle("/rtc", h)
	mux.Handle("/rtc/", h)
	mux.HandleFunc("GET /token", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		publish, _ := strconv.ParseBool(q.Get("publish"))
		t, err := token(conference, q.Get("identity"), publish)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, t)
	})
	return nil
}

// signal is a LiveKit signalling connection.
type signal struct {
	ws      *websocket.Conn
	write   sync.Mutex
	joined  chan struct{}
	once    sync.Once
	offers  func(sd webrtc.SessionDescription, id uint32)
	trickle func(ci webrtc.ICECandidateInit, publisher bool)
	answers chan webrtc.SessionDescription
	tracks  chan string
}

// dial joins the room; handlers are set in s before.
func (s *signal) dial(ctx context.Context, base, token string) error {
	u := "ws://" + base + "/rtc?protocol=16&sdk=go&version=0.1&auto_subscribe=false"
	ws, resp, err := websocket.DefaultDialer.DialContext(ctx, u, http.Header{"Authorization": {"Bearer " + token}})
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		return fmt.Errorf("signal to LiveKit: %w", err)
	}
	s.ws, s.joined = ws, make(chan struct{})
	s.answers, s.tracks = make(chan webrtc.SessionDescription, 1), make(chan string, 4)
	go s.read()
	select {
	case <-s.joined:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("join LiveKit: %w", ctx.Err())
	}
}

func (s *signal) send(m *livekit.SignalRequest) error {
	b, err := proto.Marshal(m)
	if err != nil {
		return fmt.Errorf("signal: %w", err)
	}
	s.write.Lock()
	defer s.write.Unlock()
	return s.ws.WriteMessage(websocket.BinaryMessage, b)
}

func (s *signal) read() {
	for {
		_, b, err := s.ws.ReadMessage()
		if err != nil {
			return
		}
		var m livekit.SignalResponse
		if proto.Unmarshal(b, &m) != nil {
			continue
		}
		switch m := m.Message.(type) {
		case *livekit.SignalResponse_Join:
			s.once.Do(func() { close(s.joined) })
			go s.ping()
		case *livekit.SignalResponse_Offer:
			sd, id, _ := signalling.FromProtoSessionDescription(m.Offer)
			if s.offers != nil {
				s.offers(sd, id)
			}
		case *livekit.SignalResponse_Answer:
			sd, _, _ := signalling.FromProtoSessionDescription(m.Answer)
			s.answers <- sd
		case *livekit.SignalResponse_Trickle:
			if ci, err := signalling.FromProtoTrickle(m.Trickle); err == nil && s.trickle != nil {
				s.trickle(ci, m.Trickle.Target == livekit.SignalTarget_PUBLISHER)
			}
		case *livekit.SignalResponse_TrackPublished:
			s.tracks <- m.TrackPublished.Track.Sid
		}
	}
}

func (s *signal) ping() {
	t := time.NewTicker(5 * time.Second)
	defer t.Stop()
	for range t.C {
		if s.send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Ping{Ping: now().UnixMilli()}}) != nil {
			return
		}
	}
}

// subscribe asks for tracks, or for no more of them.
func (s *signal) subscribe(on bool, sids ...string) error {
	return s.send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Subscription{
		Subscription: &livekit.UpdateSubscription{TrackSids: sids, Subscribe: on},
	}})
}

// liveKitWatcher joins an endpoint to LiveKit and keeps answering its offers.
type liveKitWatcher struct {
	signal
	e     *endpoint
	found chan remote
	once2 sync.Once
	known remote
	mu    sync.Mutex
}

func (w *liveKitWatcher) join(ctx context.Context, base, token string, tracks []string) error {
	w.found = make(chan remote, 1)
	w.offers = func(sd webrtc.SessionDescription, id uint32) {
		d, r, err := parseRemote(sd.SDP)
		if err != nil {
			return
		}
		_ = w.send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{
			Answer: signalling.ToProtoSessionDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: w.e.reply(d)}, id, nil),
		}})
		w.learn(func(known *remote) {
			addr := known.addr
			*known = r
			if !r.addr.IsValid() {
				known.addr = addr
			}
		})
	}
	w.trickle = func(ci webrtc.ICECandidateInit, publisher bool) {
		if to, ok := candidate(ci.Candidate); ok && !publisher && to.Addr().IsLoopback() { // it runs on this machine
			w.learn(func(known *remote) { known.addr = to })
		}
	}
	if err := w.dial(ctx, base, token); err != nil {
		return err
	}
	if err := w.subscribe(true, tracks...); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	select {
	case r := <-w.found:
		return w.e.connect(ctx, r)
	case <-ctx.Done():
		return fmt.Errorf("no offer from LiveKit: %w", ctx.Err())
	}
}

// learn puts together what offers and candidates tell; when a picture is
// offered and the address known, the endpoint can connect.
func (w *liveKitWatcher) learn(f func(*remote)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f(&w.known)
	if w.known.addr.IsValid() && w.known.ufrag != "" && w.known.videoType != 0 {
		w.once2.Do(func() { w.found <- w.known })
	}
}
