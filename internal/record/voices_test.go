package record_test

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/at-wat/ebml-go"
	"pgregory.net/rapid"

	"giaoban/internal/programme"
	"giaoban/internal/record"
)

// talk records voices alone: what is sent to it has a place in a file that
// sound reads again.
type talk struct {
	rec  *record.Recorder
	path string
}

func newTalk(tb testing.TB, dir string) *talk {
	tb.Helper()
	f, err := os.CreateTemp(dir, "*.webm")
	if err != nil {
		tb.Fatal(err)
	}
	rec, err := record.New(f, record.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return &talk{rec, f.Name()}
}

var opening = time.Unix(1_700_000_000, 0)

func (k *talk) send(slot int, number uint64, ts uint32, at time.Duration, payload []byte) {
	k.rec.Write(&programme.Packet{
		Stream: programme.AudioStream(slot), Codec: programme.Opus, Number: number, Timestamp: ts,
		Site: "a", Payload: payload, At: opening.Add(at),
	})
}

// heard is one packet of the track of sound: what it has of each slot.
type heard struct {
	ms    int64
	slots [record.Voices]coded
}

// sound closes the recording and reads its track of sound, every packet of
// which must be good and follow the one before without a gap.
func (k *talk) sound(tb testing.TB) (all []heard) {
	tb.Helper()
	if err := k.rec.Close(); err != nil {
		tb.Fatal(err)
	}
	raw, err := os.Open(k.path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = errors.Join(raw.Close(), os.Remove(k.path)) }()
	var d document
	if err := ebml.Unmarshal(raw, &d, ebml.WithIgnoreUnknown(true)); err != nil {
		tb.Fatal(err)
	}
	next := int64(0)
	for _, c := range d.Segment.Cluster {
		for _, b := range c.SimpleBlock {
			if b.TrackNumber != 2 {
				continue
			}
			h := heard{ms: int64(c.Timecode) + int64(b.Timecode)}
			rest := b.Data[0]
			for _, slot := range []int{1, 2, 0} {
				h.slots[slot], rest = parse(tb, rest, true)
			}
			low, _ := parse(tb, rest, false)
			for _, s := range h.slots {
				if s.micros() != low.micros() {
					tb.Fatalf("streams of %d and %d µs in one packet", s.micros(), low.micros())
				}
			}
			if h.ms != next {
				tb.Fatalf("a packet at %d ms, want it at %d", h.ms, next)
			}
			next += int64(low.micros() / 1000)
			all = append(all, h)
		}
	}
	return all
}

// ids are the frames of a slot that are of a test's making, in order; one that
// is repeated, in place of one that was lost, counts once.
func ids(all []heard, slot int) (found []uint32) {
	for _, h := range all {
		for _, f := range h.slots[slot].frames {
			if len(f) > 4 && f[0] == 0xaa {
				found = append(found, binary.BigEndian.Uint32(f[1:]))
			}
		}
	}
	return slices.Compact(found)
}

// speaker makes packets whose frames can be told apart.
type speaker struct {
	slot   int
	number uint64
	ts     uint32
	id     uint32
}

// speech is one packet on its way.
type speech struct {
	slot    int
	number  uint64
	ts      uint32
	at      time.Duration
	payload []byte
}

func (s *speaker) frame(long int) []byte {
	s.id++
	return append(binary.BigEndian.AppendUint32([]byte{0xaa}, s.id), make([]byte, long)...)
}

// packet is of one frame, or of several in code 3, with padding or without.
func (s *speaker) packet(config, frames, size int, padded bool) []byte {
	toc := byte(config << 3)
	if frames == 1 && !padded {
		return append([]byte{toc}, s.frame(size)...)
	}
	count := byte(frames) | 0x80
	if padded {
		count |= 0x40
	}
	out := []byte{toc | 3, count}
	if padded {
		out = append(out, 3)
	}
	var body []byte
	for i := range frames {
		f := s.frame(size + i)
		if i < frames-1 {
			out = append(out, byte(len(f)))
		}
		body = append(body, f...)
	}
	out = append(out, body...)
	if padded {
		out = append(out, 0, 0, 0)
	}
	return out
}

// next is a packet at an instant; the voice goes on behind it.
func (s *speaker) next(tb testing.TB, at time.Duration, payload []byte) speech {
	tb.Helper()
	s.number++
	p := speech{s.slot, s.number, s.ts, at, payload}
	c, _ := parse(tb, payload, false)
	s.ts += uint32(c.micros() * 48 / 1000)
	return p
}

func TestVoices_PacketsAreGoodAndEveryFrameComesOnceAtMostAndInOrder(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		k := newTalk(t, dir)
		var line []speech
		for slot := range record.Voices {
			s := speaker{slot: slot, ts: rapid.Uint32().Draw(rt, "ts")}
			now, config := time.Duration(rapid.IntRange(0, 300).Draw(rt, "begins"))*time.Millisecond, rapid.IntRange(0, 31).Draw(rt, "config")
			for range rapid.IntRange(0, 60).Draw(rt, "packets") {
				if rapid.IntRange(0, 9).Draw(rt, "changes") == 0 {
					config = rapid.IntRange(0, 31).Draw(rt, "config")
				}
				most := 120_000 / coded{config: config, frames: make([][]byte, 1)}.micros()
				p := s.next(t, now, s.packet(config, rapid.IntRange(1, min(most, 3)).Draw(rt, "frames"), rapid.IntRange(0, 200).Draw(rt, "size"), rapid.Bool().Draw(rt, "padded")))
				c, _ := parse(t, p.payload, false)
				now += time.Duration(c.micros()) * time.Microsecond
				switch rapid.IntRange(0, 12).Draw(rt, "fate") {
				case 0: // lost
					continue
				case 1: // late
					p.at += time.Duration(rapid.IntRange(0, 400).Draw(rt, "late")) * time.Millisecond
				case 2: // doubled
					line = append(line, p)
				case 3: // a pause of the speaker, by both clocks
					quiet := rapid.IntRange(0, 3000).Draw(rt, "quiet")
					now += time.Duration(quiet) * time.Millisecond
					s.ts += uint32(quiet * 48)
				case 4: // or by one
					s.ts += uint32(rapid.IntRange(-96_000, 96_000).Draw(rt, "jump"))
				}
				line = append(line, p)
			}
		}
		for _, p := range byArrival(line) {
			k.send(p.slot, p.number, p.ts, p.at, p.payload)
		}
		all := k.sound(t)
		for slot := range record.Voices {
			last := uint32(0)
			for _, id := range ids(all, slot) {
				if id <= last {
					rt.Fatalf("slot %d: frame %d after %d", slot, id, last)
				}
				last = id
			}
		}
	})
}

