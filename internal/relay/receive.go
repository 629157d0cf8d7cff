package relay

import (
	"errors"
	"net"
	"net/netip"
	"time"

	"giaoban/internal/programme"
)

// largest is the longest datagram taken; more than any MTU browsers use.
const largest = 2048

// read takes datagrams off the port until it closes.
func (s *Server) read() {
	b := make([]byte, largest)
	oob := make([]byte, 128)
	for {
		n, on, _, from, err := s.socket.conn.ReadMsgUDPAddrPort(b, oob)
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return
			}
			continue // an ICMP error of some watcher's address
		}
		from = unmapFor(from, s.socket.v6)
		s.receive(b[:n], key{remote: from}, func() *path { return s.socket.newPath(from, oob[:on]) })
	}
}

// receive tells apart what comes in by its first bytes (RFC 7983, and RFC 5761
// section 4 for RTCP). The bytes are only lent; way makes the path they came.
func (s *Server) receive(b []byte, from key, way func() *path) {
	if len(b) < 2 {
		s.count.garbage.Add(1)
		return
	}
	switch first := b[0]; {
	case first < 4:
		s.onSTUN(b, from, way)
	case first >= 20 && first < 64:
		if w := s.watcherAt(from); w != nil {
			w.onDTLS(b)
			return
		}
		s.count.garbage.Add(1)
	case first >= 128 && first < 192 && b[1] >= 192 && b[1] < 224:
		if w := s.watcherAt(from); w != nil {
			s.onRTCP(w, b)
			return
		}
		s.count.garbage.Add(1)
	default:
		s.count.garbage.Add(1)
	}
}

func (s *Server) watcherAt(from key) *watcher {
	s.paths.RLock()
	defer s.paths.RUnlock()
	return s.byPath[from]
}

// tend looks after watchers: who has gone, what each network bears, and the
// sender reports of one tenth of them each time.
func (s *Server) tend() {
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	b := newBatch(s.socket)
	for turn := 0; ; turn++ {
		select {
		case <-s.done:
			return
		case <-t.C:
		}
		s.mu.Lock()
		all := make([]*Conference, 0, len(s.conferences))
		for _, c := range s.conferences {
			all = append(all, c)
		}
		s.mu.Unlock()
		for _, c := range all {
			s.tendOne(c, b, turn)
		}
		b.flush()
		if turn%100 == 0 {
			s.limits.forget(s.now())
		}
	}
}

// tendOne looks at every watcher's network each other turn, reports to it each
// tenth, and sends away who has gone.
func (s *Server) tendOne(c *Conference, b *batch, turn int) {
	now := s.now()
	if turn%10 == 0 {
		for _, w := range c.watchers() {
			if w.silent(now, s.Silence) {
				s.drop(w)
			}
		}
	}
	if turn%10 == 5 {
		c.askFor(c.judge()...)
	}
	o := c.outlook(now)
	reports := c.reports(now)
	var keys alive
	for i := range c.shards {
		for k, w := range *c.shards[i].Load() {
			if (k+turn)%2 == 0 || w.probing.Load() {
				keys |= w.look(&o, now)
			}
			w.tell(b, &reports, (k+turn)%10 == 0, now)
		}
	}
	for s := range programme.Stream(programme.Streams) {
		if keys.has(s) {
			c.askFor(s)
		}
	}
}

// look decides what the watcher is given, and tells of which streams a key frame
// is needed for it.
func (w *watcher) look(o *outlook, now time.Time) (keys alive) {
	p := w.way.Load()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.adapt.blind = p != nil && p.tcp != nil
	if a, changed := w.adapt.look(w.decodes(o), now); changed {
		w.allow(a)
	}
	w.settle()
	w.probing.Store(w.adapt.hurried(now))
	return w.awaits(o, now)
}

// tell adds to the batch the watcher's sender reports where they are due, and
// what a probe of its network sends.
func (w *watcher) tell(b *batch, r *instants, due bool, now time.Time) {
	p := w.way.Load()
	if p == nil || !due && !w.probing.Load() {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	bytes, asks := w.adapt.probe.due(now)
	if bytes > 0 && w.sealer != nil {
		w.repeat(b, p, bytes)
	}
	if asks {
		w.adapt.probe.sent = uint32(ntp(now) >> 16)
		if w.adapt.probe.voice && w.sealer != nil {
			w.wake(b, p)
		}
	}
	w.probing.Store(w.adapt.hurried(now))
	if !asks && (!due || w.adapt.probe.asking()) {
		return
	}
	if report := w.report(r, now); report != nil {
		start := b.off
		b.off += copy(b.free(), report)
		b.add(p, start, len(report))
	}
}

// Times a watcher has to get from one state to the next; a closing browser
// sends a DTLS alert, after which it is believed gone unless it is heard again.
const (
	arrival  = 15 * time.Second
	farewell = 6 * time.Second
)

// silent tells whether a watcher must be taken for gone.
func (w *watcher) silent(now time.Time, silence time.Duration) bool {
	heard := w.heard.Load()
	if heard == 0 {
		return now.Sub(w.joined) > arrival
	}
	since := now.Sub(time.Unix(0, heard))
	if since > silence || w.leaving.Load() && since > farewell {
		return true
	}
	h := w.hands.Load()
	return h != nil && !h.agreed.Load() && now.Sub(w.joined) > silence
}

// unmap takes an IPv4 address out of its IPv6 dress.
func unmap(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// unmapFor leaves the address as the socket wants it back.
func unmapFor(a netip.AddrPort, v6 bool) netip.AddrPort {
	if v6 {
		return a
	}
	return unmap(a)
}
