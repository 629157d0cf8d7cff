package relay

import "encoding/binary"

// Bounds of a batch: how many messages go to the kernel at once, and how much
// they may hold; small enough to stay in a core's cache.
const (
	batchMessages = 48
	batchBytes    = 384 << 10
)

// message is a row of sealed datagrams to one watcher, all of one size but the
// last.
type message struct {
	path       *path
	start, end int // in the batch's buffer
	size       int
}

// batch gathers messages for one system call. It belongs to one worker.
type batch struct {
	socket *socket
	buf    []byte
	off    int
	msgs   []message
	kernel kernelBatch
}

func newBatch(s *socket) *batch {
	b := &batch{socket: s, buf: make([]byte, batchBytes+runBytes+runCells*maxOverhead)}
	b.msgs = make([]message, 0, batchMessages)
	b.kernel.init()
	return b
}

// free is where the next datagram is to be written.
func (b *batch) free() []byte { return b.buf[b.off:] }

// add makes a message of what was written since start.
func (b *batch) add(p *path, start, size int) {
	if start == b.off {
		return
	}
	if p.tcp != nil {
		p.tcp.send(b.buf[start:b.off], size)
		b.off = start
		return
	}
	b.msgs = append(b.msgs, message{p, start, b.off, size})
	if len(b.msgs) == batchMessages || b.off >= batchBytes {
		b.flush()
	}
}

// flush hands everything to the kernel.
func (b *batch) flush() {
	if len(b.msgs) > 0 {
		b.kernel.send(b)
	}
	b.msgs, b.off = b.msgs[:0], 0
}

// each calls f for every datagram of a message.
func (m *message) each(buf []byte, f func(datagram []byte)) {
	for at := m.start; at < m.end; at += m.size {
		f(buf[at:min(at+m.size, m.end)])
	}
}

// frame writes datagrams of one row in the framing of RFC 4571.
func frame(row []byte, size int) []byte {
	out := make([]byte, 0, len(row)+2*(len(row)/size+1))
	for at := 0; at < len(row); at += size {
		d := row[at:min(at+size, len(row))]
		out = binary.BigEndian.AppendUint16(out, uint16(len(d)))
		out = append(out, d...)
	}
	return out
}
