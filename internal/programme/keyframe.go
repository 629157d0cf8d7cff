package programme

import "encoding/binary"

// descriptor is what the switch needs to know of a video payload.
type descriptor struct {
	key              bool // first packet of a key frame
	pictureID, tl0At uint8
}

// inspect reads a video payload and returns it in a form whose picture id can
// be rewritten in place: a VP8 picture id of 7 bits becomes one of 15. The
// result is always a copy. A payload that makes no sense is returned as it is,
// as no key frame.
func inspect(c Codec, payload []byte) ([]byte, descriptor) {
	if c == VP8 {
		return inspectVP8(payload)
	}
	out := append([]byte(nil), payload...)
	return out, descriptor{key: c == H264 && startsH264Key(payload)}
}

// inspectVP8 reads the payload descriptor of RFC 7741 section 4.2 and, at the
// start of a frame, the P bit of the frame header (RFC 6386 section 9.1).
func inspectVP8(payload []byte) ([]byte, descriptor) {
	var d descriptor
	keep := func() ([]byte, descriptor) { return append([]byte(nil), payload...), d }
	if len(payload) < 1 {
		return keep()
	}
	first := payload[0]
	start := first&0x10 != 0 && first&0x07 == 0
	at := 1
	if first&0x80 == 0 {
		d.key = start && len(payload) > at && payload[at]&1 == 0
		return keep()
	}
	if len(payload) < 2 {
		return keep()
	}
	ext := payload[1]
	at = 2
	wide := true
	if ext&0x80 != 0 {
		if len(payload) < 4 {
			return keep()
		}
		if wide = payload[2]&0x80 != 0; wide {
			at = 4
		} else {
			at = 3
		}
	}
	rest := at
	if ext&0x40 != 0 {
		at++
	}
	if ext&0x30 != 0 {
		at++
	}
	if len(payload) <= at {
		return keep()
	}
	d.key = start && payload[at]&1 == 0
	var out []byte
	if wide {
		out = append([]byte(nil), payload...)
	} else {
		out = make([]byte, 0, len(payload)+1)
		out = append(out, first, ext, 0x80, payload[2])
		out = append(out, payload[rest:]...)
		rest++
	}
	if ext&0x80 != 0 {
		d.pictureID = 2
	}
	if ext&0x40 != 0 {
		d.tl0At = uint8(rest)
	}
	return out, d
}

// NAL unit types of RFC 6184 section 5.4 and of H.264 table 7-1.
const (
	nalSPS   = 7
	nalSTAPA = 24
	nalFUA   = 28
)

// startsH264Key tells whether a key frame starts here: at its sequence
// parameter set, since a decoder can do nothing with the slices before it.
func startsH264Key(payload []byte) bool {
	if len(payload) < 2 {
		return false
	}
	switch payload[0] & 0x1f {
	case nalSPS:
		return true
	case nalFUA:
		return payload[1]&0x80 != 0 && payload[1]&0x1f == nalSPS
	case nalSTAPA:
		for rest := payload[1:]; len(rest) > 2; {
			n := int(binary.BigEndian.Uint16(rest))
			if n == 0 || n > len(rest)-2 {
				return false
			}
			if rest[2]&0x1f == nalSPS {
				return true
			}
			rest = rest[2+n:]
		}
	}
	return false
}

// pictureID is the 15 bits at the given place.
func pictureID(payload []byte, at uint8) uint16 {
	return binary.BigEndian.Uint16(payload[at:]) & 0x7fff
}
