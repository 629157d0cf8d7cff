package load

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/dtls/v3/pkg/crypto/elliptic"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
	"github.com/pion/stun/v3"
	"github.com/pion/transport/v4/deadline"
)

// endpoint is one watcher: an ICE agent that nominates at once, a DTLS client,
// and counters.
type endpoint struct {
	crowd   *crowd
	index   int
	addr    netip.Addr
	lines   *lines
	ufrag   string
	remote  remote
	records chan []byte
	bound   chan struct{} // a check was answered
	bind    sync.Once
	until   *deadline.Deadline
	ready   atomic.Bool

	mu      sync.Mutex
	in, out *srtp.Context
	streams map[uint32]*stream
	all     bool // decrypts everything
	plain   []byte
}

// remote is the server as an answer or offer gives it.
type remote struct {
	ufrag, pwd string
	addr       netip.AddrPort
	videoType  uint8
}

// stream is the reception of one SSRC.
type stream struct {
	first, top uint64
	got        uint64
	base       uint64 // top and got when measuring began
	baseGot    uint64
}

func (s *stream) add(seq uint16) {
	if s.got == 0 {
		s.first = 1<<20 | uint64(seq)
		s.top = s.first
	}
	s.got++
	n := s.top + uint64(int64(int16(seq-uint16(s.top))))
	s.top = max(s.top, n)
}

// receive takes one datagram.
func (e *endpoint) receive(b []byte) {
	if len(b) < 12 {
		return
	}
	switch first := b[0]; {
	case first < 4:
		m := &stun.Message{Raw: append([]byte(nil), b...)}
		if m.Decode() == nil && m.Type == stun.BindingSuccess {
			e.bind.Do(func() { close(e.bound) })
		}
	case first >= 20 && first < 64:
		select {
		case e.records <- append([]byte(nil), b...):
		default:
		}
	case first >= 128 && first < 192:
		if b[1] < 192 || b[1] > 223 {
			e.media(b)
		}
	}
}

// media counts an RTP packet, and looks into it where that is called for.
func (e *endpoint) media(b []byte) {
	ssrc := binary.BigEndian.Uint32(b[8:])
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.streams[ssrc]
	if s == nil {
		s = &stream{}
		e.streams[ssrc] = s
	}
	s.add(binary.BigEndian.Uint16(b[2:]))
	c := e.crowd
	c.packets.Add(1)
	act := c.act.Load()
	video := b[1]&0x7f == e.remote.videoType
	waiting := act != nil && video && act.at[e.index].Load() == 0
	if !e.all && !waiting || e.in == nil {
		return
	}
	var h rtp.Header
	plain, err := e.in.DecryptRTP(e.plain[:0], b, &h)
	if err != nil {
		c.undecipherable.Add(1)
		return
	}
	e.plain = plain[:0]
	n, err := h.Unmarshal(plain)
	if err != nil {
		return
	}
	e.look(plain[n:], video, waiting, act)
}

// look reads the stamp of a decrypted packet.
func (e *endpoint) look(payload []byte, video, waiting bool, act *act) {
	c := e.crowd
	at := audioStamp
	if video {
		at = videoAt(payload)
	}
	if len(payload) < at+stampSize {
		return
	}
	source, sent := getStamp(payload[at:])
	t := now()
	if e.all && c.timing.Load() {
		c.late.add(t.Sub(sent))
	}
	if waiting && source == act.source && payload[0]&0x10 != 0 && payload[at-1]&1 == 0 {
		act.at[e.index].Store(t.UnixNano())
	}
}

// videoAt is where the stamp of a video packet stands: behind a VP8 descriptor
// of whatever length the server made of it (RFC 7741 section 4.2).
func videoAt(b []byte) int {
	if len(b) < 4 || b[0]&0x80 == 0 {
		return 2
	}
	at := 2
	if b[1]&0x80 != 0 {
		at++
		if b[2]&0x80 != 0 {
			at++
		}
	}
	if b[1]&0x40 != 0 {
		at++
	}
	if b[1]&0x30 != 0 {
		at++
	}
	return at + 1
}

