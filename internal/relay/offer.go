package relay

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"giaoban/internal/programme"
)

// offer is what a watcher asks for (RFC 8829, as WHEP's draft narrows it).
type offer struct {
	ufrag    string
	print    fingerprint
	sections []section
	declined [programme.Codecs]bool // of video, that the programme does not have now
}

// section is one media section of an offer and what it is answered.
type section struct {
	mid, kind, protocol string
	formats             []string
	taken               bool // answered with a stream
	unknown             bool // not, since none of its codecs is carried
	types               [programme.Codecs]uint8
	params              []string // attribute lines of the answer: rtpmap, fmtp, rtcp-fb
}

// offerError tells a client what is wrong with its offer.
type offerError struct{ text string }

func (e *offerError) Error() string { return e.text }

func refuse(format string, a ...any) error { return &offerError{fmt.Sprintf(format, a...)} }

// maxSections bounds an offer.
const maxSections = 32

// parseOffer reads an offer. Sections past what a programme has, those that are
// refused already (port 0), and those that are no recvonly audio or video, are
// not taken.
func parseOffer(text []byte, slots int) (*offer, error) {
	var d sdp.SessionDescription
	if err := d.Unmarshal(text); err != nil {
		return nil, refuse("the offer is no SDP: %v", err)
	}
	if len(d.MediaDescriptions) == 0 || len(d.MediaDescriptions) > maxSections {
		return nil, refuse("the offer has %d media sections", len(d.MediaDescriptions))
	}
	o := &offer{}
	left := map[string]int{"video": programme.Pictures, "audio": slots}
	for _, m := range d.MediaDescriptions {
		s := section{
			kind: m.MediaName.Media, protocol: strings.Join(m.MediaName.Protos, "/"),
			formats: m.MediaName.Formats, mid: attribute(m, "mid"),
		}
		if s.mid != "" && !token(s.mid) || !token(s.kind) || len(s.formats) == 0 {
			return nil, refuse("the offer has a section that cannot be answered")
		}
		if len(s.formats) > mostFormats || len(m.Attributes) > mostAttributes {
			return nil, refuse("the offer has a section of more than %d formats or %d attributes", mostFormats, mostAttributes)
		}
		offered := left[s.kind] > 0 && (m.MediaName.Port.Value != 0 || o.carries(m, &d)) && receives(m, &d)
		s.unknown = offered && !s.agree(m)
		if offered && !s.unknown {
			left[s.kind]--
			s.taken = true
			if err := o.transport(m, &d); err != nil {
				return nil, err
			}
		}
		o.sections = append(o.sections, s)
	}
	if o.ufrag == "" {
		return nil, refuse("the offer asks for nothing there is: recvonly VP8 or H.264 video and Opus audio")
	}
	return o, nil
}

// mostFormats is how many payload types there are (RFC 3550 section 5.1),
// mostAttributes far more than browsers have in a section: each is looked at for
// every format.
const (
	mostFormats    = 128
	mostAttributes = 1024
)

// transport reads the ICE and DTLS parameters, of the first section taken: all
// are bundled with it (RFC 8843).
func (o *offer) transport(m *sdp.MediaDescription, d *sdp.SessionDescription) error {
	if o.ufrag != "" {
		return nil
	}
	either := func(name string) string {
		if v := attribute(m, name); v != "" {
			return v
		}
		v, _ := d.Attribute(name)
		return v
	}
	if o.ufrag = either("ice-ufrag"); o.ufrag == "" || either("ice-pwd") == "" {
		return refuse("the offer has no ICE credentials")
	}
	if setup := either("setup"); setup == "passive" || setup == "holdconn" {
		return refuse("a watcher begins the DTLS handshake itself: a=setup is %q", setup)
	}
	var err error
	o.print, err = parseFingerprint(either("fingerprint"))
	return err
}

