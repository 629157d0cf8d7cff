package relay

import (
	"math"
	"testing"

	"giaoban/internal/programme"
)

func TestAllot_SoundThenTheFloorThenTheInsetThenMore(t *testing.T) {
	takes := [programme.Pictures]bool{true, true, false}
	for _, c := range []struct {
		capacity     float64
		floor, chair int8
	}{
		{50e3, -1, -1}, {250e3, 0, -1}, {400e3, 0, 0}, {600e3, 1, -1}, {800e3, 1, 0}, {2e6, 2, 0}, {2.5e6, 2, 1}, {4e6, 2, 2}, {math.Inf(1), 2, 2},
	} {
		a, _ := allot(c.capacity, threeLayers(), takes)
		if got, want := [2]int8{a[programme.Floor], a[programme.Chair]}, [2]int8{c.floor, c.chair}; c.capacity < 1e9 && got != want || math.IsInf(c.capacity, 1) && a != everything {
			t.Errorf("at %.0f: floor and chair %v, want %v", c.capacity, got, want)
		}
	}
}

// Where the floor's picture does not fit, the inset does not stand in its place,
// however little it costs.
func TestAllot_NoInsetInThePlaceOfWhoSpeaks(t *testing.T) {
	takes := [programme.Pictures]bool{true, true, false}
	r := threeLayers()
	r[programme.VideoStream(programme.Chair, 0)] = 50e3
	a, next := allot(150e3, r, takes)
	if a != (allotment{-1, -1, -1}) || next != 190e3 {
		t.Errorf("at 150 kbit/s: %v, next at %.0f, want nothing, next the floor at 190000", a, next)
	}
	if a, _ := allot(260e3, r, takes); a != (allotment{0, 0, -1}) {
		t.Errorf("at 260 kbit/s: %v, want both", a)
	}
	for l := range programme.Layers { // who has the floor sends no picture
		r[programme.VideoStream(programme.Floor, l)] = 0
	}
	if a, _ := allot(150e3, r, takes); a != (allotment{-1, 0, -1}) {
		t.Errorf("at 150 kbit/s without a picture of the floor: %v, want the inset", a)
	}
}
