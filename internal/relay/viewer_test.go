package relay_test

import (
	"encoding/binary"
	"sync"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// viewer is a Pion watcher.
type viewer struct {
	pc     *webrtc.PeerConnection
	url    string
	tracks sync.Map // track id → *seen
}

// seen is what came on one track.
type seen struct {
	mu     sync.Mutex
	ssrc   webrtc.SSRC
	got    map[uint64]bool
	top    uint64
	first  uint64
	marks  map[byte]int
	layers map[byte]int
	lastTS uint32
	pid    uint16
	from   map[uint32]byte // of a voice: who is said to speak, and the mark of whose packets it was
}

func (s *seen) add(p *rtp.Packet, video bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.got == nil {
		s.got, s.marks, s.layers, s.from = map[uint64]bool{}, map[byte]int{}, map[byte]int{}, map[uint32]byte{}
		s.top = uint64(p.SequenceNumber)
		s.first = s.top
	}
	n := s.top + uint64(int64(int16(p.SequenceNumber-uint16(s.top))))
	s.got[n] = true
	if n > s.top {
		s.top = n
		s.lastTS = p.Timestamp
		if video {
			s.pid = binary.BigEndian.Uint16(p.Payload[2:]) & 0x7fff
		}
	}
	if video {
		s.marks[p.Payload[5]]++
		s.layers[p.Payload[6]]++
	} else {
		s.marks[p.Payload[1]]++
		if len(p.CSRC) == 1 && len(p.Payload) > 3 { // not the silence that ends a voice
			s.from[p.CSRC[0]] = p.Payload[1]
		}
	}
}

// counts returns packets expected and missing so far, leaving out the newest
// behind, which may still be on their way.
func (s *seen) counts(behind uint64) (expected, missing int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := s.first; n+behind <= s.top; n++ {
		expected++
		if !s.got[n] {
			missing++
		}
	}
	return expected, missing
}

func (s *seen) count(mark byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marks[mark]
}

func (s *seen) layer(l byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.layers[l]
}

func (v *viewer) track(id string) *seen {
	s, _ := v.tracks.LoadOrStore(id, &seen{})
	return s.(*seen)
}
