package relay

import (
	"fmt"
	"net/netip"
	"strings"

	"giaoban/internal/programme"
)

// cname is the one source of a programme (RFC 7022).
const cname = "programme"

// lines makes the watcher's lines from an offer: the first section of video is
// the floor, the second the chair, the third the content; sound by slots, or,
// where there is one section only, whoever leads.
func (o *offer) lines(w *watcher, c *Conference) {
	w.video = [programme.Pictures]int8{-1, -1, -1}
	for i := range w.voices {
		w.voices[i] = -1
	}
	w.lead = -1
	videos, audios := 0, 0
	for i := range o.sections {
		s := &o.sections[i]
		if !s.taken {
			continue
		}
		at := int8(len(w.lines))
		l := line{types: s.types, most: programme.Layers - 1}
		if s.kind == "video" {
			l.ssrc = c.ssrc + uint32(videos)
			w.video[videos] = at
			w.adapt.takes[videos] = true
			videos++
		} else {
			l.ssrc = c.ssrc + programme.Pictures + uint32(audios)
			w.voices[audios] = at
			audios++
		}
		w.lines = append(w.lines, l)
	}
	if audios == 1 {
		w.lead, w.voices[0] = w.voices[0], -1
	}
}

// answer writes the answer for a watcher.
func (s *Server) answer(o *offer, w *watcher) string {
	var b strings.Builder
	put := func(format string, a ...any) { fmt.Fprintf(&b, format+"\r\n", a...) }
	var mids []string
	for _, sec := range o.sections {
		if sec.taken && sec.mid != "" {
			mids = append(mids, sec.mid)
		}
	}
	put("v=0")
	put("o=- %d 1 IN IP4 0.0.0.0", s.now().UnixMicro())
	put("s=-")
	put("t=0 0")
	put("a=ice-lite")
	if len(mids) > 0 {
		put("a=group:BUNDLE %s", strings.Join(mids, " "))
	}
	put("a=msid-semantic: WMS *")
	line := 0
	for _, sec := range o.sections {
		if !sec.taken {
			put("m=%s 0 %s %s", sec.kind, sec.protocol, strings.Join(sec.formats, " "))
			put("c=IN IP4 0.0.0.0")
			if sec.mid != "" {
				put("a=mid:%s", sec.mid)
			}
			put("a=inactive")
			continue
		}
		s.answerSection(put, &sec, w, line)
		line++
	}
	return b.String()
}

func (s *Server) answerSection(put func(string, ...any), sec *section, w *watcher, line int) {
	var formats []string
	for _, p := range sec.params {
		if rest, ok := strings.CutPrefix(p, "rtpmap:"); ok {
			pt, _, _ := strings.Cut(rest, " ")
			formats = append(formats, pt)
		}
	}
	put("m=%s 9 %s %s", sec.kind, sec.protocol, strings.Join(formats, " "))
	put("c=IN IP4 0.0.0.0")
	if sec.mid != "" {
		put("a=mid:%s", sec.mid)
	}
	put("a=sendonly")
	put("a=rtcp-mux")
	put("a=rtcp-rsize")
	put("a=ice-ufrag:%s", w.ufrag)
	put("a=ice-pwd:%s", w.pwd)
	put("a=fingerprint:%s", s.cert.print)
	put("a=setup:passive")
	for _, p := range sec.params {
		put("a=%s", p)
	}
	name := trackName(w, line)
	// The floor's picture and its voice are played in step. Chromium does so
	// with one voice of a group, whichever comes to hand: a dialogue's others
	// stand alone, lest it is an empty one.
	group := name
	if name == "voice0" || name == "voice" {
		group = "floor"
	}
	ssrc := w.lines[line].ssrc
	put("a=msid:%s %s", group, name)
	put("a=ssrc:%d cname:%s", ssrc, cname)
	put("a=ssrc:%d msid:%s %s", ssrc, group, name)
	for i, host := range s.hosts {
		s.putCandidate(put, i, host)
	}
	put("a=end-of-candidates")
}

// putCandidate offers one address (RFC 8839 section 5.1; TCP: RFC 6544).
func (s *Server) putCandidate(put func(string, ...any), i int, host netip.Addr) {
	local := 65535 - i
	if host.Is4() {
		local -= 100 // IPv6 first, RFC 8421
	}
	put("a=candidate:%d 1 udp %d %s %d typ host", i+1, 126<<24|local<<8|255, host, s.Port())
	if s.tcp != nil {
		put("a=candidate:%d 1 tcp %d %s %d typ host tcptype passive", i+101, 90<<24|local<<8|255, host, s.Port())
	}
}

// trackName is what a watcher finds its track under.
func trackName(w *watcher, line int) string {
	at := int8(line)
	for pic, i := range w.video {
		if i == at {
			return [...]string{"floor", "chair", "content"}[pic]
		}
	}
	for slot, i := range w.voices {
		if i == at {
			return fmt.Sprintf("voice%d", slot)
		}
	}
	return "voice"
}
