package relay

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/dtls/v3/pkg/crypto/elliptic"
	"github.com/pion/srtp/v3"
	"github.com/pion/transport/v4/deadline"
)

// handshake is a watcher's DTLS association (RFC 5764) while it is being made.
// Once keys are agreed and used it is let go: SRTP needs none of it, and it is
// most of what a watcher weighs.
type handshake struct {
	server *Server
	w      *watcher
	agreed atomic.Bool
	in     chan []byte
	ended  chan struct{}
	once   sync.Once
	mute   atomic.Bool // what the library still says is not sent
	until  *deadline.Deadline
}

// settleTime is how long an association is kept for a watcher that has not got
// our last flight; takeTime how long making one may take.
const (
	settleTime = 4 * time.Second
	takeTime   = 20 * time.Second
)

// begin starts the handshake when the first check has come.
func (w *watcher) begin(s *Server) {
	if w.hands.Load() != nil {
		return
	}
	h := &handshake{server: s, w: w, in: make(chan []byte, 16), ended: make(chan struct{}), until: deadline.New()}
	if w.hands.CompareAndSwap(nil, h) {
		s.running.Go(h.run)
	}
}

// onDTLS takes a DTLS record.
func (w *watcher) onDTLS(b []byte) {
	const alert = 21 // RFC 6347 section 4.1: content type
	h := w.hands.Load()
	if h == nil {
		return
	}
	if b[0] == alert && h.agreed.Load() {
		w.leaving.Store(true)
	}
	if h.mute.Load() {
		return
	}
	select {
	case h.in <- append([]byte(nil), b...):
	default: // DTLS repeats itself
	}
}

func (h *handshake) run() {
	s, w := h.server, h.w
	defer h.close()
	conn, err := h.make()
	if err != nil {
		if !w.gone.Load() {
			s.Log.Info("no keys agreed with a watcher", "conference", w.conference.id, "error", err)
			s.drop(w)
		}
		return
	}
	h.agreed.Store(true)
	w.conference.admit(w)
	if w.gone.Load() { // left meanwhile
		w.conference.dismiss(w)
	}
	w.conference.askFor(w.wants(s.now())...)
	select {
	case <-s.done:
	case <-h.ended:
	case <-time.After(settleTime):
	}
	h.mute.Store(true)
	_ = conn.Close()
}

// make runs the handshake and derives the keys.
func (h *handshake) make() (*dtls.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), takeTime)
	defer cancel()
	conn, err := dtls.ServerWithOptions(h, h.remote(),
		dtls.WithCertificates(h.server.cert.tls),
		dtls.WithClientAuth(dtls.RequireAnyClientCert),
		dtls.WithInsecureSkipVerify(true),      // the fingerprint is what is verified
		dtls.WithInsecureSkipVerifyHello(true), // the check has shown the way back
		dtls.WithExtendedMasterSecret(dtls.RequireExtendedMasterSecret),
		dtls.WithEllipticCurves(elliptic.X25519, elliptic.P256),
		dtls.WithCipherSuites(dtls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, dtls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA),
		dtls.WithSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80),
		dtls.WithVerifyConnection(h.verify),
		dtls.WithReplayProtectionWindow(64),
	)
	if err != nil {
		return nil, fmt.Errorf("dtls: %w", err)
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("dtls handshake: %w", err), conn.Close())
	}
	if err := h.key(conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// verify holds the certificate shown against the fingerprint offered.
func (h *handshake) verify(s *dtls.State) error {
	if len(s.PeerCertificates) == 0 || !h.w.print.of(s.PeerCertificates[0]) {
		return errors.New("the certificate is not the one offered")
	}
	return nil
}

// key derives the SRTP and SRTCP keys (RFC 5764 section 4.2).
func (h *handshake) key(conn *dtls.Conn) error {
	profile, ok := conn.SelectedSRTPProtectionProfile()
	if !ok {
		return errors.New("no SRTP profile agreed")
	}
	state, ok := conn.ConnectionState()
	if !ok {
		return errors.New("no DTLS state")
	}
	c := srtp.Config{Profile: srtp.ProtectionProfile(profile)}
	if err := c.ExtractSessionKeysFromDTLS(&state, false); err != nil {
		return fmt.Errorf("srtp keys: %w", err)
	}
	seal, err := newSealer(c.Profile, c.Keys.LocalMasterKey, c.Keys.LocalMasterSalt)
	if err != nil {
		return err
	}
	out, err := srtp.CreateContext(c.Keys.LocalMasterKey, c.Keys.LocalMasterSalt, c.Profile)
	if err != nil {
		return fmt.Errorf("srtcp out: %w", err)
	}
	in, err := srtp.CreateContext(c.Keys.RemoteMasterKey, c.Keys.RemoteMasterSalt, c.Profile, srtp.SRTCPReplayProtection(64))
	if err != nil {
		return fmt.Errorf("srtcp in: %w", err)
	}
	h.w.mu.Lock()
	h.w.sealer, h.w.out, h.w.in = seal, out, in
	h.w.mu.Unlock()
	return nil
}

func (h *handshake) close() { h.once.Do(func() { close(h.ended) }) }

func (h *handshake) remote() net.Addr {
	if p := h.w.way.Load(); p != nil {
		return net.UDPAddrFromAddrPort(p.remote)
	}
	return &net.UDPAddr{}
}

// What follows makes the way to the watcher a net.PacketConn for DTLS.

// ReadFrom waits for the watcher's next record.
func (h *handshake) ReadFrom(b []byte) (int, net.Addr, error) {
	select {
	case p := <-h.in:
		return copy(b, p), h.remote(), nil
	case <-h.ended:
		return 0, nil, net.ErrClosed
	case <-h.until.Done():
		return 0, nil, os.ErrDeadlineExceeded
	}
}

// WriteTo sends a record the way the watcher now uses.
func (h *handshake) WriteTo(b []byte, _ net.Addr) (int, error) {
	if p := h.w.way.Load(); p != nil && !h.mute.Load() {
		_ = h.server.socket.send(p, b)
	}
	return len(b), nil
}

// Close ends reading.
func (h *handshake) Close() error { h.close(); return nil }

// LocalAddr is the relay's port.
func (h *handshake) LocalAddr() net.Addr { return h.server.socket.conn.LocalAddr() }

// SetDeadline bounds reading; writing never waits.
func (h *handshake) SetDeadline(t time.Time) error { return h.SetReadDeadline(t) }

// SetReadDeadline bounds reading.
func (h *handshake) SetReadDeadline(t time.Time) error { h.until.Set(t); return nil }

// SetWriteDeadline does nothing: writing never waits.
func (h *handshake) SetWriteDeadline(time.Time) error { return nil }
