package contribution_test

import (
	"sync"
	"testing"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/link"
	"giaoban/internal/synthetic"
)

// layerTape is a sink that counts the frames of each layer.
type layerTape struct {
	mu     sync.Mutex
	frames [3]int
	bytes  [3]int
}

func (*layerTape) Attached(contribution.Format) {}

func (s *layerTape) Packet(p contribution.Packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes[p.Layer] += len(p.RTP.Payload)
	if p.RTP.Marker {
		s.frames[p.Layer]++
	}
}

func (*layerTape) SenderReport(contribution.SenderReport) {}

func (*layerTape) Detached() {}

// over is what comes in a time: frames, and bits a second.
func (s *layerTape) over(d time.Duration) (frames, bits [3]int) {
	read := func() (f, b [3]int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.frames, s.bytes
	}
	f0, b0 := read()
	<-time.After(d)
	f1, b1 := read()
	for i := range f1 {
		frames[i], bits[i] = f1[i]-f0[i], int(float64(8*(b1[i]-b0[i]))/d.Seconds())
	}
	return frames, bits
}

// A site's line is narrow, as many a commune's is: as a browser does, it stops
// the higher layers and goes on with what the line takes, and its voice is
// whole; once the line is free, the higher layers come back.
func TestSite_SendsTheLayersItsLineTakes(t *testing.T) {
	w := newWorld(t)
	line := &link.Line{}
	w.connected(w.siteThat("a", 1, func(p *synthetic.Publisher) { p.Line = line }))
	picture := &layerTape{}
	if _, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, picture); err != nil {
		t.Fatal(err)
	}
	voice := w.hearing("a")["a"]
	until(t, "its voice", func() bool { return len(voice.all()) > 50 })
	const second = time.Second
	sends := func(layer int, much bool) func() bool {
		return func() bool {
			frames, _ := picture.over(second)
			return frames[layer] >= 8 == much
		}
	}
	patiently(t, "a camera's full picture", sends(2, true))
	_, bits := picture.over(3 * second)
	t.Logf("measured: a free line carries %d kbit/s in three layers", bits)
	if bits[2] < 1_100_000 || bits[2] > 2_200_000 || bits[0] > 250_000 {
		t.Errorf("the layers take %v bits a second", bits)
	}
	for _, c := range []struct{ rate, stops, goesOn int }{
		{1_000_000, 2, 1}, {600_000, 2, 1}, {400_000, 2, 0}, {300_000, 2, 0}, {150_000, 1, 0},
	} {
		line.Narrow(c.rate)
		patiently(t, "the layers above have stopped", sends(c.stops, false))
		patiently(t, "a layer below goes on", sends(c.goesOn, true))
		patiently(t, "its voice is whole", func() bool {
			before := len(voice.all())
			<-time.After(second)
			heard := voice.all()[before:]
			if len(heard) == 0 {
				return false
			}
			missing, _ := holes(heard)
			return missing == 0
		})
		before := len(voice.all())
		frames, bits := picture.over(4 * second)
		missing, sent := holes(voice.all()[before:])
		t.Logf("measured: at %d bit/s up: layers %v frames in 4 s, %v bit/s; voice %d of %d packets lost", c.rate, frames, bits, missing, sent)
		if sum := bits[0] + bits[1] + bits[2]; sum > c.rate {
			t.Errorf("%d bits a second come over a line of %d", sum, c.rate)
		}
	}
	line.Narrow(0)
	start := time.Now()
	patiently(t, "the full picture again", sends(2, true))
	t.Logf("measured: the highest layer is back %v after the line is free", time.Since(start))
}
