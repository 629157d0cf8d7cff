package contribution

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/rtc"
	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/livekit-server/pkg/service"
	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/protocol/livekit"
)

// startTimeout bounds the time LiveKit takes to listen (0.12 s as a rule).
const startTimeout = 10 * time.Second

// Conferences is what the engine asks of the running conferences and tells
// them. The wiring implements it; it is called from one goroutine per room.
type Conferences interface {
	// Desired says whose microphones the conference wants open, and whether
	// the conference is going on at all: none is open in one that is not.
	Desired(room string) (openSites []string, live bool)
	// Presence reports that a session began or ended. What fails is reported
	// again, in order, and until a beginning has been taken in, the session
	// has no microphone. It may be reported again after a restart of the
	// program: every session then present begins.
	Presence(ctx context.Context, p Presence) error
	// Admits says whether a device's seat still stands. It is asked whenever
	// the device begins to signal, never for "".
	Admits(ctx context.Context, seat string) bool
}

// Presence is one session's beginning or end.
type Presence struct {
	Room     string
	Identity Identity
	Session  string // unique to one connection of the identity
	Joined   bool   // false: left
}

// Engine is LiveKit inside this process.
type Engine struct {
	config      Config
	conferences Conferences
	log         *slog.Logger
	server      *service.LivekitServer
	proxy       *httputil.ReverseProxy
	done        chan struct{} // closed when LiveKit has ended
	cancel      context.CancelFunc
	watchers    sync.WaitGroup

	mu      sync.Mutex
	signals map[caller]int // open signalling connections
	seats   seats
	ctx     context.Context //nolint:containedctx // the life of the engine, for watchers started later
	rooms   map[string]*watch
	stopped bool
	taps    uint64 // number of the last tap
}

// caller is who signals.
type caller struct {
	room     string
	identity Identity
}

// Start starts LiveKit and returns when it listens. It runs until Stop; ctx
// bounds the start only.
func Start(ctx context.Context, c Config, conferences Conferences, log *slog.Logger) (*Engine, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	c, err := c.withPorts()
	if err != nil {
		return nil, err
	}
	conf, err := c.livekit()
	if err != nil {
		return nil, err
	}
	logTo(log, c.Debug)
	server, done, err := listen(ctx, conf)
	if err != nil {
		return nil, err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	e := &Engine{
		config: c, conferences: conferences, log: log, server: server, done: done,
		ctx: life, cancel: cancel, rooms: map[string]*watch{}, signals: map[caller]int{},
		proxy: &httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) {
				r.SetURL(&url.URL{Scheme: "http", Host: net.JoinHostPort(loopbackAddress, strconv.Itoa(c.SignalPort))})
				r.SetXForwarded()
			},
			ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
				if !errors.Is(err, context.Canceled) {
					log.WarnContext(r.Context(), "signalling did not pass", "error", err)
				}
				w.WriteHeader(http.StatusBadGateway)
			},
		},
	}
	return e, nil
}

// listen starts a LiveKit server and waits until it listens.
func listen(ctx context.Context, conf *config.Config) (*service.LivekitServer, chan struct{}, error) {
	node, err := routing.NewLocalNode(conf)
	if err != nil {
		return nil, nil, fmt.Errorf("contribution: LiveKit node: %w", err)
	}
	// Before InitializeServer, which uses its counters.
	if err := prometheus.Init(string(node.NodeID()), node.NodeType()); err != nil {
		return nil, nil, fmt.Errorf("contribution: LiveKit counters: %w", err)
	}
	// When this fails, its UDP socket stays open until the process ends.
	server, err := service.InitializeServer(conf, node)
	if err != nil {
		return nil, nil, fmt.Errorf("contribution: start LiveKit: %w", err)
	}
	done, failed := make(chan struct{}), make(chan error, 1)
	go func() {
		failed <- server.Start()
		close(done)
	}()
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for !server.IsRunning() {
		select {
		case err := <-failed:
			return nil, nil, fmt.Errorf("contribution: LiveKit does not listen: %w", err)
		case <-ctx.Done():
			server.Stop(true)
			return nil, nil, fmt.Errorf("contribution: LiveKit did not start: %w", context.Cause(ctx))
		case <-look.C:
		}
	}
	return server, done, nil
}

// Stop disconnects everybody and ends the engine.
func (e *Engine) Stop() {
	e.mu.Lock()
	if e.stopped {
		e.mu.Unlock()
		return
	}
	e.stopped = true
	e.mu.Unlock()
	e.cancel()
	e.watchers.Wait()
	e.server.Stop(true)
	<-e.done
}

// Done is closed when LiveKit has ended, by Stop or by itself.
func (e *Engine) Done() <-chan struct{} { return e.done }

// UDPPort is where media goes.
func (e *Engine) UDPPort() int { return e.config.UDPPort }

// Handler carries clients' signalling to LiveKit, for the paths /rtc and /rtc/.
// LiveKit's administration (/twirp) is not reachable through it.
func (e *Engine) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rtc" && !strings.HasPrefix(r.URL.Path, "/rtc/") {
			http.NotFound(w, r)
			return
		}
		// A client may come with a token of before a restart, into a room that
		// nobody has named to this process yet.
		token := r.URL.Query().Get("access_token")
		if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			token = bearer
		}
		if c, seat, ok := e.callerOf(token); ok {
			ctx, leave := e.seats.sit(r.Context(), seat) // before asking: nothing falls between the two
			defer leave()
			if seat != "" && !e.conferences.Admits(ctx, seat) {
				http.Error(w, "this device's seat has been ended", http.StatusUnauthorized)
				return
			}
			r = r.WithContext(ctx)
			e.watch(c.room)
			e.signalling(c, 1)
			defer e.signalling(c, -1)
		}
		e.proxy.ServeHTTP(w, r) // a WebSocket's whole life
	})
}

// signalling counts a caller's connections.
func (e *Engine) signalling(c caller, n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.signals[c] += n; e.signals[c] == 0 {
		delete(e.signals, c)
	}
}

// signalled says whether a caller has a signalling connection.
func (e *Engine) signalled(c caller) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.signals[c] > 0
}

// Reconcile asks for the room to be made as the conference wants it, at once.
// It does not wait; calls that come together are done together.
func (e *Engine) Reconcile(room string) {
	if w := e.watch(room); w != nil {
		w.nudge()
	}
}

// Dismiss disconnects everybody in a room: another process carries it now. Who
// comes back is led there.
func (e *Engine) Dismiss(room string) {
	r := e.room(room)
	if r == nil {
		return
	}
	for _, p := range r.GetParticipants() {
		_ = p.Close(false, types.ParticipantCloseReasonPeerConnectionDisconnected, false)
	}
}

// watch returns the watcher of a room, started if need be, or nil when the
// engine has stopped.
func (e *Engine) watch(room string) *watch {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.watchLocked(room)
}

func (e *Engine) watchLocked(room string) *watch {
	if e.stopped {
		return nil
	}
	w := e.rooms[room]
	if w == nil {
		w = newWatch(e, room)
		e.rooms[room] = w
		e.watchers.Go(func() { w.run(e.ctx) })
	}
	return w
}

// room is LiveKit's room of that name, or nil while nobody is in it.
func (e *Engine) room(name string) *rtc.Room {
	return e.server.RoomManager().GetRoom(context.Background(), livekit.RoomName(name))
}
