package relay

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/srtp/v3"

	"giaoban/internal/programme"
)

// watcher is one who watches: a hall, a site, a browser.
type watcher struct {
	// What every round reads stands together: a core's cache holds little of so
	// many watchers.
	way     atomic.Pointer[path]
	gone    atomic.Bool
	probing atomic.Bool // its network is being probed, or has just proved narrow: it is looked at each round
	mu      sync.Mutex  // guards what follows, down to the bucket
	sealer  *sealer
	lines   []line
	video   [programme.Pictures]int8 // line of each picture; -1: none
	voices  [programme.MaxSlots]int8 // line of each slot; -1: none
	lead    int8                     // its only line for sound, which follows whoever leads; -1: none
	site    programme.SiteID
	adapt   adapter
	falls   uint32 // of the adapter's, those that the lines know of
	in      *srtp.Context
	out     *srtp.Context
	repair  bucket
	keys    allowance // key frames that it may ask for where it has no seat

	id         string // of its WHEP session
	conference *Conference
	seat       string // of its device; "" for none
	from       string // address that joined, for the limits
	limits     *limiter
	worker     int
	ufrag, pwd string
	print      fingerprint // of the certificate it must show
	joined     time.Time
	theirs     string // its own user name fragment

	heard    atomic.Int64           // last valid STUN check, unix nanoseconds: its consent (RFC 7675)
	declined [programme.Codecs]bool // codecs of pictures it was declined

	leaving atomic.Bool // it sent a DTLS alert, as it does when it closes
	hands   atomic.Pointer[handshake]
}

// lineOf is the line that a packet would go to, or nil.
func (w *watcher) lineOf(s programme.Stream, lead programme.Stream) *line {
	i := int8(-1)
	switch {
	case !s.Audio():
		i = w.video[s.Picture()]
	case w.lead >= 0:
		if s == lead {
			i = w.lead
		}
	default:
		i = w.voices[s.Slot()]
	}
	if i < 0 {
		return nil
	}
	return &w.lines[i]
}

// bySSRC is the line that a watcher reports on.
func (w *watcher) bySSRC(ssrc uint32) *line {
	for i := range w.lines {
		if w.lines[i].ssrc == ssrc {
			return &w.lines[i]
		}
	}
	return nil
}

