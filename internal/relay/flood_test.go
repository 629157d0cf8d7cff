package relay_test

import (
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/pion/stun/v3"
	"github.com/pion/webrtc/v4"

	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// garbage is something of every kind the relay tells apart, and of none.
func garbage(rnd *rand.Rand) []byte {
	b := make([]byte, 20+rnd.IntN(1200))
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	switch rnd.IntN(5) {
	case 0: // a check of a watcher that is not there
		m, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername("0011223344556677:x"),
			stun.NewShortTermIntegrity("whatever"), stun.Fingerprint)
		if err == nil {
			return m.Raw
		}
	case 1:
		b[0], b[1] = 0, 1 // STUN that makes no sense
	case 2:
		b[0], b[1], b[2] = 22, 254, 253 // DTLS
	case 3:
		b[0], b[1] = 0x81, 205 // SRTCP
	}
	return b
}

// offerOf is what a Pion client would send.
func offerOf(t *testing.T) string {
	t.Helper()
	pc := newPC(t, false)
	t.Cleanup(func() { _ = pc.Close() })
	if _, err := pc.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
		t.Fatal(err)
	}
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	return offer.SDP
}

func TestFlood_GarbageAndJoinsFromOneAddressCostTheOthersNothing(t *testing.T) {
	w := newWorld(t, func(o *relay.Options) { o.PerAddress, o.JoinsPerSecond = 40, 20 })
	w.camera("a", 'a', 1, 4)
	w.microphone("a", 'A')
	w.prog.Show(programme.Floor, "a")
	w.prog.OpenMicrophones([]programme.SiteID{"a"})
	others := []*viewer{w.watch("x", 1, 1, nil), w.watch("y", 1, 1, nil)}
	for _, v := range others {
		until(t, 10*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 10 })
	}
	offer := offerOf(t)
	stop := make(chan struct{})
	var floods sync.WaitGroup
	sent, answers := 0, map[int]int{}
	floods.Go(func() {
		c, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(w.server.Port())})
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = c.Close() }()
		rnd := rand.New(rand.NewPCG(1, 2))
		for {
			select {
			case <-stop:
				return
			default:
			}
			for range 20 {
				_, _ = c.Write(garbage(rnd))
				sent++
			}
			<-time.After(time.Millisecond)
		}
	})
	floods.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			status, _, _ := w.post("flood", offer)
			answers[status]++
		}
	})
	before := [2]int{others[0].track("floor").count('a'), others[1].track("floor").count('a')}
	for i, v := range others {
		until(t, 30*time.Second, "the programme goes on", func() bool { return v.track("floor").count('a') > before[i]+150 })
	}
	close(stop)
	floods.Wait()
	for i, v := range others {
		for _, id := range []string{"floor", "voice"} {
			if n, missing := v.track(id).counts(20); missing != 0 || n == 0 {
				t.Errorf("watcher %d lost %d of %d packets of %s", i, missing, n, id)
			}
		}
	}
	stats := w.server.Stats()
	t.Logf("%d datagrams, of which %d meant nothing; joins answered %v; %d watchers", sent, stats.Garbage, answers, stats.Watchers)
	if sent < 1000 || stats.Garbage < uint64(sent)/2 || answers[http.StatusTooManyRequests] < 10 {
		t.Error("that was no flood")
	}
	if stats.Watchers > 40 {
		t.Errorf("%d places taken from one address, 40 may be", stats.Watchers)
	}
}
