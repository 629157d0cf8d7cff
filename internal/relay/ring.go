package relay

import "sync/atomic"

// ringSize is how many packets of a stream are kept for repair: some five
// seconds of a picture at 1.5 Mbps.
const ringSize = 1024

// ring keeps the newest packets of one stream. One goroutine puts, any may get.
type ring [ringSize]atomic.Pointer[cell]

func (r *ring) put(c *cell) { r[c.Number%ringSize].Store(c) }

// get is the packet of a number, or nil if it has gone or never was.
func (r *ring) get(number uint64) *cell {
	if c := r[number%ringSize].Load(); c != nil && c.Number == number {
		return c
	}
	return nil
}
