package relay

import (
	"encoding/binary"
	"math/rand/v2"
	"time"

	"github.com/pion/rtcp"

	"giaoban/internal/programme"
)

// line is one stream as one watcher sees it: a media section of its offer. It
// follows one of the programme's streams at a time; its numbers go on when it
// goes over to another.
type line struct {
	ssrc  uint32
	types [programme.Codecs]uint8 // RTP payload types agreed; 0: none
	most  int8                    // highest layer the watcher's network bears; -1: none
	on    bool                    // now following cur
	began bool
	epoch uint32
	cur   leg

	top   uint64 // highest number sent, in the watcher's numbers
	at    time.Time
	ts    uint32
	pid   uint16
	tl0   uint8
	sent  uint32 // packets and octets, for sender reports
	bytes uint64

	// What follows is not touched by every packet, and stands behind what is.
	missed uint64   // highest number asked for again
	misses uint32   // which of the numbers up to it were: the lowest bit is its own
	told   tally    // that losses are counted from
	late   [8]tally // the last ones, the newest first
	past   uint64   // highest number sent before the watcher was last given less
	gone   uint64   // highest of those that are not repaired
	judged bool     // told is of what was sent since
	came   arrivals
	again  *repairs      // nil before the first
	asked  time.Time     // when a key frame was last asked for, to begin or to go over
	rest   time.Time     // until then the watcher's network gets rid of what it was sent too much
	old    [legsKept]leg // what came before cur, the newest first
}

// leg is a stretch of one stream under constant shifts.
type leg struct {
	stream   programme.Stream
	from     uint64 // first number of the stream that belongs to it
	to       uint64 // last number it was sent under, in the watcher's; 0 while it goes on
	shift    uint64 // watcher's number = stream's number + shift
	shiftTS  uint32
	shiftPID uint16
	shiftTL0 uint8
}

// legsKept is how many ended legs can still be repaired. What was lost just
// before a cut is asked for after it.
const legsKept = 3

// chooseVideo tells whether the packet goes to the watcher. A change of layer
// happens at a key frame: to a newer cut whatever its layer, else up to what is
// nearer to the highest layer the network bears, and down from a layer that is
// no longer sent.
func (l *line) chooseVideo(p *programme.Packet, live alive) bool {
	if l.types[p.Codec] == 0 || l.most < 0 {
		l.on = false
		return false
	}
	if l.on && int8(l.cur.stream.Layer()) > l.most {
		l.on = false // at once: the line is overfull, and sound goes before picture
	}
	if l.on && p.Stream == l.cur.stream {
		if p.Number < l.cur.from {
			return false
		}
		l.epoch = p.Epoch
		return true
	}
	layer := int8(p.Stream.Layer())
	if !p.Key || layer > l.most || l.rests(p.At) {
		return false
	}
	now := int8(l.cur.stream.Layer())
	newer := int32(p.Epoch-l.epoch) > 0
	if l.on && !newer {
		if gone := !live.has(l.cur.stream); layer < now && !gone || layer > now && !live.has(p.Stream) || layer == now {
			return false
		}
	}
	l.begin(p)
	l.epoch = p.Epoch
	return true
}

// rests tells whether no picture is to begin yet: its key frame would come to
// stand in a full queue, most of it be lost, and what follows hold up its
// repairs. A picture that the network bears goes on.
func (l *line) rests(now time.Time) bool {
	left := l.rest.Sub(now)
	goes := l.on && int8(l.cur.stream.Layer()) <= l.most
	return !goes && left > 0 && left < time.Second // more is by a clock that was set back
}

// chooseAudio is the same for a voice: any packet will do to begin with. Own
// is the watcher's site, which is not to hear itself.
func (l *line) chooseAudio(p *programme.Packet, own programme.SiteID) bool {
	if l.types[p.Codec] == 0 {
		return false
	}
	if own != "" && p.Site == own {
		if p.Stream == l.cur.stream {
			l.on = false // what is withheld must leave no gap in the numbers
		}
		return false
	}
	if l.on && p.Stream == l.cur.stream {
		return p.Number >= l.cur.from
	}
	if p.Stream == l.cur.stream && p.Number < l.cur.from {
		return false
	}
	l.begin(p)
	return true
}

