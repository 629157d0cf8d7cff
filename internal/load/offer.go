package load

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// offer is what an endpoint posts to a WHEP engine: one picture and one voice.
func (e *endpoint) offer() string {
	var b strings.Builder
	put := func(format string, a ...any) { fmt.Fprintf(&b, format+"\r\n", a...) }
	put("v=0")
	put("o=- %d 1 IN IP4 127.0.0.1", e.index+1)
	put("s=-")
	put("t=0 0")
	put("a=group:BUNDLE 0 1")
	for mid, kind := range []string{"video", "audio"} {
		pt, name := 96, "VP8/90000"
		if kind == "audio" {
			pt, name = 111, "opus/48000/2"
		}
		put("m=%s 9 UDP/TLS/RTP/SAVPF %d", kind, pt)
		put("c=IN IP4 0.0.0.0")
		e.putTransport(put)
		put("a=setup:active")
		put("a=mid:%d", mid)
		put("a=recvonly")
		put("a=rtpmap:%d %s", pt, name)
		put("a=rtcp-fb:%d nack", pt)
		put("a=rtcp-fb:%d nack pli", pt)
	}
	return b.String()
}

func (e *endpoint) putTransport(put func(string, ...any)) {
	put("a=ice-ufrag:%s", e.ufrag)
	put("a=ice-pwd:loadloadloadloadloadload")
	put("a=fingerprint:sha-256 %s", e.crowd.fingerprint)
	put("a=rtcp-mux")
}

// reply answers an offer of the server's (LiveKit's subscriber side): it takes
// whatever VP8 and Opus there is.
func (e *endpoint) reply(d *sdp.SessionDescription) string {
	var b strings.Builder
	put := func(format string, a ...any) { fmt.Fprintf(&b, format+"\r\n", a...) }
	put("v=0")
	put("o=- %d 1 IN IP4 127.0.0.1", e.index+1)
	put("s=-")
	put("t=0 0")
	var mids []string
	for _, m := range d.MediaDescriptions {
		mid, _ := m.Attribute("mid")
		mids = append(mids, mid)
	}
	put("a=group:BUNDLE %s", strings.Join(mids, " "))
	for i, m := range d.MediaDescriptions {
		pt, name := payload(m)
		if pt == "" {
			pt = m.MediaName.Formats[0]
		}
		put("m=%s 9 %s %s", m.MediaName.Media, strings.Join(m.MediaName.Protos, "/"), pt)
		put("c=IN IP4 0.0.0.0")
		e.putTransport(put)
		put("a=setup:active")
		put("a=mid:%s", mids[i])
		if m.MediaName.Media == "application" {
			put("a=sctp-port:5000")
			continue
		}
		if _, inactive := m.Attribute("inactive"); inactive || name == "" {
			put("a=inactive")
		} else {
			put("a=recvonly")
		}
		put("a=rtpmap:%s %s", pt, name)
		put("a=rtcp-fb:%s nack", pt)
		put("a=rtcp-fb:%s nack pli", pt)
	}
	return b.String()
}

// payload is the payload type of VP8 or Opus in a section.
func payload(m *sdp.MediaDescription) (pt, name string) {
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		n, codec, _ := strings.Cut(a.Value, " ")
		switch strings.ToLower(codec) {
		case "vp8/90000", "opus/48000/2":
			return n, codec
		}
	}
	return "", ""
}

// parseRemote reads where a server is and how to talk to it.
func parseRemote(text string) (*sdp.SessionDescription, remote, error) {
	var d sdp.SessionDescription
	var r remote
	if err := d.UnmarshalString(text); err != nil {
		return nil, r, fmt.Errorf("the server's SDP: %w", err)
	}
	for _, m := range d.MediaDescriptions {
		for _, a := range m.Attributes {
			switch a.Key {
			case "ice-ufrag":
				r.ufrag = a.Value
			case "ice-pwd":
				r.pwd = a.Value
			case "candidate":
				// A program on this machine offers its other addresses too; what
				// is measured stays on loopback.
				if to, ok := candidate(a.Value); ok && !r.addr.Addr().IsLoopback() {
					r.addr = to
				}
			}
		}
		if pt, _ := payload(m); pt != "" && m.MediaName.Media == "video" {
			n, err := strconv.ParseUint(pt, 10, 7)
			if err == nil {
				r.videoType = uint8(n)
			}
		}
	}
	for _, a := range d.Attributes {
		switch a.Key {
		case "ice-ufrag":
			r.ufrag = a.Value
		case "ice-pwd":
			r.pwd = a.Value
		}
	}
	return &d, r, nil
}

// candidate is the address of a UDP candidate for RTP.
func candidate(v string) (netip.AddrPort, bool) {
	f := strings.Fields(strings.TrimPrefix(v, "candidate:"))
	if len(f) < 6 || f[1] != "1" || !strings.EqualFold(f[2], "udp") {
		return netip.AddrPort{}, false
	}
	to, err := netip.ParseAddrPort(f[4] + ":" + f[5])
	return to, err == nil
}
