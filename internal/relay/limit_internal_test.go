package relay

import (
	"testing"
	"time"
)

func TestFirst_OneDeviceAndOneAddressHaveFewKeyFramesMadeForAll(t *testing.T) {
	now := time.Unix(1000, 0)
	l := newLimiter(Options{JoinsPerSecond: 1000, PerAddress: 1000, Watchers: 1000})
	l.join("office", now)
	l.join("home", now)
	many := func(seat, addr string) (n int) {
		for range 100 {
			if l.first(seat, addr, now) {
				n++
			}
		}
		return n
	}
	if n := many("greedy", "office"); n != keyBurst {
		t.Errorf("%d key frames for one device, want %d", n, keyBurst)
	}
	if !l.first("modest", "office", now) {
		t.Error("another device at this address waits for its picture")
	}
	if n := many("", "office"); n != keyBurstAddr-keyBurst-1 {
		t.Errorf("%d more key frames for one address, want %d in all", n, keyBurstAddr)
	}
	if l.first("third", "office", now) || !l.first("third", "home", now) {
		t.Error("not bounded by address")
	}
	if l.again("greedy", &allowance{}, now) {
		t.Error("one that joins anew has more made by asking")
	}
	if !l.again("", &allowance{}, now) {
		t.Error("one without a seat has none made")
	}
	now = now.Add(keyEvery)
	if n := many("greedy", "office"); n != 1 {
		t.Errorf("%d key frames after %v, want one", n, keyEvery)
	}
	l.forget(now.Add(30 * time.Second))
	if len(l.bySeat) != 0 || len(l.byAddr) == 0 {
		t.Errorf("kept are the seats %v of %v", l.bySeat, l.byAddr)
	}
	many("greedy", "office")
	now = now.Add(-time.Hour) // the clock is set back
	many("greedy", "office")
	if now = now.Add(keyEvery); !l.first("greedy", "office", now) {
		t.Error("none for an hour")
	}
}