// byArrival puts packets in the order they come in.
func byArrival(line []speech) []speech {
	slices.SortStableFunc(line, func(a, b speech) int { return cmp.Compare(a.at, b.at) })
	return line
}

func TestVoices_NoFrameIsLostWhateverTheLengthOfEachVoicesFrames(t *testing.T) {
	const lasts = 3 * time.Second             // fewer packets than a recorder has room for
	type packets struct{ config, frames int } // configs of RFC 6716 table 2
	for name, c := range map[string][record.Voices]packets{
		"all of 20 ms":                {{9, 1}, {13, 1}, {31, 1}},
		"10 ms beside 20":             {{8, 1}, {13, 1}, {31, 3}},
		"2.5 and 5 ms beside 20":      {{28, 1}, {29, 4}, {31, 1}},
		"40 ms beside 20":             {{10, 1}, {13, 2}, {9, 1}},
		"60 ms beside 20 and 10":      {{11, 1}, {31, 1}, {14, 1}},
		"60 ms beside 40":             {{11, 1}, {10, 1}, {11, 1}},
		"60 ms beside 40 out of step": {{11, 1}, {10, 1}, {2, 1}},
		"twice 60 ms beside 40":       {{11, 2}, {10, 1}, {11, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			k := newTalk(t, t.TempDir())
			var line []speech
			sent := map[int]int{}
			for slot, p := range c {
				s := speaker{slot: slot, ts: uint32(slot) * 12345}
				step := time.Duration(coded{config: p.config, frames: make([][]byte, p.frames)}.micros()) * time.Microsecond
				for at := 7 * time.Duration(slot) * time.Millisecond; at < lasts; at += step {
					line = append(line, s.next(t, at, s.packet(p.config, p.frames, 20, false)))
				}
				sent[slot] = int(s.id)
			}
			for _, p := range byArrival(line) {
				k.send(p.slot, p.number, p.ts, p.at, p.payload)
			}
			all := k.sound(t)
			for slot := range c {
				if n := len(ids(all, slot)); n != sent[slot] {
					t.Errorf("slot %d: %d of %d frames", slot, n, sent[slot])
				}
			}
		})
	}
}

