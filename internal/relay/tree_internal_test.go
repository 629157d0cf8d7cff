package relay

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/clock"
	"giaoban/internal/programme"
)

func quiet(t *testing.T) *Server {
	t.Helper()
	s, err := New(Options{Now: clock.System{}.Now, Listen: "127.0.0.1:0", Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// tree is a hub, a relay that follows it, and one that follows that.
func tree(t *testing.T, check func(context.Context, string, string) (Grant, error)) (hub *Branch, trunk *Trunk, followers [2]*Follower, asked chan int) {
	t.Helper()
	top := quiet(t)
	top.Check = check
	trunk = NewTrunk(top, "the secret")
	asked = make(chan int, 16)
	top.Conference("c1", nil)
	hub = trunk.Conference("c1", func(_ programme.Picture, layer int) { asked <- layer })
	from := httptest.NewServer(trunk.Handler())
	t.Cleanup(from.Close)
	for i, name := range []string{"middle", "leaf"} {
		f, err := NewFollower(FollowOptions{From: from.URL, Secret: "the secret", Name: name, Now: clock.System{}.Now})
		if err != nil {
			t.Fatal(err)
		}
		s := quiet(t)
		s.Check = f.Check
		below := NewTrunk(s, "the secret")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = f.Run(ctx, s, below) }()
		t.Cleanup(func() { cancel(); <-ended; below.Close() })
		from = httptest.NewServer(below.Handler())
		t.Cleanup(from.Close)
		followers[i] = f
	}
	soon(t, "both relays are fed", func() bool { return followers[0].line() != nil && followers[1].line() != nil })
	return hub, trunk, followers, asked
}

func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); <-time.After(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not in ten seconds: " + what)
		}
	}
}

func (f *Follower) knows(conference string) *followed {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.programmes[conference]
}

func TestTree_CarriesTokensDownToProgrammesAndKeyFramesUp(t *testing.T) {
	check := func(_ context.Context, conference, token string) (Grant, error) {
		if conference != "c1" || token != "good" {
			return Grant{}, ErrRefused
		}
		return Grant{Site: "kbang", Seat: "d1"}, nil
	}
	hub, trunk, followers, asked := tree(t, check)
	leaf := followers[1]
	if _, err := leaf.Check(t.Context(), "c1", "bad"); err != ErrRefused { //nolint:errorlint // exactly it
		t.Fatalf("a bad token: %v", err)
	}
	if g, err := leaf.Check(t.Context(), "c1", "good"); err != nil || g.Site != "kbang" || g.Seat != "d1" {
		t.Fatalf("a good token: %v %v", g, err)
	}
	soon(t, "the programme reaches the leaf", func() bool { return leaf.knows("c1") != nil })
	if up, down := hub.Instance, leaf.knows("c1").Instance; up != down {
		t.Fatalf("the numbering has another name below: %s, %s", up, down)
	}
	leaf.knows("c1").here.ask(programme.Floor, 2)
	if layer := <-asked; layer != 2 {
		t.Fatalf("asked for layer %d", layer)
	}
	p := &programme.Packet{Stream: 1, Number: 7, Payload: []byte{1, 2, 3}}
	hub.Write(p)
	c := leaf.knows("c1").here
	soon(t, "the packet reaches the leaf's ring", func() bool { return c.rings[1].get(7) != nil })

	s := leaf.server
	s.join(c, &offer{}, request{Site: "kbang", Seat: "d1"})
	s.join(c, &offer{}, request{Site: "kbang", Seat: "d2"})
	trunk.server.EndSeat("d1")
	soon(t, "the device that was put out leaves the leaf", func() bool { return s.Stats().Watchers == 1 })
}

