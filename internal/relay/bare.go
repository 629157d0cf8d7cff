package relay

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/srtp/v3"

	"giaoban/internal/programme"
)

// Bare is the least that carrying a programme can cost: it encrypts every
// packet for every address and hands it to the kernel in the same bursts, and
// knows no watcher. It is what the relay is measured against.
type Bare struct {
	socket *socket
	feed   chan *programme.Packet
	done   chan struct{}
	idle   sync.WaitGroup
	window time.Duration
	to     []bareWatcher
}

type bareWatcher struct {
	path   *path
	sealer *sealer
	key    []byte
}

// NewBare opens a port and sends to addresses whatever is written.
func NewBare(listenOn string, to []netip.AddrPort, window time.Duration) (*Bare, error) {
	s, err := listen(listenOn)
	if err != nil {
		return nil, err
	}
	b := &Bare{socket: s, feed: make(chan *programme.Packet, feedSize), done: make(chan struct{}), window: window}
	for _, a := range to {
		key := make([]byte, 28)
		_, _ = rand.Read(key)
		seal, err := newSealer(srtp.ProtectionProfileAeadAes128Gcm, key[:16], key[16:])
		if err != nil {
			return nil, err
		}
		b.to = append(b.to, bareWatcher{s.newPath(a, nil), seal, key})
	}
	b.idle.Go(b.pump)
	return b, nil
}

// Write takes a packet of the floor's first layer or of a voice.
func (b *Bare) Write(p *programme.Packet) {
	select {
	case b.feed <- p:
	default:
	}
}

// Keys are what each address decrypts with (RFC 7714): 16 bytes of master key,
// 12 of salt.
func (b *Bare) Keys() (all [][]byte) {
	for _, w := range b.to {
		all = append(all, w.key)
	}
	return all
}

// Close ends sending.
func (b *Bare) Close() error {
	close(b.done)
	b.idle.Wait()
	return b.socket.conn.Close()
}

func (b *Bare) pump() {
	out := newBatch(b.socket)
	c := &Conference{feed: b.feed}
	timer := time.NewTimer(time.Hour)
	for {
		select {
		case <-b.done:
			return
		case p := <-b.feed:
			timer.Reset(b.window)
			runs := plan(c.gather(p, timer.C))
			for i := range b.to {
				b.to[i].serve(out, runs)
			}
			out.flush()
		}
	}
}

// bareTypes are the RTP payload types used, by codec.
var bareTypes = [programme.Codecs]byte{programme.VP8: 96, programme.H264: 96, programme.Opus: 111}

func (w *bareWatcher) serve(b *batch, runs []run) {
	for i := range runs {
		start := b.off
		for _, c := range runs[i].cells {
			out := b.free()
			head := c.begin(out, bareTypes[c.Codec])
			binary.BigEndian.PutUint16(out[2:], uint16(c.Number))
			binary.BigEndian.PutUint32(out[4:], c.Timestamp)
			binary.BigEndian.PutUint32(out[8:], uint32(c.Stream))
			payload := c.Payload
			if c.pad != 0 {
				payload = (&leg{}).patch(out, c)
			}
			b.off += w.sealer.seal(out, payload, head, c.Number)
		}
		b.add(w.path, start, runs[i].size+w.sealer.overhead())
	}
}
