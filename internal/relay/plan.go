package relay

import (
	"encoding/binary"
	"slices"

	"giaoban/internal/programme"
)

// cell is a packet as all watchers are sent it: padding is decided once.
type cell struct {
	*programme.Packet
	pad  uint8
	from uint32 // whose voice it is, as Contributor; 0 for a picture
}

func (c *cell) size() int { return c.head() + len(c.Payload) + int(c.pad) }

// head is the length of its header.
func (c *cell) head() int {
	if c.from != 0 {
		return rtpHeader + 4
	}
	return rtpHeader
}

// begin writes what is the same for all watchers of its header (RFC 3550
// section 5.1), and returns the header's length.
func (c *cell) begin(out []byte, payloadType uint8) (head int) {
	out[0], out[1] = 0x80, payloadType
	if c.Marker {
		out[1] |= 0x80
	}
	if c.from == 0 {
		return rtpHeader
	}
	out[0] |= 1
	binary.BigEndian.PutUint32(out[rtpHeader:], c.from)
	return rtpHeader + 4
}

// Contributor is the contributing source (CSRC, RFC 3550 section 5.1) that a
// site's voice carries: FNV-1a of its name, 32 bits. By it a screen knows whose
// voice it plays just now, whatever it still holds back.
func Contributor(site programme.SiteID) uint32 {
	h := uint32(2166136261)
	for i := range len(site) {
		h = (h ^ uint32(site[i])) * 16777619
	}
	return max(h, 1)
}

// run is a row of packets of equal size, of which the last may be shorter: what
// the kernel can cut one message into (udp(7), UDP_SEGMENT).
type run struct {
	size  int // of each but the last, before encryption
	cells []*cell
}

// Bounds of a run: what UDP_SEGMENT and one IP packet bear, and how much
// padding is cheaper than one more message.
const (
	runCells = 40
	runBytes = 56_000
	padVideo = 16
	padAudio = 64
)

// plan lays out a batch as runs, sound first. Packets of one stream stay in
// order; voices share runs, and one alone rides with a picture. Browsers split
// a frame into parts that differ by a byte: a little padding makes one run of
// them.
func plan(batch []*programme.Packet) []run {
	var lanes [programme.Pictures*programme.Layers + 1][]*cell
	cells := make([]cell, len(batch))
	for i, p := range batch {
		cells[i].Packet = p
		lane := 0
		if p.Stream.Audio() {
			cells[i].from = Contributor(p.Site)
		} else {
			lane = 1 + int(p.Stream)
		}
		lanes[lane] = append(lanes[lane], &cells[i])
	}
	runs := make([]run, 0, len(lanes))
	for _, cs := range lanes[1:] {
		runs = split(runs, cs, padVideo)
	}
	voices := lanes[0]
	if len(voices) == 1 && ride(runs, voices[0]) {
		return runs
	}
	return append(split(make([]run, 0, len(lanes)), voices, padAudio), runs...)
}

// ride appends a voice to the longest run if the kernel can cut it off there:
// a message less for every watcher.
func ride(runs []run, voice *cell) bool {
	longest := -1
	for i := range runs {
		if longest < 0 || len(runs[i].cells) > len(runs[longest].cells) {
			longest = i
		}
	}
	if longest < 0 {
		return false
	}
	r := &runs[longest]
	last := r.cells[len(r.cells)-1]
	if r.size-last.size() > padVideo || voice.size() > r.size ||
		len(r.cells) == runCells || (len(r.cells)+1)*(r.size+maxOverhead) > runBytes {
		return false
	}
	last.pad += uint8(r.size - last.size())
	r.cells = append(slices.Clip(r.cells), voice)
	return true
}

// split cuts one lane into runs and pads their packets.
func split(runs []run, cs []*cell, most int) []run {
	for len(cs) > 0 {
		size, least := cs[0].size(), cs[0].size()
		n := 1
		for n < len(cs) && n < runCells && (n+1)*(max(size, cs[n].size())+maxOverhead) <= runBytes {
			next := cs[n].size()
			if max(next, size)-min(next, least) > most {
				if next < size {
					n++ // a shorter one ends a run
				}
				break
			}
			size, least = max(size, next), min(least, next)
			n++
		}
		r := run{size: size, cells: cs[:n]}
		for _, c := range r.cells[:n-1] {
			c.pad = uint8(size - c.size())
		}
		runs, cs = append(runs, r), cs[n:]
	}
	return runs
}
