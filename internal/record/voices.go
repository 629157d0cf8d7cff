package record

import (
	"sort"
	"time"
)

// Voices is how many slots of a programme a recording has room for.
const Voices = 3

// tick is the step in which sound is written: what browsers send in one packet.
const tick = 20 * time.Millisecond

const (
	// longestRun is the most ticks of one packet: 120 ms, the most Opus has.
	longestRun = longestPacket / quartersPerTick
	// patience is how long a tick waits for its sound. It covers the longest
	// run, and packets that come late.
	patience = longestRun*tick + 180*time.Millisecond
	// farthest is how many ticks may wait.
	farthest = 100
	// nothing is the most bytes of a frame that tells that none is sent (DTX, RFC
	// 7587 section 3.1.3).
	nothing = 1
	// lossUpTo is how many ticks without a frame are taken for a loss.
	lossUpTo = 3
)

// How far, in quarters, a voice may be from where its clock says, before one
// tick is left out or put in; and from where on it is put there at once.
const (
	strays = 12
	leaps  = 40
	// mostBehind is how much later a voice may be written for the others' sake.
	mostBehind = 96
)

// voices puts the voices of a programme, each on a clock of its own, on one
// grid, and into packets that hold all of them at once: multistream Opus (RFC
// 7845 section 5.1.1) without decoding any.
//
// All streams of such a packet last equally long and the frames of one are of
// one kind. So a packet holds as many ticks as the longest frame that begins
// with it, or as divide evenly among two such (40 and 60 ms: 120 ms). Frames
// shorter than a tick are put together, longer ones never taken apart: beside
// them, a frame that does not fit waits for the next packet, and a frame of
// another kind than the one before it in the same packet is lost. Where all
// send 20 ms, as browsers do, neither happens.
type voices struct {
	next  int64 // the tick to be written next
	slots [Voices]voice
}

// voice is what waits of one slot.
type voice struct {
	began  bool
	number uint64 // of the newest packet,
	ts     uint32 // its timestamp,
	at     int64  // its place, in quarters,
	lasts  int64  // how long it is,
	behind int64  // and how much later it stands than by its clock
	queue  []unit // by place
	last   uint64 // order of the last frame written,
	heard  int64  // the tick after it,
	kind   kind   // what it was,
	frame  []byte // and its bytes
	anew   bool   // the next packet is of another encoder than the one before
	still  bool   // silence was written last
}

// unit is frames of one kind that fill whole ticks: one, or several short ones.
type unit struct {
	tick   int64
	ticks  int64
	kind   kind
	frames [][]byte // empty: never came
	first  uint64   // order of its first frame
	last   uint64   // and of its last
	filled int      // up to which of the frames
	anew   bool     // of another encoder than what was before
}

func (u unit) end() int64 { return u.tick + u.ticks }

// add takes a packet of a slot, to be heard at an instant of the recording by
// the slot's own clock. What is no Opus is left out.
func (v *voices) add(slot int, number uint64, ts uint32, payload []byte, at time.Duration, cut bool) {
	k, frames, err := opusFrames(payload)
	if err != nil {
		return
	}
	s, long := &v.slots[slot], int64(k.quarters())
	place := s.place(number, ts, min(long, quartersPerTick), at)
	s.anew = s.anew || cut
	if number == s.number {
		s.lasts = long * int64(len(frames))
	}
	for i, f := range frames {
		order := number<<6 | uint64(i)
		if len(f) > nothing && order > s.last && place >= v.next*quartersPerTick && place < (v.next+farthest)*quartersPerTick {
			s.put(place, k, f, order)
		}
		place += long
	}
}

// place is where a packet stands, in quarters: behind the one before it by its
// timestamp, as long as that agrees with the clock.
func (s *voice) place(number uint64, ts uint32, step int64, means time.Duration) int64 {
	passed := int64(int32(ts-s.ts)) / samplesPerQuarter
	if s.began && number <= s.number {
		return evenly(s.at+passed, step)
	}
	ideal := int64(means) * quartersPerTick / int64(tick)
	at := ideal
	if s.began {
		at = s.at + passed
		if passed > s.lasts+leaps || s.behind > mostBehind { // a pause of the speaker makes up for it
			at, s.behind = at-s.behind, 0
		}
		ideal += s.behind
		switch off := ideal - at; {
		case off > leaps:
			at = ideal
		case off < -leaps:
			at = ideal
			s.forget(ideal / quartersPerTick)
		case off > strays:
			at += quartersPerTick
		case off < -strays:
			at -= quartersPerTick // where something stands already: it is left out
		}
	}
	s.began, s.number, s.ts, s.at = true, number, ts, evenly(at, step)
	return s.at
}

// evenly is the multiple of a step nearest to a place, the later of two.
func evenly(place, step int64) int64 {
	if place < 0 {
		return place // before the beginning: never written
	}
	return (place + step/2) / step * step
}

// forget drops what waits from a tick on.
func (s *voice) forget(from int64) {
	for len(s.queue) > 0 && s.queue[len(s.queue)-1].end() > from {
		s.anew = s.anew || s.queue[len(s.queue)-1].anew
		s.queue = s.queue[:len(s.queue)-1]
	}
}

