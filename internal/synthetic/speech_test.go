package synthetic_test

import (
	"bytes"
	"testing"

	"giaoban/internal/synthetic"
)

func TestSpeech_CarriesThePacketBeforeToo(t *testing.T) {
	v, err := synthetic.VoiceOf(1)
	if err != nil {
		t.Fatal(err)
	}
	s := synthetic.NewSpeech(v, true)
	first := bytes.Clone(s.Next().Payload)
	if want := append([]byte{111}, v.Packets[0]...); !bytes.Equal(first, want) {
		t.Errorf("the first packet is % x", first)
	}
	// 1 block more, 960 ticks ago, of the length of the packet before; then the
	// packet's own header (RFC 2198 section 3).
	n := len(v.Packets[0])
	want := append([]byte{0x80 | 111, 960 >> 6, 960 << 2 & 0xff, byte(n), 111}, v.Packets[0]...)
	if second := s.Next().Payload; !bytes.Equal(second, append(want, v.Packets[1]...)) {
		t.Errorf("the second packet is % x", second)
	}
}

func TestSpeech_SendsNothingInThePause(t *testing.T) {
	v, err := synthetic.VoiceOf(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, red := range []bool{true, false} {
		s := synthetic.NewSpeech(v, red)
		sent, spurts, before := 0, 0, uint16(0)
		for i := range v.Packets {
			p := s.Next()
			if p == nil {
				if v.Levels[i] < 127 {
					t.Fatalf("packet %d is sound and not sent", i)
				}
				continue
			}
			if sent > 0 && p.SequenceNumber != before+1 {
				t.Fatalf("packet %d has number %d after %d", i, p.SequenceNumber, before)
			}
			if want := uint32(960 * (i + 1)); p.Timestamp != want {
				t.Fatalf("packet %d is of time %d, not %d", i, p.Timestamp, want)
			}
			if p.Marker {
				spurts++
			}
			if voiced := p.GetExtension(1)[0]&0x80 != 0; voiced != (v.Levels[i] < 127) {
				t.Errorf("packet %d is told as voiced %v", i, voiced)
			}
			before = p.SequenceNumber
			sent++
		}
		// The last packet of the loop is sound again.
		if sent > len(v.Packets)*85/100 || spurts != 2 {
			t.Errorf("%d of %d packets sent, %d spurts", sent, len(v.Packets), spurts)
		}
	}
}
