package load

import (
	"sync/atomic"

	"giaoban/internal/programme"
)

// lateSink passes a programme on to a sink that comes later.
type lateSink struct {
	to atomic.Pointer[programme.Sink]
}

func (l *lateSink) set(s programme.Sink) { l.to.Store(&s) }

// Write passes a packet on, if there is anywhere to.
func (l *lateSink) Write(p *programme.Packet) {
	if s := l.to.Load(); s != nil {
		(*s).Write(p)
	}
}
