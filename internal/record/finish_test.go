package record_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/at-wat/ebml-go"
	"github.com/at-wat/ebml-go/webm"

	"giaoban/internal/record"
)

// probed is what ffprobe (FFmpeg) finds in a file.
type probed struct {
	Format struct {
		Duration string `json:"duration"`
	} `json:"format"`
	Streams  []struct{ Index int } `json:"streams"`
	Chapters []struct {
		Start string            `json:"start_time"`
		Tags  map[string]string `json:"tags"`
	} `json:"chapters"`
	Packets []probedPacket `json:"packets"`
}

type probedPacket struct {
	Stream int    `json:"stream_index"`
	PTS    string `json:"pts_time"`
	Flags  string `json:"flags"`
}

// probe has ffprobe read a file, from a place in it where one is given, and
// fails on anything it complains of.
func probe(t *testing.T, path string, more ...string) (p probed) {
	t.Helper()
	var said bytes.Buffer
	args := append([]string{"-v", "warning", "-of", "json", "-show_format", "-show_streams", "-show_chapters", "-show_packets"}, more...)
	cmd := exec.CommandContext(t.Context(), "ffprobe", append(args, path)...)
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil || said.Len() > 0 {
		t.Fatalf("ffprobe: %v\n%s", err, said.String())
	}
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func seconds(t *testing.T, v string) float64 {
	t.Helper()
	s, err := strconv.ParseFloat(v, 64)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// cuesOf are the places that a file names, in ms, each with where its cluster
// stands by the file's own account; it fails where no cluster stands there.
func cuesOf(t *testing.T, path string) (at []uint64) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Segment struct {
			SeekHead *webm.SeekHead `ebml:"SeekHead"`
			Cues     *webm.Cues     `ebml:"Cues"`
		} `ebml:"Segment"`
	}
	if err := ebml.Unmarshal(bytes.NewReader(raw), &d, ebml.WithIgnoreUnknown(true)); err != nil {
		t.Fatal(err)
	}
	if d.Segment.Cues == nil || d.Segment.SeekHead == nil {
		t.Fatal("nothing says where to go")
	}
	segment := uint64(bytes.Index(raw, []byte{0x18, 0x53, 0x80, 0x67}) + 12)
	for _, s := range d.Segment.SeekHead.Seek {
		if !bytes.HasPrefix(raw[segment+s.SeekPosition:], s.SeekID) {
			t.Errorf("%x is not where it is said to be", s.SeekID)
		}
	}
	for _, c := range d.Segment.Cues.CuePoint {
		p := c.CueTrackPositions[0]
		if !bytes.HasPrefix(raw[segment+p.CueClusterPosition:], []byte{0x1f, 0x43, 0xb6, 0x75}) {
			t.Errorf("no cluster for %d ms at %d", c.CueTime, p.CueClusterPosition)
		}
		at = append(at, c.CueTime)
	}
	return at
}

// film is 12 s with a key frame every three, and two chapters.
func film(t *testing.T, m *meeting) {
	t.Helper()
	m.rec.Chapter("1. Khai mạc", m.now)
	for i := range 4 {
		if i == 2 {
			m.rec.Chapter("Đinh Thị Mai Lan (Điểm cầu Huyện ủy Kbang)", m.now)
		}
		m.play(3*time.Second, true)
	}
}

// good holds a film against what players need.
func good(t *testing.T, path string, least float64) {
	t.Helper()
	p := probe(t, path)
	if d := seconds(t, p.Format.Duration); d < least || d > 12.1 {
		t.Errorf("lasts %.2f s, want %.1f to 12.1", d, least)
	}
	if len(p.Streams) != 2 || len(p.Chapters) != 2 || p.Chapters[1].Tags["title"] != "Đinh Thị Mai Lan (Điểm cầu Huyện ủy Kbang)" {
		t.Errorf("%d streams, chapters %+v", len(p.Streams), p.Chapters)
	}
	if at := seconds(t, p.Chapters[1].Start); at < 5.9 || at > 6.1 {
		t.Errorf("the second chapter begins at %.2f s", at)
	}
	cues := cuesOf(t, path)
	if len(cues) != 4 || cues[2] < 5900 || cues[2] > 6100 {
		t.Errorf("places %v ms, want one for each key frame", cues)
	}
	// gone to eight seconds: what is read begins at the key frame before
	part := probe(t, path, "-read_intervals", "8%+1")
	first := slices.IndexFunc(part.Packets, func(k probedPacket) bool { return k.Stream == 0 })
	if first < 0 || part.Packets[first].Flags[0] != 'K' || seconds(t, part.Packets[first].PTS) < 5.9 {
		t.Errorf("gone to 8 s: %+v", part.Packets[max(first, 0)])
	}
	chapters, length, err := record.Contents(path)
	if err != nil || len(chapters) != 2 || chapters[1].Title != "Đinh Thị Mai Lan (Điểm cầu Huyện ủy Kbang)" || length.Seconds() < least {
		t.Errorf("contents: %+v %v %v", chapters, length, err)
	}
}

func TestClose_PlayersFindTheWayAndChaptersNameTheSpeakers(t *testing.T) {
	m := begin(t)
	film(t, m)
	if err := m.rec.Close(); err != nil {
		t.Fatal(err)
	}
	good(t, m.path, 11.8)
	if again, err := record.Repair(m.path); again || err != nil {
		t.Errorf("a finished file was repaired: %t %v", again, err)
	}
}

func TestRepair_KilledRecordersFileIsAsGoodButForItsLastSecond(t *testing.T) {
	m := begin(t)
	film(t, m)
	settle(t, "the last seconds are missing", func() bool {
		_, _, last := m.played(t)
		return last >= 10_500
	})
	raw, err := os.ReadFile(m.path)
	if err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(t.TempDir(), "dead.webm")
	if err := os.WriteFile(dead, raw[:len(raw)-1], 0o600); err != nil { // in the middle of a write
		t.Fatal(err)
	}
	if chapters, length, err := record.Contents(dead); len(chapters) != 2 || length != 0 || err != nil {
		t.Errorf("while it is recorded: %v %v %v", chapters, length, err)
	}
	died := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	if err := os.Chtimes(dead, died, died); err != nil {
		t.Fatal(err)
	}
	if done, err := record.Repair(dead); !done || err != nil {
		t.Fatalf("not repaired: %t %v", done, err)
	}
	good(t, dead, 9)
	if info, err := os.Stat(dead); err != nil || !info.ModTime().Equal(died) {
		t.Errorf("it ended %v, the recorder died %v: %v", info.ModTime(), died, err)
	}
}

func TestBlocks_FramesOfOneMillisecondAreToldApart(t *testing.T) {
	m := begin(t)
	for range 40 { // frames that waited for a cut come all at once
		m.play(100*time.Millisecond, true)
		m.frame(false)
		m.frame(false)
	}
	if err := m.rec.Close(); err != nil {
		t.Fatal(err)
	}
	last := map[int]float64{}
	for _, k := range probe(t, m.path).Packets {
		at := seconds(t, k.PTS)
		if before, ok := last[k.Stream]; ok && at <= before {
			t.Fatalf("stream %d: %.3f after %.3f", k.Stream, at, before)
		}
		last[k.Stream] = at
	}
}

// FuzzContents reads files of anybody's making: an error, never a panic.
func FuzzContents(f *testing.F) {
	f.Add([]byte{0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff, 0x15, 0x49, 0xa9, 0x66, 0x80})
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "x.webm")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, _ = record.Contents(path)
		_, _ = record.Repair(path)
	})
}
