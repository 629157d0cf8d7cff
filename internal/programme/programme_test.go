package programme_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

// world is a programme with a clock of its own and everything it sent.
type world struct {
	*programme.Programme
	now  time.Time
	sent []programme.Packet
	asks map[string]int
}

func newWorld() *world {
	w := &world{now: time.Unix(1_700_000_000, 0), asks: map[string]int{}}
	w.Programme = programme.New(programme.Options{Now: func() time.Time { return w.now }, Sink: w, Slots: 3})
	return w
}

func (w *world) Write(p *programme.Packet) { w.sent = append(w.sent, *p) }

func (w *world) take() []programme.Packet {
	s := w.sent
	w.sent = nil
	return s
}

// camera publishes VP8 frames of two packets each.
type camera struct {
	w   *world
	in  *programme.Input
	seq uint16
	ts  uint32
	pid uint16
	tl0 uint8
}

func (w *world) camera(id programme.SourceID, seq uint16) *camera {
	in, err := w.Video(id, programme.SiteID(id), programme.VP8, func(int) { w.asks[string(id)]++ })
	if err != nil {
		panic(err)
	}
	return &camera{w: w, in: in, seq: seq, ts: uint32(seq) * 77, pid: seq & 0x7fff, tl0: uint8(seq)}
}

// frame makes the packets of the next frame without sending them.
func (c *camera) frame(key bool) []*rtp.Packet {
	c.ts += 3000
	c.pid = (c.pid + 1) & 0x7fff
	c.tl0++
	var ps []*rtp.Packet
	for i := range 2 {
		head, bits := byte(0x80), byte(1)
		if i == 0 {
			head |= 0x10
		}
		if key {
			bits = 0
		}
		c.seq++
		ps = append(ps, &rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: c.seq, Timestamp: c.ts, Marker: i == 1},
			Payload: []byte{head, 0xe0, 0x80 | byte(c.pid>>8), byte(c.pid), c.tl0, 0, bits, byte(i)},
		})
	}
	return ps
}

func (c *camera) play(key bool) {
	for _, p := range c.frame(key) {
		c.in.Write(p, 0)
	}
	c.w.now = c.w.now.Add(33 * time.Millisecond)
}

func TestShow_WaitsForTheKeyFrameAndKeepsTheOldSourceMeanwhile(t *testing.T) {
	w := newWorld()
	a, b := w.camera("a", 100), w.camera("b", 60000)
	w.Show(programme.Floor, "a")
	a.play(false)
	if got := w.take(); len(got) != 0 {
		t.Fatalf("sent %d packets before any key frame", len(got))
	}
	a.play(true)
	w.Show(programme.Floor, "b")
	a.play(false)
	b.play(false)
	got := w.take()
	if len(got) != 4 || got[3].Site != "a" {
		t.Fatalf("want the old source to go on, got %+v", got)
	}
	b.play(true)
	a.play(false)
	got = w.take()
	if len(got) != 2 || got[0].Site != "b" || !got[0].Cut || !got[0].Key || got[0].Epoch != 2 {
		t.Fatalf("want the cut at b's key frame, got %+v", got)
	}
	if w.OnAir(programme.Floor) != "b" {
		t.Fatalf("on air: %q", w.OnAir(programme.Floor))
	}
}

func TestShow_TheOldSourceGoesWhereTheNewOneSendsNothing(t *testing.T) {
	w := newWorld()
	a := w.camera("a", 100)
	w.camera("b", 60000) // its camera is off
	w.Show(programme.Floor, "a")
	a.play(true)
	w.Show(programme.Floor, "b")
	for range 60 { // two seconds
		a.play(false)
		w.Tick()
	}
	if w.OnAir(programme.Floor) != "a" {
		t.Fatal("the old source has gone at once")
	}
	for range 60 {
		a.play(false)
		w.Tick()
	}
	w.take()
	a.play(false)
	if got := w.take(); len(got) != 0 || w.OnAir(programme.Floor) != "" {
		t.Fatalf("after four seconds the old source is still shown: %d packets", len(got))
	}
}

func TestShow_AsksAtOnceAndAgainUntilTheKeyFrameComes(t *testing.T) {
	w := newWorld()
	c := w.camera("a", 1)
	w.Show(programme.Floor, "a")
	if w.asks["a"] != 1 {
		t.Fatalf("asked %d times at the take, want 1", w.asks["a"])
	}
	w.now = w.now.Add(time.Second)
	w.Tick()
	if w.asks["a"] != 2 {
		t.Fatalf("asked %d times after a second without an answer, want 2", w.asks["a"])
	}
	c.play(true)
	w.now = w.now.Add(time.Second)
	w.Tick()
	if w.asks["a"] != 2 {
		t.Fatalf("asked again after the key frame came")
	}
}

