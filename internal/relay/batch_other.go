//go:build !linux

package relay

// kernelBatch sends datagram by datagram: what every system can.
type kernelBatch struct{}

func (k *kernelBatch) init() {}

func (k *kernelBatch) send(b *batch) {
	for i := range b.msgs {
		m := &b.msgs[i]
		m.each(b.buf, func(d []byte) { _ = b.socket.send(m.path, d) })
	}
}
