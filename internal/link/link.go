package link

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/signalling"
	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/proto"
)

const (
	dialTimeout = 10 * time.Second
	joinTimeout = 10 * time.Second
	pingEvery   = 5 * time.Second
	// silence after which the signalling counts as lost. LiveKit answers
	// every ping.
	silence      = 3 * pingEvery
	writeTimeout = 5 * time.Second
)

// ErrReplaced says that somebody else has come in under the same identity, such
// as a person's browser with a site's join link.
var ErrReplaced = errors.New("another device has taken the place")

// Ticket is the way into a room: the server's address (http, https, ws or
// wss, without /rtc) and a token.
type Ticket struct {
	URL, Token string
	TLS        *tls.Config // nil: the system's authorities are trusted
}

// Guest is what happens to a link. All its methods are called on the link's
// own goroutine.
type Guest interface {
	// Joined is called once, when the server has let the link in.
	Joined(l *Link, j *livekit.JoinResponse) error
	// Message is all else that the server says and the link does not see to.
	Message(l *Link, m *livekit.SignalResponse) error
	// Track is a track that begins to come; its ID is the server's.
	Track(l *Link, t *webrtc.TrackRemote, r *webrtc.RTPReceiver)
}

// Link is one connection to a LiveKit room: signalling, and a peer connection
// each way. LiveKit offers the receiving one, the client the sending one.
//
//	dialled ──► joined ──► running ──► ended (error says why)
//
// It lives as long as Run. Its fields belong to the goroutine of Run; others
// hand their work to Post.
type Link struct {
	ws    *websocket.Conn
	api   *webrtc.API
	guest Guest
	posts chan func() error
	done  chan struct{} // closed when Run returns
	write sync.Mutex

	Sending, Receiving *webrtc.PeerConnection
	trickled           map[livekit.SignalTarget][]webrtc.ICECandidateInit
	offered, stale     bool // an offer is out; another is due after its answer
	offers             uint32
	afterAnswer        []func() // waiting for the answer to an offer that holds all there is
}

// Dial opens the signalling.
func Dial(ctx context.Context, api *webrtc.API, ticket Ticket, g Guest) (*Link, error) {
	u, err := url.Parse(ticket.URL)
	if err != nil {
		return nil, fmt.Errorf("address of the media server: %w", err)
	}
	u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
	u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/rtc") + "/rtc"
	u.RawQuery = url.Values{"protocol": {"16"}, "sdk": {"go"}, "version": {"1.0.0"}, "auto_subscribe": {"0"}}.Encode()
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, TLSClientConfig: ticket.TLS}
	ws, response, err := dialer.DialContext(ctx, u.String(), http.Header{"Authorization": {"Bearer " + ticket.Token}})
	if response != nil && response.Body != nil {
		defer response.Body.Close()
	}
	if err != nil {
		if response != nil {
			return nil, fmt.Errorf("signalling refused (%s): %w", response.Status, err)
		}
		return nil, fmt.Errorf("signalling: %w", err)
	}
	return &Link{
		ws: ws, api: api, guest: g, posts: make(chan func() error, 64), done: make(chan struct{}),
		trickled: map[livekit.SignalTarget][]webrtc.ICECandidateInit{},
	}, nil
}

// Run serves the link until it ends or ctx does; it says no goodbye.
func (l *Link) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	messages := make(chan *livekit.SignalResponse)
	var reader sync.WaitGroup
	var lost error
	reader.Go(func() {
		defer close(messages)
		lost = l.read(ctx, messages)
	})
	defer reader.Wait()
	defer l.close()
	defer cancel()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	join := time.NewTimer(joinTimeout)
	defer join.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case m, ok := <-messages:
			if !ok {
				return fmt.Errorf("signalling lost: %w", lost)
			}
			if m.GetJoin() != nil {
				join.Stop()
			}
			err = l.handle(m)
		case post := <-l.posts:
			err = post()
		case <-ping.C:
			err = l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_PingReq{PingReq: &livekit.Ping{}}})
		case <-join.C:
			err = errors.New("the server does not let us in")
		}
		if err != nil {
			return err
		}
	}
}

func (l *Link) close() {
	close(l.done)
	_ = l.ws.Close()
	for _, pc := range []*webrtc.PeerConnection{l.Sending, l.Receiving} {
		if pc != nil {
			_ = pc.Close()
		}
	}
}

// Goodbye tells the server that this is no accident.
func (l *Link) Goodbye() {
	_ = l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Leave{
		Leave: &livekit.LeaveRequest{Reason: livekit.DisconnectReason_CLIENT_INITIATED, Action: livekit.LeaveRequest_DISCONNECT},
	}})
}

// Post hands work to the link's goroutine; it is dropped once the link has ended.
func (l *Link) Post(f func() error) {
	select {
	case l.posts <- f:
	case <-l.done:
	}
}