// put adds a frame, unless its place is taken or it would come out of order.
func (s *voice) put(place int64, k kind, frame []byte, order uint64) {
	long := k.quarters()
	u := unit{
		tick: place / quartersPerTick, ticks: int64(max(long/quartersPerTick, 1)), kind: k,
		frames: make([][]byte, max(quartersPerTick/long, 1)), first: order, last: order,
	}
	part := int(place%quartersPerTick) / long
	i := sort.Search(len(s.queue), func(i int) bool { return s.queue[i].tick > u.tick })
	if i < len(s.queue) && s.queue[i].first <= order {
		return
	}
	if i > 0 {
		before := &s.queue[i-1]
		if before.last >= order {
			return
		}
		if before.tick == u.tick && before.kind == k && part > before.filled && !s.anew {
			before.frames[part], before.last, before.filled = frame, order, part
			return
		}
		if before.end() > u.tick {
			return
		}
	}
	if i < len(s.queue) && s.queue[i].tick < u.end() {
		return
	}
	u.frames[part], u.filled = frame, part
	u.anew, s.anew = s.anew, false
	s.queue = append(s.queue, unit{})
	copy(s.queue[i+1:], s.queue[i:])
	s.queue[i] = u
}

// write returns the packet of the next ticks, of which there may be up to a
// limit, and steps behind it.
func (v *voices) write(limit int64) []byte {
	run, alone := int64(1), min(limit, longestRun)
	for i := range v.slots {
		if q := v.slots[i].queue; len(q) > 0 {
			if q[0].tick == v.next {
				run = multiple(run, q[0].ticks)
			}
			alone = min(alone, q[0].tick-v.next)
		}
	}
	if alone > 0 {
		run = alone // nobody speaks
	}
	var packet []byte
	for _, slot := range slotsByStream {
		k, frames := v.slots[slot].take(v.next, run)
		packet = appendPacket(packet, k, frames, true)
	}
	v.next += run
	return appendPacket(packet, silent, still(run), false)
}

// multiple is the least that both divide.
func multiple(a, b int64) int64 {
	for n := a; ; n += a {
		if n%b == 0 {
			return n
		}
	}
}

// take returns the frames of a run of ticks.
func (s *voice) take(from, run int64) (k kind, frames [][]byte) {
	before := s.kind
	for len(s.queue) > 0 && s.queue[0].tick < from+run {
		u := s.queue[0]
		off := u.tick - from
		if u.anew && (frames != nil || s.last > 0 && !s.still) {
			return s.hush(from, run)
		}
		if frames != nil && u.kind != k {
			s.queue = s.queue[1:]
			continue
		}
		if run%u.ticks != 0 || off%u.ticks != 0 {
			s.delay(from + run)
			break
		}
		long := int64(u.kind.quarters())
		if frames == nil {
			k, frames = u.kind, make([][]byte, run*quartersPerTick/long)
		}
		copy(frames[off*quartersPerTick/long:], u.frames)
		s.last, s.heard, s.kind = u.last, u.end(), u.kind
		s.queue = s.queue[1:]
	}
	if frames == nil {
		return s.fill(from, run)
	}
	s.still = false
	s.frame = mend(frames, s.frame, k == before)
	return k, frames
}

// mend puts in place of frames that never came those next to them, before it
// the last one written, where that is of the same kind; it returns the last.
func mend(frames [][]byte, last []byte, same bool) []byte {
	if !same {
		last = nil
	}
	for _, f := range frames {
		if last == nil {
			last = f
		}
	}
	for i, f := range frames {
		if len(f) == 0 {
			frames[i] = last
		}
		last = frames[i]
	}
	return last
}

// hush writes silence in place of the first frames of another encoder, and of
// the last of the one before where they are in the same run. Decoders predict a
// frame from the one before: what two encoders do not agree upon would be a
// bang. Silence has them begin anew.
func (s *voice) hush(from, run int64) (kind, [][]byte) {
	for len(s.queue) > 0 && s.queue[0].tick < from+run {
		s.queue = s.queue[1:]
	}
	s.still, s.kind, s.frame = true, silent, nil
	return silent, still(run)
}

// fill is what stands for a voice that sends nothing: for a loss, the last frame
// again, and then silence. RFC 7845 section 4.1 has empty frames for a loss, of
// the same kind, which libopus fills well; FFmpeg's own decoder makes a bang of
// each of SILK's.
func (s *voice) fill(from, run int64) (kind, [][]byte) {
	long := int64(s.kind.quarters())
	if since := from - s.heard; s.last > 0 && since < lossUpTo && !s.still && len(s.frame) > 0 && long <= quartersPerTick {
		frames := make([][]byte, run*quartersPerTick/long)
		for i := range frames {
			frames[i] = s.frame
		}
		return s.kind, frames
	}
	s.still, s.kind, s.frame = true, silent, nil
	return silent, still(run)
}

// delay has all that waits begin at a tick at the earliest.
func (s *voice) delay(least int64) {
	for i := range s.queue {
		u := &s.queue[i]
		if late := least - u.tick; late > 0 {
			u.tick = least
			if i == len(s.queue)-1 {
				s.at += late * quartersPerTick
				s.behind += late * quartersPerTick
			}
		}
		least = u.end()
	}
}

func still(run int64) (frames [][]byte) {
	for range run {
		frames = append(frames, stillness)
	}
	return frames
}

// end is the tick behind all that waits.
func (v *voices) end() (last int64) {
	for i := range v.slots {
		if q := v.slots[i].queue; len(q) > 0 {
			last = max(last, q[len(q)-1].end())
		}
	}
	return last
}

// stop drops what waits; what comes next has its place by its own clock.
func (v *voices) stop() {
	for i := range v.slots {
		v.slots[i].anew = true
		v.slots[i].began, v.slots[i].behind, v.slots[i].queue = false, 0, nil
	}
}
