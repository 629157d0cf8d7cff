package relay

import (
	"testing"
	"time"

	"github.com/pion/rtcp"

	"giaoban/internal/programme"
)

// watched is a programme of one source in layers, and one who watches it on a
// line that bears everything.
type watched struct {
	c     *Conference
	l     line
	seal  *sealer
	at    time.Time
	src   [programme.Layers]source
	shown []int              // layers of the frames that went to the watcher, in order
	asked []programme.Stream // of which key frames were asked
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	w := &watched{
		c: &Conference{}, seal: sealerForTest(t), at: time.Unix(1000, 0),
		l: line{types: [programme.Codecs]uint8{96, 97, 111}, most: programme.Layers - 1},
	}
	for l := range w.src {
		w.src[l] = source{stream: programme.VideoStream(programme.Floor, l), epoch: 1}
	}
	w.c.ask = func(p programme.Picture, l int) { w.asked = append(w.asked, programme.VideoStream(p, l)) }
	return w
}

// send gives one frame of a layer to the watcher, as a round does.
func (w *watched) send(layer int, key bool) {
	c := w.src[layer].next(key, false, w.at)
	c.Marker = true
	w.c.askFor(w.c.note(c.Packet)...)
	if w.l.chooseVideo(c.Packet, alive(w.c.alive.Load())) {
		w.l.sealNext(w.seal, make([]byte, 200), c)
		w.shown = append(w.shown, layer)
	}
}

// play lets 20 frames a second pass in the layers; one that is asked for a key
// frame sends it. Of the top layer, only each skip-th frame is sent.
func (w *watched) play(d time.Duration, skip int, layers ...int) {
	for i := range int(d / (50 * time.Millisecond)) {
		w.at = w.at.Add(50 * time.Millisecond)
		if i%20 == 0 {
			w.c.askFor(w.c.judge()...)
		}
		asked := w.asked
		w.asked = nil
		for _, l := range layers {
			key := false
			for _, s := range asked {
				key = key || s.Layer() == l
			}
			if l < programme.Layers-1 || i%skip == 0 {
				w.send(l, key)
			}
		}
		watcher := &watcher{lines: []line{w.l}, video: [programme.Pictures]int8{0, -1, -1}}
		o := w.c.outlook(w.at)
		for s, keys := programme.Stream(0), watcher.awaits(&o, w.at); s < programme.Streams; s++ {
			if keys.has(s) {
				w.c.askFor(s)
			}
		}
		w.l.asked = watcher.lines[0].asked
	}
}

func (w *watched) take() []int {
	s := w.shown
	w.shown = nil
	return s
}

// frames counts those of a layer.
func frames(shown []int, layer int) (n int) {
	for _, l := range shown {
		if l == layer {
			n++
		}
	}
	return n
}

// A browser on a narrow line repairs what was lost of a layer for seconds after
// it has given it up: nobody is to wait for that.
func TestAlive_ALayerOfWhichOnlyRepairsComeIsGone(t *testing.T) {
	w := newWatched(t)
	w.play(2*time.Second, 1, 0, 1, 2)
	lost := w.src[2].next(false, false, w.at)
	w.send(2, false) // what follows it came
	w.take()
	for range 40 {
		w.play(50*time.Millisecond, 1, 0, 1)
		late := *lost.Packet
		late.At, late.Marker = w.at, true
		w.c.askFor(w.c.note(&late)...)
	}
	if alive(w.c.alive.Load()).has(w.src[2].stream) {
		t.Error("the layer counts as sent")
	}
	if got := w.take(); frames(got, 1) == 0 {
		t.Errorf("the middle layer is not shown: %v", got)
	}
}

func TestAlive_WatchersGoDownWhenTheirLayerStopsAndUpWhenItIsBackForGood(t *testing.T) {
	w := newWatched(t)
	w.play(3*time.Second, 1, 0, 1, 2)
	if got := w.take(); frames(got[len(got)-20:], 2) != 20 {
		t.Fatalf("on a good line the top layer is not shown: %v", got)
	}
	w.play(time.Second, 1, 0, 1)
	if got := w.take(); frames(got, 1) < 10 {
		t.Fatalf("a second without the top layer, the middle one is not shown: %v", got)
	}
	w.play(5*time.Second, 1, 0, 1)
	if got := w.take(); frames(got, 1) < 95 {
		t.Fatalf("the picture does not go on: %v", got)
	}
	w.play(5*time.Second, 8, 0, 1, 2) // it stutters back
	if got := w.take(); frames(got, 2) > 0 {
		t.Fatalf("led to a layer of %d frames a second: %v", 20/8, got)
	}
	w.play(3*time.Second, 1, 0, 1, 2)
	if got := w.take(); frames(got[len(got)-20:], 2) != 20 {
		t.Fatalf("the top layer is back and not shown: %v", got)
	}
	w.play(2*time.Second, 1, 0)
	if got := w.take(); frames(got, 0) < 20 {
		t.Fatalf("two layers stopped at once: %v", got)
	}
}

