package synthetic_test

import (
	"bytes"
	"flag"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"giaoban/internal/synthetic"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestMarker_IsReadInEverySize(t *testing.T) {
	for _, number := range []int{0, 1, 2, 17, 19, 341, 682, 1022, synthetic.MostNumber} {
		big, err := synthetic.Draw("Thị xã An Khê", number, 1280, 720)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range []image.Point{{1280, 720}, {853, 480}, {320, 180}, {160, 90}, {97, 55}} {
			small := image.NewRGBA(image.Rectangle{Max: size})
			draw.BiLinear.Scale(small, small.Bounds(), big, big.Bounds(), draw.Src, nil)
			if got, ok := synthetic.ReadMarker(small); !ok || got != number {
				t.Errorf("number %d at %v reads %d, %v", number, size, got, ok)
			}
		}
	}
}

func TestMarker_SurvivesTheEncoderInEveryLayer(t *testing.T) {
	var p synthetic.Painter
	for _, number := range []int{3, 500} {
		picture, err := p.Paint("Huyện Chư Pưh", number)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range picture.Layers {
			if got, err := synthetic.ReadMarkerVP8(l.Key); err != nil || got != number {
				t.Errorf("%d×%d reads %d, %v; want %d", l.Width, l.Height, got, err, number)
			}
		}
	}
}

func TestMarker_IsReadWhereThePhoneIsTurned(t *testing.T) {
	picture, err := (&synthetic.Painter{}).PaintUpright("Xã Ia Kênh", 417)
	if err != nil {
		t.Fatal(err)
	}
	for i, height := range []int{320, 640, 1280} {
		l := picture.Layers[i]
		if got, err := synthetic.ReadMarkerVP8(l.Key); err != nil || got != 417 || l.Height != height {
			t.Errorf("%d×%d reads %d, %v", l.Width, l.Height, got, err)
		}
	}
}

func TestMarker_NoticesEveryWrongBit(t *testing.T) {
	for number := range synthetic.MostNumber + 1 {
		for bit := 1; bit <= synthetic.MostNumber; bit <<= 1 {
			if synthetic.CheckOf(number) == synthetic.CheckOf(number^bit) {
				t.Fatalf("%d and %d have one check", number, number^bit)
			}
		}
	}
}

func TestMarker_IsNotSeenWhereThereIsNone(t *testing.T) {
	if n, ok := synthetic.ReadMarker(image.NewGray(image.Rect(0, 0, 320, 180))); ok {
		t.Errorf("a black picture reads %d", n)
	}
	noise := image.NewGray(image.Rect(0, 0, 320, 180))
	for i := range noise.Pix {
		noise.Pix[i] = 200
	}
	if n, ok := synthetic.ReadMarker(noise); ok {
		t.Errorf("a white picture reads %d", n)
	}
}

func TestFont_HasEveryVietnameseLetter(t *testing.T) {
	const letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz0123456789 .,-–’()"
	for _, r := range letters + strings.ToUpper(letters) {
		ok, err := synthetic.HasGlyph(r)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			t.Errorf("no %q", r)
		}
	}
}

func TestPainter_FindsWhatItHasEncoded(t *testing.T) {
	dir := t.TempDir()
	first, err := (&synthetic.Painter{Dir: dir}).Paint("Huyện Kbang", 4)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.vp8"))
	if err != nil || len(files) != len(first.Layers) {
		t.Fatalf("kept %v, %v", files, err)
	}
	second, err := (&synthetic.Painter{Dir: dir}).Paint("Huyện Kbang", 4)
	if err != nil {
		t.Fatal(err)
	}
	for i := range first.Layers {
		if !bytes.Equal(first.Layers[i].Key, second.Layers[i].Key) {
			t.Errorf("layer %d differs", i)
		}
	}
}

func TestPainter_RefusesANumberNoMarkerHolds(t *testing.T) {
	if _, err := (&synthetic.Painter{}).Paint("x", synthetic.MostNumber+1); err == nil {
		t.Error("painted")
	}
}

// The frames in testdata were decoded by libvpx and by FFmpeg's own decoder to
// the same pictures, each macroblock moved as told (or as far as a vector reaches).
func TestMoveFrame_IsWhatDecodersTook(t *testing.T) {
	var all []byte
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1))
		all = append(all, synthetic.MoveFrame(320, 180, func(x, y int) (row, col int) {
			return moveIn(random, seed, x, y)
		})...)
	}
	golden := filepath.Join("testdata", "moves.golden")
	if *update {
		if err := os.WriteFile(golden, all, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(all, want) {
		t.Error("other frames than those that were checked")
	}
}

// moveIn gives fields of several kinds: sparse, in patches, wild, far outside.
func moveIn(random *rand.Rand, kind uint64, x, y int) (row, col int) {
	switch {
	case kind == 0 && random.IntN(4) > 0:
		return 0, 0
	case kind == 1:
		return 8 * (x / 3 % 3), -8 * (y / 3 % 2)
	case kind == 3:
		return 8 * (random.IntN(240) - 120), 8 * (random.IntN(240) - 120)
	}
	return 8 * (random.IntN(9) - 4), 8 * (random.IntN(9) - 4)
}

func TestVoice_FallsSilentInThePause(t *testing.T) {
	v, err := synthetic.VoiceOf(3)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Packets) < 200 || len(v.Packets) != len(v.Levels) {
		t.Fatalf("%d packets, %d levels", len(v.Packets), len(v.Levels))
	}
	if loud, pause := synthetic.Loudness(7), synthetic.Loudness(180); loud > 20 || pause != 127 {
		t.Errorf("loud %d, pause %d", loud, pause)
	}
}

func TestReadEvents_JoinsLinesAndSkipsComments(t *testing.T) {
	const stream = ": hello\n\nevent: snapshot\nid: 7\ndata: {\"a\":\ndata: 1}\n\nevent: ping\ndata: {}\n\ndata: cut off"
	var got []string
	err := synthetic.ReadEvents(strings.NewReader(stream), func(event string, data []byte) error {
		got = append(got, event+"|"+string(data))
		return nil
	})
	if err == nil || len(got) != 2 || got[0] != "snapshot|{\"a\":\n1}" || got[1] != "ping|{}" {
		t.Errorf("%q, %v", got, err)
	}
}
