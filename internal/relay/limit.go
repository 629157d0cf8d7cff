package relay

import (
	"cmp"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter bounds how often and how many watchers join from one address, so
// that nobody takes the others' place, and the key frames that are made for
// those who join.
type limiter struct {
	mu       sync.Mutex
	perSec   rate.Limit
	burst    int
	perAddr  int
	total    int
	now      int
	byAddr   map[string]*visitor
	bySeat   map[string]*allowance // key frames
	maxAddrs int
}

type visitor struct {
	joins  *rate.Limiter
	inside int
	last   time.Time
	keys   allowance
}

func newLimiter(o Options) *limiter {
	return &limiter{
		perSec: rate.Limit(o.JoinsPerSecond), burst: max(int(2*o.JoinsPerSecond), 5),
		perAddr: o.PerAddress, total: o.Watchers, byAddr: map[string]*visitor{}, bySeat: map[string]*allowance{}, maxAddrs: 16 * o.Watchers,
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

// first tells whether a key frame may be made for a watcher that has had no
// picture yet. Everybody else gets it too, so one device that joins and leaves,
// again and again, has no more made than one that stays; an address, behind which
// there may be many, has keyBurstAddr and then one each keyEvery for all of them.
// Who is refused waits for the next one. A nil limiter bounds nothing.
func (l *limiter) first(seat, addr string, now time.Time) bool {
	if l == nil {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var v *allowance
	if from := l.byAddr[addr]; from != nil {
		v = &from.keys
	}
	s := l.device(seat)
	if device, address := s.left(keyBurst, now), v.left(keyBurstAddr, now); !device || !address {
		return false
	}
	s.take()
	v.take()
	return true
}

// again tells whether a key frame may be made for a watcher that asks for one:
// its device's, or its own where it has no seat.
func (l *limiter) again(seat string, own *allowance, now time.Time) bool {
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		own = cmp.Or(l.device(seat), own)
	}
	if !own.left(keyBurst, now) {
		return false
	}
	own.take()
	return true
}

// device is what is left to a seat, nil where there is none; mu is held.
func (l *limiter) device(seat string) *allowance {
	s := l.bySeat[seat]
	if s == nil && seat != "" {
		s = &allowance{}
		l.bySeat[seat] = s
	}
	return s
}

// forget drops addresses from which nobody watches nor has come for a minute,
// and seats that may have as many key frames made as new ones.
func (l *limiter) forget(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for addr, v := range l.byAddr {
		if v.inside == 0 && now.Sub(v.last) > time.Minute {
			delete(l.byAddr, addr)
		}
	}
	for seat, a := range l.bySeat {
		if now.Sub(a.used) > keyBurst*keyEvery {
			delete(l.bySeat, seat)
		}
	}
}

// keyBurst and keyEvery bound the key frames that one watcher, or all from one
// device, may have made: everybody else gets them too, and the site's line has
// to bear them. keyBurstAddr is for all from one address.
const (
	keyBurst     = 6
	keyBurstAddr = 40
	keyEvery     = 2 * time.Second
)

// allowance bounds the key frames that somebody may have made: a burst, then one
// each keyEvery. A nil one bounds nothing.
type allowance struct {
	used time.Time // up to when they are used up
}

// left tells whether there is one more.
func (a *allowance) left(burst int, now time.Time) bool {
	if a == nil {
		return true
	}
	if full := now.Add(-time.Duration(burst) * keyEvery); a.used.Before(full) {
		a.used = full
	}
	if a.used.After(now) { // the clock was set back
		a.used = now
	}
	return !a.used.Add(keyEvery).After(now)
}

func (a *allowance) take() {
	if a != nil {
		a.used = a.used.Add(keyEvery)
	}
}
