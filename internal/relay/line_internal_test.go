package relay

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"math"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/srtp/v3"
	"pgregory.net/rapid"

	"giaoban/internal/programme"
)

// sealerForTest seals so that the plain text can be compared: with one key.
func sealerForTest(t interface{ Fatal(...any) }) *sealer {
	var key [28]byte
	_, _ = rand.Read(key[:])
	s, err := newSealer(srtp.ProtectionProfileAeadAes128Gcm, key[:16], key[16:])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// source makes the packets of one stream of the programme.
type source struct {
	stream programme.Stream
	number uint64
	ts     uint32
	pid    uint16
	epoch  uint32
}

func (s *source) next(key, cut bool, at time.Time) *cell {
	s.number++
	s.ts += 3000
	s.pid++
	if cut {
		s.epoch++
	}
	p := &programme.Packet{
		Stream: s.stream, Codec: programme.VP8, Number: s.number, Timestamp: s.ts, Key: key || cut, Cut: cut, Epoch: s.epoch, At: at,
		Payload: []byte{0x90, 0xc0, 0x80 | byte(s.pid>>8), byte(s.pid), byte(s.pid), 1}, PictureIDAt: 2, TL0At: 4,
	}
	if s.stream.Audio() {
		p.Codec, p.Payload, p.PictureIDAt, p.TL0At = programme.Opus, []byte{0x78, byte(s.number)}, 0, 0
	}
	return &cell{Packet: p, pad: uint8(s.number % 3)}
}

// TestLine_NoNumberIsEverSealedOverTwoTextsWhateverTheLayersDo is what SRTP's
// security rests on (RFC 7714 section 8.1), and that receivers see no gap.
func TestLine_NoNumberIsEverSealedOverTwoTextsWhateverTheLayersDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seal := sealerForTest(t)
		l := line{types: [programme.Codecs]uint8{96, 97, 111}, most: 2}
		var sources [programme.Layers]source
		for i := range sources {
			sources[i] = source{stream: programme.VideoStream(programme.Floor, i), number: rapid.Uint64Range(0, 1<<33).Draw(t, "start"), pid: uint16(i * 999)}
		}
		now := time.Unix(1000, 0)
		sent := map[uint64][]byte{}
		var rings [programme.Streams]ring
		var order []uint64
		var late []*cell
		var lastPID uint16
		give := func(c *cell) {
			rings[c.Stream].put(c)
			if !l.chooseVideo(c.Packet, ^alive(0)) {
				return
			}
			out := make([]byte, 100)
			n := l.sealNext(seal, out, c)
			number := c.Number + l.cur.shift
			if old, ok := sent[number]; ok && !bytes.Equal(old, out[:n]) {
				t.Fatalf("number %d sealed over two texts", number)
			}
			if len(order) == 0 && !c.Key {
				t.Fatal("began without a key frame")
			}
			sent[number] = out[:n]
			order = append(order, number)
			lastPID = l.pid
		}
		for range rapid.IntRange(1, 100).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "ms")) * time.Millisecond)
			i := rapid.IntRange(0, 2).Draw(t, "layer")
			switch rapid.IntRange(0, 11).Draw(t, "what") {
			case 0:
				l.most = int8(rapid.IntRange(-1, 2).Draw(t, "most"))
			case 10:
				l.forgive(false)
			case 11:
				if !l.began || l.on {
					continue
				}
				out := make([]byte, 100)
				n := l.pad(seal, out)
				if sent[l.top] != nil {
					t.Fatalf("number %d sealed over two texts", l.top)
				}
				sent[l.top] = out[:n]
				order = append(order, l.top)
			case 1:
				for j := range sources {
					sources[j].epoch = sources[i].epoch
				}
				give(sources[i].next(true, true, now))
			case 2:
				give(sources[i].next(true, false, now))
			case 3:
				late = append(late, sources[i].next(false, false, now))
			case 4:
				for _, c := range late {
					give(c)
				}
				late = nil
			default:
				before := lastPID
				c := sources[i].next(false, false, now)
				n := len(order)
				give(c)
				if n > 0 && len(order) > n && (lastPID-before)&0x7fff == 0 {
					t.Fatal("the picture id stood still")
				}
			}
		}
		checkRepairs(t, &l, seal, &rings, sent)
	})
}

