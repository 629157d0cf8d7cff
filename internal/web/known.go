package web

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/fault"
)

// Ended gives a channel that is closed when some session has ended since it
// was asked for; nil where nobody tells.
type Ended func() <-chan struct{}

// recheckEvery bounds how long a stream outlives a session that ran out, or
// was ended by another process.
const recheckEvery = 15 * time.Second

// sender is who sent a request, and how that is found out again.
type sender struct {
	request  *http.Request
	by       access.Actor
	identify Identify
	ended    Ended
}

type senderKey struct{}

// WhileKnown returns the request's context, which ends also when its sender is
// no longer who it was: signed out, its session or seat run out, its roles
// changed. For event streams, which would else go on for the life of a
// connection. The caller cancels it.
func WhileKnown(r *http.Request) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(r.Context())
	if s, ok := r.Context().Value(senderKey{}).(*sender); ok {
		go s.watch(ctx, cancel)
	}
	return ctx, cancel
}

func (s *sender) watch(ctx context.Context, cancel context.CancelFunc) {
	tick := time.NewTicker(recheckEvery)
	defer tick.Stop()
	for {
		ended := s.endings() // asked for before looking: nothing falls between the two
		if s.gone(ctx) {
			cancel()
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-ended:
		}
	}
}

func (s *sender) endings() <-chan struct{} {
	if s.ended == nil {
		return nil
	}
	return s.ended()
}

// gone tells whether the sender is another or nobody now. A database that
// cannot be asked ends nothing.
func (s *sender) gone(ctx context.Context) bool {
	now, err := s.identify(s.request.WithContext(ctx))
	if err != nil {
		return fault.As(err) != nil
	}
	return !reflect.DeepEqual(now, s.by)
}
