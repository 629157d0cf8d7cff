package relay

import (
	"math/bits"
	"time"

	"github.com/pion/rtcp"

	"giaoban/internal/programme"
)

// ntpEpoch is the Unix time of NTP's zero.
const ntpEpoch = 2208988800

// onRTCP takes a watcher's feedback (RFC 4585, RFC 5104, RFC 3550). What is
// not authentic changes nothing.
func (s *Server) onRTCP(w *watcher, b []byte) {
	now := s.now()
	w.mu.Lock()
	if w.in == nil {
		w.mu.Unlock()
		return
	}
	plain, err := w.in.DecryptRTCP(nil, b, nil)
	w.mu.Unlock()
	if err != nil {
		s.count.garbage.Add(1)
		return
	}
	packets, err := rtcp.Unmarshal(plain)
	if err != nil {
		s.count.garbage.Add(1)
		return
	}
	if h := w.hands.Load(); h != nil { // it has the keys, so it has our last flight
		h.close()
	}
	var keys []programme.Stream
	w.mu.Lock()
	for _, p := range packets {
		keys = w.feedback(s, p, keys, now)
	}
	w.mu.Unlock()
	w.conference.askFor(keys...)
}

// feedback takes one RTCP packet and adds the streams a key frame is asked of.
func (w *watcher) feedback(s *Server, p rtcp.Packet, keys []programme.Stream, now time.Time) []programme.Stream {
	switch p := p.(type) {
	case *rtcp.TransportLayerNack:
		if l := w.bySSRC(p.MediaSSRC); l != nil {
			w.resend(s, l, p.Nacks, now)
		}
	case *rtcp.PictureLossIndication:
		keys = w.keyFor(keys, p.MediaSSRC, now)
	case *rtcp.FullIntraRequest:
		for _, f := range p.FIR {
			keys = w.keyFor(keys, f.SSRC, now)
		}
	case *rtcp.ReceiverEstimatedMaximumBitrate:
		w.adapt.onEstimate(float64(p.Bitrate), now)
	case *rtcp.ReceiverReport:
		w.reports(p.Reports, now)
	case *rtcp.SenderReport:
		w.reports(p.Reports, now)
	}
	w.settle()
	return keys
}

func (w *watcher) keyFor(keys []programme.Stream, ssrc uint32, now time.Time) []programme.Stream {
	l := w.bySSRC(ssrc)
	if l == nil || !l.began || l.cur.stream.Audio() {
		return keys
	}
	if w.limits.again(w.seat, &w.keys, now) {
		keys = append(keys, l.cur.stream)
	}
	return keys
}

// wants are the streams a watcher needs key frames of to begin with, where it
// may have any made.
func (w *watcher) wants(now time.Time) (keys []programme.Stream) {
	w.mu.Lock()
	defer w.mu.Unlock()
	none := [programme.Pictures]int8{-1, -1, -1}
	if w.gone.Load() || w.video == none || !w.limits.first(w.seat, w.from, now) {
		return nil
	}
	for pic, i := range w.video {
		if i >= 0 {
			w.lines[i].asked = now
			top := max(w.lines[i].most, 0)
			for l := range int(top) + 1 {
				keys = append(keys, programme.VideoStream(programme.Picture(pic), l))
			}
		}
	}
	return keys
}

// maxNacks bounds what one feedback packet is sent again, maxNamed what it may
// name: browsers go on asking for what is not sent any more.
const (
	maxNacks = 64
	maxNamed = 1024
)