// checkRepairs asks for everything again: what is found must be what was sent
// under it, also of the legs before the present one.
func checkRepairs(t *rapid.T, l *line, seal *sealer, rings *[programme.Streams]ring, sent map[uint64][]byte) {
	for number, bytesSent := range sent {
		if l.top-number > 1<<15 {
			continue
		}
		leg, inStream, ok := l.find(uint16(number))
		if !ok {
			continue
		}
		c := rings[leg.stream].get(inStream)
		if c == nil {
			t.Fatalf("asked for %d, found what the ring never had", number)
		}
		out := make([]byte, 100)
		n, again := leg.seal(l, seal, out, c)
		if again != number || !bytes.Equal(out[:n], bytesSent) {
			t.Fatalf("asked for %d, sent %d, which is something else", number, again)
		}
	}
}

func TestLine_LossJustBeforeACutIsRepairedAfterIt(t *testing.T) {
	seal := sealerForTest(t)
	l := line{types: [programme.Codecs]uint8{96, 97, 111}, most: 2}
	s := source{stream: programme.VideoStream(programme.Floor, 0), number: 700}
	other := source{stream: programme.VideoStream(programme.Floor, 1), number: 90_000}
	var seqs []uint16
	give := func(c *cell) {
		if l.chooseVideo(c.Packet, ^alive(0)) {
			out := make([]byte, 100)
			l.sealNext(seal, out, c)
			seqs = append(seqs, binary.BigEndian.Uint16(out[2:]))
		}
	}
	at := time.Unix(1000, 0)
	give(s.next(true, true, at))
	for range 5 {
		give(s.next(false, false, at))
	}
	lost := seqs[len(seqs)-1]
	other.epoch = s.epoch
	give(other.next(true, false, at)) // up a layer
	give(other.next(true, true, at))  // another source
	g, number, ok := l.find(lost)
	if !ok || g.stream != s.stream || number != s.number {
		t.Fatalf("asked for %d: %+v %d %t", lost, g, number, ok)
	}
	if _, _, ok := l.find(seqs[0] - 1); ok {
		t.Fatal("found what was never sent")
	}
}

// TestLine_ATooNarrowNetworkIsNotRepairedWhatItIsSentNoMore: repairs of it took
// the place of the key frame that the watcher waits for.
func TestLine_ATooNarrowNetworkIsNotRepairedWhatItIsSentNoMore(t *testing.T) {
	seal := sealerForTest(t)
	l := line{types: [programme.Codecs]uint8{96, 97, 111}, most: 2}
	upper := source{stream: programme.VideoStream(programme.Floor, 2), number: 700}
	lower := source{stream: programme.VideoStream(programme.Floor, 0), number: 90_000}
	give := func(c *cell) uint16 {
		out := make([]byte, 100)
		if !l.chooseVideo(c.Packet, ^alive(0)) {
			t.Fatal("not sent")
		}
		l.sealNext(seal, out, c)
		return binary.BigEndian.Uint16(out[2:])
	}
	at := time.Unix(1000, 0)
	before := give(upper.next(true, true, at))
	l.forgive(true)
	if _, _, ok := l.find(before); !ok {
		t.Error("what little was lost is not repaired")
	}
	l.forgive(false)
	l.most = 0
	lower.epoch = upper.epoch
	after := give(lower.next(true, false, at))
	if _, _, ok := l.find(before); ok {
		t.Error("the upper layer is repaired")
	}
	if _, _, ok := l.find(after); !ok {
		t.Error("the lower layer is not repaired")
	}
}

func TestLost_CountsWhatWasSentSinceTheFallAndMostOfTheRecentAtOnce(t *testing.T) {
	l := line{top: 1100}
	report := func(seq, lost uint32) (float64, bool) {
		return l.lost(rtcp.ReceptionReport{LastSequenceNumber: seq, TotalLost: lost})
	}
	for _, c := range []struct {
		seq, lost uint32
		share     float64
		ok        bool
	}{
		{1000, 0, 0, false},      // the first tells where it begins
		{1030, 2, 0, false},      // over too few
		{1065, 3, 3 / 65., true}, // over enough
		{1100, 33, 30 / 35., true},
	} {
		if share, ok := report(c.seq, c.lost); ok != c.ok || math.Abs(share-c.share) > 1e-9 {
			t.Errorf("at %d, %d lost: %v %v, want %v %v", c.seq, c.lost, share, ok, c.share, c.ok)
		}
	}
	l.top = 1160
	l.forgive(false)
	for _, seq := range []uint32{1120, 1159, 1165} { // sent before, but for the last, which tells where it begins
		if share, ok := report(seq, seq-1067); ok {
			t.Errorf("at %d: lost %v of what was sent before the fall", seq, share)
		}
	}
	if share, ok := report(1230, 98); !ok || share != 0 {
		t.Errorf("after the fall: %v %v, want nothing lost", share, ok)
	}
}

