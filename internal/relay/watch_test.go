package relay_test

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

func TestWatch_FloorChairAndVoicesArriveOnLinesOfTheirOwn(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 1, 4)
	w.camera("hub", 'h', 1, 2)
	w.microphone("a", 'A')
	w.microphone("hub", 'H')
	w.prog.Show(programme.Floor, "a")
	w.prog.Show(programme.Chair, "hub")
	w.prog.OpenMicrophones([]programme.SiteID{"hub", "a"})
	hall := w.watch("hall", 2, 3, nil)
	site := w.watch("a", 2, 3, nil)
	until(t, 5*time.Second, "all of it", func() bool {
		return site.track("floor").count('a') > 50 && site.track("chair").count('h') > 30 && site.track("voice0").count('H') > 20
	})
	if n := site.track("voice1").count('A'); n != 0 {
		t.Fatalf("the site heard itself %d times", n)
	}
	until(t, 5*time.Second, "the hall hears both", func() bool {
		return hall.track("voice0").count('H') > 20 && hall.track("voice1").count('A') > 20
	})
	for _, id := range []string{"floor", "chair", "voice0"} {
		if n, missing := site.track(id).counts(10); missing != 0 {
			t.Errorf("%s: %d of %d missing", id, missing, n)
		}
	}
}

// By the contributing source (RFC 3550 section 5.1) a screen knows whose voice
// it plays, also where two sites speak on one line one after the other.
func TestWatch_AVoiceSaysWhoseItIs(t *testing.T) {
	w := newWorld(t, nil)
	w.microphone("kbang", 'K')
	w.microphone("hub", 'H')
	w.prog.OpenMicrophones([]programme.SiteID{"kbang"})
	hall := w.watch("hall", 1, 3, nil)
	voice := hall.track("voice0")
	until(t, 5*time.Second, "the one", func() bool { return voice.count('K') > 10 })
	w.prog.OpenMicrophones([]programme.SiteID{"hub"})
	until(t, 5*time.Second, "the other", func() bool { return voice.count('H') > 10 })
	voice.mu.Lock()
	defer voice.mu.Unlock()
	want := map[uint32]byte{relay.Contributor("kbang"): 'K', relay.Contributor("hub"): 'H'}
	if !maps.Equal(voice.from, want) {
		t.Errorf("voices said to be of %v, want %v", voice.from, want)
	}
	if got := relay.Contributor("foobar"); got != 0xbf9cf968 { // the screens compute it too
		t.Errorf("contributor %x", got)
	}
}

func TestWatch_ManySwitchesAreOneContinuousStream(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 1, 5)
	w.camera("b", 'b', 1, 5)
	w.prog.Show(programme.Floor, "a")
	v := w.watch("hall", 2, 3, nil)
	floor := v.track("floor")
	until(t, 5*time.Second, "the first picture", func() bool { return floor.count('a') > 10 })
	for i := range 12 {
		mark := "ba"[i%2]
		before := floor.count(mark)
		w.prog.Show(programme.Floor, programme.SourceID(mark))
		until(t, 2*time.Second, "the switch to "+string(mark), func() bool { return floor.count(mark) > before+5 })
	}
	if n, missing := floor.counts(10); missing != 0 || n < 100 {
		t.Fatalf("%d of %d missing", missing, n)
	}
}

func TestWatch_ForeignClientWithOneSectionEachHearsTheFloor(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 1, 2)
	w.microphone("hub", 'H')
	w.microphone("a", 'A')
	w.prog.Show(programme.Floor, "a")
	w.prog.OpenMicrophones([]programme.SiteID{"hub", "a"})
	v := w.watch("hall", 1, 1, nil)
	until(t, 5*time.Second, "floor and its voice", func() bool {
		return v.track("floor").count('a') > 10 && v.track("voice").count('A') > 20
	})
}

func TestWatch_OverIPv6AndTCPWhereTheyAreAllThereIs(t *testing.T) {
	for name, listen := range map[string]string{"ipv6": "[::1]:0", "any": ":0"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, func(o *relay.Options) { o.Listen = listen })
			w.camera("a", 'a', 1, 2)
			w.prog.Show(programme.Floor, "a")
			v := w.watch("hall", 1, 1, nil)
			until(t, 8*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 10 })
		})
	}
	t.Run("tcp", func(t *testing.T) {
		w := newWorld(t, func(o *relay.Options) { o.TCP = true })
		w.camera("a", 'a', 1, 4)
		w.prog.Show(programme.Floor, "a")
		v := w.watch("hall", 1, 1, func(answer string) string {
			var kept []string
			for l := range strings.Lines(answer) {
				if !strings.Contains(l, " udp ") {
					kept = append(kept, l)
				}
			}
			return strings.Join(kept, "")
		})
		until(t, 8*time.Second, "a picture over TCP", func() bool { return v.track("floor").count('a') > 50 })
		if n, missing := v.track("floor").counts(10); missing != 0 {
			t.Fatalf("%d of %d missing over TCP", missing, n)
		}
	})
}

