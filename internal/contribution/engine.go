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

// Engine is LiveKit inside this process, or the way to one elsewhere.
type Engine struct {
	config      Config
	conferences Conferences
	log         *slog.Logger
	server      *service.LivekitServer // nil where LiveKit is elsewhere
	far         *far                   // nil where it is here
	cluster     *cluster               // nil where it is alone
	nodeIP      string                 // told to clients
	proxy       *httputil.ReverseProxy
	done        chan struct{} // closed when LiveKit has ended
	cancel      context.CancelFunc
	watchers    sync.WaitGroup

	mu      sync.Mutex
	signals map[caller]int // open signalling connections
	seats   seats
	cuts    map[string]map[*cutter]bool
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

// Start starts LiveKit and returns when it listens, or seeks the one elsewhere.
// It runs until Stop; ctx bounds the start only.
func Start(ctx context.Context, c Config, conferences Conferences, log *slog.Logger) (*Engine, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	logTo(log, c.Debug)
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	e := &Engine{
		config: c, conferences: conferences, log: log, done: make(chan struct{}),
		ctx: life, cancel: cancel, rooms: map[string]*watch{}, signals: map[caller]int{}, cuts: map[string]map[*cutter]bool{},
	}
	begin := e.startHere
	if c.Elsewhere != nil {
		begin = e.seek
	}
	target, transport, err := begin(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	e.proxy = &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.SetXForwarded()
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if !errors.Is(err, context.Canceled) {
				log.WarnContext(r.Context(), "signalling did not pass", "error", err)
			}
			w.WriteHeader(http.StatusBadGateway)
		},
	}
	return e, nil
}

// startHere starts LiveKit in this process and returns where it signals.
func (e *Engine) startHere(ctx context.Context) (*url.URL, http.RoundTripper, error) {
	var err error
	if e.config, err = e.config.withPorts(); err != nil {
		return nil, nil, err
	}
	conf, err := e.config.livekit()
	if err != nil {
		return nil, nil, err
	}
	if e.cluster, err = joinCluster(conf); err != nil {
		return nil, nil, err
	}
	if e.server, e.done, err = listen(ctx, conf); err != nil {
		e.cluster.close()
		return nil, nil, err
	}
	e.cluster.is(e.server.Node())
	e.nodeIP = conf.RTC.NodeIP.V4
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(loopbackAddress, strconv.Itoa(e.config.SignalPort))}, nil, nil
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
	if e.server == nil {
		close(e.done)
		return
	}
	e.server.Stop(true)
	<-e.done
	e.cluster.close()
}

// Done is closed when LiveKit has ended, by Stop or by itself.
func (e *Engine) Done() <-chan struct{} { return e.done }

// UDPPort is where media goes, where LiveKit is here.
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
			if err := e.cluster.claim(ctx, c.room); err != nil {
				e.log.WarnContext(ctx, "signalling did not pass", "room", c.room, "error", err.Error())
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			e.watch(c.room)
			e.signalling(c, 1)
			defer e.signalling(c, -1)
			ctx, end := e.cuttable(ctx, c.room)
			defer end()
			r = r.WithContext(ctx)
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

// cutter ends one signalling connection.
type cutter struct{ cut context.CancelFunc }

// cuttable is a context that ends when the signalling of a room is cut.
func (e *Engine) cuttable(ctx context.Context, room string) (context.Context, func()) {
	ctx, cut := context.WithCancel(ctx)
	c := &cutter{cut}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cuts[room] == nil {
		e.cuts[room] = map[*cutter]bool{}
	}
	e.cuts[room][c] = true
	return ctx, func() {
		cut()
		e.mu.Lock()
		defer e.mu.Unlock()
		if delete(e.cuts[room], c); len(e.cuts[room]) == 0 {
			delete(e.cuts, room)
		}
	}
}

// cut ends the signalling connections of a room.
func (e *Engine) cut(room string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.cuts[room] {
		c.cut()
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

// Dismiss has everybody in a room come back: another process carries it now,
// and who comes back is led there. Where the room is elsewhere, its media stay;
// only the signalling is cut.
func (e *Engine) Dismiss(room string) {
	if e.far != nil {
		e.cut(room)
		return
	}
	r := e.local(room)
	if r == nil {
		return
	}
	for _, p := range r.participants() {
		p.dismiss()
	}
	if l, ok := r.(localRoom); ok && e.cluster != nil { // else it is forgotten later, and the next holder's claim with it
		l.Close(types.ParticipantCloseReasonPeerConnectionDisconnected)
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

// room is the room of that name, or nil while nobody is in it.
func (e *Engine) room(name string) room {
	if e.far == nil {
		return e.local(name)
	}
	e.mu.Lock()
	w := e.rooms[name]
	e.mu.Unlock()
	if w == nil {
		return nil
	}
	r, _ := w.look()
	return r
}

// local is a room of this process's LiveKit.
func (e *Engine) local(name string) room {
	if r := e.server.RoomManager().GetRoom(context.Background(), livekit.RoomName(name)); r != nil {
		return localRoom{r}
	}
	return nil
}
