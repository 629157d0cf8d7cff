package relay

import (
	"math"

	"giaoban/internal/programme"
)

// rates are what the programme's streams cost a line now, bits per second; 0:
// not sent.
type rates [programme.Streams]float64

// sound is what the voices take together.
func (r *rates) sound() float64 {
	var sum float64
	for s := programme.AudioStream(0); s < programme.Streams; s++ {
		sum += r[s]
	}
	return sum
}

// allotment is the highest layer of each picture; -1 is none.
type allotment [programme.Pictures]int8

// everything is what a watcher gets whose network bears all.
var everything = allotment{programme.Layers - 1, programme.Layers - 1, programme.Layers - 1}

// order is how a network's capacity is given out: sound before picture, then
// who speaks, in the middle layer too, before the chair's inset has any; the
// inset is small and grows last. The text of papers is no part of the
// programme: each screen has their pages already.
var order = [...]programme.Stream{
	programme.VideoStream(programme.Floor, 0),
	programme.VideoStream(programme.Content, 0),
	programme.VideoStream(programme.Floor, 1),
	programme.VideoStream(programme.Content, 1),
	programme.VideoStream(programme.Chair, 0),
	programme.VideoStream(programme.Floor, 2),
	programme.VideoStream(programme.Content, 2),
	programme.VideoStream(programme.Chair, 1),
	programme.VideoStream(programme.Chair, 2),
}

// headroom is what is left free for repairs and for what rates leave out.
const headroom = 1.06

// allot gives out capacity among the pictures a watcher takes, and tells the
// rate of the next better allotment (0: it has all that is sent).
func allot(capacity float64, r *rates, takes [programme.Pictures]bool) (a allotment, next float64) {
	if math.IsInf(capacity, 1) {
		return everything, 0
	}
	a = allotment{-1, -1, -1}
	rate := r.sound()
	var below [programme.Pictures]float64
	var full [programme.Pictures]bool
	for _, s := range order {
		pic := s.Picture()
		if !takes[pic] || r[s] == 0 {
			continue
		}
		if pic == programme.Chair && full[programme.Floor] && a[programme.Floor] < 0 {
			continue // no inset in the place of who speaks
		}
		with := rate - below[pic] + r[s]
		if full[pic] || with*headroom > capacity {
			full[pic] = true
			if next == 0 || with < next {
				next = with
			}
			continue
		}
		a[pic], below[pic], rate = int8(s.Layer()), r[s], with
	}
	return a, next
}

// lowest is the capacity that the first of all pictures takes in its lowest
// layer that is sent; +Inf where none is.
func lowest(r *rates, takes [programme.Pictures]bool) float64 {
	for _, s := range order {
		if takes[s.Picture()] && r[s] > 0 {
			return (r.sound() + r[s]) * headroom * 1.02
		}
	}
	return math.Inf(1)
}

// cost is the rate of an allotment.
func (a allotment) cost(r *rates, takes [programme.Pictures]bool) float64 {
	sum := r.sound()
	for pic := range a {
		if !takes[pic] {
			continue
		}
		for l := a[pic]; l >= 0; l-- { // a layer that is not sent has the next below sent in its place
			if bits := r[programme.VideoStream(programme.Picture(pic), int(l))]; bits > 0 {
				sum += bits
				break
			}
		}
	}
	return sum
}

// against compares with b what is sent: whether the first of all layers in which
// they differ is in a, of which picture it is, and whether a lacks any that is in
// b.
func (a allotment) against(b allotment, r *rates, takes [programme.Pictures]bool) (first programme.Picture, gains, loses bool) {
	differ := false
	for _, s := range order {
		pic, layer := s.Picture(), int8(s.Layer())
		if !takes[pic] || r[s] == 0 || (a[pic] >= layer) == (b[pic] >= layer) {
			continue
		}
		if !differ {
			differ, first, gains = true, pic, a[pic] >= layer
		}
		loses = loses || b[pic] >= layer
	}
	return first, gains, loses
}
