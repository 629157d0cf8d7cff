package synthetic_test

import (
	"bytes"
	"encoding/binary"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/synthetic"
)

// decoded is the pictures that FFmpeg makes of VP8 frames, as one sum each.
func decoded(t *testing.T, width, height int, frames [][]byte) []string {
	t.Helper()
	var ivf bytes.Buffer // as the WebM project's tools write it
	head := make([]byte, 32)
	copy(head, "DKIF")
	binary.LittleEndian.PutUint16(head[6:], 32)
	copy(head[8:], "VP80")
	binary.LittleEndian.PutUint16(head[12:], uint16(width))
	binary.LittleEndian.PutUint16(head[14:], uint16(height))
	binary.LittleEndian.PutUint32(head[16:], 30)
	binary.LittleEndian.PutUint32(head[20:], 1)
	binary.LittleEndian.PutUint32(head[24:], uint32(len(frames)))
	ivf.Write(head)
	for i, f := range frames {
		head := make([]byte, 12)
		binary.LittleEndian.PutUint32(head, uint32(len(f)))
		binary.LittleEndian.PutUint64(head[4:], uint64(i))
		ivf.Write(head)
		ivf.Write(f)
	}
	c := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-xerror", "-f", "ivf", "-i", "-", "-fps_mode", "passthrough", "-f", "framemd5", "-")
	c.Stdin = &ivf
	out, err := c.Output()
	if err != nil {
		t.Fatalf("ffmpeg: %v", err)
	}
	var sums []string
	for line := range strings.Lines(string(out)) {
		if fields := strings.Split(strings.TrimSpace(line), ","); !strings.HasPrefix(line, "#") && len(fields) == 6 {
			sums = append(sums, fields[5])
		}
	}
	return sums
}

// Frames are filled up with zeros, and the higher temporal layers may be left
// out: what is seen is the same.
func TestPicture_IsTheSameHoweverHeavyAndThinned(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("no ffmpeg here")
	}
	p, err := (&synthetic.Painter{}).Paint("Huyện Kbang", 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range p.Layers {
		bare := append([][]byte{l.Key}, l.Moves[1:40]...)
		full := make([][]byte, len(bare))
		var lowest [][]byte
		for i, f := range bare {
			full[i] = append(slices.Clip(f), make([]byte, 5000)...)
			if i%4 == 0 {
				lowest = append(lowest, full[i])
			}
		}
		want := decoded(t, l.Width, l.Height, bare)
		if len(want) != len(bare) || want[1] == want[20] {
			t.Fatalf("%d pictures of %d frames", len(want), len(bare))
		}
		if got := decoded(t, l.Width, l.Height, full); !slices.Equal(got, want) {
			t.Errorf("%d×%d: filled up it looks different", l.Width, l.Height)
		}
		var thinned []string
		for i := 0; i < len(want); i += 4 {
			thinned = append(thinned, want[i])
		}
		if got := decoded(t, l.Width, l.Height, lowest); !slices.Equal(got, thinned) {
			t.Errorf("%d×%d: its lowest temporal layer alone looks different", l.Width, l.Height)
		}
	}
}
