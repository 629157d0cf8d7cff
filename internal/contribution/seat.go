package contribution

import (
	"context"
	"sync"

	"github.com/livekit/livekit-server/pkg/rtc/types"
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
		for _, p := range r.GetParticipants() {
			if p.ClaimGrants().Attributes[seatAttribute] == seat {
				_ = p.Close(true, types.ParticipantCloseReasonServiceRequestRemoveParticipant, false)
			}
		}
	}
	e.seats.clear(seat)
}