func TestPreview_KeyFrameJustGivenServesTheTake(t *testing.T) {
	w := newWorld()
	a, b := w.camera("a", 1), w.camera("b", 500)
	w.Show(programme.Floor, "a")
	a.play(true)
	w.Preview("b")
	if w.asks["b"] != 1 {
		t.Fatalf("preview asked %d times, want 1", w.asks["b"])
	}
	b.play(true)
	b.play(false)
	b.play(false)
	w.take()
	w.Show(programme.Floor, "b")
	got := w.take()
	if len(got) != 6 || !got[0].Key || got[0].Site != "b" {
		t.Fatalf("want the three held frames at once, got %+v", got)
	}
	b.play(false)
	last := w.take()
	if step := last[0].Timestamp - got[5].Timestamp; step != 3000 {
		t.Fatalf("the frame after the held ones is %d ticks on, want 3000", step)
	}
}

func TestPreview_OldKeyFrameIsNotReplayed(t *testing.T) {
	w := newWorld()
	a, b := w.camera("a", 1), w.camera("b", 500)
	w.Show(programme.Floor, "a")
	a.play(true)
	w.Preview("b")
	b.play(true)
	for range 15 {
		b.play(false)
	}
	w.take()
	w.Show(programme.Floor, "b")
	if got := w.take(); len(got) != 0 {
		t.Fatalf("replayed %d packets half a second old", len(got))
	}
}

func TestClose_LastPictureHoldsUntilTheSiteIsBack(t *testing.T) {
	w := newWorld()
	a := w.camera("a", 1)
	w.Show(programme.Floor, "a")
	a.play(true)
	a.in.Close()
	before := w.take()
	again := w.camera("a", 40000)
	again.play(false)
	if got := w.take(); len(got) != 0 {
		t.Fatalf("sent a frame that refers to nothing")
	}
	again.play(true)
	got := w.take()
	if len(got) != 2 || got[0].Number != before[1].Number+1 {
		t.Fatalf("want the stream to go on after %d, got %+v", before[1].Number, got)
	}
}

func TestRequestKeyFrame_CollapsesAndOwesTheRest(t *testing.T) {
	w := newWorld()
	a := w.camera("a", 1)
	w.Show(programme.Floor, "a")
	a.play(true)
	w.now = w.now.Add(time.Second)
	a.play(false)
	for range 100 {
		w.RequestKeyFrame(programme.Floor, 0)
	}
	if w.asks["a"] != 2 {
		t.Fatalf("asked %d times, want once for the take and once for a hundred watchers", w.asks["a"])
	}
	w.now = w.now.Add(time.Second)
	a.play(false)
	w.Tick()
	w.Tick()
	if w.asks["a"] != 3 {
		t.Fatalf("asked %d times, want the owed request once", w.asks["a"])
	}
	w.RequestKeyFrame(programme.Floor, 0)
	a.play(true)
	w.now = w.now.Add(time.Second)
	w.Tick()
	if w.asks["a"] != 3 {
		t.Fatalf("asked %d times, though the key frame came after the last request", w.asks["a"])
	}
}

func TestLayers_TheFirstToCutSilencesTheOldSourceOnAll(t *testing.T) {
	w := newWorld()
	a, b := w.camera("a", 1), w.camera("b", 1)
	w.Show(programme.Floor, "a")
	for l := range 2 {
		for _, p := range a.frame(true) {
			a.in.Write(p, l)
		}
	}
	w.Show(programme.Floor, "b")
	w.take()
	for _, p := range b.frame(true) {
		b.in.Write(p, 0)
	}
	for _, p := range a.frame(false) {
		a.in.Write(p, 1)
	}
	for _, p := range b.frame(false) {
		b.in.Write(p, 1)
	}
	got := w.take()
	if slices.ContainsFunc(got, func(p programme.Packet) bool { return p.Stream.Layer() == 1 }) {
		t.Fatalf("layer 1 went on without a key frame of the new source: %+v", got)
	}
	for _, p := range b.frame(true) {
		b.in.Write(p, 1)
	}
	got = w.take()
	if len(got) != 2 || got[0].Stream.Layer() != 1 || got[0].Epoch != 2 {
		t.Fatalf("want layer 1 of the new source, got %+v", got)
	}
}

