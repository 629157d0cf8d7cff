package relay

import (
	"fmt"
	"net"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawAddr is an address as the kernel takes it.
type rawAddr struct {
	v6  unix.RawSockaddrInet6
	v4  unix.RawSockaddrInet4
	len uint32
}

// prepare has the kernel tell which of our addresses a datagram came to.
func (s *socket) prepare() error {
	if !s.any {
		return nil
	}
	var err error
	ctl := s.raw.Control(func(fd uintptr) {
		if s.v6 {
			err = unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_RECVPKTINFO, 1)
		} else {
			err = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_PKTINFO, 1)
		}
	})
	if ctl != nil {
		err = ctl
	}
	if err != nil {
		return fmt.Errorf("ask for local addresses: %w", err)
	}
	return nil
}

// newPath keeps how to answer a datagram that came from remote with the given
// control messages (RFC 3542 section 6.1; ip(7), IP_PKTINFO).
func (s *socket) newPath(remote netip.AddrPort, oob []byte) *path {
	p := &path{remote: remote}
	port := [2]byte{byte(remote.Port() >> 8), byte(remote.Port())}
	if s.v6 {
		p.raw.v6 = unix.RawSockaddrInet6{Family: unix.AF_INET6, Addr: remote.Addr().As16()}
		if zone := remote.Addr().Zone(); zone != "" {
			if i, err := net.InterfaceByName(zone); err == nil {
				p.raw.v6.Scope_id = uint32(i.Index)
			}
		}
		*(*[2]byte)(unsafe.Pointer(&p.raw.v6.Port)) = port
		p.raw.len = unix.SizeofSockaddrInet6
	} else {
		p.raw.v4 = unix.RawSockaddrInet4{Family: unix.AF_INET, Addr: remote.Addr().Unmap().As4()}
		*(*[2]byte)(unsafe.Pointer(&p.raw.v4.Port)) = port
		p.raw.len = unix.SizeofSockaddrInet4
	}
	if !s.any {
		return p
	}
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return p
	}
	for _, m := range msgs {
		switch {
		case m.Header.Level == unix.IPPROTO_IPV6 && m.Header.Type == unix.IPV6_PKTINFO && len(m.Data) >= unix.SizeofInet6Pktinfo:
			p.oob = unix.PktInfo6((*unix.Inet6Pktinfo)(unsafe.Pointer(&m.Data[0])))
		case m.Header.Level == unix.IPPROTO_IP && m.Header.Type == unix.IP_PKTINFO && len(m.Data) >= unix.SizeofInet4Pktinfo:
			info := *(*unix.Inet4Pktinfo)(unsafe.Pointer(&m.Data[0]))
			info.Spec_dst = info.Addr
			p.oob = unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: info.Spec_dst})
		}
	}
	return p
}

func (r *rawAddr) name() *byte {
	if r.len == unix.SizeofSockaddrInet6 {
		return (*byte)(unsafe.Pointer(&r.v6))
	}
	return (*byte)(unsafe.Pointer(&r.v4))
}