// connect checks the way and agrees keys.
func (e *endpoint) connect(ctx context.Context, r remote) error {
	e.remote = r
	for try := 0; ; try++ {
		if err := e.check(); err != nil {
			return err
		}
		select {
		case <-e.bound:
		case <-ctx.Done():
			return fmt.Errorf("no answer to checks: %w", ctx.Err())
		case <-time.After(300 * time.Millisecond):
			continue
		}
		break
	}
	conn, err := dtls.ClientWithOptions(e, net.UDPAddrFromAddrPort(r.addr),
		dtls.WithCertificates(e.crowd.cert),
		dtls.WithInsecureSkipVerify(true), // the load trusts the server it started
		dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		dtls.WithEllipticCurves(elliptic.X25519, elliptic.P256),
		dtls.WithCipherSuites(dtls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM))
	if err != nil {
		return fmt.Errorf("dtls: %w", err)
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("dtls handshake: %w", err), conn.Close())
	}
	state, _ := conn.ConnectionState()
	cfg := srtp.Config{Profile: srtp.ProtectionProfileAeadAes128Gcm}
	if err := cfg.ExtractSessionKeysFromDTLS(&state, true); err != nil {
		return fmt.Errorf("srtp keys: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.in, err = srtp.CreateContext(cfg.Keys.RemoteMasterKey, cfg.Keys.RemoteMasterSalt, cfg.Profile); err != nil {
		return fmt.Errorf("srtp in: %w", err)
	}
	if e.out, err = srtp.CreateContext(cfg.Keys.LocalMasterKey, cfg.Keys.LocalMasterSalt, cfg.Profile); err != nil {
		return fmt.Errorf("srtp out: %w", err)
	}
	e.ready.Store(true)
	return nil
}

// decrypts takes a key and salt that were agreed otherwise.
func (e *endpoint) decrypts(key []byte) (err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.in, err = srtp.CreateContext(key[:16], key[16:], srtp.ProtectionProfileAeadAes128Gcm); err != nil {
		return fmt.Errorf("srtp in: %w", err)
	}
	return nil
}

// check sends a connectivity check that nominates (RFC 8445 section 8.1.1).
func (e *endpoint) check() error {
	m, err := stun.Build(stun.TransactionID, stun.BindingRequest,
		stun.NewUsername(e.remote.ufrag+":"+e.ufrag),
		stun.RawAttribute{Type: stun.AttrPriority, Value: []byte{0x6e, 0, 1, 0xff}},
		stun.RawAttribute{Type: stun.AttrICEControlling, Value: make([]byte, 8)},
		stun.RawAttribute{Type: stun.AttrUseCandidate},
		stun.NewShortTermIntegrity(e.remote.pwd), stun.Fingerprint)
	if err != nil {
		return fmt.Errorf("make a check: %w", err)
	}
	return e.lines.send(e.addr, e.remote.addr, m.Raw)
}

// report tells the server of the reception, as a browser does each second.
func (e *endpoint) report() {
	e.mu.Lock()
	defer e.mu.Unlock()
	rr := &rtcp.ReceiverReport{SSRC: uint32(e.index + 1)}
	for ssrc, s := range e.streams {
		rr.Reports = append(rr.Reports, rtcp.ReceptionReport{SSRC: ssrc, LastSequenceNumber: uint32(s.top)})
	}
	if len(rr.Reports) == 0 || e.out == nil {
		return
	}
	if raw, err := rr.Marshal(); err == nil {
		if sealed, err := e.out.EncryptRTCP(nil, raw, nil); err == nil {
			_ = e.lines.send(e.addr, e.remote.addr, sealed)
		}
	}
}

// What follows makes an endpoint the net.PacketConn of its DTLS association.

// ReadFrom waits for a record.
func (e *endpoint) ReadFrom(b []byte) (int, net.Addr, error) {
	select {
	case r := <-e.records:
		return copy(b, r), net.UDPAddrFromAddrPort(e.remote.addr), nil
	case <-e.until.Done():
		return 0, nil, os.ErrDeadlineExceeded
	case <-e.crowd.done:
		return 0, nil, net.ErrClosed
	}
}

// WriteTo sends a record.
func (e *endpoint) WriteTo(b []byte, _ net.Addr) (int, error) {
	return len(b), e.lines.send(e.addr, e.remote.addr, b)
}

// Close leaves the shared socket open.
func (e *endpoint) Close() error { return nil }

// LocalAddr is the endpoint's own address.
func (e *endpoint) LocalAddr() net.Addr {
	return net.UDPAddrFromAddrPort(netip.AddrPortFrom(e.addr, e.lines.port))
}

// SetDeadline bounds reading.
func (e *endpoint) SetDeadline(t time.Time) error { return e.SetReadDeadline(t) }

// SetReadDeadline bounds reading.
func (e *endpoint) SetReadDeadline(t time.Time) error { e.until.Set(t); return nil }

// SetWriteDeadline does nothing: writing never waits.
func (e *endpoint) SetWriteDeadline(time.Time) error { return nil }
