package record

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// Element ids of RFC 8794 and RFC 9559.
const (
	idEBML           = 0x1A45DFA3
	idSegment        = 0x18538067
	idSeekHead       = 0x114D9B74
	idSeek           = 0x4DBB
	idInfo           = 0x1549A966
	idDuration       = 0x4489
	idTracks         = 0x1654AE6B
	idTrackEntry     = 0xAE
	idCluster        = 0x1F43B675
	idTimestamp      = 0xE7
	idSimpleBlock    = 0xA3
	idCues           = 0x1C53BB6B
	idCuePoint       = 0xBB
	idVoid           = 0xEC
	idChapters       = 0x1043A770
	idEdition        = 0x45B9
	idChapterAtom    = 0xB6
	idChapterStart   = 0x91
	idChapterDisplay = 0x80
	idChapterText    = 0x85
)

// element writes an element with its size in eight bytes, whatever it holds:
// what is rewritten in place never moves.
func element(id uint32, body ...[]byte) []byte {
	n := 0
	for _, b := range body {
		n += len(b)
	}
	out := header(id, uint64(n))
	for _, b := range body {
		out = append(out, b...)
	}
	return out
}

// header is an element's id and its size in eight bytes (RFC 8794 section 4).
func header(id uint32, size uint64) []byte {
	out := make([]byte, 0, 12)
	started := false
	for shift := 24; shift >= 0; shift -= 8 {
		if b := byte(id >> shift); b != 0 || started {
			out, started = append(out, b), true
		}
	}
	return binary.BigEndian.AppendUint64(out, 1<<56|size)
}

// unknownSize is that of a segment still being written.
const unknownSize = 1<<56 - 1

func unsigned(id uint32, v uint64) []byte {
	return element(id, binary.BigEndian.AppendUint64(nil, v))
}

func float(id uint32, v float64) []byte {
	return element(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

func text(id uint32, v string) []byte { return element(id, []byte(v)) }

// void fills exactly n bytes, of which there must be at least nine.
func void(n int) []byte {
	out := header(idVoid, uint64(n-9))
	return append(out, make([]byte, n-len(out))...)
}

// part is an element as it stands in a file.
type part struct {
	id   uint32
	at   int64 // of its body
	size int64 // of its body; -1: unknown, to the end of the file
}

func (p part) end() int64 { return p.at + p.size }

// errElement is what stands where an element should be, or is cut off.
var errElement = errors.New("no element of EBML")

// partAt reads the head of the element at an offset (RFC 8794 sections 4, 5).
func partAt(f io.ReaderAt, at int64) (part, error) {
	var b [12]byte
	n, err := f.ReadAt(b[:], at)
	if err != nil && (!errors.Is(err, io.EOF) || n == 0) {
		return part{}, err
	}
	id, long, ok := vint(b[:n], 4, true)
	if !ok {
		return part{}, errElement
	}
	size, more, ok := vint(b[long:n], 8, false)
	if !ok {
		return part{}, errElement
	}
	p := part{id: uint32(id), at: at + int64(long+more), size: int64(size)}
	if size == 1<<(7*more)-1 {
		p.size = -1
	}
	return p, nil
}

// vint reads a number of variable size, with or without its length marker.
func vint(b []byte, most int, marker bool) (v uint64, n int, ok bool) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0, false
	}
	for n = 1; b[0]>>(8-n) == 0; n++ {
	}
	if n > most || n > len(b) {
		return 0, 0, false
	}
	for _, c := range b[:n] {
		v = v<<8 | uint64(c)
	}
	if !marker {
		v &^= 1 << (7 * n)
	}
	return v, n, true
}

// inside calls f for each element of a body held in memory; what is cut off
// ends it.
func inside(body []byte, f func(id uint32, body []byte)) {
	for len(body) > 0 {
		id, long, ok := vint(body, 4, true)
		if !ok {
			return
		}
		size, more, ok := vint(body[long:], 8, false)
		rest := body[min(long+more, len(body)):]
		if !ok || size > uint64(len(rest)) {
			return
		}
		f(uint32(id), rest[:size])
		body = rest[size:]
	}
}

func number(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

func decimal(b []byte) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b)) }
