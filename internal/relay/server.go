package relay

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"giaoban/internal/programme"
)

// Grant is what a token allows: to watch, as which site (empty for a hall or a
// mere watcher). A site never hears itself. Seat is its device's, which may be
// ended. Units are the watcher's own and
// those above it, the nearest first: a relay of one of them is its relay.
type Grant struct {
	Site  programme.SiteID
	Units []string
	Seat  string
}

// ErrRefused is what a Check answers to a token that does not allow watching.
var ErrRefused = errors.New("the token does not allow watching")

// Options of a Server.
type Options struct {
	Now   func() time.Time // required
	Check func(ctx context.Context, conference, token string) (Grant, error)

	Listen    string               // UDP, and TCP if TCP is set; "" means ":0"
	TCP       bool                 // also take watchers over TCP, where UDP is blocked
	Addresses []netip.Addr         // told to watchers; none: those of this machine
	Loopback  bool                 // where those of this machine are told: its loopback addresses too
	Links     func(Grant) []string // Link header values naming TURN servers (RFC 9725 section 4.6)
	Origins   []string             // allowed to call from a browser; "*" for all

	Workers int           // 0: one per core
	Window  time.Duration // gathered before a round; 0: as WindowFor says; at most 30 ms
	Slots   int           // audio slots of the programmes; 0 means 3

	Watchers       int                            // at most at once; 0: 4000
	PerAddress     int                            // at most at once from one address; 0: 200
	JoinsPerSecond float64                        // from one address; 0: 20
	Silence        time.Duration                  // without a STUN check until a watcher counts as gone; 0: 30 s
	RemoteAddr     func(*http.Request) netip.Addr // who asks; nil: the connection's address
	Log            *slog.Logger
}

// Server carries programmes to their watchers over one UDP port.
type Server struct {
	Options
	now     func() time.Time
	socket  *socket
	tcp     net.Listener
	cert    certificate
	workers []chan job
	done    chan struct{}
	running sync.WaitGroup
	hosts   []netip.Addr
	limits  *limiter
	count   counters
	trunk   atomic.Pointer[Trunk] // nil where no other relay is fed from here

	mu          sync.Mutex
	conferences map[string]*Conference

	paths   sync.RWMutex // what follows
	byID    map[string]*watcher
	byUfrag map[string]*watcher
	byPath  map[key]*watcher
}

type counters struct{ repairs, refused, garbage atomic.Uint64 }

// Stats is what the server has done so far.
type Stats struct {
	Watchers int    // joined, watching or about to
	Repairs  uint64 // packets sent again
	Refused  uint64 // joins refused by a limit
	Garbage  uint64 // datagrams that meant nothing
	Missed   uint64 // packets dropped because the machine could not keep up
}

// New opens the port and starts serving; Handler is where watchers join.
func New(o Options) (*Server, error) {
	o = o.withDefaults()
	s := &Server{
		Options: o, now: o.Now, done: make(chan struct{}),
		workers: make([]chan job, o.Workers), limits: newLimiter(o),
		conferences: map[string]*Conference{},
		byID:        map[string]*watcher{}, byUfrag: map[string]*watcher{}, byPath: map[key]*watcher{},
	}
	var err error
	if s.cert, err = newCertificate(o.Now()); err != nil {
		return nil, err
	}
	if s.socket, err = listen(o.Listen); err != nil {
		return nil, err
	}
	if err := s.openTCP(); err != nil {
		return nil, errors.Join(err, s.socket.conn.Close())
	}
	s.hosts = o.Addresses
	if len(s.hosts) == 0 {
		s.hosts = hosts(s.socket, o.Loopback)
	}
	for i := range s.workers {
		s.workers[i] = make(chan job, 2)
		s.running.Go(func() { s.work(s.workers[i]) })
	}
	s.running.Go(s.read)
	s.running.Go(s.tend)
	return s, nil
}

// WindowFor is how long packets are gathered for so many watchers of one
// worker. Few get them within 5 ms, most of a frame as a browser paces it. Many
// cost a core so much that it is worth waiting for the next voice packet (RFC
// 7587: every 20 ms), which then rides with the picture. A cut never waits.
func WindowFor(watchers int) time.Duration {
	return min(5*time.Millisecond+time.Duration(watchers)*100*time.Microsecond, 18*time.Millisecond)
}

