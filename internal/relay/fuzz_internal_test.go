package relay

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/srtp/v3"
	"github.com/pion/stun/v3"

	"giaoban/internal/programme"
)

// fuzzServer is a server with one watcher in the middle of the programme, and
// the other side's SRTCP.
func fuzzServer(f *testing.F) (*Server, *watcher, *srtp.Context) {
	f.Helper()
	s, err := New(Options{Now: time.Now, Listen: "127.0.0.1:0", Workers: 1, Silence: 24 * time.Hour})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	c := s.Conference("c", func(programme.Picture, int) {})
	o, err := parseOffer([]byte(goodOffer), 3)
	if err != nil {
		f.Fatal(err)
	}
	w := s.join(c, o, request{From: "test"})
	w.heard.Store(time.Now().UnixNano()) // it stays for as long as the fuzzing takes
	key, salt := make([]byte, 16), make([]byte, 12)
	profile := srtp.ProtectionProfileAeadAes128Gcm
	w.sealer, _ = newSealer(profile, key, salt)
	w.in, _ = srtp.CreateContext(key, salt, profile)
	w.out, _ = srtp.CreateContext(key, salt, profile)
	theirs, _ := srtp.CreateContext(key, salt, profile)
	// nothing is to leave the machine: the way leads to the server's own port
	to := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), s.Port())
	p := s.socket.newPath(to, nil)
	w.way.Store(p)
	s.paths.Lock()
	s.byPath[p.key()] = w
	s.paths.Unlock()
	b := newBatch(s.socket)
	src := source{stream: programme.VideoStream(programme.Floor, 0)}
	for i := range 100 {
		item := src.next(i%30 == 0, i == 0, time.Now())
		c.note(item.Packet)
		c.rings[item.Stream].put(item)
		w.serve(b, []run{{size: item.size(), cells: []*cell{item}}}, present{})
	}
	return s, w, theirs
}

// known is how many the server knows: garbage must not make more.
func known(s *Server) int {
	s.paths.RLock()
	defer s.paths.RUnlock()
	return len(s.byID) + len(s.byUfrag) + len(s.byPath)
}

// FuzzReceive gives anything to the demultiplexer, as from the watcher and as
// from a stranger.
func FuzzReceive(f *testing.F) {
	s, w, theirs := fuzzServer(f)
	check, _ := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(w.ufrag+":x"),
		stun.RawAttribute{Type: stun.AttrUseCandidate}, stun.NewShortTermIntegrity(w.pwd), stun.Fingerprint)
	f.Add(check.Raw)
	pli, _ := (&rtcp.PictureLossIndication{MediaSSRC: w.lines[0].ssrc}).Marshal()
	sealed, _ := theirs.EncryptRTCP(nil, pli, nil)
	f.Add(sealed)
	f.Add([]byte{22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0})
	f.Add([]byte{21, 254, 253, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0})
	f.Add([]byte{0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1})
	stranger := key{remote: netip.MustParseAddrPort("127.0.0.2:9")}
	before := known(s)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > largest || strings.Contains(string(b), w.ufrag) {
			return
		}
		own := w.way.Load()
		s.receive(b, own.key(), func() *path { return own })
		s.receive(b, stranger, func() *path { return &path{remote: stranger.remote} })
		if n := known(s); n != before {
			t.Fatalf("the server knows %d, knew %d", n, before)
		}
	})
}

// FuzzSTUN gives checks with the watcher's own name and password, whatever
// else they say.
func FuzzSTUN(f *testing.F) {
	s, w, _ := fuzzServer(f)
	w.hands.Store(&handshake{server: s, w: w, in: make(chan []byte, 1), ended: make(chan struct{})})
	f.Add(uint16(0x25), []byte{}, uint16(0x24), []byte{1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, kind1 uint16, v1 []byte, kind2 uint16, v2 []byte) {
		if len(v1)+len(v2) > 1000 {
			return
		}
		m, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(w.ufrag+":x"),
			stun.RawAttribute{Type: stun.AttrType(kind1), Value: v1}, stun.RawAttribute{Type: stun.AttrType(kind2), Value: v2},
			stun.NewShortTermIntegrity(w.pwd), stun.Fingerprint)
		if err != nil {
			return
		}
		own := w.way.Load()
		s.receive(m.Raw, own.key(), func() *path { return own })
		if n := known(s); n != 3 {
			t.Fatalf("the server knows %d things of one watcher", n)
		}
	})
}