func TestVoices_ClocksThatDifferStayInStepByAFrameNowAndThen(t *testing.T) {
	const lasts = 40 * time.Second
	drifts := [record.Voices]float64{1, 1.003, 0.997} // how fast each sends, by the recorder's clock
	k := newTalk(t, t.TempDir())
	var line []speech
	sentAt := [record.Voices][]time.Duration{{0}, {0}, {0}} // by id, from 1
	for slot, drift := range drifts {
		s := speaker{slot: slot}
		for at := time.Duration(0); at < lasts; at += time.Duration(float64(20*time.Millisecond) / drift) {
			line = append(line, s.next(t, at, s.packet(31, 1, 20, false)))
			sentAt[slot] = append(sentAt[slot], at)
		}
	}
	for i, p := range byArrival(line) {
		k.send(p.slot, p.number, p.ts, p.at, p.payload)
		if i%1000 == 0 {
			k.rec.Settle() // it has room for some thousands
		}
	}
	all := k.sound(t)
	for slot, drift := range drifts {
		found := 0
		for _, h := range all {
			for i, f := range h.slots[slot].frames {
				if len(f) < 5 || f[0] != 0xaa {
					continue
				}
				found++
				at := time.Duration(h.ms)*time.Millisecond + time.Duration(i)*20*time.Millisecond
				sent := sentAt[slot][binary.BigEndian.Uint32(f[1:])]
				if off := at - sent; off < -60*time.Millisecond || off > 60*time.Millisecond {
					t.Fatalf("slot %d: at %v what was sent at %v", slot, at, sent)
				}
			}
		}
		if lost := len(sentAt[slot]) - 1 - found; lost > 6 || drift <= 1 && lost > 0 {
			t.Errorf("slot %d: %d frames lost in %v", slot, lost, lasts)
		}
	}
}

func TestVoices_BetweenTwoEncodersOfASlotIsSilenceWhateverTheOthersSend(t *testing.T) {
	const turn, turns = 17, 12 // of 20 ms: it begins at each place of a run
	for _, beside := range []struct {
		name   string
		config int // of RFC 6716 table 2; -1: nobody
		long   time.Duration
	}{{"alone", -1, 0}, {"40 ms", 10, 40 * time.Millisecond}, {"60 ms", 11, 60 * time.Millisecond}} {
		for _, kinds := range [][2]int{{9, 9}, {9, 31}, {31, 31}, {8, 8}} { // the last of 10 ms
			for lost := range 3 { // of a turn's first packets, the one that does not come
				t.Run(fmt.Sprintf("%s beside configs %d lost %d", beside.name, kinds, lost), func(t *testing.T) {
					k := newTalk(t, t.TempDir())
					var line []speech
					cuts := map[uint64]bool{}
					encoder := []int{0} // by id, from 1
					s := speaker{}
					frames := 20_000 / coded{config: kinds[0], frames: make([][]byte, 1)}.micros()
					for n := range turn * turns {
						who := n / turn
						p := s.next(t, time.Duration(n)*20*time.Millisecond, s.packet(kinds[who%2], frames, 20, false))
						for len(encoder) <= int(s.id) {
							encoder = append(encoder, who)
						}
						first := n % turn
						switch {
						case first == lost && lost > 0: // the first packet tells of the change, and is never lost
							continue
						case first == 0:
							cuts[p.number] = true
						}
						line = append(line, p)
					}
					if beside.config >= 0 {
						o := speaker{slot: 1, id: 1 << 20}
						for at := time.Duration(0); at < turn*turns*20*time.Millisecond; at += beside.long {
							line = append(line, o.next(t, at, o.packet(beside.config, 1, 20, false)))
						}
					}
					for _, p := range byArrival(line) {
						k.rec.Write(&programme.Packet{
							Stream: programme.AudioStream(p.slot), Codec: programme.Opus, Number: p.number, Timestamp: p.ts, Site: "a",
							Payload: p.payload, At: opening.Add(p.at), Cut: p.slot == 0 && cuts[p.number],
						})
					}
					before, still, heard := 0, true, map[int]int{}
					for _, h := range k.sound(t) {
						own, was := h.slots[0], still
						for _, f := range own.frames {
							switch {
							case len(f) > 4 && f[0] == 0xaa:
								now := encoder[binary.BigEndian.Uint32(f[1:])]
								if heard[now]++; now != before && !still {
									t.Errorf("at %d ms: encoder %d right behind %d", h.ms, now, before)
								}
								before, still = now, false
							case len(f) > 0:
								still = true
							}
						}
						if was && still && own.config != 31 { // it would be the one before that a decoder goes on with
							t.Errorf("at %d ms: nothing, of config %d, behind silence", h.ms, own.config)
						}
					}
					for who := range turns {
						if heard[who] < turn*frames/2 {
							t.Errorf("of turn %d %d frames of %d are left", who, heard[who], turn*frames)
						}
					}
				})
			}
		}
	}
}
