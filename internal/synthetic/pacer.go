package synthetic

import "time"

const (
	// paceFactor is how much faster than the line's rate packets leave, so that
	// a key frame is no burst (Chromium's pacer).
	paceFactor = 2.5
	// paceStep is how long the pacer sleeps between two looks.
	paceStep = 5 * time.Millisecond
	// paceBurst is what may leave at once, in bytes: one full packet and more.
	paceBurst = 2400
	// mostWaiting is for how long frames may wait before the camera leaves some
	// out, at the layer's own rate.
	mostWaiting = 500 * time.Millisecond
	// vp8Descriptor is the length of a frame's payload descriptor, in bytes.
	vp8Descriptor = 6
	// mostPadding is what one packet of padding holds (RFC 3550 section 5.1).
	mostPadding = 255
)

// outgoing is a frame on its way out, or a probe.
type outgoing struct {
	layer      *cameraLayer
	frame      []byte // what is left of it
	left       int    // bytes still to be sent, more than the frame's where it is filled up
	first      bool   // none has been sent
	at         uint32 // RTP time
	descriptor [vp8Descriptor]byte
}

// pacer lets a camera's packets leave no faster than the line likes. It belongs
// to the goroutine of play.
type pacer struct {
	waiting []outgoing
	tokens  float64 // bytes that may leave
	last    time.Duration
	timer   *time.Timer

	probing *cameraLayer // padding is sent in its stream
	rate    float64      // of the probe, bits per second
	begun   time.Duration
	padded  int // bytes of it that have left
}

var padding = func() (b [mostPadding]byte) {
	b[mostPadding-1] = mostPadding
	return b
}()

func (p *pacer) add(f outgoing) { p.waiting = append(p.waiting, f) }

// full says that the layer's frames wait for too long already.
func (p *pacer) full(l *cameraLayer) bool {
	bytes := 0
	for _, f := range p.waiting {
		if f.layer == l {
			bytes += f.left
		}
	}
	return bytes*8 > l.rate*int(mostWaiting/time.Millisecond)/1000 && bytes > keyWeight*l.rate/8/l.picture.Rate
}

// probe sends padding at a rate for a moment.
func (p *pacer) probe(l *cameraLayer, now time.Duration, rate float64) {
	p.probing, p.rate, p.begun, p.padded = l, rate, now, 0
}

// due is a channel that says when something may leave; nil where nothing waits.
func (p *pacer) due() <-chan time.Time {
	if len(p.waiting) == 0 && p.probing == nil {
		return nil
	}
	return p.timer.C
}

// send lets leave what may, at a pace in bits per second.
func (p *pacer) send(now time.Duration, pace float64) {
	p.tokens = min(p.tokens+(now-p.last).Seconds()*pace/8, max(paceBurst, paceStep.Seconds()*pace/8))
	p.last = now
	for len(p.waiting) > 0 && p.tokens > 0 {
		f := &p.waiting[0]
		p.tokens -= float64(f.send())
		if f.left == 0 {
			p.waiting = append(p.waiting[:0], p.waiting[1:]...)
		}
	}
	p.pad(now)
	if len(p.waiting) > 0 || p.probing != nil {
		if p.timer == nil {
			p.timer = time.NewTimer(paceStep)
		} else {
			p.timer.Reset(paceStep)
		}
	}
}

// pad goes on with a probe.
func (p *pacer) pad(now time.Duration) {
	if p.probing == nil {
		return
	}
	last := probeTime(p.rate)
	passed := min(now-p.begun, last)
	for due := int(p.rate / 8 * passed.Seconds()); p.padded < due; p.padded += mostPadding {
		x := &p.probing.packet
		x.SequenceNumber++
		x.Marker, x.Padding, x.Payload = false, true, padding[:]
		_ = p.probing.track.WriteRTP(x)
		x.Padding = false
	}
	if passed == last {
		p.probing = nil
	}
}

// send sends the next packet of a frame and tells how long it is.
func (f *outgoing) send() int {
	l := f.layer
	p := &l.packet
	n := min(f.left, payloadSize)
	copied := copy(l.payload[vp8Descriptor:vp8Descriptor+n], f.frame)
	clear(l.payload[vp8Descriptor+copied : vp8Descriptor+n])
	f.frame = f.frame[copied:]
	f.left -= n
	copy(l.payload[:], f.descriptor[:])
	if f.first {
		l.payload[0] |= 0x10 // S: the partition begins
		f.first = false
	}
	p.Timestamp = f.at
	p.Payload = l.payload[:vp8Descriptor+n]
	p.Marker = f.left == 0
	p.SequenceNumber++
	_ = l.track.WriteRTP(p) // an ended connection ends the play by itself
	return n
}
