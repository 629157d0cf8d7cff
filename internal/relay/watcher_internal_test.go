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
			w.adapt.fell = time.Now()
			w.mu.Unlock()
			o := w.conference.outlook(time.Now())
			w.look(&o, time.Now())
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

// What is on its way still is not sent again, and what may have been lost again is.
func TestResend_SendsAgainOnlyWhatMayHaveBeenLostAgain(t *testing.T) {
	s, w, _, _ := narrowed(t)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.adapt.trips = trips{sent: 1, last: 100 * time.Millisecond, quick: 100 * time.Millisecond, at: time.Now()}
	l := &w.lines[w.video[programme.Floor]]
	now := time.Now()
	for i, c := range []struct {
		after time.Duration
		sent  uint64
	}{{0, 1}, {70 * time.Millisecond, 0}, {90 * time.Millisecond, 1}, {100 * time.Millisecond, 0}, {180 * time.Millisecond, 1}} {
		before := s.count.repairs.Load()
		w.feedback(s, &rtcp.TransportLayerNack{MediaSSRC: l.ssrc, Nacks: []rtcp.NackPair{{PacketID: uint16(l.top)}}}, nil, now.Add(c.after))
		if got := s.count.repairs.Load() - before; got != c.sent {
			t.Errorf("asked the %d. time after %v, it is sent %d times, want %d", i+1, c.after, got, c.sent)
		}
	}
}

func TestUnderway_IsTheTimeThereAndBackOrAFullQueue(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		fell time.Time
		last time.Duration
		want time.Duration
	}{
		"nothing known":  {time.Time{}, 0, quickest},
		"near":           {time.Time{}, 5 * time.Millisecond, quickest},
		"far":            {time.Time{}, 100 * time.Millisecond, 80 * time.Millisecond},
		"very far":       {time.Time{}, 2 * time.Second, fullQueue},
		"just fallen":    {now.Add(-time.Second), 5 * time.Millisecond, fullQueue},
		"fallen earlier": {now.Add(-pause), 5 * time.Millisecond, quickest},
	} {
		a := adapter{fell: c.fell, trips: trips{last: c.last}}
		if got := a.underway(now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// After a fall for which most was lost the queue empties first: no key frame is
// asked for, and none begins a picture that is given up; one that goes on does.
func TestSettle_WhereMostWasLostNothingBeginsInAFullQueue(t *testing.T) {
	for name, deep := range map[string]bool{"most": true, "some": false} {
		t.Run(name, func(t *testing.T) {
			_, w, _, src := narrowed(t)
			w.mu.Lock()
			now := time.Now()
			w.adapt.fell, w.adapt.deep = now, deep
			w.adapt.falls++
			w.settle()
			l := &w.lines[w.video[programme.Floor]]
			o := w.conference.outlook(now)
			if !l.chooseVideo(src.next(false, false, now).Packet, ^alive(0)) {
				t.Error("a picture that the line bears does not go on")
			}
			l.on = false
			asks := func(at time.Time) bool { return w.awaits(&o, at).has(src.stream) }
			begins := func(at time.Time) bool {
				defer func() { l.on = false }()
				return l.chooseVideo(src.next(true, false, at).Packet, ^alive(0))
			}
			soon, later := now.Add(emptied-time.Millisecond), now.Add(emptied)
			if asks(soon) == deep || begins(soon) == deep {
				t.Error("the queue is not waited for, or for nothing")
			}
			before := now.Add(-20 * time.Millisecond) // packets are looked at a little later than they came
			if l.asked = (time.Time{}); asks(before) == deep || begins(before) == deep {
				t.Error("something begins in a round that began before the fall")
			}
			if l.asked = (time.Time{}); !asks(later) || !begins(later) {
				t.Error("nothing begins afterwards")
			}
			if l.asked = (time.Time{}); !asks(now.Add(-time.Hour)) || !begins(now.Add(-time.Hour)) {
				t.Error("a clock that is set back keeps the picture away")
			}
			w.mu.Unlock()
		})
	}
}

func TestMiss_CountsEachNumberOnceAndKeepsTheLast32(t *testing.T) {
	l := line{missed: 1000}
	for _, c := range []struct {
		number uint64
		first  bool
	}{{1001, true}, {1003, true}, {1003, false}, {1002, false}, {1010, true}} {
		if got := l.miss(c.number); got != c.first {
			t.Errorf("%d asked for the first time: %v", c.number, got)
		}
	}
	if want := uint32(1<<9 | 1<<7 | 1); l.misses != want || l.missed != 1010 {
		t.Errorf("%b up to %d, want %b up to 1010", l.misses, l.missed, want)
	}
	if l.miss(1009) || !l.miss(5000) || l.misses != 1 {
		t.Errorf("%b", l.misses)
	}
}

// What a watcher cannot decode takes nothing of its line.
func TestDecodes_LeavesOutWhatTheWatcherCannotShow(t *testing.T) {
	_, w, _, src := narrowed(t)
	o := w.conference.outlook(time.Now())
	chair := programme.VideoStream(programme.Chair, 0)
	o.rates[src.stream], o.codec[src.stream] = 150e3, programme.VP8
	o.rates[chair], o.codec[chair] = 90e3, programme.H264
	w.lines[w.video[programme.Floor]].types = [programme.Codecs]uint8{programme.VP8: 96}
	w.video[programme.Chair] = int8(len(w.lines))
	w.lines = append(w.lines, line{types: [programme.Codecs]uint8{programme.VP8: 96}})
	before := o.rates
	r := w.decodes(&o)
	if r[chair] != 0 || r[src.stream] != 150e3 {
		t.Errorf("it is reckoned with %v", *r)
	}
	if o.rates != before {
		t.Error("what all are reckoned with has changed")
	}
	w.lines[w.video[programme.Chair]].types[programme.H264] = 97
	if r := w.decodes(&o); r != &o.rates {
		t.Error("a copy is made where nothing is left out")
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
