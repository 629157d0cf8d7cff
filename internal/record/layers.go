package record

import (
	"time"

	"giaoban/internal/programme"
)

// layers chooses the layer of the floor that is recorded: the largest that is
// being sent. It goes over from one to another at a key frame.
//
// A narrow line makes a browser stop its largest layer in the middle of a
// picture and begin it again later: the recording goes down to what is left,
// and up again, and asks for the key frame that this takes.
type layers struct {
	on      int
	epoch   uint32                      // of the source
	next    [programme.Layers]uint64    // one more than the highest number of each that came
	heard   [programme.Layers]time.Time // when that came: what is sent again does not show that more is
	ahead   [programme.Layers]int       // frames of each since the last packet of the one recorded
	keyAt   time.Time                   // of the last key frame recorded, or when one was asked for
	askedAt time.Time                   // when one of another layer was
}

const (
	// A layer that has been silent for layerGone, while another one sent
	// layerAhead frames, counts as gone. A camera of few frames a second is
	// silent as long, on all its layers.
	layerGone  = 300 * time.Millisecond
	layerAhead = 3
	// layerAsk is how soon a key frame of another layer is asked for again.
	layerAsk = 500 * time.Millisecond
	// keyEvery is how far apart key frames are at most, where the site that
	// sends heeds requests: a player can only begin at one.
	keyEvery = 10 * time.Second
)

// see takes note of a packet. It tells whether the recording goes over to the
// packet's layer with it, and whether a key frame of that layer is wanted.
func (y *layers) see(p *programme.Packet) (changed, asks bool) {
	l := p.Stream.Layer()
	if p.Epoch != y.epoch { // no layer of the source before goes on
		y.epoch, y.heard = p.Epoch, [programme.Layers]time.Time{}
	}
	late := p.Number < y.next[l]
	if !late {
		y.next[l], y.heard[l] = p.Number+1, p.At
	}
	if l == y.on {
		if !late {
			y.ahead = [programme.Layers]int{}
		}
		return false, y.again(p)
	}
	if late && !y.alive(l, p.At) { // repairs of a layer that has stopped
		return false, false
	}
	if p.Marker {
		y.ahead[l]++
	}
	if l < y.on && !y.gone(l, p.At) || y.better(l, p.At) {
		return false, false
	}
	if p.Key {
		y.on, y.keyAt, y.askedAt, y.ahead = l, p.At, time.Time{}, [programme.Layers]int{}
		return true, false
	}
	if p.At.Sub(y.askedAt) < layerAsk {
		return false, false
	}
	y.askedAt = p.At
	return false, true
}

// again tells whether the layer that is recorded owes a key frame.
func (y *layers) again(p *programme.Packet) bool {
	if p.Key {
		y.keyAt = p.At
		return false
	}
	if p.At.Sub(y.keyAt) <= keyEvery {
		return false
	}
	y.keyAt = p.At.Add(time.Second - keyEvery) // again in a second
	return true
}

func (y *layers) alive(l int, now time.Time) bool { return now.Sub(y.heard[l]) < layerGone }

// gone tells whether the layer that is recorded has stopped while this one
// goes on, or its source has left.
func (y *layers) gone(l int, now time.Time) bool {
	return y.heard[y.on].IsZero() || !y.alive(y.on, now) && y.ahead[l] >= layerAhead
}

// better tells whether a larger layer than this one, but for the one that is
// recorded, is alive: the recording goes over to that one instead.
func (y *layers) better(l int, now time.Time) bool {
	for m := l + 1; m < programme.Layers; m++ {
		if m != y.on && y.alive(m, now) {
			return true
		}
	}
	return false
}