// begin lets the line follow p's stream from p on. The first number is drawn
// from the lower half (RFC 3711 section 3.3.1: the receiver takes the rollover
// counter to be zero), later ones go on from the highest sent.
func (l *line) begin(p *programme.Packet) {
	next := leg{stream: p.Stream, from: p.Number}
	if !l.began {
		l.top = uint64(rand.IntN(1 << 14))
		next.shift = l.top + 1 - p.Number
		l.cur = next
	} else {
		passed := max(p.At.Sub(l.at), 0)
		ticks := max(uint32(passed.Seconds()*float64(p.Stream.Rate())), 1)
		next.shift = l.top + 1 - p.Number
		next.shiftTS = l.ts + ticks - p.Timestamp
		if p.PictureIDAt != 0 {
			next.shiftPID = l.pid + 1 - binary.BigEndian.Uint16(p.Payload[p.PictureIDAt:])
		}
		if p.TL0At != 0 {
			next.shiftTL0 = l.tl0 + 1 - p.Payload[p.TL0At]
		}
		copy(l.old[1:], l.old[:])
		l.old[0] = l.cur
		if l.old[0].to == 0 {
			l.old[0].to = l.top
		}
	}
	l.cur = next
	l.on, l.began = true, true
}

// sealNext seals a chosen packet and counts it.
func (l *line) sealNext(s *sealer, out []byte, c *cell) int {
	p := c.Packet
	n, number := l.cur.seal(l, s, out, c)
	if number > l.top {
		l.top, l.at, l.ts = number, p.At, p.Timestamp+l.cur.shiftTS
		if p.PictureIDAt != 0 {
			l.pid = binary.BigEndian.Uint16(p.Payload[p.PictureIDAt:]) + l.cur.shiftPID
		}
		if p.TL0At != 0 {
			l.tl0 = p.Payload[p.TL0At] + l.cur.shiftTL0
		}
	}
	l.sent++
	l.bytes += uint64(len(p.Payload))
	return n
}

// paddingSize is how much a packet of nothing but padding pads.
const paddingSize = 32

// pad seals such a packet (RFC 3550 section 5.1) under the next number of a line
// that is off.
func (l *line) pad(s *sealer, out []byte) int {
	if l.cur.to == 0 {
		l.cur.to = l.top
	}
	l.top++
	l.sent++
	out[0], out[1] = 0x80|0x20, 0
	for _, t := range l.types {
		if t != 0 {
			out[1] = t
			break
		}
	}
	binary.BigEndian.PutUint16(out[2:], uint16(l.top))
	binary.BigEndian.PutUint32(out[4:], l.ts)
	binary.BigEndian.PutUint32(out[8:], l.ssrc)
	payload := out[rtpHeader : rtpHeader+paddingSize]
	clear(payload)
	payload[paddingSize-1] = paddingSize
	return s.seal(out, payload, rtpHeader, l.top)
}

// seal writes the packet as it is on this leg; the same packet always becomes
// the same bytes, so a repair repeats no nonce over another text.
func (g *leg) seal(l *line, s *sealer, out []byte, c *cell) (n int, number uint64) {
	p := c.Packet
	number = p.Number + g.shift
	head := c.begin(out, l.types[p.Codec])
	binary.BigEndian.PutUint16(out[2:], uint16(number))
	binary.BigEndian.PutUint32(out[4:], p.Timestamp+g.shiftTS)
	binary.BigEndian.PutUint32(out[8:], l.ssrc)
	payload := p.Payload
	if c.pad != 0 || g.shiftPID&0x7fff != 0 || g.shiftTL0 != 0 {
		payload = g.patch(out, c)
	}
	return s.seal(out, payload, head, number), number
}

// patch copies the payload into out to move picture ids on and to pad it.
func (g *leg) patch(out []byte, c *cell) []byte {
	p := c.Packet
	head := c.head()
	payload := out[head : head+len(p.Payload)+int(c.pad)]
	n := copy(payload, p.Payload)
	if at := p.PictureIDAt; at != 0 {
		id := binary.BigEndian.Uint16(payload[at:]) + g.shiftPID
		binary.BigEndian.PutUint16(payload[at:], id|0x8000)
	}
	if at := p.TL0At; at != 0 {
		payload[at] += g.shiftTL0
	}
	if c.pad != 0 { // RFC 3550 section 5.1: the last octet counts the padding
		out[0] |= 0x20
		clear(payload[n:])
		payload[len(payload)-1] = c.pad
	}
	return payload
}

// find is what the watcher knows under a sequence number: the number in its
// stream, and the leg it was sent on. A line that is off is not repaired, nor
// what the watcher's network was too narrow for and is not sent any more.
func (l *line) find(seq uint16) (g *leg, number uint64, ok bool) {
	theirs := l.number(seq)
	if !l.on || theirs > l.top {
		return nil, 0, false
	}
	if theirs >= l.cur.from+l.cur.shift {
		return &l.cur, theirs - l.cur.shift, true
	}
	if theirs <= l.gone {
		return nil, 0, false
	}
	for i := range l.old {
		g := &l.old[i]
		if theirs <= g.to && theirs >= g.from+g.shift {
			return g, theirs - g.shift, true
		}
	}
	return nil, 0, false
}

