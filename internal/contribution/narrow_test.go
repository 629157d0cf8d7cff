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

// read is what has come.
func (s *layerTape) read() (frames, bytes [3]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frames, s.bytes
}

// over is what comes while the lowest layer, which is sent on any line, brings
// so many frames: on a loaded machine that takes longer, and all layers bring
// fewer. Nothing comes where it brings none for long.
func (s *layerTape) over(lowest int) (frames, bytes [3]int, took time.Duration) {
	f0, b0 := s.read()
	start := time.Now()
	for {
		f1, b1 := s.read()
		took = time.Since(start)
		if f1[0]-f0[0] >= lowest || took > patience {
			for i := range f1 {
				frames[i], bytes[i] = f1[i]-f0[i], b1[i]-b0[i]
			}
			return frames, bytes, took
		}
		<-time.After(10 * time.Millisecond)
	}
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
	const short, long = 20, 80 // frames of the lowest layer: a second, and four
	sends := func(layer int, much bool) func() bool {
		return func() bool {
			frames, _, _ := picture.over(short)
			return frames[0] > 0 && 5*frames[layer] >= 2*frames[0] == much
		}
	}
	patiently(t, "a camera's full picture", sends(2, true))
	patiently(t, "a camera's sizes", func() bool {
		frames, bytes, took := picture.over(long)
		t.Logf("measured: a free line brings %v frames of three layers, %v bytes in %v", frames, bytes, took)
		if frames[0] == 0 || frames[2] == 0 {
			return false
		}
		lowest, highest := 8*bytes[0]/frames[0], 8*bytes[2]/frames[2] // 20 and 30 a second
		return lowest < 250_000/20 && highest > 1_100_000/30 && highest < 2_200_000/30
	})
	for _, c := range []struct{ rate, stops, goesOn int }{
		{1_000_000, 2, 1}, {600_000, 2, 1}, {400_000, 2, 0}, {300_000, 2, 0}, {150_000, 1, 0},
	} {
		line.Narrow(c.rate)
		patiently(t, "the layers above have stopped", sends(c.stops, false))
		patiently(t, "a layer below goes on", sends(c.goesOn, true))
		patiently(t, "its voice is whole", func() bool {
			before := len(voice.all())
			until(t, "a second of its voice", func() bool { return len(voice.all()) > before+40 })
			missing, _ := holes(voice.all()[before:])
			return missing == 0
		})
		before := len(voice.all())
		frames, bytes, took := picture.over(long)
		missing, sent := holes(voice.all()[before:])
		t.Logf("measured: at %d bit/s up: layers %v frames, %v bytes in %v; voice %d of %d packets lost", c.rate, frames, bytes, took, missing, sent)
		// What waited somewhere at the beginning comes on top.
		if sum := 8 * (bytes[0] + bytes[1] + bytes[2]); float64(sum) > float64(c.rate)*(took+time.Second).Seconds() {
			t.Errorf("%d bits in %v come over a line of %d bits a second", sum, took, c.rate)
		}
	}
	line.Narrow(0)
	start := time.Now()
	patiently(t, "the full picture again", sends(2, true))
	t.Logf("measured: the highest layer is back %v after the line is free", time.Since(start))
}
