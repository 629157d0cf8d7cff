package record

import "errors"

// errOpus is what is no packet of Opus.
var errOpus = errors.New("no packet of Opus")

// Bounds of RFC 6716 section 3.2: bytes of a frame, and quarters of a packet.
const (
	longestFrame  = 1275
	longestPacket = 48
)

// A quarter is 2.5 ms, the shortest frame there is (RFC 6716 section 2.1.4):
// all others last several of them.
const (
	samplesPerQuarter = 120
	quartersPerTick   = 8
)

// kind is what the frames of one packet have in common: the mode, bandwidth
// and duration, and whether they are stereo. It is the TOC byte of RFC 6716
// section 3.1 without the number of frames.
type kind byte

// silent is a kind for silence, whatever was heard before: CELT, full band,
// frames of 20 ms. stillness is such a frame; unlike an empty one, which
// decoders fill with what was heard last, it is silence by itself.
const silent kind = 31 << 3

var stillness = []byte{0xff, 0xfe}

// quarters is how long a frame lasts (RFC 6716 table 2).
func (k kind) quarters() int {
	switch config := int(k >> 3); {
	case config < 12: // SILK
		return [...]int{4, 8, 16, 24}[config&3]
	case config < 16: // hybrid
		return 4 << (config & 1)
	default: // CELT
		return 1 << (config & 3)
	}
}

// opusFrames takes a packet apart (RFC 6716 section 3.2); padding is left out.
// A frame of no more than a byte tells that nothing is sent (DTX).
func opusFrames(p []byte) (k kind, frames [][]byte, err error) {
	if len(p) == 0 {
		return 0, nil, errOpus
	}
	k = kind(p[0] &^ 3)
	var sizes []int
	rest := p[1:]
	switch p[0] & 3 {
	case 0:
		sizes = []int{len(rest)}
	case 1:
		if len(rest)%2 != 0 {
			return 0, nil, errOpus
		}
		sizes = []int{len(rest) / 2, len(rest) / 2}
	case 2:
		first, n := frameLength(rest)
		if n == 0 || first > len(rest)-n {
			return 0, nil, errOpus
		}
		rest = rest[n:]
		sizes = []int{first, len(rest) - first}
	case 3:
		if sizes, rest, err = manySizes(rest); err != nil {
			return 0, nil, err
		}
	}
	if len(sizes)*k.quarters() > longestPacket {
		return 0, nil, errOpus
	}
	for _, n := range sizes {
		if n > longestFrame || n > len(rest) {
			return 0, nil, errOpus
		}
		frames = append(frames, rest[:n:n])
		rest = rest[n:]
	}
	return k, frames, nil
}

// manySizes reads how long the frames of a packet of code 3 are (RFC 6716
// section 3.2.5), and returns the frames behind that, without padding.
func manySizes(b []byte) (sizes []int, frames []byte, err error) {
	if len(b) == 0 {
		return nil, nil, errOpus
	}
	count, vbr, padded := int(b[0]&0x3f), b[0]&0x80 != 0, b[0]&0x40 != 0
	b = b[1:]
	if count == 0 || count > longestPacket {
		return nil, nil, errOpus
	}
	for more := padded; more; {
		if len(b) == 0 {
			return nil, nil, errOpus
		}
		n := int(b[0])
		if more = n == 255; more {
			n = 254
		}
		if b = b[1:]; n > len(b) {
			return nil, nil, errOpus
		}
		b = b[:len(b)-n]
	}
	if !vbr {
		if len(b)%count != 0 {
			return nil, nil, errOpus
		}
		for range count {
			sizes = append(sizes, len(b)/count)
		}
		return sizes, b, nil
	}
	sum := 0
	for range count - 1 {
		size, n := frameLength(b)
		if n == 0 {
			return nil, nil, errOpus
		}
		sizes, sum, b = append(sizes, size), sum+size, b[n:]
	}
	if sum > len(b) {
		return nil, nil, errOpus
	}
	return append(sizes, len(b)-sum), b, nil
}

// frameLength reads a length of one or two bytes (RFC 6716 section 3.2.1); n
// is 0 where it is cut off.
func frameLength(b []byte) (size, n int) {
	switch {
	case len(b) > 0 && b[0] < 252:
		return int(b[0]), 1
	case len(b) > 1:
		return int(b[0]) + 4*int(b[1]), 2
	default:
		return 0, 0
	}
}

func appendLength(out []byte, size int) []byte {
	if size < 252 {
		return append(out, byte(size))
	}
	low := 252 + size&3
	return append(out, byte(low), byte((size-low)/4))
}

// appendPacket adds a packet of these frames; one that delimits itself (RFC
// 6716 appendix B) can be followed by another.
func appendPacket(out []byte, k kind, frames [][]byte, delimits bool) []byte {
	even := true
	for _, f := range frames {
		even = even && len(f) == len(frames[0])
	}
	lengths := frames[:len(frames)-1]
	switch {
	case len(frames) == 1:
		out = append(out, byte(k))
	case len(frames) == 2 && even:
		out, lengths = append(out, byte(k)|1), nil
	case len(frames) == 2:
		out = append(out, byte(k)|2)
	case even:
		out, lengths = append(out, byte(k)|3, byte(len(frames))), nil
	default:
		out = append(out, byte(k)|3, 0x80|byte(len(frames)))
	}
	for _, f := range lengths {
		out = appendLength(out, len(f))
	}
	if delimits {
		out = appendLength(out, len(frames[len(frames)-1]))
	}
	for _, f := range frames {
		out = append(out, f...)
	}
	return out
}
