package link

import (
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/pion/transport/v4"
	"github.com/pion/transport/v4/stdnet"

	"giaoban/internal/clock"
)

// lineQueue is the longest that a packet waits at a narrow line before it is
// dropped: what the modems of small offices hold.
const lineQueue = 300 * time.Millisecond

// Line is the line between one participant and the network, for tests of weak
// ones. What it sends can be narrowed and lost; what comes in passes freely.
// Several connections may share one, as devices of one office do.
type Line struct {
	mu   sync.Mutex
	rate int                      // bits per second; 0: as fast as the machine
	drop func(packet []byte) bool // nil: nothing is lost
	free time.Time                // when all that waits will have left
}

// Narrow sets how many bits a second leave; 0 frees the line.
func (l *Line) Narrow(bitsPerSecond int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rate = bitsPerSecond
}

// Lose has those packets lost of which drop says so. It is given each as it is
// on the wire: of media the RTP header is in the clear (RFC 3711 section 3.1).
// It is called for one packet at a time and must not keep it.
func (l *Line) Lose(drop func(packet []byte) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop = drop
}

// leaves says how long a packet waits before it leaves, or that it never does.
func (l *Line) leaves(b []byte, now time.Time) (wait time.Duration, ok bool) {
	const overhead = 28 // bytes of IPv4 and UDP headers
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.drop != nil && l.drop(b) {
		return 0, false
	}
	if l.rate == 0 {
		l.free = time.Time{}
		return 0, true
	}
	if l.free.Before(now) {
		l.free = now
	}
	if l.free.Sub(now) > lineQueue {
		return 0, false
	}
	l.free = l.free.Add(time.Duration((len(b) + overhead) * 8 * int(time.Second) / l.rate))
	return l.free.Sub(now), true
}

// lineNet is the machine's network, reached by a line.
type lineNet struct {
	transport.Net

	line *Line
}

// network is the machine's network as it is reached by the line.
func (l *Line) network() (transport.Net, error) {
	n, err := stdnet.NewNet()
	if err != nil {
		return nil, fmt.Errorf("line: %w", err)
	}
	return lineNet{Net: n, line: l}, nil
}

// ListenUDP opens a socket at the line's end.
func (n lineNet) ListenUDP(network string, at *net.UDPAddr) (transport.UDPConn, error) {
	c, err := n.Net.ListenUDP(network, at)
	if err != nil {
		return nil, err
	}
	e := &lineEnd{UDPConn: c, line: n.line, waiting: make(chan waiting, 4096), closed: make(chan struct{})}
	go e.send()
	return e, nil
}

// lineEnd is a socket at the participant's end of a line.
type lineEnd struct {
	transport.UDPConn

	line    *Line
	waiting chan waiting
	closed  chan struct{}
	once    sync.Once
}

type waiting struct {
	packet []byte
	to     net.Addr
	at     time.Time
}

// WriteTo has a packet leave in its turn. Like a socket it says nothing of
// what the line loses.
func (e *lineEnd) WriteTo(b []byte, to net.Addr) (int, error) {
	now := clock.System{}.Now()
	wait, ok := e.line.leaves(b, now)
	if !ok {
		return len(b), nil
	}
	select {
	case e.waiting <- waiting{packet: append([]byte(nil), b...), to: to, at: now.Add(wait)}:
		return len(b), nil
	case <-e.closed:
		return 0, net.ErrClosed
	default:
		return len(b), nil // more than any queue holds
	}
}

func (e *lineEnd) send() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-e.closed:
			return
		case w := <-e.waiting:
			if wait := w.at.Sub(clock.System{}.Now()); wait > 0 {
				timer.Reset(wait)
				select {
				case <-e.closed:
					return
				case <-timer.C:
				}
			}
			_, _ = e.UDPConn.WriteTo(w.packet, w.to)
		}
	}
}

// Close ends the socket; what waits is lost.
func (e *lineEnd) Close() error {
	e.once.Do(func() { close(e.closed) })
	return e.UDPConn.Close()
}