// FuzzRTCP gives authentic feedback that says anything.
func FuzzRTCP(f *testing.F) {
	s, w, theirs := fuzzServer(f)
	ssrc := w.lines[0].ssrc
	for _, p := range []rtcp.Packet{
		&rtcp.PictureLossIndication{MediaSSRC: ssrc},
		&rtcp.TransportLayerNack{MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers([]uint16{uint16(w.lines[0].top), 5, 9})},
		&rtcp.ReceiverReport{Reports: []rtcp.ReceptionReport{{SSRC: ssrc, FractionLost: 200, LastSenderReport: 1}}},
		&rtcp.ReceiverEstimatedMaximumBitrate{Bitrate: 1e5, SSRCs: []uint32{ssrc}},
		&rtcp.FullIntraRequest{FIR: []rtcp.FIREntry{{SSRC: ssrc}}},
	} {
		raw, _ := p.Marshal()
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 8 || len(b) > 1200 {
			return
		}
		sealed, err := theirs.EncryptRTCP(nil, b, nil)
		if err != nil {
			return
		}
		s.onRTCP(w, sealed)
		w.mu.Lock()
		top := w.lines[0].top
		_, _ = w.adapt.look(threeLayers(), time.Now())
		w.mu.Unlock()
		if l := &w.lines[0]; l.top != top || l.most > 2 {
			t.Fatalf("feedback moved the stream: %+v", l)
		}
	})
}

const goodOffer = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n" +
	"m=video 9 UDP/TLS/RTP/SAVPF 96 102\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n" +
	"a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n" +
	"a=setup:actpass\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n" +
	"a=rtpmap:102 H264/90000\r\na=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n" +
	"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"

// maxBundle is the good offer as a browser makes it that bundles all from the
// start (RFC 8829 section 5.2.1).
var maxBundle = strings.NewReplacer(
	"m=audio 9 ", "m=audio 0 ", "a=mid:1\r\na=recvonly\r\na=rtcp-mux\r\n", "a=bundle-only\r\na=mid:1\r\na=recvonly\r\n",
).Replace(goodOffer)

// FuzzOffer parses and answers offers. An answer never has more lines than the
// server wrote: nothing of an offer breaks out of its place.
func FuzzOffer(f *testing.F) {
	s, _, _ := fuzzServer(f)
	f.Add([]byte(goodOffer))
	f.Add([]byte(maxBundle))
	f.Add([]byte(strings.Replace(goodOffer, "a=mid:1", "a=mid:1 a=x", 1)))
	f.Add([]byte(strings.Replace(goodOffer, "sha-256", "sha-1", 1)))
	c := s.Conference("c", nil)
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := parseOffer(b, 3)
		if err != nil {
			return
		}
		w := &watcher{conference: c}
		o.lines(w, c)
		answer := s.answer(o, w)
		for l := range strings.Lines(answer) {
			if !strings.HasSuffix(l, "\r\n") || strings.ContainsAny(strings.TrimSuffix(l, "\r\n"), "\r\n") || len(l) < 4 || l[1] != '=' {
				t.Fatalf("line %q", l)
			}
		}
		if n := strings.Count(answer, "\r\nm="); n != len(o.sections) {
			t.Fatalf("%d sections answered, %d offered", n, len(o.sections))
		}
	})
}

