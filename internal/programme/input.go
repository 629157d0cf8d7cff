package programme

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
)

// Input is one contributed track. Its packets are let through only while the
// programme shows it or is about to.
type Input struct {
	p      *Programme
	id     SourceID
	site   SiteID
	codec  Codec
	ask    func(layer int)
	wanted atomic.Bool // some picture shows it, waits for it or previews it
	audio  bool
	closed bool
	layers [Layers]inputLayer
}

// inputLayer is what is remembered of one layer of a source.
type inputLayer struct {
	top     uint64 // the source's last number, unwrapped
	heard   bool
	last    time.Time // when a new packet last came; one that is sent again proves nothing
	asked   time.Time
	tries   int  // key frames asked for in vain
	owed    bool // a key frame was asked for too early after the last request
	held    []*incoming
	keyHeld bool // held begins with a key frame
}

// heldPackets and heldFor bound what is kept of a source that is not on yet.
// Browsers give no second key frame within 300 ms of one (libwebrtc's
// kMinKeyFrameRequestInterval): a take within that time is served from here.
const (
	heldPackets = 64
	heldFor     = 300 * time.Millisecond
)

// Gone is the silence after which a layer counts as not sent while others are: a
// browser stops its upper layers when its line bears no more, and goes on with
// the others.
const Gone = 300 * time.Millisecond

// silentFor is how long a source may send nothing at all until none of its
// layers counts as sent: a camera in the dark has few frames.
const silentFor = 2 * time.Second

// sent tells which layers are being sent.
func (in *Input) sent(now time.Time) (s [Layers]bool) {
	var newest time.Time
	for l := range in.layers {
		if in.layers[l].last.After(newest) {
			newest = in.layers[l].last
		}
	}
	if now.Sub(newest) > silentFor {
		return s
	}
	for l := range in.layers {
		s[l] = in.layers[l].heard && newest.Sub(in.layers[l].last) <= Gone
	}
	return s
}

// Write takes one plain RTP packet of the given simulcast layer (0 for audio);
// packets may come out of order and more than once. It copies what it keeps.
func (in *Input) Write(pkt *rtp.Packet, layer int) {
	if !in.wanted.Load() || len(pkt.Payload) == 0 || layer < 0 || layer >= Layers {
		return
	}
	if in.audio {
		in.p.hear(in, pkt)
		return
	}
	in.p.see(in, pkt, layer)
}

// Close ends the track. The last picture holds until its source is registered
// again or another one is shown.
func (in *Input) Close() { in.p.remove(in) }

// copyOf reads and unwraps a packet.
func (in *Input) copyOf(pkt *rtp.Packet, l *inputLayer, now time.Time) (p *incoming, jumped bool) {
	p = &incoming{ts: pkt.Timestamp, marker: pkt.Marker, codec: in.codec, at: now}
	p.payload, p.desc = inspect(in.codec, pkt.Payload)
	if !l.heard {
		l.heard, l.top = true, 1<<32|uint64(pkt.SequenceNumber-1)
	}
	p.number, jumped = unwrap(l.top, pkt.SequenceNumber)
	if jumped {
		p.number = l.top + restart
		p.number += uint64(pkt.SequenceNumber - uint16(p.number))
		l.drop()
	}
	if p.number > l.top {
		l.top, l.last = p.number, now
	}
	if p.desc.key { // it answers whatever was asked before it came
		l.tries, l.owed = 0, false
	}
	return p, jumped
}

// hold keeps p in order: at the next key frame what came too early for it is
// still there.
func (l *inputLayer) hold(p *incoming) {
	if p.desc.key {
		l.keyHeld = true
		rest := l.held[:0]
		for _, h := range l.held {
			if h.number > p.number {
				rest = append(rest, h)
			}
		}
		l.held = append([]*incoming{p}, rest...)
		return
	}
	if l.keyHeld && p.number <= l.held[0].number {
		return
	}
	if len(l.held) == heldPackets {
		l.held = append(l.held[:0], l.held[1:]...)
		l.keyHeld = false
	}
	at := len(l.held)
	for at > 0 && l.held[at-1].number > p.number {
		at--
	}
	if at > 0 && l.held[at-1].number == p.number {
		return
	}
	l.held = append(l.held, nil)
	copy(l.held[at+1:], l.held[at:])
	l.held[at] = p
}

// fresh tells whether a picture can begin with what is held.
func (l *inputLayer) fresh(now time.Time) bool {
	return l.keyHeld && now.Sub(l.held[0].at) < heldFor
}

func (l *inputLayer) drop() { l.held, l.keyHeld = nil, false }
