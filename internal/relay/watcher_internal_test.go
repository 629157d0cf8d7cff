package relay

import (
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/srtp/v3"

	"giaoban/internal/programme"
)

// narrowed is a watcher of a real server who has got a picture for a while; the
// way to it leads to the server's own port.
func narrowed(t *testing.T) (*Server, *watcher, *path, *source) {
	t.Helper()
	s, err := New(Options{Now: time.Now, Listen: "127.0.0.1:0", Workers: 1, Silence: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := s.Conference("c", func(programme.Picture, int) {})
	o, err := parseOffer([]byte(goodOffer), 3)
	if err != nil {
		t.Fatal(err)
	}
	w := s.join(c, o, request{From: "test"})
	w.heard.Store(time.Now().UnixNano())
	w.sealer = sealerForTest(t)
	key, salt := make([]byte, 16), make([]byte, 12)
	w.out, _ = srtp.CreateContext(key, salt, srtp.ProtectionProfileAeadAes128Gcm)
	p := s.socket.newPath(netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), s.Port()), nil)
	w.way.Store(p)
	src := &source{stream: programme.VideoStream(programme.Floor, 0)}
	for i := range 200 {
		give(c, w, src, i == 0)
	}
	return s, w, p, src
}

func give(c *Conference, w *watcher, src *source, key bool) {
	item := src.next(key, key && src.number == 1, time.Now())
	item.Payload = append(item.Payload, make([]byte, 1000)...)
	c.note(item.Packet)
	c.rings[item.Stream].put(item)
	b := newBatch(c.server.socket)
	w.serve(b, []run{{size: item.size(), cells: []*cell{item}}}, present{alive: ^alive(0)})
	b.flush()
}

// asks has the watcher ask for the newest packets again.
func asks(s *Server, w *watcher, newest int) {
	l := &w.lines[w.video[programme.Floor]]
	for n := range newest {
		nack := &rtcp.TransportLayerNack{MediaSSRC: l.ssrc, Nacks: []rtcp.NackPair{{PacketID: uint16(l.top) - uint16(n)}}}
		w.feedback(s, nack, nil, time.Now())
	}
}

func TestSettle_AfterAFallFewRepairsAreLeftAlsoBeforeTheFirst(t *testing.T) {
	for name, before := range map[string]int{"before the first": 0, "after some": 3} {
		t.Run(name, func(t *testing.T) {
			s, w, _, src := narrowed(t)
			w.mu.Lock()
			asks(s, w, before)
			w.adapt.falls++
			w.settle()
			if l := &w.lines[w.video[programme.Floor]]; l.past != l.top || l.judged {
				t.Errorf("what was sent until the fall still counts: %d of %d", l.past, l.top)
			}
			w.mu.Unlock()
			if !w.probing.Load() {
				t.Error("it is not looked at each round")
			}
			for range 60 { // what is sent since
				give(w.conference, w, src, false)
			}
			repairs := s.count.repairs.Load()
			w.mu.Lock()
			asks(s, w, 60)
			w.mu.Unlock()
			bytes := 1018 * int(s.count.repairs.Load()-repairs)
			if bytes < repairNarrow/2 || bytes > repairNarrow+repairLeast {
				t.Errorf("%d bytes were repaired at once, want about %d", bytes, repairNarrow)
			}
		})
	}
}

func TestWake_PaddingGoesOnlyWhereNoPictureDoes(t *testing.T) {
	s, w, p, src := narrowed(t)
	l := &w.lines[w.video[programme.Floor]]
	b := newBatch(s.socket)
	top := l.top
	w.mu.Lock()
	w.wake(b, p)
	w.mu.Unlock()
	if l.top != top {
		t.Error("padding went on a line that carries a picture")
	}
	w.mu.Lock()
	l.most = -1 // its network bears a voice alone
	w.mu.Unlock()
	give(w.conference, w, src, false)
	w.mu.Lock()
	w.wake(b, p)
	w.mu.Unlock()
	if l.top != top+1 || len(b.msgs) != 1 {
		t.Errorf("no padding went: number %d after %d, %d messages", l.top, top, len(b.msgs))
	}
}
