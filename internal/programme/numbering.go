package programme

import "time"

// window is how far back a packet may come late and still find its place.
const window = 1024

// restart is how far a source's sequence numbers may jump before it counts as
// a new one.
const restart = 5000

// numbering makes one continuous stream out of the sources it is given one
// after another.
type numbering struct {
	started bool
	top     uint64 // highest number sent
	at      time.Time
	ts      uint32 // timestamp of top
	pid     uint16
	tl0     uint8
	seen    [window]uint64 // numbers sent, by their lower bits

	// of the source that is on
	shift    uint64 // out = in + shift
	first    uint64 // what lies before is not part of the stream
	shiftTS  uint32
	firstTS  uint32
	shiftPID uint16
	shiftTL0 uint8
}

// incoming is a contributed packet, unwrapped and copied.
type incoming struct {
	number  uint64
	ts      uint32
	marker  bool
	codec   Codec
	payload []byte
	desc    descriptor
	at      time.Time
}

// begin goes over to another source, whose first packet is p; the timestamp
// goes on by the time passed, and by at least one tick.
func (n *numbering) begin(p *incoming, rate int, now time.Time) {
	if !n.started {
		n.started, n.top, n.ts, n.at = true, 0, p.ts-1, now
		n.pid, n.tl0 = p.pid()-1, p.tl0()-1
	}
	n.shift = n.top + 1 - p.number
	n.first, n.firstTS = p.number, p.ts
	n.shiftTS = n.next(rate, now) - p.ts
	n.shiftPID = n.pid + 1 - p.pid()
	n.shiftTL0 = n.tl0 + 1 - p.tl0()
}

// next is the timestamp of a frame that comes now from another source.
func (n *numbering) next(rate int, now time.Time) uint32 {
	passed := max(now.Sub(n.at), 0)
	return n.ts + max(uint32(passed.Seconds()*float64(rate)), 1)
}

// append numbers a packet of our own that follows the last one, ticks after the
// present.
func (n *numbering) append(out *Packet, ticks, rate int) {
	at := out.At.Add(time.Duration(ticks) * time.Second / time.Duration(rate))
	n.ts, n.at = n.next(rate, at), at
	n.top++
	n.seen[n.top%window] = n.top
	out.Number, out.Timestamp = n.top, n.ts
}

// take renumbers p into out, or tells that it has no place in the stream: too
// late, from before the cut, or a second time.
func (n *numbering) take(p *incoming, out *Packet) bool {
	number := p.number + n.shift
	// Timestamps turn over (a picture's in half a day): they tell only near the cut.
	late := p.number-n.first < window && int32(p.ts-n.firstTS) < 0
	if p.number < n.first || late || number+window <= n.top || n.seen[number%window] == number {
		return false
	}
	n.seen[number%window] = number
	out.Number, out.Timestamp, out.Marker = number, p.ts+n.shiftTS, p.marker
	out.Payload, out.Codec, out.At = n.payload(p), p.codec, p.at
	out.PictureIDAt, out.TL0At = p.desc.pictureID, p.desc.tl0At
	if number > n.top {
		n.top, n.ts, n.at = number, out.Timestamp, p.at
		n.pid, n.tl0 = p.pid()+n.shiftPID, p.tl0()+n.shiftTL0
	}
	return true
}

// payload is p's with the picture id and TL0PICIDX moved on.
func (n *numbering) payload(p *incoming) []byte {
	pidMoves := p.desc.pictureID != 0 && n.shiftPID&0x7fff != 0
	tl0Moves := p.desc.tl0At != 0 && n.shiftTL0 != 0
	if !pidMoves && !tl0Moves {
		return p.payload
	}
	out := append([]byte(nil), p.payload...)
	if p.desc.pictureID != 0 {
		id := p.pid() + n.shiftPID
		out[p.desc.pictureID], out[p.desc.pictureID+1] = 0x80|byte(id>>8), byte(id)
	}
	if p.desc.tl0At != 0 {
		out[p.desc.tl0At] += n.shiftTL0
	}
	return out
}

func (p *incoming) pid() uint16 {
	if p.desc.pictureID == 0 {
		return 0
	}
	return pictureID(p.payload, p.desc.pictureID)
}

func (p *incoming) tl0() uint8 {
	if p.desc.tl0At == 0 {
		return 0
	}
	return p.payload[p.desc.tl0At]
}

// unwrap is the source's number of a 16 bit sequence number near top, and
// whether the source has jumped and must count as a new one.
func unwrap(top uint64, seq uint16) (number uint64, jumped bool) {
	d := int16(seq - uint16(top))
	return top + uint64(int64(d)), d > restart || d < -restart
}
