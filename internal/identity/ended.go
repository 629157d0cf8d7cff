package identity

import "sync"

// endings tells those who wait that some session has ended.
type endings struct {
	mu sync.Mutex
	ch chan struct{}
}

// Ended gives a channel that is closed when a session ends after the call, in
// this process.
func (s *Service) Ended() <-chan struct{} {
	s.ends.mu.Lock()
	defer s.ends.mu.Unlock()
	if s.ends.ch == nil {
		s.ends.ch = make(chan struct{})
	}
	return s.ends.ch
}

func (e *endings) tell() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ch != nil {
		close(e.ch)
		e.ch = nil
	}
}
