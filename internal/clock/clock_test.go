package clock

import (
	"testing"
	"time"
)

func TestSteady_KeepsToWhatHasPassed(t *testing.T) {
	begun, first := time.Now(), Steady{}.Now()
	time.Sleep(20 * time.Millisecond)
	passed, told := time.Since(begun), Steady{}.Now().Sub(first)
	if told < 20*time.Millisecond || told > passed {
		t.Errorf("%v are told to have passed, of at most %v", told, passed)
	}
	// The wall's reading goes on with the monotonic one: what takes only the
	// former, as what is cut to microseconds, sees no jump either.
	if off := (Steady{}).Now().Round(0).Sub(first.Round(0)) - (Steady{}).Now().Sub(first); off.Abs() > time.Millisecond {
		t.Errorf("both readings differ by %v", off)
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
