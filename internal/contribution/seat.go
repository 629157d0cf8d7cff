package contribution

import (
	"context"
	"errors"
	"sync"

	"github.com/twitchtv/twirp"
)

// seats knows the signalling connections of each device, so that they can be
// ended. The zero value is ready.
type seats struct {
	mu   sync.Mutex
	next uint64
	open map[string]map[uint64]context.CancelFunc
}

// sit returns a context that ends with the device's seat; leave is called when
// the connection is over.
func (s *seats) sit(ctx context.Context, seat string) (_ context.Context, leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	if seat == "" {
		return ctx, cancel
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[string]map[uint64]context.CancelFunc{}
	}
	if s.open[seat] == nil {
		s.open[seat] = map[uint64]context.CancelFunc{}
	}
	s.next++
	n := s.next
	s.open[seat][n] = cancel
	return ctx, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		if delete(s.open[seat], n); len(s.open[seat]) == 0 {
			delete(s.open, seat)
		}
	}
}

// clear ends the device's connections.
func (s *seats) clear(seat string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.open[seat] {
		cancel()
	}
}

// EndSeat disconnects one device from a room. Its seat must have ended before:
// it does not come back, since it is not admitted.
func (e *Engine) EndSeat(room, seat string) {
	if r := e.room(room); r != nil && seat != "" {
		for _, p := range r.participants() {
			if p.seat() == seat {
				p.putOut()
			}
		}
	}
	if e.far != nil && seat != "" {
		e.putOutUnseen(room, seat)
	}
	e.seats.clear(seat)
}

// putOutUnseen has LiveKit elsewhere remove a hall's screen or a watcher: of
// those it tells nobody that they are there.
func (e *Engine) putOutUnseen(room, seat string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopped {
		return
	}
	for _, who := range []Identity{Hall(seat), Watcher(seat)} {
		e.watchers.Go(func() {
			var answered twirp.Error
			err := e.far.remove(e.ctx, room, who)
			if err != nil && !(errors.As(err, &answered) && answered.Code() == twirp.NotFound) {
				e.log.WarnContext(e.ctx, "a device that was put out may still see LiveKit's tracks", "room", room, "error", err.Error())
			}
		})
	}
}
