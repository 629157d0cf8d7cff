package contribution_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"giaoban/internal/contribution"
	"giaoban/internal/link"
	"giaoban/internal/synthetic"
)

// voiceTape is a sink that keeps sound.
type voiceTape struct {
	mu      sync.Mutex
	formats []contribution.Format
	heard   []voicePacket
}

type voicePacket struct {
	number  uint16
	time    uint32
	kind    uint8 // payload type
	payload []byte
}

func (v *voiceTape) Attached(f contribution.Format) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.formats = append(v.formats, f)
}

func (v *voiceTape) Packet(p contribution.Packet) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.heard = append(v.heard, voicePacket{p.RTP.SequenceNumber, p.RTP.Timestamp, p.RTP.PayloadType, bytes.Clone(p.RTP.Payload)})
}

func (*voiceTape) SenderReport(contribution.SenderReport) {}

func (*voiceTape) Detached() {}

func (v *voiceTape) all() []voicePacket {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.heard)
}

// says fails unless what was heard is the voice, packet for packet, in order.
func says(t *testing.T, heard []voicePacket, voice *synthetic.Voice) {
	t.Helper()
	const ticks = 960 // 20 ms
	begin := -1
	for at := range voice.Packets {
		if !slices.ContainsFunc(heard, func(p voicePacket) bool {
			i := (at + int(p.time-heard[0].time)/ticks) % len(voice.Packets)
			return !bytes.Equal(p.payload, voice.Packets[i])
		}) {
			begin = at
			break
		}
	}
	if begin < 0 {
		t.Errorf("of %d packets not all are the voice's", len(heard))
	}
	for i, p := range heard {
		if p.kind != link.PayloadOpus {
			t.Fatalf("packet %d has payload type %d", i, p.kind)
		}
		if i > 0 && (int16(p.number-heard[i-1].number) <= 0 || int32(p.time-heard[i-1].time) <= 0) {
			t.Fatalf("packet %d (%d at %d) comes after %d at %d", i, p.number, p.time, heard[i-1].number, heard[i-1].time)
		}
	}
}

// holes counts the numbers missing.
func holes(heard []voicePacket) (missing, sent int) {
	sent = int(heard[len(heard)-1].number-heard[0].number) + 1
	return sent - len(heard), sent
}

// few packets may be lost by a machine that has too much to do, beyond what a
// test loses.
const few = 4

// losing drops sound at the share given, no two packets in a row where single.
func losing(share float64, single bool) (*link.Line, func() int) {
	line, random := &link.Line{}, rand.New(rand.NewPCG(1, uint64(1000*share)))
	var mu sync.Mutex
	lost, last := 0, false
	line.Lose(func(b []byte) bool {
		if len(b) < 12 || b[0]>>6 != 2 || b[1]&0x7f != link.PayloadRED && b[1]&0x7f != link.PayloadOpus {
			return false
		}
		last = random.Float64() < share && !(single && last)
		if last {
			mu.Lock()
			lost++
			mu.Unlock()
		}
		return last
	})
	return line, func() int {
		mu.Lock()
		defer mu.Unlock()
		return lost
	}
}

// hearing taps the microphones of the sites and gives them to speak.
func (w *world) hearing(sites ...string) map[string]*voiceTape {
	w.t.Helper()
	tapes := map[string]*voiceTape{}
	for _, id := range sites {
		tapes[id] = &voiceTape{}
		if _, err := w.engine.Tap(w.t.Context(), room, contribution.Site(id), contribution.Microphone, tapes[id]); err != nil {
			w.t.Fatal(err)
		}
		until(w.t, "reported", func() bool { return w.conf.history(contribution.Site(id)) == "joined" })
	}
	w.want(sites...)
	return tapes
}

// A browser's sound comes with redundancy (RED); whoever taps it has the plain
// Opus in it.
func TestTap_HearsAVoiceWithRedundancyAsPlainOpus(t *testing.T) {
	everywhere(t, hearsPlainOpus)
	t.Run("in a cluster", func(t *testing.T) {
		member(t, false)
		w := member(t, true)
		front := httptest.NewServer(w.engine.Handler()) // which counts who signals
		t.Cleanup(front.Close)
		w.url = front.URL
		w.engine.Reconcile(room)
		hearsPlainOpus(w)
	})
}

func hearsPlainOpus(w *world) {
	t := w.t.(*testing.T)
	w.connected(w.site("a", 1))
	w.connected(w.siteThat("b", 2, func(p *synthetic.Publisher) {
		p.PlainVoice = true
	})) // as Firefox
	tapes := w.hearing("a", "b")
	for id, number := range map[string]int{"a": 1, "b": 2} {
		until(t, "more than one turn of the voice", func() bool { return len(tapes[id].all()) > 220 })
		if f := tapes[id].formats[0]; f.Mime != "audio/opus" || f.ClockRate != 48000 || f.Channels != 2 {
			t.Errorf("format %+v", f)
		}
		heard := tapes[id].all()
		voice, err := synthetic.VoiceOf(number)
		if err != nil {
			t.Fatal(err)
		}
		says(t, heard, voice)
		if missing, sent := holes(heard); missing > few {
			t.Errorf("%d of %d packets missing without any loss", missing, sent)
		}
	}
}

// What is lost on the way in is filled from the packets after it.
func TestTap_RedundancyFillsWhatIsLostOnTheWayIn(t *testing.T) {
	everywhere(t, redundancyFills)
}

func redundancyFills(w *world) {
	t := w.t.(*testing.T)
	type speaker struct {
		id     string
		share  float64
		plain  bool
		single bool
		lost   func() int
	}
	var all []*speaker
	var ids []string
	for _, share := range []float64{0.02, 0.05} {
		for _, kind := range []struct{ plain, single bool }{{false, true}, {false, false}, {true, true}} {
			s := &speaker{id: fmt.Sprintf("s%d", len(all)), share: share, plain: kind.plain, single: kind.single}
			line, lost := losing(share, kind.single)
			s.lost = lost
			w.connected(w.siteThat(s.id, len(all), func(p *synthetic.Publisher) {
				p.PlainVoice, p.Line = s.plain, line
			}))
			all, ids = append(all, s), append(ids, s.id)
		}
	}
	const packets = 800 // some 19 s
	tapes := w.hearing(ids...)
	for number, s := range all {
		patiently(t, "much of the voice", func() bool { return len(tapes[s.id].all()) > packets })
		heard := tapes[s.id].all()
		voice, err := synthetic.VoiceOf(number)
		if err != nil {
			t.Fatal(err)
		}
		says(t, heard, voice)
		missing, sent := holes(heard)
		left := float64(missing) / float64(sent)
		t.Logf("measured: voice at %.0f %% loss on the way in (single losses %v), RED %v: %d of %d packets lost, %d left lost (%.2f %%)",
			100*s.share, s.single, !s.plain, s.lost(), sent, missing, 100*left)
		switch {
		case s.lost() < packets/100:
			t.Errorf("only %d were lost", s.lost())
		case !s.plain && s.single && missing > sent/500+few:
			t.Errorf("%.2f %% are left lost with redundancy", 100*left)
		case !s.plain && float64(missing) > s.share/4*float64(sent)+few:
			t.Errorf("redundancy fills too little: %.2f %% of %.0f %% left", 100*left, 100*s.share)
		case s.plain && missing == 0:
			t.Error("nothing is missing without redundancy: the test loses nothing")
		}
	}
}