func TestOffer_WhatIsWrongIsSaid(t *testing.T) {
	for name, change := range map[string][2]string{
		"no SDP":           {"v=0", "hello"},
		"no credentials":   {"a=ice-pwd:abcdefghijklmnopqrstuvwx\r\n", ""},
		"old fingerprint":  {"sha-256", "sha-1"},
		"short print":      {"00:11:22:33:", ""},
		"passive":          {"setup:actpass", "setup:passive"},
		"sends only":       {"a=recvonly", "a=sendonly"},
		"no codec of ours": {"VP8/90000", "AV1/90000"},
	} {
		text := strings.ReplaceAll(goodOffer, change[0], change[1])
		if name == "no codec of ours" {
			text = strings.NewReplacer("H264", "H265", "opus", "PCMU").Replace(text)
		}
		if _, err := parseOffer([]byte(text), 3); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	o, err := parseOffer([]byte(goodOffer), 3)
	if err != nil || o.sections[0].types != [programme.Codecs]uint8{96, 102, 0} || o.sections[1].types[programme.Opus] != 111 {
		t.Fatalf("%+v %v", o, err)
	}
}

// Whoever has a link may send an offer: what it costs is bounded.
func TestOffer_CostsNoMoreThanARealOne(t *testing.T) {
	for name, text := range map[string]string{
		"formats":    strings.Replace(goodOffer, "UDP/TLS/RTP/SAVPF ", "UDP/TLS/RTP/SAVPF "+strings.Repeat("0 ", mostFormats), 1),
		"attributes": goodOffer + strings.Repeat("a=rtcp-fb:* nack\r\n", mostAttributes+1),
	} {
		if _, err := parseOffer([]byte(text), 3); err == nil || !strings.Contains(err.Error(), "formats or") {
			t.Errorf("too many %s: %v", name, err)
		}
	}
	o, err := parseOffer([]byte(goodOffer+strings.Repeat("a=rtcp-fb:* nack\r\n", 100)), 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range o.sections {
		if n := len(s.params); n > 12 {
			t.Errorf("%d parameters are answered", n)
		}
	}
}

// A section of port 0 is one refused, unless bundling alone carries it (RFC
// 8843 section 7.2.1).
func TestOffer_PortZeroIsRefusedUnlessItIsBundled(t *testing.T) {
	for name, c := range map[string]struct {
		change [2]string
		sound  bool
	}{
		"max-bundle":                     {[2]string{"", ""}, true},
		"says that RTCP comes there too": {[2]string{"a=bundle-only\r\n", "a=bundle-only\r\na=rtcp-mux\r\n"}, true},
		"refused":                        {[2]string{"a=bundle-only\r\n", ""}, false},
		"out of the group":               {[2]string{"BUNDLE 0 1", "BUNDLE 0"}, false},
		"in a group of another kind":     {[2]string{"BUNDLE 0 1", "LS 0 1"}, false},
		"no group":                       {[2]string{"a=group:BUNDLE 0 1\r\n", ""}, false},
		"nothing to receive":             {[2]string{"a=bundle-only\r\na=mid:1\r\na=recvonly", "a=bundle-only\r\na=mid:1\r\na=inactive"}, false},
	} {
		o, err := parseOffer([]byte(strings.Replace(maxBundle, c.change[0], c.change[1], 1)), 3)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !o.sections[0].taken || o.sections[1].taken != c.sound {
			t.Errorf("%s: picture taken %v, sound taken %v", name, o.sections[0].taken, o.sections[1].taken)
		}
	}
	// The one with the address is refused: there is nothing to ride with.
	if _, err := parseOffer([]byte(strings.Replace(maxBundle, "m=video 9 ", "m=video 0 ", 1)), 3); err == nil {
		t.Error("sound without an address is taken")
	}
	s, err := New(Options{Now: time.Now, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c := s.Conference("c", nil)
	o, err := parseOffer([]byte(maxBundle), 3)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{conference: c}
	o.lines(w, c)
	answer := s.answer(o, w)
	if !strings.Contains(answer, "a=group:BUNDLE 0 1\r\n") || !strings.Contains(answer, "\r\nm=audio 9 ") || w.lead < 0 {
		t.Errorf("answered: %s", answer)
	}
}