// carries tells whether a section of port 0 is to ride with one taken before
// it (RFC 8843 section 7.2.1): "max-bundle" says so of all but the first,
// Firefox of the second and third of a kind always. It has no address of its
// own, so nothing can be made of it where that first one is not taken.
func (o *offer) carries(m *sdp.MediaDescription, d *sdp.SessionDescription) bool {
	return o.ufrag != "" && bundleOnly(m) && slices.ContainsFunc(d.Attributes, func(a sdp.Attribute) bool {
		mids := strings.Fields(a.Value)
		return a.Key == "group" && len(mids) > 0 && mids[0] == "BUNDLE" && slices.Contains(mids[1:], attribute(m, "mid"))
	})
}

func bundleOnly(m *sdp.MediaDescription) bool {
	_, only := m.Attribute("bundle-only")
	return only
}

// receives tells whether a section is bundled media to be received. What only
// bundling carries need not say that RTCP comes on the same port (RFC 8829
// section 5.2.1).
func receives(m *sdp.MediaDescription, d *sdp.SessionDescription) bool {
	direction := "sendrecv"
	for _, a := range append(slices.Clip(d.Attributes), m.Attributes...) {
		switch a.Key {
		case "sendrecv", "recvonly", "sendonly", "inactive":
			direction = a.Key
		}
	}
	_, mux := m.Attribute("rtcp-mux")
	return (mux || bundleOnly(m)) && (direction == "recvonly" || direction == "sendrecv") && strings.Contains(strings.Join(m.MediaName.Protos, "/"), "SAVP")
}

// agree picks the payload types of the codecs a programme may have.
func (s *section) agree(m *sdp.MediaDescription) bool {
	found := false
	for _, format := range s.formats {
		pt, err := strconv.ParseUint(format, 10, 7)
		if err != nil || pt >= 64 && pt < 96 { // RFC 5761 section 4: would look like RTCP
			continue
		}
		name, fmtp, feedback := describe(m, format)
		codec, ok := codecOf(s.kind, name, fmtp)
		if !ok || s.types[codec] != 0 {
			continue
		}
		s.types[codec] = uint8(pt)
		found = true
		s.params = append(s.params, "rtpmap:"+format+" "+name)
		if fmtp != "" {
			s.params = append(s.params, "fmtp:"+format+" "+fmtp)
		}
		for _, f := range feedback {
			s.params = append(s.params, "rtcp-fb:"+format+" "+f)
		}
	}
	return found
}

// codecOf is the programme's codec of an rtpmap. H.264 must be in
// packetization mode 1 (RFC 6184 section 6.3), the constrained baseline or a
// profile that decodes it.
func codecOf(kind, name, fmtp string) (programme.Codec, bool) {
	switch lower := strings.ToLower(name); {
	case kind == "video" && lower == "vp8/90000":
		return programme.VP8, true
	case kind == "video" && lower == "h264/90000" && strings.Contains(fmtp, "packetization-mode=1"):
		return programme.H264, true
	case kind == "audio" && lower == "opus/48000/2":
		return programme.Opus, true
	}
	return 0, false
}

// describe finds what an offer says of a payload type; of the feedback only
// what the server understands.
func describe(m *sdp.MediaDescription, format string) (name, fmtp string, feedback []string) {
	for _, a := range m.Attributes {
		pt, value, _ := strings.Cut(a.Value, " ")
		if pt != format && !(a.Key == "rtcp-fb" && pt == "*") || !printable(value) {
			continue
		}
		switch a.Key {
		case "rtpmap":
			name = value
		case "fmtp":
			fmtp = value
		case "rtcp-fb":
			switch value {
			case "nack", "nack pli", "ccm fir", "goog-remb":
				if !slices.Contains(feedback, value) {
					feedback = append(feedback, value)
				}
			}
		}
	}
	return name, fmtp, feedback
}

func attribute(m *sdp.MediaDescription, name string) string {
	v, _ := m.Attribute(name)
	return v
}

// token tells whether a value can be repeated in an answer (RFC 8866 section 9).
func token(v string) bool {
	return v != "" && len(v) <= 64 && !strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' })
}

func printable(v string) bool {
	return len(v) <= 512 && !strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' })
}
