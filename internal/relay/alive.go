package relay

import (
	"time"

	"giaoban/internal/programme"
)

// alive is a set of streams: those that are being sent now, and well.
type alive uint32

func (a alive) has(s programme.Stream) bool { return a&(1<<s) != 0 }

func (a *alive) set(s programme.Stream, on bool) {
	if on {
		*a |= 1 << s
	} else {
		*a &^= 1 << s
	}
}

// best is the highest layer of a picture that is alive, up to most.
func (a alive) best(p programme.Picture, most int8) (programme.Stream, bool) {
	for l := min(most, programme.Layers-1); l >= 0; l-- {
		if s := programme.VideoStream(p, int(l)); a.has(s) {
			return s, true
		}
	}
	return 0, false
}

const (
	// fresh is how long after a cut the layers of the new source set in without
	// having to prove themselves.
	fresh = time.Second
	// proven is how long a layer that comes back must be sent well until
	// anybody is led to it: a browser tries its upper layers before it trusts
	// its line with them.
	proven = 800 * time.Millisecond
	// fluent is how many frames a second make a layer good enough, however many
	// those below it have.
	fluent = 8
)

// liveness is what a stream of a picture is judged by.
type liveness struct {
	epoch  uint32           // of the last packet: of an older source than the others' it is not alive
	top    uint64           // highest number that came
	alone  time.Time        // since when a layer below has come and this has not
	back   time.Time        // since when it comes again; zero while it is alive or silent
	frames int              // in all
	from   int              // frames, as it came back
	beside programme.Stream // the layer below that was alive then,
	below  int              // and its frames
	second int              // frames, at the last look
}

// sign keeps who is alive, by one packet of a picture, and tells the streams of
// which a key frame is needed for those whose layer has gone.
func (c *Conference) sign(p *programme.Packet) (keys []programme.Stream) {
	live := alive(c.alive.Load())
	pic, layer := p.Stream.Picture(), p.Stream.Layer()
	mine := &c.streams[p.Stream].liveness
	if cut := &c.cuts[pic]; int32(p.Epoch-cut.epoch) > 0 {
		cut.epoch, cut.at = p.Epoch, p.At
	}
	anew := mine.epoch != p.Epoch && p.At.Sub(c.cuts[pic].at) <= fresh
	mine.epoch = p.Epoch
	newer := p.Number > mine.top // what is sent again does not show that more is
	if newer {
		mine.top, mine.alone = p.Number, time.Time{}
		if p.Marker {
			mine.frames++
		}
	}
	for l := range programme.Layers {
		s := programme.VideoStream(pic, l)
		other := &c.streams[s].liveness
		switch {
		case l == layer:
		case int32(p.Epoch-other.epoch) > 0: // it shows the source before
			live.set(s, false)
		case l > layer && live.has(s):
			if other.alone.IsZero() {
				other.alone = p.At
			}
			if p.At.Sub(other.alone) > programme.Gone {
				live.set(s, false)
				other.back = time.Time{}
				keys = append(keys, p.Stream)
			}
		}
	}
	if !live.has(p.Stream) {
		live.set(p.Stream, anew || newer && c.returned(p, live))
	}
	c.alive.Store(uint32(live))
	return keys
}

// returned tells whether a layer that had gone is back for good.
func (c *Conference) returned(p *programme.Packet, live alive) bool {
	mine := &c.streams[p.Stream].liveness
	below, ok := live.best(p.Stream.Picture(), int8(p.Stream.Layer())-1)
	if !ok {
		return true
	}
	under := &c.streams[below].liveness
	if mine.back.IsZero() || mine.beside != below || p.At.Sub(c.streams[p.Stream].heard) > programme.Gone {
		mine.back, mine.from, mine.beside, mine.below = p.At, mine.frames, below, under.frames
		return false
	}
	if p.At.Sub(mine.back) < proven {
		return false
	}
	if 4*(mine.frames-mine.from) < 3*(under.frames-mine.below) {
		mine.back = time.Time{}
		return false
	}
	return true
}

// judge, once a second, takes a layer for gone whose frames are few where a
// lower one has many.
func (c *Conference) judge() (keys []programme.Stream) {
	c.mu.Lock()
	defer c.mu.Unlock()
	live := alive(c.alive.Load())
	var rate [programme.Pictures * programme.Layers]int
	for s := range rate {
		l := &c.streams[s].liveness
		rate[s], l.second = l.frames-l.second, l.frames
	}
	for s := range rate {
		stream := programme.Stream(s)
		below, ok := live.best(stream.Picture(), int8(stream.Layer())-1)
		if ok && live.has(stream) && rate[s] < fluent && rate[below] >= 2*rate[s] && rate[below] >= fluent {
			live.set(stream, false)
			c.streams[s].back = time.Time{}
			keys = append(keys, below)
		}
	}
	c.alive.Store(uint32(live))
	return keys
}