func TestTree_AConferenceMovesFromOneProgramToTheOther(t *testing.T) {
	var hubs [2]*Trunk
	var fs [2]*Follower
	s := quiet(t)
	for i := range hubs {
		top := quiet(t)
		top.Check = func(_ context.Context, conference, _ string) (Grant, error) {
			if conference == "c1" && i == 1 {
				return Grant{Site: "kbang"}, nil
			}
			return Grant{}, ErrRefused
		}
		hubs[i] = NewTrunk(top, "the secret")
		from := httptest.NewServer(hubs[i].Handler())
		t.Cleanup(from.Close)
		f, err := NewFollower(FollowOptions{From: from.URL, Secret: "the secret", Name: "relay", Now: clock.System{}.Now})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = f.Run(ctx, s, nil) }()
		t.Cleanup(func() { cancel(); <-ended })
		fs[i] = f
	}
	soon(t, "both programs feed the relay", func() bool { return len(hubs[0].Relays()) == 1 && len(hubs[1].Relays()) == 1 })
	carries := func(hub *Trunk, b *Branch, number uint64) func() bool {
		return func() bool {
			hub.mu.Lock()
			for _, c := range hub.children {
				b.feeds(c)
			}
			hub.mu.Unlock()
			b.Write(&programme.Packet{Stream: 1, Number: number, Payload: []byte{1, 2, 3}})
			s.mu.Lock()
			c := s.conferences["c1"]
			s.mu.Unlock()
			return c != nil && c.rings[1].get(number) != nil
		}
	}
	first := hubs[0].Conference("c1", nil)
	soon(t, "the first program carries it", carries(hubs[0], first, 7))
	second := hubs[1].Conference("c1", nil)
	soon(t, "the second does", carries(hubs[1], second, 9))
	first.Close() // the first notices late that it is not its own any more
	soon(t, "the first has told", func() bool { return fs[0].knows("c1") == nil })
	soon(t, "it goes on from the second", carries(hubs[1], second, 11))
	if g, err := CheckAny(fs[:]...)(t.Context(), "c1", "good"); err != nil || g.Site != "kbang" {
		t.Errorf("a token that the second program knows: %v %v", g, err)
	}
	if _, err := CheckAny(fs[:]...)(t.Context(), "c2", "bad"); !errors.Is(err, ErrRefused) {
		t.Errorf("a token that nobody knows: %v", err)
	}
}

func TestTree_RefusesWhoDoesNotKnowTheSecret(t *testing.T) {
	_, trunk, _, _ := tree(t, nil)
	at := httptest.NewServer(trunk.Handler())
	defer at.Close()
	f, err := NewFollower(FollowOptions{From: at.URL, Secret: "guessed", Now: clock.System{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.follow(t.Context()); err == nil || !strings.Contains(err.Error(), "401") {
		t.Fatalf("taken in: %v", err)
	}
	if n := len(trunk.Relays()); n != 1 {
		t.Errorf("%d relays", n)
	}
}

func TestTree_ARelayThatFallsSilentIsGivenNobody(t *testing.T) {
	top := quiet(t)
	trunk := NewTrunk(top, "s")
	trunk.Conference("c1", nil)
	at := httptest.NewServer(trunk.Handler())
	defer at.Close()
	conn, err := net.Dial("tcp", strings.TrimPrefix(at.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = conn.Write([]byte("GET /relay/feed HTTP/1.1\r\nHost: x\r\nUpgrade: " + feedProtocol + "\r\nConnection: Upgrade\r\nAuthorization: Bearer s\r\nX-Relay: mute\r\n\r\n"))
	_, _ = conn.Write(letter(frameBeat, beat{Room: 10}))
	soon(t, "it is there", func() bool { return len(trunk.nearest(nil)) == 1 })
	soon(t, "it is given up", func() bool { return len(trunk.Relays()) == 0 })
	if _, taken := trunk.answerTo(request{Method: http.MethodPost, Conference: "c1"}); taken {
		t.Error("somebody was sent to a relay that is gone")
	}
}

func TestPacketFrame_IsReadAsItWasWritten(t *testing.T) {
	now := clock.System{}.Now()
	p := &programme.Packet{
		Stream: 10, Codec: programme.Opus, Number: 1<<40 + 3, Timestamp: 9, Marker: true, Key: true, Cut: true, Epoch: 4,
		Site: "kbang", Payload: []byte{1, 2, 3, 4, 5, 6}, PictureIDAt: 2, TL0At: 4, At: now,
	}
	kind, body, err := readFrame(bufio.NewReader(bytes.NewReader(packetFrame(77, p))))
	if err != nil || kind != framePacket {
		t.Fatal(kind, err)
	}
	handle, got, err := parsePacket(body, now)
	if err != nil || handle != 77 {
		t.Fatal(handle, err)
	}
	if diff := cmp.Diff(p, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParsePacket(f *testing.F) {
	f.Add(packetFrame(1, &programme.Packet{Site: "a", Payload: []byte{1, 2, 3}})[5:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, p, err := parsePacket(b, time.Time{})
		if err != nil {
			return
		}
		if p.Stream >= programme.Streams || p.PictureIDAt > 0 && int(p.PictureIDAt)+1 >= len(p.Payload) {
			t.Fatalf("%+v", p)
		}
	})
}
