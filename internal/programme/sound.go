package programme

import (
	"slices"

	"github.com/pion/rtp"
)

// slot is one of the voices of the programme: the microphone of one site at a
// time, as one continuous Opus stream.
type slot struct {
	site   SiteID
	cur    *Input
	stream numbering
}

// Audio registers a site's microphone (Opus, RFC 7587). It is heard only while
// the site stands in OpenMicrophones.
func (p *Programme) Audio(site SiteID) *Input {
	in := &Input{p: p, site: site, codec: Opus, audio: true}
	p.locked(func() {
		if old := p.sounds[site]; old != nil {
			p.forget(old)
		}
		p.sounds[site] = in
		p.hearOpen()
	})
	return in
}

// OpenMicrophones says whose microphones are open, the most important first; a
// site keeps its slot while it stays open. Sites past the slots there are, are
// not heard: they are returned.
func (p *Programme) OpenMicrophones(sites []SiteID) (unheard []SiteID) {
	p.locked(func() {
		chosen := sites[:min(len(sites), len(p.slots))]
		unheard = sites[len(chosen):]
		for i := range p.slots {
			if s := &p.slots[i]; !slices.Contains(chosen, s.site) {
				p.hush(i)
				s.site, s.cur = "", nil
			}
		}
		for _, site := range chosen {
			p.seat(site)
		}
		p.hearOpen()
	})
	return unheard
}

// silence is 20 ms of it in Opus: one frame of CELT, full band, in which nothing
// is coded (RFC 6716 sections 3.1 and 4.3).
var silence = []byte{0xf8, 0xff, 0xfe}

// hushes is how many packets of silence end a voice: one is enough, but may be
// lost.
const hushes = 3

// hush ends the voice in a slot. A browser takes sound that merely ceases for
// lost, and draws it out for some hundred milliseconds: a microphone that was
// closed would be heard on.
func (p *Programme) hush(i int) {
	s := &p.slots[i]
	if s.cur == nil {
		return
	}
	for n := range hushes {
		out := Packet{Stream: AudioStream(i), Codec: Opus, Site: s.site, Payload: silence, At: p.now()}
		s.stream.append(&out, n*AudioRate/50, AudioRate)
		p.sink.Write(&out)
	}
}

// seat gives a site the lowest free slot unless it has one.
func (p *Programme) seat(site SiteID) {
	free := -1
	for i := range p.slots {
		if p.slots[i].site == site {
			return
		}
		if p.slots[i].site == "" && free < 0 {
			free = i
		}
	}
	if site != "" && free >= 0 {
		p.slots[free].site = site
	}
}

// hearOpen lets only open microphones through.
func (p *Programme) hearOpen() {
	for site, in := range p.sounds {
		open := slices.ContainsFunc(p.slots, func(s slot) bool { return s.site == site })
		in.wanted.Store(open)
	}
}

// hear takes a packet of an open microphone.
func (p *Programme) hear(in *Input, pkt *rtp.Packet) {
	p.locked(func() {
		i := slices.IndexFunc(p.slots, func(s slot) bool { return s.site == in.site })
		if i < 0 || in.closed {
			return
		}
		s := &p.slots[i]
		q, jumped := in.copyOf(pkt, &in.layers[0], p.now())
		out := Packet{Stream: AudioStream(i), Cut: s.cur != in, Site: in.site}
		if out.Cut || jumped {
			s.cur = in
			q.marker = true // begins a talkspurt, RFC 7587 section 4.2
			s.stream.begin(q, AudioRate, q.at)
		}
		if s.stream.take(q, &out) {
			p.sink.Write(&out)
		}
	})
}
