package record_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// footage is a second of VP8 that begins with its only key frame.
func footage(t *testing.T, width, height int) (frames [][]byte) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("testsrc=s=%dx%d:r=20:d=1", width, height),
		"-c:v", "libvpx", "-g", "999", "-deadline", "realtime", "-cpu-used", "8", "-f", "ivf", "-")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for r := bytes.NewReader(out[32:]); ; {
		var head [12]byte
		if _, err := io.ReadFull(r, head[:]); errors.Is(err, io.EOF) {
			return frames
		} else if err != nil {
			t.Fatal(err)
		}
		f := make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := io.ReadFull(r, f); err != nil {
			t.Fatal(err)
		}
		frames = append(frames, f)
	}
}

// uplink sends the layers of a site's camera to a recorder, with a key frame of
// those that it asks for.
type uplink struct {
	rec     *record.Recorder
	path    string
	footage [programme.Layers][][]byte
	asked   [programme.Layers]int // by the recorder
	owed    [programme.Layers]bool
	shown   [programme.Layers]int // frames since the key frame
	numbers [programme.Layers]uint64
	now     time.Duration
}

func newUplink(t *testing.T) *uplink {
	t.Helper()
	u := &uplink{path: filepath.Join(t.TempDir(), "r.webm")}
	for l, size := range [programme.Layers][2]int{{320, 180}, {640, 360}, {1280, 720}} {
		u.footage[l] = footage(t, size[0], size[1])
	}
	f, err := os.Create(u.path)
	if err != nil {
		t.Fatal(err)
	}
	u.rec, err = record.New(f, record.Options{Ask: func(l int) { u.asked[l]++; u.owed[l] = true }})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// send sends layers for a while; whatever begins does so with a key frame.
func (u *uplink) send(d time.Duration, rate int, layers ...int) {
	for until := u.now + d; u.now < until; u.now += time.Second / time.Duration(rate) {
		for _, l := range layers {
			key := u.owed[l] || u.numbers[l] == 0
			if u.shown[l]++; key {
				u.owed[l], u.shown[l] = false, 0
			}
			f := u.footage[l]
			i := u.shown[l]
			if i > 0 {
				i = 1 + (i-1)%(len(f)-1)
			}
			u.numbers[l]++
			u.rec.Write(&programme.Packet{
				Stream: programme.VideoStream(programme.Floor, l), Number: u.numbers[l], Marker: true, Key: key, Cut: u.numbers[l] == 1, Epoch: 1,
				Timestamp: uint32(u.now.Milliseconds() * 90), Site: "a", Payload: append([]byte{0x10}, f[i]...), At: opening.Add(u.now),
			})
			u.rec.Settle()
		}
	}
}

// seen is how wide the pictures of the recording are, one after another
// without repetitions, and the longest time that one stands.
func (u *uplink) seen(t *testing.T) (widths []int, longest float64) {
	t.Helper()
	if err := u.rec.Close(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "ffprobe", "-v", "warning", "-of", "json", "-select_streams", "v", "-show_frames", u.path)
	cmd.Stderr = &said
	out, err := cmd.Output()
	var p struct {
		Frames []struct {
			Width int    `json:"width"`
			PTS   string `json:"pts_time"`
		} `json:"frames"`
	}
	if err := errors.Join(err, json.Unmarshal(out, &p)); err != nil || said.Len() > 0 || len(p.Frames) == 0 {
		t.Fatalf("%d frames: %v\n%s", len(p.Frames), err, said.String())
	}
	last := 0.0
	for _, f := range p.Frames {
		at := seconds(t, f.PTS)
		longest, last = max(longest, at-last), at
		widths = append(widths, f.Width)
	}
	return slices.Compact(widths), longest
}

func TestPicture_DoesNotWaitForALayerOfWhichOnlyRepairsCome(t *testing.T) {
	u := newUplink(t)
	u.send(3*time.Second, 20, 0, 1, 2)
	for range 20 {
		u.send(50*time.Millisecond, 20, 0, 1)
		u.rec.Write(&programme.Packet{ // one before the last that came
			Stream: programme.VideoStream(programme.Floor, 2), Number: u.numbers[2] - 1, Epoch: 1, Timestamp: uint32(2900 * 90),
			Site: "a", Payload: append([]byte{0x10}, u.footage[2][1]...), At: opening.Add(u.now),
		})
		u.rec.Settle()
	}
	if u.asked[1] == 0 || u.asked[2] > 0 {
		t.Errorf("key frames asked for: %v, want of the layer that is left alone", u.asked)
	}
	if err := u.rec.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPicture_GoesOnWithASmallerLayerWhereTheLargestStopsAndUpAgain(t *testing.T) {
	u := newUplink(t)
	u.send(3*time.Second, 20, 0, 1, 2)
	u.send(4*time.Second, 20, 0, 1)
	if u.asked[1] != 1 || u.asked[0] != 0 {
		t.Errorf("key frames asked for: %v, want one of the layer that is left", u.asked)
	}
	before := u.asked[2]
	u.send(3*time.Second, 20, 0, 1, 2)
	if n := u.asked[2] - before; n != 1 {
		t.Errorf("asked for %d key frames of the layer that is back", n)
	}
	widths, longest := u.seen(t)
	if n := len(widths); n < 3 || !slices.Equal(widths[n-3:], []int{1280, 640, 1280}) {
		t.Errorf("pictures of %v", widths)
	}
	if longest > 0.6 {
		t.Errorf("a picture stands for %.2f s", longest)
	}
}

func TestPicture_SlowCameraKeepsItsLargestLayer(t *testing.T) {
	u := newUplink(t)
	u.send(9*time.Second, 2, 0, 1, 2)
	if u.asked[0]+u.asked[1] > 0 {
		t.Errorf("key frames asked for: %v", u.asked)
	}
	if widths, _ := u.seen(t); widths[len(widths)-1] != 1280 || len(widths) > programme.Layers {
		t.Errorf("pictures of %v", widths)
	}
}
