package record_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/pion/webrtc/v4/pkg/media/oggreader"

	"giaoban/internal/programme"
)

// tone has FFmpeg encode a pure tone of an amplitude of 0.25 into Opus.
func tone(t *testing.T, hertz int, d time.Duration, how ...string) (packets [][]byte) {
	t.Helper()
	args := []string{"-v", "error", "-f", "lavfi", "-i", "sine=f=" + strconv.Itoa(hertz) + ":r=48000:d=" + strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + ",volume=2"}
	args = append(append(args, how...), "-c:a", "libopus", "-page_duration", "2500", "-f", "ogg", "-")
	out, err := exec.CommandContext(t.Context(), "ffmpeg", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := oggreader.NewWith(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for {
		p, _, err := r.ParseNextPage()
		switch {
		case errors.Is(err, io.EOF):
			return packets
		case err != nil:
			t.Fatal(err)
		case !bytes.HasPrefix(p, []byte("OpusTags")):
			packets = append(packets, p)
		}
	}
}

// decoded has FFmpeg decode a file's sound as a player does that has so many
// loudspeakers, and fails on anything it complains of.
func decoded(t *testing.T, path string, channels int) [][]float64 {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "ffmpeg", "-v", "warning", "-i", path, "-ac", strconv.Itoa(channels), "-ar", "48000", "-f", "f32le", "-")
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil || said.Len() > 0 {
		t.Fatalf("ffmpeg: %v\n%s", err, said.String())
	}
	of := make([][]float64, channels)
	for i := 0; i+4*channels <= len(out); {
		for c := range of {
			of[c] = append(of[c], float64(math.Float32frombits(binary.LittleEndian.Uint32(out[i:]))))
			i += 4
		}
	}
	return of
}

// level is the amplitude of a tone in sound of 48 kHz (Goertzel's algorithm).
func level(sound []float64, hertz int) float64 {
	c := 2 * math.Cos(2*math.Pi*float64(hertz)/48000)
	var a, b float64
	for _, x := range sound {
		a, b = x+c*a-b, a
	}
	return 2 * math.Sqrt(math.Max(a*a+b*b-c*a*b, 0)) / float64(len(sound))
}

func loudest(sound []float64) (most float64) {
	for _, x := range sound {
		most = math.Max(most, math.Abs(x))
	}
	return most
}

// onset is when a tone is first as loud as that, to 5 ms.
func onset(sound []float64, hertz int, amplitude float64) time.Duration {
	const step, window = 5 * time.Millisecond, 10 * time.Millisecond
	for at := time.Duration(0); ; at += step {
		now := part(sound, at, at+window)
		if len(now) == 0 || level(now, hertz) >= amplitude {
			return at
		}
	}
}

// part is the sound between two instants.
func part(sound []float64, from, to time.Duration) []float64 {
	n := func(d time.Duration) int { return min(int(d*48/time.Millisecond), len(sound)) }
	return sound[n(from):n(to)]
}

// TestDialogue_EveryOpenVoiceIsHeardInTheTrackThatPlayersPlay has three voices,
// each with a tone and an encoder of its own, speak alone and together.
func TestDialogue_EveryOpenVoiceIsHeardInTheTrackThatPlayersPlay(t *testing.T) {
	voices := []struct {
		name  string
		hertz int
		long  time.Duration // of a packet
		how   []string
		from  time.Duration
		to    time.Duration
	}{
		{"the chair's", 440, 20 * time.Millisecond, []string{"-b:a", "32k"}, 0, 6 * time.Second},
		{"the floor's, in stereo", 700, 20 * time.Millisecond, []string{"-ac", "2", "-b:a", "64k"}, 2 * time.Second, 6 * time.Second},
		{"a weak line's", 1150, 60 * time.Millisecond, []string{"-b:a", "12k", "-application", "voip", "-frame_duration", "60"}, 4 * time.Second, 8 * time.Second},
	}
	k := newTalk(t, t.TempDir())
	var line []speech
	for slot, v := range voices {
		s := speaker{slot: slot, ts: uint32(slot) * 77_777}
		at := v.from
		for _, p := range tone(t, v.hertz, v.to-v.from, v.how...) {
			if at < v.to {
				line = append(line, s.next(t, at, p))
			}
			at += v.long
		}
	}
	for _, p := range byArrival(line) {
		k.send(p.slot, p.number, p.ts, p.at, p.payload)
	}
	k.send(0, 100_000, 0, 9*time.Second, []byte{0xf8}) // nobody speaks in the last second
	if err := k.rec.Close(); err != nil {
		t.Fatal(err)
	}
	const full = 0.25
	for _, v := range voices {
		begins := onset(decoded(t, k.path, 1)[0], v.hertz, full/2)
		t.Logf("%s voice begins at %v, sent at %v", v.name, begins, v.from)
		if off := begins - v.from; off < -40*time.Millisecond || off > 40*time.Millisecond {
			t.Errorf("%s voice begins at %v, want %v", v.name, begins, v.from)
		}
	}
	for channels, most := range map[int]float64{1: 1.5, 2: 1.1} {
		for c, sound := range decoded(t, k.path, channels) {
			if top := loudest(sound); top >= 1 {
				t.Errorf("%d channels: clipped at %.2f", channels, top)
			}
			for at := time.Duration(0); at < 9*time.Second; at += 500 * time.Millisecond {
				now := part(sound, at+300*time.Millisecond, at+500*time.Millisecond)
				for _, v := range voices {
					got, open := level(now, v.hertz)/full, at >= v.from && at < v.to
					if open && (got < 0.6 || got > most) || !open && got > 0.01 {
						t.Errorf("%d channels, channel %d, at %v: %s voice at %.3f of its level, open: %t", channels, c, at, v.name, got, open)
					}
				}
			}
		}
	}
}

func TestVoices_AnotherSpeakerInTheSameSlotBeginsWithoutABang(t *testing.T) {
	const (
		turn     = 500 * time.Millisecond
		slotZero = 2 // the middle, as FFmpeg counts 5.1
	)
	for _, bits := range []string{"12k", "24k", "64k"} { // SILK, hybrid, CELT
		for _, beside := range []time.Duration{0, 40 * time.Millisecond, 60 * time.Millisecond} { // frames of somebody who speaks all the time
			k := newTalk(t, t.TempDir())
			var sources [2][][]byte
			for i, hertz := range []int{300, 2100} {
				sources[i] = tone(t, hertz, 4*time.Second, "-b:a", bits, "-application", "voip")
			}
			other, others := speaker{slot: 1}, [][]byte(nil)
			if beside > 0 {
				others = tone(t, 900, 4*time.Second, "-b:a", "12k", "-application", "voip", "-frame_duration", strconv.Itoa(int(beside.Milliseconds())))
			}
			for n := range 200 {
				at := time.Duration(n) * 20 * time.Millisecond
				k.rec.Write(&programme.Packet{
					Stream: programme.AudioStream(0), Codec: programme.Opus, Number: uint64(n + 1), Timestamp: uint32(n * 960), Site: "a",
					Payload: sources[int(at/turn)%2][n], At: opening.Add(at), Cut: at%turn == 0,
				})
				if beside > 0 && at%beside == 0 {
					p := other.next(t, at, others[at/beside])
					k.send(p.slot, p.number, p.ts, p.at, p.payload)
				}
			}
			if err := k.rec.Close(); err != nil {
				t.Fatal(err)
			}
			sound := decoded(t, k.path, 6)[slotZero]
			t.Logf("%s beside frames of %v: loudest %.2f", bits, beside, loudest(sound))
			if early := level(part(sound, 100*time.Millisecond, 400*time.Millisecond), 300); early < 0.2 {
				t.Fatalf("%s beside frames of %v: its tone is of %.2f", bits, beside, early)
			}
			if top := loudest(sound); top > 0.5 {
				t.Errorf("%s beside frames of %v: a tone of 0.25 reaches %.2f where the speaker changes", bits, beside, top)
			}
		}
	}
}

// TestVoices_ALossLeavesNoBang: decoders that know no concealment read a frame
// of nothing as if there were something in it; FFmpeg's own made a bang of it
// that was thirty times as loud as the voice.
func TestVoices_ALossLeavesNoBang(t *testing.T) {
	const slotZero = 2                                   // the middle, as FFmpeg counts 5.1
	for _, bits := range []string{"12k", "24k", "64k"} { // SILK, hybrid, CELT
		for name, gone := range map[string]func(n int) bool{
			"a packet now and then": func(n int) bool { return n%25 == 24 },
			"five in a row":         func(n int) bool { return n%25 >= 20 },
			"nothing to send":       func(n int) bool { return n/50%2 == 1 && n%20 != 0 },
		} {
			k := newTalk(t, t.TempDir())
			packets := tone(t, 700, 4*time.Second, "-b:a", bits, "-application", "voip")
			for n, p := range packets[:200] {
				if gone(n) {
					continue
				}
				if name == "nothing to send" && n/50%2 == 1 {
					p = p[:1] // DTX: the kind of frame, and no more
				}
				k.send(0, uint64(n+1), uint32(n*960), time.Duration(n)*20*time.Millisecond, p)
			}
			if err := k.rec.Close(); err != nil {
				t.Fatal(err)
			}
			sound := decoded(t, k.path, 6)[slotZero]
			t.Logf("%s, %s: loudest %.2f", bits, name, loudest(sound))
			if early := level(part(sound, 100*time.Millisecond, 380*time.Millisecond), 700); early < 0.2 {
				t.Fatalf("%s, %s: its tone is of %.2f", bits, name, early)
			}
			if top := loudest(sound); top > 0.5 {
				t.Errorf("%s, %s: a tone of 0.25 reaches %.2f", bits, name, top)
			}
		}
	}
}
