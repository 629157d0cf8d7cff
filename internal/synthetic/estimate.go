package synthetic

import (
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"

	"giaoban/internal/clock"
)

// How the estimate of a line moves. The figures are those of Chromium's sender
// (draft-ietf-rmcat-gcc-02) where it has such.
const (
	startRate   = 1_000_000 // bits per second: livekit-client's x-google-start-bitrate
	leastRate   = 30_000
	growth      = 0.08                   // a second
	shrink      = 0.85                   // of what arrives
	lossHeavy   = 0.10                   // beyond it the rate falls by half the loss
	queueLate   = 60 * time.Millisecond  // packets wait: the line is overused
	queueGone   = 25 * time.Millisecond  // they do not
	lateReports = 2                      // in a row make an overuse
	cutPause    = 400 * time.Millisecond // between two falls
	arriveOver  = 500 * time.Millisecond // what arrives is counted over
	delayOver   = 10 * time.Second       // the shortest way is sought over
	mostAhead   = 1.5                    // of what arrives: no more is proved
)

// Probes find room that is not used: for a moment more is sent than the picture
// takes, as padding.
const (
	probeEvery = 3 * time.Second
	probeOn    = time.Second // after one that came through whole
	probeFor   = 40 * time.Millisecond
	probeWait  = 300 * time.Millisecond // for the word of its last packet
	probeFirst = 3.0                    // times the estimate
	probeNext  = 2.0
)

// numbered is how many packets back the receiver's word is understood; a power of two.
const numbered = 1 << 12

// estimate is what a site's line takes upwards, found as Chromium finds it, in
// small: by the waiting times and losses that the receiver reports of numbered
// packets (draft-holmer-rmcat-transport-wide-cc-extensions-01). It is the
// interceptor of one connection.
//
//	packets ──► sent (number, hour) ──► reported ──► late or lost: falls to 0.85 of what arrives
//	                                                 else: grows, or is proved by a probe
type estimate struct {
	interceptor.NoOp

	mu    sync.Mutex
	rate  float64 // bits per second
	begun time.Time
	sent  [numbered]departure
	last  uint16 // number reported last
	heard bool

	arrived  []arrival // of the last half second
	shortest [2]time.Duration
	turned   time.Duration // when shortest was begun anew
	late     int
	lost     float64 // share, smoothed
	at       time.Duration
	cut      time.Duration
	probe    probe
}

// departure is one packet sent; its time is since the connection's beginning.
type departure struct {
	number uint16
	known  bool
	probe  bool
	at     time.Duration
	size   int
}

// arrival is one that has come; its time is on the receiver's clock.
type arrival struct {
	at   time.Duration
	size int
}

// probe is the one at present.
type probe struct {
	begun        time.Duration
	tried        bool
	on           bool
	whole        bool // it came through as fast as it was sent
	rate         float64
	sent         [2]time.Duration // first and last packet
	got          [2]time.Duration
	bytes, count int
}

// NewInterceptor makes the estimate the interceptor of a site's connection.
func (e *estimate) NewInterceptor(string) (interceptor.Interceptor, error) { return e, nil }

func newEstimate() *estimate {
	return &estimate{rate: startRate, begun: clock.System{}.Now(), cut: -time.Hour}
}

func (e *estimate) now() time.Duration { return clock.System{}.Now().Sub(e.begun) }

// BindLocalStream notes what is sent.
func (e *estimate) BindLocalStream(info *interceptor.StreamInfo, next interceptor.RTPWriter) interceptor.RTPWriter {
	id := uint8(0)
	for _, x := range info.RTPHeaderExtensions {
		if x.URI == sdp.TransportCCURI {
			id = uint8(x.ID)
		}
	}
	if id == 0 {
		return next // sound: LiveKit reports none
	}
	return interceptor.RTPWriterFunc(func(h *rtp.Header, payload []byte, a interceptor.Attributes) (int, error) {
		var number rtp.TransportCCExtension
		if number.Unmarshal(h.GetExtension(id)) == nil {
			e.leaves(number.TransportSequence, h.MarshalSize()+len(payload), h.Padding && len(payload) <= mostPadding, e.now())
		}
		return next.Write(h, payload, a)
	})
}

// BindRTCPReader listens for the receiver's word.
func (e *estimate) BindRTCPReader(from interceptor.RTCPReader) interceptor.RTCPReader {
	return interceptor.RTCPReaderFunc(func(b []byte, a interceptor.Attributes) (int, interceptor.Attributes, error) {
		n, a, err := from.Read(b, a)
		if err != nil {
			return n, a, err
		}
		if a == nil {
			a = interceptor.Attributes{}
		}
		all, err := a.GetRTCPPackets(b[:n])
		if err != nil {
			return n, a, nil //nolint:nilerr // for others to judge
		}
		for _, p := range all {
			if r, ok := p.(*rtcp.TransportLayerCC); ok {
				e.reported(r, e.now())
			}
		}
		return n, a, nil
	})
}

// bits is the estimate, in bits per second.
func (e *estimate) bits() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return int(e.rate)
}

func (e *estimate) leaves(number uint16, size int, probe bool, now time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sent[number%numbered] = departure{number: number, known: true, probe: probe, at: now, size: size}
}

