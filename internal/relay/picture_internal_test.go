package relay

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"giaoban/internal/programme"
)

// asked is a server whose clock can be set, and in which something can happen
// whenever it looks at it.
type asked struct {
	*Conference
	server *Server
	now    atomic.Pointer[time.Time]
	looked atomic.Pointer[func()]
	offer  request
	number uint64
}

func newAsked(t *testing.T, offer string) *asked {
	t.Helper()
	a := &asked{}
	begin := time.Unix(1_700_000_000, 0)
	a.now.Store(&begin)
	s, err := New(Options{Listen: "127.0.0.1:0", Workers: 1, Silence: 24 * time.Hour, Now: func() time.Time {
		if f := a.looked.Load(); f != nil {
			(*f)()
		}
		return *a.now.Load()
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	text, err := os.ReadFile(filepath.Join("testdata", "whep", offer+".offer.sdp"))
	if err != nil {
		t.Fatal(err)
	}
	a.server, a.Conference = s, s.Conference("c1", func(programme.Picture, int) {})
	a.offer = request{Method: http.MethodPost, Conference: "c1", From: "10.0.0.1", Body: string(text)}
	return a
}

// comes has a picture come in a codec.
func (a *asked) comes(pic programme.Picture, codec programme.Codec, cut bool) {
	a.number++
	a.round([]*programme.Packet{{
		Stream: programme.VideoStream(pic, 0), Codec: codec, Number: a.number, Key: true, Cut: cut, Marker: true, Epoch: 1,
		Site: "s", Payload: make([]byte, 20), At: *a.now.Load(),
	}})
}

func TestAdmit_ACodecThatComesOnWhileTheAnswerIsMadeIsInTheAnswer(t *testing.T) {
	for looks := int32(1); looks <= 6; looks++ { // the server looks at its clock at each step of a join
		a := newAsked(t, "h264")
		a.comes(programme.Chair, programme.VP8, true)
		var seen atomic.Int32
		on := func() {
			if seen.Add(1) == looks {
				a.looked.Store(nil)
				a.comes(programme.Floor, programme.H264, true)
			}
		}
		a.looked.Store(&on)
		got := a.server.admit(a.offer)
		a.looked.Store(nil)
		if a.pictureHas(programme.H264) && (got.Status != http.StatusCreated || got.Reason != "" || !strings.Contains(got.Body, "m=video 9")) && a.server.Stats().Watchers > 0 {
			t.Errorf("at look %d: %d %q, and nobody sends it away", looks, got.Status, got.Reason)
		}
	}
}

func (a *asked) pictureHas(codec programme.Codec) bool {
	has, _ := a.pictureCodecs(*a.now.Load())
	return has[codec]
}

func TestRecall_APictureThatStayedAwayForLongBringsBackWhomItWasDeclined(t *testing.T) {
	a := newAsked(t, "h264")
	a.comes(programme.Floor, programme.H264, true)
	later := a.now.Load().Add(2 * current)
	a.now.Store(&later)
	a.comes(programme.Chair, programme.VP8, true)
	if got := a.server.admit(a.offer); got.Reason == "" || a.server.Stats().Watchers != 1 {
		t.Fatalf("%d %q, %d watchers", got.Status, got.Reason, a.server.Stats().Watchers)
	}
	a.comes(programme.Floor, programme.H264, false) // goes on where it was
	if n := a.server.Stats().Watchers; n != 0 {
		t.Fatalf("%d are still without a picture", n)
	}
}