func TestLeave_DeleteAndSilenceBothFreeThePlace(t *testing.T) {
	w := newWorld(t, func(o *relay.Options) { o.Silence = 3 * time.Second })
	w.camera("a", 'a', 1, 2)
	w.prog.Show(programme.Floor, "a")
	leaves, vanishes, stays := w.watch("hall", 1, 1, nil), w.watch("hall", 1, 1, nil), w.watch("hall", 1, 1, nil)
	for _, v := range []*viewer{leaves, vanishes, stays} {
		until(t, 5*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 5 })
	}
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, leaves.url, nil)
	resp, err := w.http.Client().Do(req)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	_ = resp.Body.Close()
	if n := w.server.Stats().Watchers; n != 2 {
		t.Fatalf("%d watch after one left, want 2", n)
	}
	_ = vanishes.pc.Close()
	until(t, 10*time.Second, "the vanished one is dropped", func() bool { return w.server.Stats().Watchers == 1 })
	before := stays.track("floor").count('a')
	until(t, 5*time.Second, "the one that stays still sees", func() bool { return stays.track("floor").count('a') > before+20 })
}

func TestJoin_AgainAndAgainHasFewKeyFramesMadeAndNobodyWaitsLong(t *testing.T) {
	w := newWorld(t, func(o *relay.Options) {
		o.Check = func(_ context.Context, _, token string) (relay.Grant, error) { return relay.Grant{Seat: token}, nil }
	})
	w.camera("a", 'a', 1, 2)
	w.prog.Show(programme.Floor, "a")
	sees := func(v *viewer) time.Duration {
		t.Helper()
		since := time.Now()
		until(t, 10*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 0 })
		return time.Since(since)
	}
	sees(w.watch("stays", 1, 0, nil))
	began, before := time.Now(), w.asked.Load()
	const times = 20
	for range times {
		v := w.watch("restless", 1, 0, nil)
		until(t, 10*time.Second, "the keys are agreed", func() bool { return v.pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
		<-time.After(50 * time.Millisecond) // the relay gets what the last flight says
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, v.url, nil)
		resp, err := w.http.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		_ = v.pc.Close()
	}
	asked, took := w.asked.Load()-before, time.Since(began)
	most := 6 + int32(took/(2*time.Second)) + 1
	t.Logf("%d key frames asked for by %d joins in %v", asked, times, took)
	if most >= times {
		t.Logf("too slow a machine to tell: %d may be asked for", most)
	}
	if asked > most {
		t.Errorf("%d key frames asked for in %v, at most %d may be", asked, took, most)
	}
	other, same := sees(w.watch("other", 1, 0, nil)), sees(w.watch("restless", 1, 0, nil))
	t.Logf("the first picture after %v, on the restless device after %v", other, same)
	if other > 2*time.Second || same > 4*time.Second {
		t.Errorf("the first picture after %v, on the restless device after %v", other, same)
	}
}

func TestEndSeat_SendsTheDevicesWatchersAwayAndNoOthers(t *testing.T) {
	var ended atomic.Bool
	w := newWorld(t, func(o *relay.Options) {
		o.Check = func(_ context.Context, _, token string) (relay.Grant, error) {
			if token == "out" && ended.Load() {
				return relay.Grant{}, relay.ErrRefused
			}
			return relay.Grant{Seat: token}, nil
		}
	})
	w.camera("a", 'a', 1, 2)
	w.prog.Show(programme.Floor, "a")
	out, stays := w.watch("out", 1, 1, nil), w.watch("stays", 1, 1, nil)
	for _, v := range []*viewer{out, stays} {
		until(t, 5*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 5 })
	}
	ended.Store(true)
	w.server.EndSeat("out")
	w.server.EndSeat("") // nobody's
	if n := w.server.Stats().Watchers; n != 1 {
		t.Fatalf("%d watch, want 1", n)
	}
	last := out.track("floor").count('a')
	before := stays.track("floor").count('a')
	until(t, 5*time.Second, "the other still sees", func() bool { return stays.track("floor").count('a') > before+30 })
	if n := out.track("floor").count('a'); n > last+3 { // what was on its way
		t.Errorf("%d packets reached the device that was put out", n-last)
	}
	if status, _, _ := w.post("out", "nonsense"); status != http.StatusForbidden {
		t.Errorf("it comes back: %d", status)
	}
}

// A seat that ends between the question and the answer is not let in either.
func TestEndSeat_InTheMiddleOfAJoin(t *testing.T) {
	var asked atomic.Int32
	w := newWorld(t, func(o *relay.Options) {
		o.Check = func(context.Context, string, string) (relay.Grant, error) {
			if asked.Add(1) > 1 {
				return relay.Grant{}, relay.ErrRefused
			}
			return relay.Grant{Seat: "out"}, nil
		}
	})
	pc, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pc.Close() }()
	if _, err := pc.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
		t.Fatal(err)
	}
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, body, _ := w.post("out", offer.SDP); status != http.StatusForbidden || asked.Load() != 2 {
		t.Errorf("%d %s after %d questions", status, body, asked.Load())
	}
	if n := w.server.Stats().Watchers; n != 0 {
		t.Errorf("%d watch", n)
	}
}

func TestJoin_RefusalsSayWhy(t *testing.T) {
	w := newWorld(t, func(o *relay.Options) { o.JoinsPerSecond = 0.001 })
	for token, want := range map[string]int{"": http.StatusUnauthorized, "bad": http.StatusForbidden, "x": http.StatusBadRequest} {
		if status, body, _ := w.post(token, "nonsense"); status != want {
			t.Errorf("token %q: %d %s, want %d", token, status, body, want)
		}
	}
	var last int
	for range 10 {
		last, _, _ = w.post("x", "nonsense")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("a flood of joins: %d, want 429", last)
	}
	if w.server.Stats().Watchers != 0 {
		t.Error("a refused join left something behind")
	}
}
