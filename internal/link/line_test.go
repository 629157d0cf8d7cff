package link_test

import (
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"giaoban/internal/link"
)

func TestLine_CarriesAConnection(t *testing.T) {
	line := &link.Line{}
	sending, err := link.NewSendingAPI(true, link.Sending{Line: line})
	if err != nil {
		t.Fatal(err)
	}
	receiving, err := link.NewAPI(true)
	if err != nil {
		t.Fatal(err)
	}
	a, err := sending.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	b, err := receiving.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	connected := make(chan struct{}, 8)
	b.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			connected <- struct{}{}
		}
	})
	if _, err := a.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo); err != nil {
		t.Fatal(err)
	}
	exchange := func(from, to *webrtc.PeerConnection, make func() (webrtc.SessionDescription, error)) {
		t.Helper()
		d, err := make()
		if err != nil {
			t.Fatal(err)
		}
		gathered := webrtc.GatheringCompletePromise(from)
		if err := from.SetLocalDescription(d); err != nil {
			t.Fatal(err)
		}
		<-gathered
		if err := to.SetRemoteDescription(*from.LocalDescription()); err != nil {
			t.Fatal(err)
		}
	}
	exchange(a, b, func() (webrtc.SessionDescription, error) { return a.CreateOffer(nil) })
	exchange(b, a, func() (webrtc.SessionDescription, error) { return b.CreateAnswer(nil) })
	select {
	case <-connected:
	case <-time.After(20 * time.Second):
		t.Fatal("no connection over the line")
	}
}

func TestLine_HoldsUpAndLosesWhatItDoesNotTake(t *testing.T) {
	line, now := &link.Line{}, time.Unix(0, 0)
	packet := make([]byte, 1222) // 10,000 bits with the headers of UDP and IPv4
	if wait, ok := line.Leaves(packet, now); wait != 0 || !ok {
		t.Errorf("a free line holds a packet up for %v, %v", wait, ok)
	}
	line.Narrow(100_000)
	passed := 0
	for range 10 {
		wait, ok := line.Leaves(packet, now)
		if !ok {
			continue
		}
		passed++
		if want := time.Duration(passed) * 100 * time.Millisecond; wait != want {
			t.Errorf("packet %d waits for %v, not %v", passed, wait, want)
		}
	}
	if passed != 4 { // the fourth waits behind 300 ms
		t.Errorf("%d of 10 packets passed", passed)
	}
	if wait, ok := line.Leaves(packet, now.Add(time.Second)); wait != 100*time.Millisecond || !ok {
		t.Errorf("a second later one waits for %v, %v", wait, ok)
	}
	line.Lose(func(b []byte) bool { return b[0] == 1 })
	if _, ok := line.Leaves([]byte{1}, now.Add(time.Hour)); ok {
		t.Error("what is to be lost passed")
	}
	if _, ok := line.Leaves([]byte{2}, now.Add(time.Hour)); !ok {
		t.Error("what is to pass was lost")
	}
}