func TestAlive_ASourceThatIsSilentAsAWholeLosesNoLayer(t *testing.T) {
	w := newWatched(t)
	w.play(2*time.Second, 1, 0, 1, 2)
	w.at = w.at.Add(3 * time.Second)
	w.take()
	w.play(time.Second, 1, 0, 1, 2)
	if got := w.take(); frames(got, 2) != 20 {
		t.Fatalf("after a silence of all layers: %v", got)
	}
}

func TestAlive_ATopLayerOfFewFramesIsLeftForOneOfMany(t *testing.T) {
	w := newWatched(t)
	w.play(3*time.Second, 1, 0, 1, 2)
	w.take()
	w.play(6*time.Second, 5, 0, 1, 2) // four frames a second, never silent for 300 ms
	if got := w.take(); frames(got, 1) < 60 {
		t.Fatalf("shown %d frames in six seconds: %v", len(got), got)
	}
}

func TestAlive_LayersOfTheSourceBeforeAreGoneAtTheCut(t *testing.T) {
	w := newWatched(t)
	w.play(2*time.Second, 1, 0, 1, 2)
	for l := range 2 { // the next source sends two layers
		w.src[l].epoch = 2
	}
	w.take()
	w.at = w.at.Add(50 * time.Millisecond)
	w.send(0, true)
	w.send(1, true)
	if live := alive(w.c.alive.Load()); live.has(programme.VideoStream(programme.Floor, 2)) {
		t.Fatal("the old source's top layer counts as sent")
	}
	if got := w.take(); len(got) != 2 || got[1] != 1 {
		t.Fatalf("shown %v, want the cut and then the better layer", got)
	}
}

func TestOutlook_APictureThatHasEndedCostsNothing(t *testing.T) {
	w := newWatched(t)
	w.play(3*time.Second, 1, 0, 1, 2)
	if o := w.c.outlook(w.at); o.rates[0] == 0 || !o.alive.has(0) {
		t.Fatal("a picture that is sent has no rate")
	}
	w.at = w.at.Add(idle + time.Second)
	if o := w.c.outlook(w.at); o.rates != (rates{}) || o.alive != 0 {
		t.Fatalf("after its end it has the rates %v", o.rates)
	}
}

func TestAwaits_WhoCannotDecodeAPictureAsksForNoKeyFrames(t *testing.T) {
	w := newWatched(t)
	w.l.types = [programme.Codecs]uint8{0, 97, 111} // H.264 alone
	w.play(3*time.Second, 1, 0, 1, 2)
	if len(w.shown) != 0 || len(w.asked) != 0 {
		t.Fatalf("shown %v, asked for %v", w.shown, w.asked)
	}
}

func TestAlive_ALayerThatSetsInLaterMustProveItself(t *testing.T) {
	w := newWatched(t)
	w.play(2*time.Second, 1, 0, 1)
	w.take()
	w.play(500*time.Millisecond, 1, 0, 1, 2)
	if got := w.take(); frames(got, 2) != 0 {
		t.Fatalf("shown at once: %v", got)
	}
	w.play(2*time.Second, 1, 0, 1, 2)
	if got := w.take(); frames(got, 2) < 15 {
		t.Fatalf("not shown after it has come well: %v", got)
	}
}

func TestKeyFor_OneWatcherHasFewKeyFramesMadeForAll(t *testing.T) {
	w := &watcher{lines: []line{{ssrc: 7, began: true, on: true, cur: leg{stream: 0}}}}
	now := time.Unix(1000, 0)
	asked := 0
	for range 600 { // a minute
		now = now.Add(100 * time.Millisecond)
		asked += len(w.keyFor(nil, 7, now))
	}
	if asked < 30 || asked > 40 {
		t.Fatalf("%d key frames in a minute, want about one each two seconds", asked)
	}
}

func TestArrived_ALossCountOfLessThanNothingIsRead(t *testing.T) {
	l := line{sent: 1000, bytes: 1_000_000}
	at := time.Unix(1000, 0)
	l.arrived(rtcp.ReceptionReport{LastSequenceNumber: 1000}, at)
	l.arrived(rtcp.ReceptionReport{LastSequenceNumber: 1100, TotalLost: 0xffffff}, at.Add(time.Second))
	if l.came.bits < 700_000 || l.came.bits > 1_200_000 {
		t.Fatalf("%.0f bits per second came through, want about 0.9 million", l.came.bits)
	}
}