// miss notes that a number is asked for, in the watcher's; it tells whether that
// is for the first time.
func (l *line) miss(number uint64) bool {
	if number <= l.missed {
		return false
	}
	l.misses = l.misses<<(number-l.missed) | 1
	l.missed = number
	return true
}

// number is the one of a sequence number, in the watcher's: near to the highest
// sent.
func (l *line) number(seq uint16) uint64 { return l.top + uint64(int64(int16(seq-uint16(l.top)))) }

// repairs are the packets of a line that were last sent again.
type repairs struct {
	number [64]uint64 // in the watcher's numbers
	at     [64]time.Time
}

// due tells whether a packet that is asked for is to be sent again: not where
// that was done so short a time ago that it may be on its way still.
func (l *line) due(number uint64, within time.Duration, now time.Time) bool {
	if l.again == nil || l.again.number[number%64] != number {
		return true
	}
	since := now.Sub(l.again.at[number%64])
	return since >= within || since < 0 // the clock may be set back
}

// repaired notes that a packet is sent again now.
func (l *line) repaired(number uint64, now time.Time) {
	if l.again == nil {
		l.again = new(repairs)
	}
	l.again.number[number%64], l.again.at[number%64] = number, now
}

// arrivals are what came through on a line, by its reports.
type arrivals struct {
	at   time.Time // of the last report that was counted
	got  uint32    // packets received by then
	bits float64   // per second between the last two
}

// A report is counted arrivalsApart after the last one, and good for reported.
const (
	arrivalsApart = 250 * time.Millisecond
	reported      = 2500 * time.Millisecond
)

// arrived counts by a report what has come through since the one before; it
// tells whether enough time has passed for that.
func (l *line) arrived(r rtcp.ReceptionReport, now time.Time) bool {
	got := r.LastSequenceNumber - uint32(int32(r.TotalLost<<8)>>8) // 24 bits with a sign
	since := now.Sub(l.came.at)
	if since < arrivalsApart {
		return false
	}
	bits := 0.0
	if n := int32(got - l.came.got); !l.came.at.IsZero() && since < 2*reported && n > 0 && l.sent > 0 {
		size := float64(l.bytes)/float64(l.sent) + rtpHeader + carriage
		bits = float64(n) * size * 8 / since.Seconds()
	}
	l.came = arrivals{now, got, bits}
	return true
}

// enough is how many packets a share of losses must be counted over: reports
// come with every request for repair, and over a few packets mean nothing. Of
// the last recent ones the share counts where most are lost.
const (
	enough = 60
	recent = 32
)

// forgive lets the losses of what has been sent so far count for nothing, and has
// them repaired where they are few.
func (l *line) forgive(few bool) {
	l.past, l.judged = l.top, false
	if !few {
		l.gone = l.top
	}
}

// lost is the share of packets lost since a report enough packets ago, or of the
// recent ones where that is most of them.
func (l *line) lost(r rtcp.ReceptionReport) (share float64, ok bool) {
	now := tally{r.LastSequenceNumber, r.TotalLost}
	if !l.judged {
		l.told, l.judged = now, int16(uint16(now.seq)-uint16(l.past)) >= 0
		l.late = [len(l.late)]tally{now}
		return 0, false
	}
	for _, t := range l.late { // the newest first
		if sent, missing := now.since(t); t != (tally{}) && sent >= recent {
			if share = float64(missing) / float64(sent); share > mostly {
				l.told, l.late = now, [len(l.late)]tally{now}
				return share, true
			}
			break
		}
	}
	if int32(now.seq-l.late[0].seq) > recent/int32(len(l.late)) {
		copy(l.late[1:], l.late[:])
		l.late[0] = now
	}
	sent, missing := now.since(l.told)
	if sent >= 0 && sent < enough {
		return 0, false
	}
	l.told = now
	return float64(missing) / float64(max(sent, 1)), sent > 0
}

// tally is how far a watcher has received a line: the highest number, and the
// packets lost of all until it (RFC 3550 section 6.4.1).
type tally struct{ seq, lost uint32 }

// since is how many packets have been sent since an earlier one, and how many of
// them were lost.
func (t tally) since(before tally) (sent, missing int32) {
	return int32(t.seq - before.seq), int32(t.lost<<8-before.lost<<8) >> 8 // 24 bits with a sign
}
