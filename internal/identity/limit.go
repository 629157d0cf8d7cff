package identity

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"giaoban/internal/clock"
	"giaoban/internal/fault"
)

// limiter slows guessing: each address may try burst times at once and then
// once every interval. Loopback counts like any other.
type limiter struct {
	clock clock.Clock
	every time.Duration
	burst int

	mu   sync.Mutex
	seen map[string]*rate.Limiter
}

func newLimiter(c clock.Clock, every time.Duration, burst int) *limiter {
	return &limiter{clock: c, every: every, burst: burst, seen: map[string]*rate.Limiter{}}
}

// maxAddresses bounds the table; past it everyone starts anew, which favours
// no single guesser.
const maxAddresses = 10_000

// fail counts a failed attempt from the address.
func (l *limiter) fail(addr string) {
	l.of(addr).AllowN(l.clock.Now(), 1)
}

// check refuses an address that has used up its attempts.
func (l *limiter) check(addr string) error {
	if l.of(addr).TokensAt(l.clock.Now()) < 1 {
		return fault.TooMany("too_many_attempts", "too many attempts from %s", addr).With("seconds", l.every.String())
	}
	return nil
}

func (l *limiter) of(addr string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.seen[addr]
	if !ok {
		if len(l.seen) >= maxAddresses {
			clear(l.seen)
		}
		r = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.seen[addr] = r
	}
	return r
}
