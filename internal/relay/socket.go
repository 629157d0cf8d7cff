package relay

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// socket is the relay's one UDP port, IPv6 and IPv4 together where it listens
// on all addresses.
type socket struct {
	conn *net.UDPConn
	raw  syscall.RawConn
	v6   bool // addresses are passed to the kernel as IPv6
	any  bool // bound to all addresses: which one to answer from must be said
}

// socketBuffer is asked of the kernel, which gives what it allows.
const socketBuffer = 8 << 20

// listen opens the port. An address without a host listens on all addresses of
// both families, on those of IPv4 where the machine has no IPv6.
func listen(addr string) (*socket, error) {
	ua, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		return nil, fmt.Errorf("relay address %q: %w", addr, err)
	}
	s := &socket{any: ua.IP == nil || ua.IP.IsUnspecified(), v6: ua.IP.To4() == nil}
	network := "udp"
	if !s.v6 {
		network = "udp4"
	}
	s.conn, err = net.ListenUDP(network, ua)
	if err != nil && s.v6 && ua.IP == nil {
		s.v6 = false
		s.conn, err = net.ListenUDP("udp4", ua)
	}
	if err != nil {
		return nil, fmt.Errorf("listen for watchers: %w", err)
	}
	if s.raw, err = s.conn.SyscallConn(); err != nil {
		return nil, errors.Join(err, s.conn.Close())
	}
	// a small buffer only loses more: what the kernel refuses is no failure
	_ = s.conn.SetReadBuffer(socketBuffer)
	_ = s.conn.SetWriteBuffer(socketBuffer)
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.conn.Close())
	}
	return s, nil
}

func (s *socket) port() uint16 {
	return s.conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()
}

// path is the way to a watcher: its address as seen from here, and the address
// of ours it uses; or a TCP connection.
type path struct {
	remote netip.AddrPort
	oob    []byte // control message that says where to send from
	raw    rawAddr
	plain  bool // the kernel cannot cut messages for this way; of its worker alone
	tcp    *tcpConn
}

// key is what a path is found under when something comes in.
type key struct {
	remote netip.AddrPort
	tcp    bool
}

func (p *path) key() key { return key{p.remote, p.tcp != nil} }

// same tells whether both lead to the same place from the same address of ours.
func (p *path) same(q *path) bool { return p.key() == q.key() && bytes.Equal(p.oob, q.oob) }

// send sends one datagram by itself.
func (s *socket) send(p *path, b []byte) error {
	if p.tcp != nil {
		return p.tcp.sendFrame(b)
	}
	_, _, err := s.conn.WriteMsgUDPAddrPort(b, p.oob, p.remote)
	return err
}