// reported takes in the receiver's word on a range of packets.
func (e *estimate) reported(r *rtcp.TransportLayerCC, now time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	number, hour, delta := r.BaseSequenceNumber, time.Duration(r.ReferenceTime)*64*time.Millisecond, 0
	var came, missing int
	waited := time.Hour // the least: what one packet waits may be the machine's doing
	each := func(symbol uint16) {
		d := e.sent[number%numbered]
		known := d.known && d.number == number
		again := e.heard && int16(number-e.last) <= 0
		number++
		if symbol == rtcp.TypeTCCPacketNotReceived {
			if known && !again {
				missing++
			}
			return
		}
		if delta >= len(r.RecvDeltas) {
			return
		}
		hour += time.Duration(r.RecvDeltas[delta].Delta) * time.Microsecond
		delta++
		if !known {
			return
		}
		e.sent[(number-1)%numbered].known = false
		e.arrived = append(e.arrived, arrival{at: hour, size: d.size})
		e.probe.arrives(d, hour)
		waited = min(waited, e.behind(hour-d.at, d.at))
		came++
	}
	count := int(r.PacketStatusCount)
	for _, c := range r.PacketChunks {
		switch c := c.(type) {
		case *rtcp.RunLengthChunk:
			for range min(int(c.RunLength), count) {
				each(c.PacketStatusSymbol)
				count--
			}
		case *rtcp.StatusVectorChunk:
			for _, s := range c.SymbolList[:min(len(c.SymbolList), count)] {
				each(s)
				count--
			}
		}
	}
	e.last, e.heard = number-1, true
	if came+missing == 0 {
		return
	}
	e.lost += 0.3 * (float64(missing)/float64(came+missing) - e.lost)
	if came > 0 {
		e.settle(waited, now)
	}
}

// behind is how much longer than the shortest way a packet took; the clocks at
// both ends need not agree.
func (e *estimate) behind(took, sent time.Duration) time.Duration {
	if e.shortest == [2]time.Duration{} {
		e.shortest = [2]time.Duration{took, took}
	}
	if sent-e.turned > delayOver {
		e.shortest[0], e.shortest[1], e.turned = e.shortest[1], took, sent
	}
	e.shortest[1] = min(e.shortest[1], took)
	return took - min(e.shortest[0], e.shortest[1])
}

// settle moves the estimate by what was reported.
func (e *estimate) settle(waited, now time.Duration) {
	passed := min(now-e.at, time.Second).Seconds()
	e.at = now
	arrives := e.arrives()
	switch {
	case waited > queueLate:
		e.late++
	case waited < queueGone:
		e.late = 0
	}
	switch {
	case e.lost > lossHeavy || e.late >= lateReports:
		if now-e.cut < cutPause {
			return
		}
		if e.late >= lateReports && arrives > 0 {
			e.rate = min(e.rate, shrink*arrives)
		}
		if e.lost > lossHeavy {
			e.rate *= 1 - e.lost/2
		}
		e.cut = now
		e.probe.on = false
	case e.late == 0 && e.lost < lossHeavy/5 && arrives > 0 && e.rate < mostAhead*arrives:
		e.rate *= 1 + growth*passed
	}
	e.rate = max(e.rate, leastRate)
	if rate, done := e.probe.result(now); done && rate > e.rate {
		e.rate = rate
	}
}

// arrives is what has come of late, in bits per second.
func (e *estimate) arrives() float64 {
	n := len(e.arrived)
	if n == 0 {
		return 0
	}
	newest := e.arrived[n-1].at
	i, bytes := 0, 0
	for newest-e.arrived[i].at > arriveOver {
		i++
	}
	e.arrived = append(e.arrived[:0], e.arrived[i:]...)
	for _, a := range e.arrived {
		bytes += a.size
	}
	return float64(bytes*8) / arriveOver.Seconds()
}

// probeNow says whether a probe is due, and how fast it is to be sent: where
// what is wanted takes more than the estimate.
func (e *estimate) probeNow(needed int, now time.Duration) (rate float64, due bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := &e.probe
	pause := probeEvery
	if p.whole {
		pause = probeOn
	}
	if p.on || float64(needed) < e.rate || p.tried && now-p.begun < pause || now-e.cut < probeEvery/2 {
		return 0, false
	}
	times := probeNext
	if !p.tried {
		times = probeFirst
	}
	e.probe = probe{begun: now, tried: true, on: true, rate: min(times*e.rate, 1.2*float64(needed))}
	return e.probe.rate, true
}

// arrives notes a packet of the probe.
func (p *probe) arrives(d departure, at time.Duration) {
	if !p.on || !d.probe {
		return
	}
	if p.count == 0 {
		p.sent, p.got = [2]time.Duration{d.at, d.at}, [2]time.Duration{at, at}
	} else {
		p.bytes += d.size // those behind the first
		p.sent[1], p.got[1] = max(p.sent[1], d.at), max(p.got[1], at)
	}
	p.count++
}

// result is what the probe has proved, once it is over.
func (p *probe) result(now time.Duration) (rate float64, done bool) {
	if !p.on || now-p.begun < probeTime(p.rate)+probeWait {
		return 0, false
	}
	p.on = false
	sent, got := p.sent[1]-p.sent[0], p.got[1]-p.got[0]
	const enough = 5
	if p.count < enough || sent <= 0 {
		return 0, true // too little came to tell
	}
	sending := float64(p.bytes*8) / sent.Seconds()
	if got <= 0 {
		p.whole = true
		return min(sending, p.rate), true
	}
	arriving := float64(p.bytes*8) / got.Seconds()
	if arriving < 0.9*sending {
		return min(0.95*arriving, p.rate), true
	}
	p.whole = true
	return min(sending, arriving, p.rate), true
}

// probeTime is how long a probe lasts: long enough for some packets.
func probeTime(rate float64) time.Duration {
	const packets = 8
	return max(probeFor, time.Duration(packets*mostPadding*8/rate*float64(time.Second)))
}