// resend sends again what the watcher misses, the very bytes it was sent.
func (w *watcher) resend(s *Server, l *line, nacks []rtcp.NackPair, now time.Time) {
	way := w.way.Load()
	if way == nil {
		return
	}
	var out [largest]byte
	within := w.adapt.underway(now)
	named, asked, lost, missing := 0, 0, 0, false
	for _, n := range nacks {
		n.Range(func(seq uint16) bool {
			if named++; named > maxNamed {
				return false
			}
			theirs := l.number(seq)
			if theirs <= l.top && l.miss(theirs) {
				missing = true
				if l.on && theirs > l.past {
					lost++
				}
			}
			leg, number, ok := l.find(seq)
			if !ok {
				return true
			}
			if asked++; asked > maxNacks {
				return false
			}
			c := w.conference.rings[leg.stream].get(number)
			if c == nil || !l.due(theirs, within, now) || !w.repair.take(c.size(), w.adapt.rate, now) {
				return true
			}
			l.repaired(theirs, now)
			n, _ := leg.seal(l, w.sealer, out[:], c)
			_ = s.socket.send(way, out[:n])
			s.count.repairs.Add(1)
			return true
		})
	}
	if l.cur.stream.Audio() {
		return
	}
	w.adapt.onNack(lost)
	if missing {
		w.adapt.onMissing(bits.OnesCount32(l.misses), now)
	}
}

// reports takes what the watcher says of its reception.
func (w *watcher) reports(rs []rtcp.ReceptionReport, now time.Time) {
	counted := false // what came through, anew
	for _, r := range rs {
		l := w.bySSRC(r.SSRC)
		if l == nil || !l.began {
			continue
		}
		if r.LastSenderReport != 0 { // RFC 3550 section 6.4.1
			trip := uint32(ntp(now)>>16) - r.LastSenderReport - r.Delay
			if int32(trip) >= 0 {
				w.adapt.onRoundTrip(time.Duration(trip)*time.Second/65536, r.LastSenderReport, now)
			}
		}
		if l.arrived(r, now) {
			counted = true
		}
	}
	if counted {
		w.adapt.onThrough(w.through(now), now)
	}
	for _, r := range rs {
		l := w.bySSRC(r.SSRC)
		if l == nil || !l.began {
			continue
		}
		if share, ok := l.lost(r); ok && l.on {
			w.adapt.onReport(share, now)
		}
	}
}

// through is what came through to the watcher of its pictures of late, by its
// reports, in bits per second; 0 where they do not say it of all of them.
func (w *watcher) through(now time.Time) (bits float64) {
	for i := range w.lines {
		l := &w.lines[i]
		switch {
		case !l.began || l.cur.stream.Audio():
		case now.Sub(l.came.at) <= reported && l.came.bits > 0:
			bits += l.came.bits
		case l.on:
			return 0
		}
	}
	return bits
}

// ntp is an instant in NTP's 32.32 bits.
func ntp(t time.Time) uint64 {
	return uint64(t.Unix()+ntpEpoch)<<32 | uint64(t.Nanosecond())<<32/1e9
}

// instants are which timestamp each stream has at one moment; 0 where none.
type instants struct {
	ts   [programme.Streams]uint32
	live [programme.Streams]bool
}

// reports says what timestamps mean now, for sender reports: receivers keep
// sound and picture together by them.
func (c *Conference) reports(now time.Time) (r instants) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.streams {
		st := &c.streams[i]
		if st.instant.IsZero() {
			continue
		}
		rate := programme.Stream(i).Rate()
		passed := now.Sub(st.instant)
		r.ts[i] = st.ts + uint32(int64(passed)*int64(rate)/int64(time.Second))
		r.live[i] = true
	}
	return r
}

// report seals one compound of sender reports for all the watcher's lines, or
// nil where nothing has been sent yet.
func (w *watcher) report(r *instants, now time.Time) []byte {
	var ps []rtcp.Packet
	for i := range w.lines {
		l := &w.lines[i]
		if !l.began || !r.live[l.cur.stream] {
			continue
		}
		ps = append(ps, &rtcp.SenderReport{
			SSRC: l.ssrc, NTPTime: ntp(now), RTPTime: r.ts[l.cur.stream] + l.cur.shiftTS,
			PacketCount: l.sent, OctetCount: uint32(l.bytes),
		})
	}
	if len(ps) == 0 {
		return nil
	}
	ps = append(ps, rtcp.NewCNAMESourceDescription(ps[0].(*rtcp.SenderReport).SSRC, cname))
	plain, err := rtcp.Marshal(ps)
	if err != nil {
		return nil
	}
	sealed, err := w.out.EncryptRTCP(nil, plain, nil)
	if err != nil {
		return nil
	}
	return sealed
}
