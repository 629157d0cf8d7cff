package programme

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pion/rtp"
)

// Options of a Programme.
type Options struct {
	Now   func() time.Time // required
	Sink  Sink             // required
	Slots int              // audio slots, 1 to MaxSlots; 0 means 3
}

// Programme is the switch of one conference. Its methods may be called from
// anywhere at any time.
type Programme struct {
	now  func() time.Time
	sink Sink

	mu       sync.Mutex
	inputs   map[SourceID]*Input
	sounds   map[SiteID]*Input
	pictures [Pictures]picture
	slots    []slot
	preview  SourceID
	due      []request // key frames to ask for once the lock is given back
}

// picture is the state of one picture.
type picture struct {
	want    SourceID
	since   time.Time // when it was wanted
	cur     *Input    // on air; nil when it has gone, then the last picture holds
	epoch   uint32
	live    [Layers]bool // layers that have gone over to cur
	streams [Layers]numbering
}

type request struct {
	ask   func(int)
	layer int
}

// repeat is how soon a key frame is asked for again while one is awaited, each
// time twice as late up to seldom: on a narrow line the one that was asked for
// is still on its way, and every other makes it later. Collapse is how seldom
// one is asked for otherwise.
const (
	repeat   = 120 * time.Millisecond
	seldom   = 8 * repeat
	collapse = 500 * time.Millisecond
)

// patience is how long the source before is shown while the wanted one sends
// nothing: it has given up the floor, and is not to stand under another's name.
const patience = 3 * time.Second

// New makes a programme that shows nothing yet.
func New(o Options) *Programme {
	if o.Slots == 0 {
		o.Slots = 3
	}
	return &Programme{
		now: o.Now, sink: o.Sink, slots: make([]slot, min(o.Slots, MaxSlots)),
		inputs: map[SourceID]*Input{}, sounds: map[SiteID]*Input{},
	}
}

// Video registers a contributed video track. Ask is called, from any
// goroutine, to ask its publisher for a key frame of a layer (RFC 4585 section
// 6.3.1). A track of the same id takes the place of the one before.
func (p *Programme) Video(id SourceID, site SiteID, c Codec, ask func(layer int)) (*Input, error) {
	if c != VP8 && c != H264 {
		return nil, fmt.Errorf("video source %s: codec %d is not carried", id, c)
	}
	in := &Input{p: p, id: id, site: site, codec: c, ask: ask}
	p.locked(func() {
		if old := p.inputs[id]; old != nil {
			p.forget(old)
		}
		p.inputs[id] = in
		p.mark()
		p.askAll(in)
	})
	return in, nil
}

// Show puts a source on a picture: at once if its key frame is at hand, else
// at its next one, which is asked for. Until then the old source stays, for
// three seconds at most where the new one sends nothing; then its last picture
// holds. The source need not be there yet.
func (p *Programme) Show(pic Picture, id SourceID) {
	p.locked(func() {
		w := &p.pictures[pic]
		if w.want == id {
			return
		}
		w.want, w.since = id, p.now()
		in := p.inputs[id]
		p.mark()
		if in == nil || w.cur == in {
			return
		}
		for l := range in.layers {
			if in.layers[l].fresh(p.now()) {
				p.cut(pic, in, l)
			}
		}
		p.askAll(in)
	})
}

// Preview readies a source: its key frame is asked for now, so that a Show
// does not wait. The empty id previews nothing.
func (p *Programme) Preview(id SourceID) {
	p.locked(func() {
		p.preview = id
		p.mark()
		if in := p.inputs[id]; in != nil {
			p.askAll(in)
		}
	})
}

// OnAir is the source a picture shows now, and empty before the first one.
func (p *Programme) OnAir(pic Picture) SourceID {
	p.mu.Lock()
	defer p.mu.Unlock()
	if in := p.pictures[pic].cur; in != nil {
		return in.id
	}
	return ""
}

