package load

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/transport/v4/deadline"
)

// crowd is all watchers of one measurement.
type crowd struct {
	cert        tls.Certificate
	fingerprint string
	lines       []*lines
	all         []*endpoint
	done        chan struct{}
	readers     sync.WaitGroup

	packets        atomic.Uint64
	undecipherable atomic.Uint64
	timing         atomic.Bool
	late           times
	act            atomic.Pointer[act]
}

// act is one change of floor, and when each watcher saw it.
type act struct {
	source byte
	at     []atomic.Int64
}

// times gathers durations.
type times struct {
	mu sync.Mutex
	ds []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ds = append(t.ds, d)
}

// sockets is how many sockets the watchers share; sampled is one in how many
// decrypts everything.
const (
	sockets = 4
	sampled = 16
)

func newCrowd(n int) (*crowd, error) {
	c := &crowd{done: make(chan struct{})}
	if err := c.certify(); err != nil {
		return nil, err
	}
	for range sockets {
		l, err := listen()
		if err != nil {
			return nil, err
		}
		c.lines = append(c.lines, l)
	}
	for i := range n {
		e := &endpoint{
			crowd: c, index: i, lines: c.lines[i%sockets], ufrag: fmt.Sprintf("load%06d", i),
			addr:    netip.AddrFrom4([4]byte{127, byte(1 + i>>14), byte(i >> 7 & 0x7f), byte(1 + i&0x7f)}),
			records: make(chan []byte, 32), bound: make(chan struct{}), until: deadline.New(),
			streams: map[uint32]*stream{}, all: i%sampled == 0,
		}
		c.all = append(c.all, e)
	}
	for _, l := range c.lines {
		c.readers.Go(func() { l.read(c.receive) })
	}
	c.readers.Go(c.tend)
	return c, nil
}

// receive hands a datagram to whom it is for.
func (c *crowd) receive(to netip.Addr, b []byte) {
	a := to.As4()
	i := int(a[1]-1)<<14 | int(a[2])<<7 | int(a[3]-1)
	if a[0] == 127 && i >= 0 && i < len(c.all) {
		c.all[i].receive(b)
	}
}

// tend renews consent every five seconds and reports every second.
func (c *crowd) tend() {
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	for turn := 0; ; turn++ {
		select {
		case <-c.done:
			return
		case <-t.C:
		}
		for i, e := range c.all {
			if !e.ready.Load() {
				continue
			}
			if (i+turn)%10 == 0 {
				e.report()
			}
			if (i+turn)%50 == 0 {
				_ = e.check()
			}
		}
	}
}

// mark begins the measurement of losses.
func (c *crowd) mark() {
	for _, e := range c.all {
		e.mu.Lock()
		for _, s := range e.streams {
			s.base, s.baseGot = s.top, s.got
		}
		e.mu.Unlock()
	}
}

// lost counts packets since mark, by sequence numbers.
func (c *crowd) lost() (expected, got uint64) {
	for _, e := range c.all {
		e.mu.Lock()
		for _, s := range e.streams {
			expected += s.top - s.base
			got += s.got - s.baseGot
		}
		e.mu.Unlock()
	}
	return expected, min(got, expected)
}

func (c *crowd) close() {
	close(c.done)
	for _, l := range c.lines {
		_ = l.conn.Close()
	}
	c.readers.Wait()
}

func (c *crowd) certify() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("key of the watchers: %w", err)
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now().Add(-time.Hour), NotAfter: now().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return fmt.Errorf("certificate of the watchers: %w", err)
	}
	c.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	sum := sha256.Sum256(der)
	c.fingerprint = strings.TrimSuffix(strings.ToUpper(fmt.Sprintf("% x", sum)), " ")
	c.fingerprint = strings.ReplaceAll(c.fingerprint, " ", ":")
	return nil
}
