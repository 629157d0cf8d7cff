package clock

import (
	"testing"
	"time"
)

func TestSteady_KeepsToWhatHasPassed(t *testing.T) {
	begun, first := time.Now(), Steady{}.Now()
	time.Sleep(20 * time.Millisecond)
	told, passed := Steady{}.Now().Sub(first), time.Since(begun)
	if told < 20*time.Millisecond || told > passed {
		t.Errorf("%v are told to have passed, of at most %v", told, passed)
	}
	// What takes only the wall's reading, as what is cut to microseconds, goes on
	// with the monotonic one too.
	n := Steady{}.Now()
	if wall := n.Round(0).Sub(began.Round(0)); wall != n.Sub(began) {
		t.Errorf("%v have passed by the wall's reading, %v by the other", wall, n.Sub(began))
	}
	if (Steady{}).Now().Location() != time.UTC {
		t.Error("the time is not told in UTC")
	}
}

func TestSteadyOf_TakesTheMachinesClockAlone(t *testing.T) {
	if SteadyOf(System{}) != (Steady{}) {
		t.Error("the machine's clock is not made steady")
	}
	if m := NewManual(time.Unix(1000, 0)); SteadyOf(m) != Clock(m) {
		t.Error("a clock that is moved by hand is not kept")
	}
}
