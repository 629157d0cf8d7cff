package record_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// film of a layer: VP8 frames, every one a key frame, of one size.
func footage(t *testing.T, width, height int) (frames [][]byte) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc=s=%dx%d:r=20:d=0.5", width, height),
		"-c:v", "libvpx", "-g", "1", "-deadline", "realtime", "-cpu-used", "8", "-f", "ivf", "-")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for r := bytes.NewReader(out[32:]); ; {
		var head [12]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return frames
			}
			t.Fatal(err)
		}
		f := make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := io.ReadFull(r, f); err != nil {
			t.Fatal(err)
		}
		frames = append(frames, f)
	}
}

// site sends layers of 20 frames a second, of which some are key frames when
// asked for, and otherwise say that they are not.
type site struct {
	t       *testing.T
	m       *meeting
	footage [programme.Layers][][]byte
	asked   [programme.Layers]int
	wants   [programme.Layers]bool
	mu      sync.Mutex
	sent    [programme.Layers]int
	epoch   uint32
}

var sizes = [programme.Layers][2]int{{320, 180}, {640, 360}, {1280, 720}}

func (s *site) ask(layer int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[layer]++
	s.wants[layer] = true
}

// wanted tells whether a layer's key frame was asked for, and forgets it.
func (s *site) wanted(layer int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.wants[layer]
	s.wants[layer] = false
	return was
}

// send sends some layers for a while, at a frame rate; a key frame is sent of
// what was asked for, and of all where the source begins.
func (s *site) send(d time.Duration, rate int, begins bool, layers ...int) {
	for at := time.Duration(0); at < d; at += time.Second / time.Duration(rate) {
		for _, l := range layers {
			id := programme.VideoStream(programme.Floor, l)
			key := s.wanted(l) || begins && at == 0
			body := slices.Clone(s.footage[l][s.sent[l]%len(s.footage[l])])
			if !key {
				body = []byte{1, 0, 0} // nothing is decoded of it: the recorder looks at packets
			}
			s.sent[l]++
			s.m.numbers[id]++
			s.m.rec.Write(&programme.Packet{
				Stream: id, Codec: programme.VP8, Number: s.m.numbers[id], Marker: true, Key: key, Cut: begins && at == 0, Epoch: s.epoch,
				Timestamp: uint32(s.m.elapsed() * 90), Site: "a", Payload: append([]byte{0x10}, body...), At: s.m.now,
			})
			drained(s.t, s.m.rec)
		}
		s.m.now = s.m.now.Add(time.Second / time.Duration(rate))
	}
}