func (l *Link) read(ctx context.Context, to chan<- *livekit.SignalResponse) error {
	for {
		if err := l.ws.SetReadDeadline(deadline(silence)); err != nil {
			return err
		}
		_, b, err := l.ws.ReadMessage()
		if err != nil {
			return err
		}
		m := &livekit.SignalResponse{}
		if err := proto.Unmarshal(b, m); err != nil {
			return fmt.Errorf("signalling message: %w", err)
		}
		select {
		case to <- m:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Send tells the server something; any goroutine may.
func (l *Link) Send(m *livekit.SignalRequest) error {
	b, err := proto.Marshal(m)
	if err != nil {
		return fmt.Errorf("signalling request: %w", err)
	}
	l.write.Lock()
	defer l.write.Unlock()
	if err := l.ws.SetWriteDeadline(deadline(writeTimeout)); err != nil {
		return err
	}
	return l.ws.WriteMessage(websocket.BinaryMessage, b)
}

func (l *Link) handle(m *livekit.SignalResponse) error {
	switch m := m.GetMessage().(type) {
	case *livekit.SignalResponse_Join:
		if err := l.openSending(); err != nil {
			return err
		}
		return l.guest.Joined(l, m.Join)
	case *livekit.SignalResponse_Offer:
		return l.answer(m.Offer)
	case *livekit.SignalResponse_Answer:
		return l.answered(m.Answer)
	case *livekit.SignalResponse_Trickle:
		return l.trickle(m.Trickle)
	case *livekit.SignalResponse_Leave:
		if m.Leave.GetReason() == livekit.DisconnectReason_DUPLICATE_IDENTITY {
			return ErrReplaced
		}
		return fmt.Errorf("sent away: %v", m.Leave.GetReason())
	}
	return l.guest.Message(l, m)
}

func (l *Link) openSending() error {
	pc, err := l.open()
	l.Sending = pc
	return err
}

// open makes a peer connection whose failure ends the link.
func (l *Link) open() (*webrtc.PeerConnection, error) {
	pc, err := l.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, fmt.Errorf("peer connection: %w", err)
	}
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateFailed {
			l.Post(func() error { return errors.New("media connection failed") })
		}
	})
	return pc, nil
}

// answer takes LiveKit's offer of what it sends us.
func (l *Link) answer(offer *livekit.SessionDescription) error {
	description, id, _ := signalling.FromProtoSessionDescription(offer)
	if l.Receiving == nil {
		pc, err := l.open()
		if err != nil {
			return err
		}
		pc.OnTrack(func(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
			l.Post(func() error { l.guest.Track(l, t, r); return nil })
		})
		l.Receiving = pc
	}
	if err := l.Receiving.SetRemoteDescription(description); err != nil {
		return fmt.Errorf("take the server's offer: %w", err)
	}
	if err := l.flush(l.Receiving, livekit.SignalTarget_SUBSCRIBER); err != nil {
		return err
	}
	answer, err := l.Receiving.CreateAnswer(nil)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(l.Receiving)
	if err := l.Receiving.SetLocalDescription(answer); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	<-gathered // own addresses only, a few milliseconds
	return l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Answer{
		Answer: signalling.ToProtoSessionDescription(*l.Receiving.LocalDescription(), id, nil),
	}})
}

// Offer proposes what we send, or notes that it must once the answer to the
// last proposal is there.
func (l *Link) Offer() error {
	if l.offered {
		l.stale = true
		return nil
	}
	offer, err := l.Sending.CreateOffer(nil)
	if err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(l.Sending)
	if err := l.Sending.SetLocalDescription(offer); err != nil {
		return fmt.Errorf("offer: %w", err)
	}
	<-gathered
	l.offered = true
	l.offers++
	return l.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Offer{
		Offer: signalling.ToProtoSessionDescription(*l.Sending.LocalDescription(), l.offers, nil),
	}})
}

func (l *Link) answered(answer *livekit.SessionDescription) error {
	description, id, _ := signalling.FromProtoSessionDescription(answer)
	if !l.offered || id != 0 && id != l.offers {
		return nil // to an offer of before
	}
	if err := l.Sending.SetRemoteDescription(description); err != nil {
		return fmt.Errorf("take the server's answer: %w", err)
	}
	l.offered = false
	if err := l.flush(l.Sending, livekit.SignalTarget_PUBLISHER); err != nil {
		return err
	}
	if l.stale {
		l.stale = false
		return l.Offer()
	}
	for _, f := range l.afterAnswer {
		f()
	}
	l.afterAnswer = nil
	return nil
}

// WhenAnswered has f called once the server has answered an offer made from now on.
func (l *Link) WhenAnswered(f func()) { l.afterAnswer = append(l.afterAnswer, f) }

// trickle takes an address of the server, for now or for later.
func (l *Link) trickle(t *livekit.TrickleRequest) error {
	candidate, err := signalling.FromProtoTrickle(t)
	if err != nil || candidate.Candidate == "" {
		return nil //nolint:nilerr // one unreadable address is no reason to leave
	}
	l.trickled[t.GetTarget()] = append(l.trickled[t.GetTarget()], candidate)
	pc := l.Receiving
	if t.GetTarget() == livekit.SignalTarget_PUBLISHER {
		pc = l.Sending
	}
	if pc == nil || pc.RemoteDescription() == nil {
		return nil
	}
	return l.flush(pc, t.GetTarget())
}

func (l *Link) flush(pc *webrtc.PeerConnection, target livekit.SignalTarget) error {
	waiting := l.trickled[target]
	delete(l.trickled, target)
	for _, c := range waiting {
		if err := pc.AddICECandidate(c); err != nil {
			return fmt.Errorf("address of the server: %w", err)
		}
	}
	return nil
}
