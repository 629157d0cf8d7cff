package relay_test

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// badLine is a bad network between a watcher and the relay: a UDP proxy that
// loses and delays, and passes no more than so many bits per second down.
type badLine struct {
	conn  *net.UDPConn
	relay *net.UDPAddr
	mu    sync.Mutex
	loss  float64
	delay time.Duration
	rate  float64 // bits per second down; 0: no limit
	free  time.Time
	ups   map[netip.AddrPort]*net.UDPConn
	rnd   *rand.Rand
	down  int // packets down that were lost
}

func newBadLine(t *testing.T, port uint16) *badLine {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	l := &badLine{
		conn: c, relay: &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)},
		ups: map[netip.AddrPort]*net.UDPConn{}, rnd: rand.New(rand.NewPCG(1, 2)),
	}
	_ = c.SetReadBuffer(4 << 20)
	go l.up()
	t.Cleanup(func() {
		_ = c.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, u := range l.ups {
			_ = u.Close()
		}
	})
	return l
}

// set changes the line while it is in use.
func (l *badLine) set(loss float64, delay time.Duration, rate float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loss, l.delay, l.rate = loss, delay, rate
}

// through puts the line into an answer's candidates.
func (l *badLine) through(answer string) string {
	port := strconv.Itoa(l.conn.LocalAddr().(*net.UDPAddr).Port)
	return strings.ReplaceAll(answer, " 127.0.0.1 "+strconv.Itoa(l.relay.Port)+" typ", " 127.0.0.1 "+port+" typ")
}

// fate tells whether a packet passes and when. A line of limited rate queues
// 100 ms and then drops.
func (l *badLine) fate(n int, down bool) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rnd.Float64() < l.loss {
		if down {
			l.down++
		}
		return 0, false
	}
	if !down || l.rate == 0 {
		return l.delay, true
	}
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	if l.free.Sub(now) > 100*time.Millisecond {
		return 0, false
	}
	l.free = l.free.Add(time.Duration(float64(n*8) / l.rate * 1e9))
	return l.delay + l.free.Sub(now), true
}

func (l *badLine) up() {
	b := make([]byte, 2048)
	way := fly()
	defer close(way)
	for {
		n, from, err := l.conn.ReadFromUDPAddrPort(b)
		if err != nil {
			return
		}
		l.mu.Lock()
		u := l.ups[from]
		if u == nil {
			if u, err = net.DialUDP("udp4", nil, l.relay); err != nil {
				l.mu.Unlock()
				return
			}
			_ = u.SetReadBuffer(4 << 20)
			l.ups[from] = u
			go l.back(u, from)
		}
		l.mu.Unlock()
		if wait, ok := l.fate(n, false); ok {
			p := append([]byte(nil), b[:n]...)
			way <- flight{time.Now().Add(wait), func() { _, _ = u.Write(p) }}
		}
	}
}

func (l *badLine) back(u *net.UDPConn, to netip.AddrPort) {
	b := make([]byte, 2048)
	way := fly()
	defer close(way)
	for {
		n, err := u.Read(b)
		if err != nil {
			return
		}
		if wait, ok := l.fate(n, true); ok {
			p := append([]byte(nil), b[:n]...)
			way <- flight{time.Now().Add(wait), func() { _, _ = l.conn.WriteToUDPAddrPort(p, to) }}
		}
	}
}

// flight is a packet on its way.
type flight struct {
	at      time.Time
	deliver func()
}

// fly delivers packets in order, each at its time.
func fly() chan<- flight {
	way := make(chan flight, 4096)
	go func() {
		for f := range way {
			if d := time.Until(f.at); d > 0 {
				<-time.After(d)
			}
			f.deliver()
		}
	}()
	return way
}