func TestLine_SiteThatMayNotHearItselfSeesNoGap(t *testing.T) {
	seal := sealerForTest(t)
	l := line{types: [programme.Codecs]uint8{0, 0, 111}}
	s := source{stream: programme.AudioStream(0), number: 65530}
	var seqs []uint16
	for i := range 60 {
		c := s.next(false, false, time.Unix(0, int64(i)*20e6))
		c.Site = "hub"
		if i >= 20 && i < 40 {
			c.Site = "me"
		}
		if l.chooseAudio(c.Packet, "me") {
			out := make([]byte, 100)
			l.sealNext(seal, out, c)
			seqs = append(seqs, binary.BigEndian.Uint16(out[2:]))
		}
	}
	if len(seqs) != 40 {
		t.Fatalf("heard %d packets, want 40", len(seqs))
	}
	for i := 1; i < len(seqs); i++ {
		if seqs[i] != seqs[i-1]+1 {
			t.Fatalf("gap between %d and %d", seqs[i-1], seqs[i])
		}
	}
}

func TestPlan_EveryPacketOnceInOrderAndCuttable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var batch []*programme.Packet
		var numbers [programme.Streams]uint64
		for range rapid.IntRange(1, 120).Draw(t, "packets") {
			s := programme.Stream(rapid.IntRange(0, programme.Streams-1).Draw(t, "stream"))
			numbers[s]++
			size := rapid.SampledFrom([]int{100, 101, 140, 999, 1000, 1001, 1200}).Draw(t, "size")
			batch = append(batch, &programme.Packet{Stream: s, Number: numbers[s], Payload: make([]byte, size)})
		}
		voices := 0
		for _, p := range batch {
			if p.Stream.Audio() {
				voices++
			}
		}
		count := 0
		var last [programme.Streams]uint64
		video := false
		for _, r := range plan(batch) {
			if r.cells[0].Stream.Audio() && video {
				t.Fatal("sound after picture")
			}
			video = video || !r.cells[0].Stream.Audio()
			total := 0
			for i, c := range r.cells {
				if c.Number != last[c.Stream]+1 {
					t.Fatalf("stream %d: %d after %d", c.Stream, c.Number, last[c.Stream])
				}
				last[c.Stream] = c.Number
				if c.Stream.Audio() != r.cells[0].Stream.Audio() && (voices != 1 || i != len(r.cells)-1) {
					t.Fatal("a voice rides with a picture though it is not alone, or not behind it")
				}
				if i < len(r.cells)-1 && c.size() != r.size || c.size() > r.size {
					t.Fatalf("packet of %d bytes in a run of %d", c.size(), r.size)
				}
				total += c.size() + maxOverhead
				count++
			}
			if len(r.cells) > runCells || total > runBytes {
				t.Fatalf("a run of %d packets, %d bytes", len(r.cells), total)
			}
		}
		if count != len(batch) {
			t.Fatalf("%d of %d packets planned", count, len(batch))
		}
	})
}

// What was sent again a moment ago may be on its way still: the browser asks
// for it every few hundredths of a second meanwhile.
func TestLine_SendsNothingAgainWhileItIsOnItsWay(t *testing.T) {
	var l line
	now := time.Unix(1000, 0)
	const way = 300 * time.Millisecond
	due := func(number uint64, after time.Duration) bool { return l.due(number, way, now.Add(after)) }
	if !due(7, 0) {
		t.Error("what was never sent again is not due")
	}
	l.repaired(7, now)
	if due(7, 0) || due(7, way-1) {
		t.Error("it is due while it is on its way")
	}
	if !due(7, way) || !due(8, 0) || !due(7+64, 0) || !due(7, -time.Hour) {
		t.Error("it is not due later, or another one, or after the clock was set back")
	}
	l.repaired(7+64, now)
	if !due(7, 0) {
		t.Error("what is not remembered any more is not due")
	}
}
