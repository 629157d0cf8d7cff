package relay

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter bounds how often and how many watchers join from one address, so
// that nobody takes the others' place.
type limiter struct {
	mu       sync.Mutex
	perSec   rate.Limit
	burst    int
	perAddr  int
	total    int
	now      int
	byAddr   map[string]*visitor
	maxAddrs int
}

type visitor struct {
	joins  *rate.Limiter
	inside int
	last   time.Time
}

func newLimiter(o Options) *limiter {
	return &limiter{
		perSec: rate.Limit(o.JoinsPerSecond), burst: max(int(2*o.JoinsPerSecond), 5),
		perAddr: o.PerAddress, total: o.Watchers, byAddr: map[string]*visitor{}, maxAddrs: 16 * o.Watchers,
	}
}

// join tells whether one more may come from an address; leave gives the place
// back.
func (l *limiter) join(addr string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.byAddr[addr]
	if v == nil {
		if len(l.byAddr) >= l.maxAddrs {
			return false
		}
		v = &visitor{joins: rate.NewLimiter(l.perSec, l.burst)}
		l.byAddr[addr] = v
	}
	v.last = now
	if !v.joins.AllowN(now, 1) || v.inside >= l.perAddr || l.now >= l.total {
		return false
	}
	v.inside++
	l.now++
	return true
}

func (l *limiter) leave(addr string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v := l.byAddr[addr]; v != nil && v.inside > 0 {
		v.inside--
		l.now--
	}
}

// forget drops addresses from which nobody watches nor has come for a minute.
func (l *limiter) forget(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for addr, v := range l.byAddr {
		if v.inside == 0 && now.Sub(v.last) > time.Minute {
			delete(l.byAddr, addr)
		}
	}
}