func (o Options) withDefaults() Options {
	def := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.Workers, runtime.GOMAXPROCS(0))
	def(&o.Slots, 3)
	def(&o.Watchers, 4000)
	def(&o.PerAddress, 200)
	if o.Listen == "" {
		o.Listen = ":0"
	}
	o.Window = min(o.Window, 30*time.Millisecond)
	if o.JoinsPerSecond == 0 {
		o.JoinsPerSecond = 20
	}
	if o.Silence == 0 {
		o.Silence = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

func (s *Server) openTCP() error {
	if !s.TCP {
		return nil
	}
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return fmt.Errorf("relay address %q: %w", s.Listen, err)
	}
	s.tcp, err = (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(host, strconv.Itoa(int(s.socket.port()))))
	if err != nil {
		return fmt.Errorf("listen for watchers over TCP: %w", err)
	}
	s.running.Go(func() { s.acceptTCP(s.tcp, 512) })
	return nil
}

// Port is the UDP (and TCP) port watchers are sent to.
func (s *Server) Port() uint16 { return s.socket.port() }

// Stats counts.
func (s *Server) Stats() Stats {
	st := Stats{Repairs: s.count.repairs.Load(), Refused: s.count.refused.Load(), Garbage: s.count.garbage.Load()}
	s.paths.RLock()
	st.Watchers = len(s.byUfrag)
	s.paths.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conferences {
		st.Missed += c.missed.Load()
	}
	return st
}

// watching counts who watches here, by conference.
func (s *Server) watching() map[string]int {
	n := map[string]int{}
	s.paths.RLock()
	defer s.paths.RUnlock()
	for _, w := range s.byUfrag {
		n[w.conference.id]++
	}
	return n
}

// Close ends all conferences and closes the port.
func (s *Server) Close() error {
	s.mu.Lock()
	var all []*Conference
	for _, c := range s.conferences {
		all = append(all, c)
	}
	s.mu.Unlock()
	for _, c := range all {
		c.Close()
	}
	close(s.done)
	err := s.socket.conn.Close()
	if s.tcp != nil {
		err = errors.Join(err, s.tcp.Close())
	}
	s.running.Wait()
	return err
}

// drop forgets a watcher and frees all it held.
func (s *Server) drop(w *watcher) {
	if w.gone.Swap(true) {
		return
	}
	s.paths.Lock()
	delete(s.byID, w.id)
	delete(s.byUfrag, w.ufrag)
	p := w.way.Load()
	if p != nil && s.byPath[p.key()] == w {
		delete(s.byPath, p.key())
	}
	s.paths.Unlock()
	s.limits.leave(w.from)
	w.conference.dismiss(w)
	if h := w.hands.Load(); h != nil {
		h.close()
	}
	if p != nil && p.tcp != nil {
		p.tcp.close()
	}
}

// EndSeat sends away whoever watches from a device, here and at the relays fed
// from here. Its seat must have ended before: its tokens are refused then.
func (s *Server) EndSeat(seat string) {
	if seat == "" {
		return
	}
	var gone []*watcher
	s.paths.RLock()
	for _, w := range s.byID {
		if w.seat == seat {
			gone = append(gone, w)
		}
	}
	s.paths.RUnlock()
	for _, w := range gone {
		s.drop(w)
	}
	if t := s.trunk.Load(); t != nil {
		t.endSeat(seat)
	}
}

// lose is for a way that has ended by itself: the watcher may come another way.
func (s *Server) lose(w *watcher, p *path) {
	s.paths.Lock()
	defer s.paths.Unlock()
	if s.byPath[p.key()] == w {
		delete(s.byPath, p.key())
		w.way.CompareAndSwap(p, nil)
	}
}

func randomSSRC() uint32 {
	var b [4]byte
	_, _ = rand.Read(b[:])
	return binary.BigEndian.Uint32(b[:]) &^ 0xff
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// hosts are the addresses this machine can be reached at: its loopback
// addresses by itself alone, so they come in where asked for, and where there
// are no others.
func hosts(s *socket, loopback bool) []netip.Addr {
	if !s.any {
		return []netip.Addr{s.conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()}
	}
	var found, loop []netip.Addr
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		ip, _ := netip.AddrFromSlice(n.IP)
		switch ip = ip.Unmap(); {
		case ip.Is6() && (!s.v6 || ip.IsLinkLocalUnicast()):
		case ip.IsLoopback():
			loop = append(loop, ip)
		default:
			found = append(found, ip)
		}
	}
	if loopback || len(found) == 0 {
		return append(loop, found...)
	}
	return found
}

// certificate is the server's own, and its fingerprint as SDP gives it.
type certificate struct {
	tls   tls.Certificate
	print string
}