func TestVideo_RefusesACodecThatIsNotCarried(t *testing.T) {
	if _, err := newWorld().Video("a", "a", programme.Opus, nil); err == nil {
		t.Fatal("want a refusal")
	}
}

func TestOpenMicrophones_OneSlotEachAndContinuousWhenItChanges(t *testing.T) {
	w := newWorld()
	say := func(in *programme.Input, seq uint16, ts uint32) {
		in.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: ts}, Payload: []byte{1, 2}}, 0)
		w.now = w.now.Add(20 * time.Millisecond)
	}
	hub, a, b := w.Audio("hub"), w.Audio("a"), w.Audio("b")
	w.OpenMicrophones([]programme.SiteID{"hub", "a"})
	say(hub, 5, 0)
	say(a, 9, 100)
	say(b, 1, 0)
	w.OpenMicrophones([]programme.SiteID{"b", "hub"})
	say(b, 2, 960)
	say(hub, 6, 960)
	say(a, 10, 1060)
	got := w.take()
	if len(got) != 7 {
		t.Fatalf("sent %d packets, want 4 and three of silence: closed microphones are not heard", len(got))
	}
	change, hushed := got[5], got[4]
	if change.Site != "b" || change.Stream != hushed.Stream || change.Number != hushed.Number+1 || !change.Marker {
		t.Fatalf("want b to go on in a's slot, got %+v after %+v", change, hushed)
	}
	if d := change.Timestamp - hushed.Timestamp; int32(d) <= 0 {
		t.Fatalf("timestamp moved by %d, want it to go on", int32(d))
	}
	if got[6].Stream != got[0].Stream {
		t.Fatal("the hub lost its slot")
	}
	if lost := w.OpenMicrophones([]programme.SiteID{"1", "2", "3", "4"}); len(lost) != 1 || lost[0] != "4" {
		t.Fatalf("unheard: %v, want the fourth", lost)
	}
}

// Sound that merely ceases is drawn out by browsers as if it were lost: what
// ends a voice says so.
func TestOpenMicrophones_AVoiceEndsInSilence(t *testing.T) {
	w := newWorld()
	a := w.Audio("a")
	w.Audio("b")
	w.OpenMicrophones([]programme.SiteID{"a", "b"})
	say := func(seq uint16) {
		a.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: 960 * uint32(seq)}, Payload: []byte{1, 2}}, 0)
	}
	say(1)
	w.now = w.now.Add(20 * time.Millisecond)
	spoken := w.take()[0]
	w.OpenMicrophones(nil)
	say(2)
	got := w.take()
	if len(got) != 3 {
		t.Fatalf("sent %d packets, want three of silence for the one that spoke", len(got))
	}
	for i, p := range got {
		if !slices.Equal(p.Payload, []byte{0xf8, 0xff, 0xfe}) || p.Stream != spoken.Stream || p.Site != "a" ||
			p.Number != spoken.Number+1+uint64(i) || p.Timestamp != spoken.Timestamp+960*uint32(1+i) {
			t.Errorf("%d: %+v after %+v", i, p, spoken)
		}
	}
	w.now = w.now.Add(time.Second)
	w.OpenMicrophones([]programme.SiteID{"a"})
	say(60)
	next := w.take()
	if len(next) != 1 || next[0].Number != spoken.Number+4 || next[0].Timestamp != spoken.Timestamp+51*960 {
		t.Errorf("goes on with %+v after %+v", next, spoken)
	}
	w.OpenMicrophones(nil)
	w.take()
	w.OpenMicrophones(nil)
	if again := w.take(); len(again) != 0 {
		t.Errorf("hushed again: %+v", again)
	}
}

func TestClose_OfAMicrophoneThatSpeaksEndsItsVoiceInSilence(t *testing.T) {
	w := newWorld()
	in := w.Audio("a")
	w.OpenMicrophones([]programme.SiteID{"a"})
	in.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: 5}, Payload: []byte{1, 2}}, 0)
	spoken := w.take()
	in.Close() // LiveKit takes the track away before the conference has closed the microphone
	w.OpenMicrophones(nil)
	got := w.take()
	if len(got) != 3 || got[0].Number != spoken[0].Number+1 {
		t.Fatalf("sent %+v, want three packets of silence behind what was spoken", got)
	}
}
