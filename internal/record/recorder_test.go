package record_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/at-wat/ebml-go"
	"github.com/at-wat/ebml-go/webm"

	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// meeting plays a programme of 30 frames and 50 packets of sound a second into
// a recorder.
type meeting struct {
	rec     *record.Recorder
	path    string
	now     time.Time
	numbers [programme.Streams]uint64
	site    programme.SiteID
	skip    uint64 // every so many packets of video one is lost
}

func begin(t *testing.T) *meeting {
	t.Helper()
	m := &meeting{path: filepath.Join(t.TempDir(), "r.webm"), now: time.Unix(1_700_000_000, 0), site: "a"}
	f, err := os.Create(m.path)
	if err != nil {
		t.Fatal(err)
	}
	if m.rec, err = record.New(f, record.Options{Title: "Giao ban quý IV"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.rec.Close() })
	return m
}

func (m *meeting) play(d time.Duration, cut bool) {
	video, sound := time.Duration(0), time.Duration(0)
	frame := 0
	for at := time.Duration(0); at < d; at += time.Millisecond {
		if at >= video {
			m.frame(cut && frame == 0)
			frame++
			video += time.Second / 30
		}
		if at >= sound {
			for slot, site := range []programme.SiteID{"hub", "a"} {
				s := programme.AudioStream(slot)
				m.numbers[s]++
				m.rec.Write(&programme.Packet{Stream: s, Codec: programme.Opus, Number: m.numbers[s], Timestamp: uint32(m.elapsed() * 48), Site: site, Payload: []byte{0xf8, 0xff, 0xfe}, At: m.now})
			}
			sound += 20 * time.Millisecond
		}
		m.now = m.now.Add(time.Millisecond)
	}
}

// elapsed is the meeting's time in milliseconds.
func (m *meeting) elapsed() int64 { return m.now.Sub(time.Unix(1_700_000_000, 0)).Milliseconds() }

func (m *meeting) frame(key bool) {
	s := programme.VideoStream(programme.Floor, 0)
	for i := range 2 {
		m.numbers[s]++
		head, inter := byte(0), byte(1)
		if i == 0 {
			head = 0x10
		}
		if key {
			inter = 0
		}
		if m.skip > 0 && m.numbers[s]%m.skip == 0 {
			continue
		}
		m.rec.Write(&programme.Packet{
			Stream: s, Codec: programme.VP8, Number: m.numbers[s], Marker: i == 1, Key: key && i == 0, Cut: key && i == 0,
			Timestamp: uint32(m.elapsed() * 90), Site: m.site, Payload: []byte{head, inter, byte(i)}, At: m.now,
		})
	}
}

// document is the part of a recording that is read back.
type document struct {
	Header  webm.EBMLHeader `ebml:"EBML"`
	Segment struct {
		Info     webm.Info   `ebml:"Info"`
		Tracks   webm.Tracks `ebml:"Tracks"`
		Chapters struct {
			EditionEntry []struct {
				ChapterAtom []struct {
					ChapterTimeStart uint64 `ebml:"ChapterTimeStart"`
				} `ebml:"ChapterAtom"`
			} `ebml:"EditionEntry"`
		} `ebml:"Chapters"`
		Cluster []webm.Cluster `ebml:"Cluster"`
	} `ebml:"Segment"`
}

// played reads what stands on the disk now; blocks are counted by track.
func (m *meeting) played(t *testing.T) (d document, blocks map[uint64]int, last int64) {
	t.Helper()
	f, err := os.Open(m.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := ebml.Unmarshal(f, &d, ebml.WithIgnoreUnknown(true)); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	blocks = map[uint64]int{}
	for _, c := range d.Segment.Cluster {
		for _, b := range c.SimpleBlock {
			blocks[b.TrackNumber]++
			last = max(last, int64(c.Timecode)+int64(b.Timecode))
		}
	}
	return d, blocks, last
}

func settle(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 400 {
		if f() {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatal(what)
}

func TestRecorder_KilledServerLeavesAllButTheLastSecondWithChapters(t *testing.T) {
	m := begin(t)
	m.rec.Chapter("Khai mạc", m.now)
	m.play(5*time.Second, true)
	m.rec.Chapter("Điểm cầu Pleiku", m.now)
	m.play(5*time.Second, true)
	settle(t, "the last seconds are missing", func() bool {
		_, _, last := m.played(t)
		return last >= 8900
	})
	d, blocks, _ := m.played(t)
	if n := len(d.Segment.Chapters.EditionEntry[0].ChapterAtom); n != 2 {
		t.Fatalf("%d chapters, want 2", n)
	}
	if at := d.Segment.Chapters.EditionEntry[0].ChapterAtom[1].ChapterTimeStart; at < 4_800_000_000 || at > 5_200_000_000 {
		t.Fatalf("the second chapter begins at %d ns", at)
	}
	if len(d.Segment.Tracks.TrackEntry) != 2 || blocks[1] < 250 || blocks[2] < 430 {
		t.Fatalf("tracks %d, blocks %v", len(d.Segment.Tracks.TrackEntry), blocks)
	}
}

func TestRecorder_BarredItemIsNotThereAndTakesNoTime(t *testing.T) {
	m := begin(t)
	m.play(2*time.Second, true)
	settle(t, "nothing recorded", func() bool { _, b, _ := m.played(t); return b[1] > 0 })
	m.rec.Pause(true, m.now)
	m.play(10*time.Second, true)
	m.rec.Pause(false, m.now)
	m.play(2*time.Second, true)
	if err := m.rec.Close(); err != nil {
		t.Fatal(err)
	}
	_, blocks, last := m.played(t)
	if last < 3800 || last > 4100 || blocks[1] > 125 {
		t.Fatalf("%d ms, blocks %v; want four seconds", last, blocks)
	}
}

func TestRecorder_FrameWithALossIsLeftOutUntilTheNextKeyFrame(t *testing.T) {
	m := begin(t)
	m.play(time.Second, true)
	m.skip = 31
	m.play(time.Second, false)
	m.skip = 0
	m.play(3*time.Second, false)
	m.play(time.Second, true)
	if err := m.rec.Close(); err != nil {
		t.Fatal(err)
	}
	_, blocks, last := m.played(t)
	if last < 5900 || blocks[1] < 60 || blocks[1] > 80 {
		t.Fatalf("%d ms, blocks %v; want the whole frames of the first and the last second", last, blocks)
	}
}