// serve writes a round's packets for the watcher into the batch.
func (w *watcher) serve(b *batch, runs []run, now present) {
	p := w.way.Load()
	if p == nil || w.gone.Load() {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	packets, all, bytes := 0, 0, 0
	for i := range runs {
		r := &runs[i]
		start := b.off
		for _, c := range r.cells {
			l := w.lineOf(c.Stream, now.lead)
			if l == nil {
				continue
			}
			audio := c.Stream.Audio()
			if audio && !l.chooseAudio(c.Packet, w.site) || !audio && !l.chooseVideo(c.Packet, now.alive) {
				continue
			}
			b.off += l.sealNext(w.sealer, b.free(), c)
			all++
			if !audio {
				packets++
			}
		}
		bytes += b.off - start
		b.add(p, start, r.size+w.sealer.overhead())
	}
	w.adapt.onSent(packets, bytes+all*(carriage-maxOverhead))
	if p.tcp != nil {
		w.adapt.onNack(int(p.tcp.lost.Swap(0)) * 8)
	}
}

// settle, after what may have been a fall, lets the losses of what was sent
// until then count for nothing; where most was lost, no picture begins until the
// queue has emptied.
func (w *watcher) settle() {
	if w.falls == w.adapt.falls {
		return
	}
	w.falls = w.adapt.falls
	for i := range w.lines {
		w.lines[i].forgive(w.adapt.mild)
		if w.adapt.deep {
			w.lines[i].rest = w.adapt.fell.Add(emptied)
		}
	}
	if !w.adapt.mild {
		w.repair.used = max(w.repair.used, repairBurst-repairNarrow)
	}
	w.probing.Store(true)
}

// allow limits every picture's layer to what the network bears.
func (w *watcher) allow(a allotment) {
	for pic, i := range w.video {
		if i >= 0 {
			w.lines[i].most = a[pic]
			w.lines[i].asked = time.Time{}
		}
	}
}

// decodes are the rates of what the watcher can decode: what it cannot is not sent
// to it, and takes nothing of its line.
func (w *watcher) decodes(o *outlook) *rates {
	r := &o.rates
	for pic, i := range w.video {
		if i < 0 {
			continue
		}
		for layer := range programme.Layers {
			s := programme.VideoStream(programme.Picture(pic), layer)
			if r[s] == 0 || w.lines[i].types[o.codec[s]] != 0 {
				continue
			}
			if r == &o.rates { // the outlook is everybody's
				own := o.rates
				r = &own
			}
			r[s] = 0
		}
	}
	return r
}

// keyAgain is how soon a key frame is asked for again that a watcher waits for.
const keyAgain = 400 * time.Millisecond

// awaits tells of which streams a key frame is needed: to begin, to go down from
// a layer that is no longer sent, or to go up to a better one. Whoever cannot
// decode a picture needs none of it.
func (w *watcher) awaits(o *outlook, now time.Time) (keys alive) {
	asks, may := false, false // have a key frame made to begin with
	for pic, i := range w.video {
		if i < 0 {
			continue
		}
		l := &w.lines[i]
		best, ok := o.alive.best(programme.Picture(pic), l.most)
		if !ok || l.types[o.codec[best]] == 0 || l.on && l.cur.stream == best || l.rests(now) || now.Sub(l.asked) < keyAgain {
			continue
		}
		if !l.began {
			if !asks {
				asks, may = true, w.limits.first(w.seat, w.from, now)
			}
			if !may {
				continue
			}
		}
		l.asked = now
		keys.set(best, true)
	}
	return keys
}

// repeat writes packets again that the watcher has, the newest first, up to so
// many bytes.
func (w *watcher) repeat(b *batch, p *path, bytes int) {
	for _, video := range []bool{true, false} {
		for i := range w.lines {
			l := &w.lines[i]
			if !l.on || l.cur.stream.Audio() == video {
				continue
			}
			ring := &w.conference.rings[l.cur.stream]
			for n := l.top - l.cur.shift; bytes > 0 && n >= l.cur.from; n-- {
				c := ring.get(n)
				if c == nil {
					break
				}
				start := b.off
				size, _ := l.cur.seal(l, w.sealer, b.free(), c)
				b.off += size
				b.add(p, start, size)
				bytes -= size + carriage - maxOverhead
			}
		}
	}
}

// wake sends a packet of padding on the first line for a picture, none of which
// is given: a browser reports on a picture once a second, on a voice every five,
// and on what it was sent nothing of for a while not at all.
func (w *watcher) wake(b *batch, p *path) {
	for _, i := range w.video {
		if i < 0 || !w.lines[i].began || w.lines[i].on {
			continue
		}
		start := b.off
		size := w.lines[i].pad(w.sealer, b.free())
		b.off += size
		b.add(p, start, size)
		return
	}
}

// bucket limits repairs: a watcher is sent again no more than a share of what
// it is sent, whatever it asks for, so that repairs do not fill a full line.
type bucket struct {
	used float64 // bytes of repairBurst
	at   time.Time
}

const (
	repairShare = 0.3
	repairLeast = 8 << 10 // bytes a second
	repairBurst = 64 << 10
	// repairNarrow is what is left of it for a line that has just proved narrow.
	repairNarrow = 16 << 10
)

func (b *bucket) take(n int, bits float64, now time.Time) bool {
	if !b.at.IsZero() {
		perSecond := max(repairShare*bits/8, repairLeast)
		b.used = min(max(b.used-now.Sub(b.at).Seconds()*perSecond, 0), repairBurst) // the clock may be set back
	}
	b.at = now
	if b.used+float64(n) > repairBurst {
		return false
	}
	b.used += float64(n)
	return true
}
