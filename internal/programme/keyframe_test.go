package programme_test

import (
	"testing"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

func TestKeyFrames_AreFoundInEveryFormOfPayload(t *testing.T) {
	for name, c := range map[string]struct {
		codec   programme.Codec
		payload []byte
		key     bool
	}{
		"vp8 plain":                {programme.VP8, []byte{0x10, 0x00}, true},
		"vp8 plain delta":          {programme.VP8, []byte{0x10, 0x01}, false},
		"vp8 second partition":     {programme.VP8, []byte{0x11, 0x00}, false},
		"vp8 inside a frame":       {programme.VP8, []byte{0x00, 0x00}, false},
		"vp8 id of 7 bits":         {programme.VP8, []byte{0x90, 0x80, 0x05, 0x00}, true},
		"vp8 id of 15 bits":        {programme.VP8, []byte{0x90, 0x80, 0x85, 0x05, 0x00}, true},
		"vp8 with tl0 and tid":     {programme.VP8, []byte{0x90, 0xe0, 0x85, 0x05, 0x01, 0x00, 0x00}, true},
		"vp8 cut off":              {programme.VP8, []byte{0x90, 0xe0, 0x85}, false},
		"h264 sps":                 {programme.H264, []byte{0x67, 0x42}, true},
		"h264 stap-a sps":          {programme.H264, []byte{0x78, 0, 1, 0x68, 0, 1, 0x67}, true},
		"h264 stap-a without sps":  {programme.H264, []byte{0x78, 0, 1, 0x68, 0, 1, 0x65}, false},
		"h264 stap-a that lies":    {programme.H264, []byte{0x78, 0xff, 0xff, 0x67}, false},
		"h264 slice":               {programme.H264, []byte{0x41, 0x9a}, false},
		"h264 start of sps (fu-a)": {programme.H264, []byte{0x7c, 0x87}, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			in, err := w.Video("a", "a", c.codec, nil)
			if err != nil {
				t.Fatal(err)
			}
			w.Show(programme.Floor, "a")
			in.Write(&rtp.Packet{Payload: c.payload}, 0)
			if got := len(w.take()) == 1; got != c.key {
				t.Fatalf("key frame: %v, want %v", got, c.key)
			}
		})
	}
}

func TestPictureID_Of7BitsBecomesOneOf15(t *testing.T) {
	w := newWorld()
	in, _ := w.Video("a", "a", programme.VP8, nil)
	w.Show(programme.Floor, "a")
	in.Write(&rtp.Packet{Payload: []byte{0x90, 0xc0, 0x7f, 9, 0x00, 0xaa}}, 0)
	in.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: 1, Timestamp: 1}, Payload: []byte{0x90, 0xc0, 0x80, 0x80, 10, 0x01}}, 0)
	got := w.take()
	if p := got[0].Payload; len(p) != 7 || p[2]&0x80 == 0 || p[got[0].TL0At] != 9 {
		t.Fatalf("payload %x", p)
	}
	if p := got[1].Payload; p[2]&0x80 == 0 || p[3] != 0x80 {
		t.Fatalf("payload %x", p)
	}
}

// FuzzWrite throws anything at the switch.
func FuzzWrite(f *testing.F) {
	f.Add(byte(0), []byte{0x90, 0xe0, 0x85, 0x05, 0x01, 0x00, 0x00})
	f.Add(byte(1), []byte{0x78, 0, 1, 0x68, 0, 1, 0x67})
	f.Fuzz(func(t *testing.T, codec byte, payload []byte) {
		w := newWorld()
		in, err := w.Video("a", "a", programme.Codec(codec%2), nil)
		if err != nil {
			t.Fatal(err)
		}
		w.Show(programme.Floor, "a")
		for i := range 4 {
			in.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(i * len(payload))}, Payload: payload}, i)
		}
		for _, p := range w.take() {
			if n := len(p.Payload); int(p.PictureIDAt)+2 > n || int(p.TL0At) >= n {
				t.Fatalf("places past the payload: %+v", p)
			}
		}
	})
}