// RequestKeyFrame asks for a key frame of what a picture shows; requests are
// collapsed into one each half second, and those for a layer that is not being
// sent are dropped.
func (p *Programme) RequestKeyFrame(pic Picture, layer int) {
	p.locked(func() {
		if in := p.pictures[pic].cur; in != nil && layer >= 0 && layer < Layers && in.sent(p.now())[layer] {
			p.ask(in, layer, collapse)
		}
	})
}

// Run repeats requests that were not answered, until ctx ends.
func (p *Programme) Run(ctx context.Context) {
	t := time.NewTicker(repeat / 2)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			p.Tick()
		}
	}
}

// Tick is one round of Run.
func (p *Programme) Tick() {
	p.locked(func() {
		for _, in := range p.inputs {
			for l := range in.layers {
				if in.layers[l].owed {
					p.ask(in, l, collapse)
				}
			}
		}
		for i := range p.pictures {
			w := &p.pictures[i]
			in := p.inputs[w.want]
			if w.cur != nil && w.cur != in && w.want != "" && p.now().Sub(w.since) > patience && (in == nil || in.sent(p.now()) == [Layers]bool{}) {
				w.cur, w.live = nil, [Layers]bool{}
				p.mark()
			}
			if in == nil {
				continue
			}
			sent := in.sent(p.now())
			for l := range in.layers {
				if w.cur == in && w.live[l] {
					continue
				}
				if sent[l] || l == 0 && sent == [Layers]bool{} {
					p.ask(in, l, repeat)
				}
			}
		}
	})
}

// see takes a packet of a wanted video source.
func (p *Programme) see(in *Input, pkt *rtp.Packet, layer int) {
	p.locked(func() {
		if in.closed {
			return
		}
		l := &in.layers[layer]
		now := p.now()
		q, jumped := in.copyOf(pkt, l, now)
		if p.waits(in, layer) {
			l.hold(q)
		}
		for i := range p.pictures {
			w := &p.pictures[i]
			if jumped && w.cur == in {
				w.live[layer] = false
			}
			switch {
			case w.cur == in && w.live[layer]:
				p.emit(Picture(i), layer, q, false)
			case (w.cur == in || w.want == in.id) && q.desc.key:
				l.hold(q)
				p.cut(Picture(i), in, layer)
			case (w.cur == in || w.want == in.id) && l.last.Equal(now): // what is sent again asks for nothing
				p.ask(in, layer, repeat)
			}
		}
		if !p.waits(in, layer) {
			l.drop()
		}
	})
}

// waits tells whether a picture may have to begin with this layer.
func (p *Programme) waits(in *Input, layer int) bool {
	if p.preview == in.id {
		return true
	}
	for i := range p.pictures {
		w := &p.pictures[i]
		if (w.want == in.id || w.cur == in) && (w.cur != in || !w.live[layer]) {
			return true
		}
	}
	return false
}

// cut lets a layer of a picture go over to in, beginning with the key frame
// that is held. The first layer to do so takes the old source off all layers.
func (p *Programme) cut(pic Picture, in *Input, layer int) {
	w := &p.pictures[pic]
	if w.cur != in {
		w.cur, w.live = in, [Layers]bool{}
		w.epoch++
		p.mark()
	}
	w.live[layer] = true
	n := &w.streams[layer]
	held := in.layers[layer].held
	n.begin(held[0], VideoRate, p.now())
	// frames that waited are a tick apart, so that they are decoded at once;
	// the newest stands at the present
	for i, q := range held {
		if i > 0 && q.ts != held[i-1].ts {
			n.shiftTS += held[i-1].ts + 1 - q.ts
			n.firstTS = q.ts
		}
		p.emit(pic, layer, q, i == 0)
	}
}

func (p *Programme) emit(pic Picture, layer int, q *incoming, cut bool) {
	w := &p.pictures[pic]
	out := Packet{Stream: VideoStream(pic, layer), Key: q.desc.key, Cut: cut, Epoch: w.epoch, Site: w.cur.site}
	if w.streams[layer].take(q, &out) {
		p.sink.Write(&out)
	}
}
