package relay

import "giaoban/internal/programme"

// rates are the present bit rates of the programme's streams, bits per second.
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
// each picture in its smallest layer, the floor first, then the floor and the
// content grow before the chair's inset does.
var order = [...]programme.Stream{
	programme.VideoStream(programme.Floor, 0),
	programme.VideoStream(programme.Content, 0),
	programme.VideoStream(programme.Chair, 0),
	programme.VideoStream(programme.Floor, 1),
	programme.VideoStream(programme.Content, 1),
	programme.VideoStream(programme.Floor, 2),
	programme.VideoStream(programme.Content, 2),
	programme.VideoStream(programme.Chair, 1),
	programme.VideoStream(programme.Chair, 2),
}

// headroom is what is left free for repairs and for what rates leave out.
const headroom = 1.1

// allot gives out capacity among the pictures a watcher takes, and tells the
// rate of what it gave and that of the next better allotment (0: it has all).
func allot(capacity float64, r *rates, takes [programme.Pictures]bool) (a allotment, rate, next float64) {
	a = allotment{-1, -1, -1}
	rate = r.sound()
	var below [programme.Pictures]float64
	for _, s := range order {
		pic, layer := s.Picture(), int8(s.Layer())
		if !takes[pic] {
			continue
		}
		if r[s] == 0 { // nobody sends this layer now: it costs nothing to allow it
			if a[pic] == layer-1 {
				a[pic] = layer
			}
			continue
		}
		with := rate - below[pic] + r[s]
		if with*headroom > capacity || a[pic] != layer-1 {
			if next == 0 || with < next {
				next = with
			}
			continue
		}
		a[pic], below[pic], rate = layer, r[s], with
	}
	return a, rate, next
}
