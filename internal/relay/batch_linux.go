package relay

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/unix"
)

// kernelBatch sends with sendmmsg(2), each message cut into datagrams by the
// kernel or the card (udp(7), UDP_SEGMENT).
type kernelBatch struct {
	hdrs []mmsghdr
	iovs []unix.Iovec
	ctl  []byte
}

type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
	_   [4]byte
}

// ctlSpace holds where to send from and the size to cut at.
var ctlSpace = unix.CmsgSpace(unix.SizeofInet6Pktinfo) + unix.CmsgSpace(2)

func (k *kernelBatch) init() {
	k.hdrs = make([]mmsghdr, batchMessages)
	k.iovs = make([]unix.Iovec, batchMessages)
	k.ctl = make([]byte, batchMessages*ctlSpace)
}

// send hands the batch over. Where a way bears no cut messages (a card without
// checksum offload, a tunnel: EIO, EINVAL) its datagrams go one by one from
// then on; what cannot be sent at all is lost like any datagram.
func (k *kernelBatch) send(b *batch) {
	n := 0
	for i := range b.msgs {
		if m := &b.msgs[i]; m.end-m.start > m.size && m.path.plain {
			k.sendPlain(b, m)
			continue
		}
		k.fill(n, b, &b.msgs[i])
		n++
	}
	// hdrs and msgs no longer match where plain ones were taken out: keep apart
	cut := b.msgs[:0]
	for i := range b.msgs {
		if m := b.msgs[i]; m.end-m.start <= m.size || !m.path.plain {
			cut = append(cut, m)
		}
	}
	for at := 0; at < n; {
		sent, err := k.call(b.socket, at, n)
		if err == nil {
			at += sent
			continue
		}
		if m := &cut[at]; m.end-m.start > m.size && (errors.Is(err, unix.EIO) || errors.Is(err, unix.EINVAL)) {
			m.path.plain = true
			k.sendPlain(b, m)
		}
		at++
	}
}

func (k *kernelBatch) call(s *socket, from, to int) (sent int, err error) {
	var errno unix.Errno
	werr := s.raw.Write(func(fd uintptr) bool {
		var r uintptr
		r, _, errno = unix.Syscall6(unix.SYS_SENDMMSG, fd, uintptr(unsafe.Pointer(&k.hdrs[from])), uintptr(to-from), 0, 0, 0)
		sent = int(r)
		return !errors.Is(errno, unix.EAGAIN)
	})
	if werr != nil {
		return to - from, nil //nolint:nilerr // the socket is closed: all of it is lost
	}
	if errno != 0 {
		return 0, errno
	}
	return sent, nil
}

func (k *kernelBatch) fill(i int, b *batch, m *message) {
	k.iovs[i].Base = &b.buf[m.start]
	k.iovs[i].SetLen(m.end - m.start)
	h := &k.hdrs[i].hdr
	*h = unix.Msghdr{Name: m.path.raw.name(), Namelen: m.path.raw.len, Iov: &k.iovs[i]}
	h.SetIovlen(1)
	ctl := k.ctl[i*ctlSpace : (i+1)*ctlSpace]
	n := copy(ctl, m.path.oob)
	if m.end-m.start > m.size {
		c := (*unix.Cmsghdr)(unsafe.Pointer(&ctl[n]))
		c.Level, c.Type = unix.SOL_UDP, unix.UDP_SEGMENT
		c.SetLen(unix.CmsgLen(2))
		*(*uint16)(unsafe.Pointer(&ctl[n+unix.CmsgLen(0)])) = uint16(m.size)
		n += unix.CmsgSpace(2)
	}
	if n > 0 {
		h.Control = &ctl[0]
		h.SetControllen(n)
	}
}

func (k *kernelBatch) sendPlain(b *batch, m *message) {
	m.each(b.buf, func(d []byte) { _ = b.socket.send(m.path, d) })
}
