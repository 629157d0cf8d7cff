package programme_test

import (
	"testing"
	"time"

	"giaoban/internal/programme"
)

// simulcast is a site's camera in three layers, each numbered by itself.
type simulcast struct {
	w      *world
	layers [programme.Layers]*camera
	asked  []int // the layers of which key frames were asked
}

func (w *world) simulcast(id programme.SourceID) *simulcast {
	s := &simulcast{w: w}
	in, err := w.Video(id, programme.SiteID(id), programme.VP8, func(l int) { s.asked = append(s.asked, l) })
	if err != nil {
		panic(err)
	}
	for l := range s.layers {
		s.layers[l] = &camera{w: w, in: in, seq: uint16(1000 * (l + 1)), ts: 1}
	}
	return s
}

// play sends one frame in each of the layers.
func (s *simulcast) play(key bool, layers ...int) {
	for _, l := range layers {
		for _, p := range s.layers[l].frame(key) {
			s.layers[l].in.Write(p, l)
		}
	}
	s.w.now = s.w.now.Add(50 * time.Millisecond)
}

func (s *simulcast) asks() []int {
	a := s.asked
	s.asked = nil
	return a
}

func TestTick_AsksNothingOfALayerThatIsNoLongerSent(t *testing.T) {
	w := newWorld()
	s := w.simulcast("a")
	w.Show(programme.Floor, "a")
	s.play(true, 0, 1)
	s.play(false, 0, 1, 2) // the top layer stops before its first key frame
	for range 8 {
		s.play(false, 0, 1)
	}
	s.asks()
	for range 60 {
		s.play(false, 0, 1)
		w.Tick()
		w.RequestKeyFrame(programme.Floor, 2)
	}
	for _, l := range s.asks() {
		if l == 2 {
			t.Fatal("a key frame was asked of the layer that has stopped")
		}
	}
	w.RequestKeyFrame(programme.Floor, 1)
	if got := s.asks(); len(got) != 1 || got[0] != 1 {
		t.Fatalf("asked %v, want the layer that is sent", got)
	}
}

func TestTick_WhatIsSentAgainDoesNotShowThatALayerIsSent(t *testing.T) {
	w := newWorld()
	s := w.simulcast("a")
	w.Show(programme.Floor, "a")
	s.play(true, 0, 1, 2)
	lost := s.layers[2].frame(false) // the top layer's last frame, which comes late
	for range 12 {
		s.play(false, 0, 1)
		for _, p := range lost[:1] { // repaired again and again
			s.layers[2].in.Write(p, 2)
		}
	}
	s.asks()
	w.RequestKeyFrame(programme.Floor, 2)
	if got := s.asks(); len(got) != 0 {
		t.Fatalf("asked %v of a layer of which only what was lost still comes", got)
	}
}

func TestTick_AsksInVainEverMoreSeldom(t *testing.T) {
	w := newWorld()
	s := w.simulcast("a")
	w.Show(programme.Floor, "a")
	s.asks()
	for range 100 { // five seconds on a line that brings no key frame
		s.play(false, 0)
		w.Tick()
	}
	if n := len(s.asks()); n < 4 || n > 9 {
		t.Fatalf("asked %d times in five seconds, want it at first at once and then about once a second", n)
	}
	s.play(true, 0)
	w.Show(programme.Floor, "b")
	w.Show(programme.Floor, "a")
	if w.OnAir(programme.Floor) != "a" {
		t.Fatalf("on air %q", w.OnAir(programme.Floor))
	}
}

func TestSee_ALayerThatComesBackGoesOnWhereItWas(t *testing.T) {
	w := newWorld()
	s := w.simulcast("a")
	w.Show(programme.Floor, "a")
	s.play(true, 0, 1, 2)
	for range 40 {
		s.play(false, 0, 1)
	}
	w.take()
	s.play(true, 0, 1, 2)
	top := programme.VideoStream(programme.Floor, 2)
	var numbers []uint64
	for _, p := range w.take() {
		if p.Stream == top {
			numbers = append(numbers, p.Number)
		}
	}
	if len(numbers) != 2 || numbers[0] != 3 {
		t.Fatalf("the top layer goes on with %v, want 3 and 4", numbers)
	}
}

func TestRequestKeyFrame_OfACameraInTheDarkIsHeard(t *testing.T) {
	w := newWorld()
	s := w.simulcast("a")
	w.Show(programme.Floor, "a")
	s.play(true, 0, 1, 2)
	w.now = w.now.Add(time.Second)
	s.play(false, 0, 1, 2)
	w.now = w.now.Add(700 * time.Millisecond) // a frame a second
	s.asks()
	w.RequestKeyFrame(programme.Floor, 2)
	if got := s.asks(); len(got) != 1 || got[0] != 2 {
		t.Fatalf("asked %v, want the top layer", got)
	}
}
