package relay_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

// film plays an H.264 source of one packet a picture, each a key frame.
func (w *world) film(id programme.SourceID) {
	in, err := w.prog.Video(id, programme.SiteID(id), programme.H264, func(int) {})
	if err != nil {
		w.t.Fatal(err)
	}
	w.wg.Go(func() {
		tick := time.NewTicker(33 * time.Millisecond)
		defer tick.Stop()
		for i := uint32(0); ; i++ {
			select {
			case <-w.stop:
				return
			case <-tick.C:
			}
			// STAP-A of a parameter set and a picture (RFC 6184 section 5.7.1).
			body := []byte{0x78, 0, 4, 0x67, 0x42, 0xe0, 0x1f, 0, 2, 0x68, 0xce, 0, 3, 0x65, 0x88, 0x84}
			in.Write(&rtp.Packet{
				Header:  rtp.Header{Version: 2, SequenceNumber: uint16(i), Timestamp: i * 3000, Marker: true},
				Payload: body,
			}, 0)
		}
	})
}

// offers posts one of testdata/whep, whose offers are those of browsers and
// room devices that know one codec alone.
func (w *world) offers(t *testing.T, name string, change func(string) string) (status int, answer, reason string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "whep", name+".offer.sdp"))
	if err != nil {
		t.Fatal(err)
	}
	offer := string(b)
	if change != nil {
		offer = change(offer)
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.http.URL+"/whep/c1", strings.NewReader(offer))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/sdp")
	req.Header.Set("Authorization", "Bearer hall")
	resp, err := w.http.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header.Get("Giaoban-No-Picture")
}

func soundless(offer string) string {
	head, rest, _ := strings.Cut(offer, "m=audio")
	_, video, _ := strings.Cut(rest, "m=video")
	return strings.Replace(head, "BUNDLE 0 1", "BUNDLE 1", 1) + "m=video" + video
}

func TestWatch_AnAnswerPromisesNoPictureThatDoesNotCome(t *testing.T) {
	w := newWorld(t, nil)
	w.microphone("a", 'A')
	for _, name := range []string{"vp8", "h264"} { // nobody knows yet what will be shown
		if status, answer, reason := w.offers(t, name, nil); status != http.StatusCreated || !strings.Contains(answer, "m=video 9") || reason != "" {
			t.Fatalf("%s before any picture: %d %q\n%s", name, status, reason, answer)
		}
	}
	w.camera("a", 'a', 1, 2)
	w.prog.Show(programme.Floor, "a")
	v := w.watch("hall", 1, 1, nil)
	until(t, 5*time.Second, "a picture", func() bool { return v.track("floor").count('a') > 5 })
	for name, picture := range map[string]bool{"vp8": true, "h264": false, "h264-no-mode": false, "av1": false} {
		status, answer, reason := w.offers(t, name, nil)
		if status != http.StatusCreated || !strings.Contains(answer, "m=audio 9") {
			t.Fatalf("%s: %d\n%s", name, status, answer)
		}
		if got := strings.Contains(answer, "m=video 9"); got != picture {
			t.Errorf("%s: picture promised %v, want %v\n%s", name, got, picture, answer)
		}
		if name == "h264" && reason != "no picture: the programme's is VP8 now, the offer takes H264" {
			t.Errorf("%s: reason %q", name, reason)
		}
		if (reason != "") == picture {
			t.Errorf("%s: picture %v, reason %q", name, picture, reason)
		}
	}
	status, answer, _ := w.offers(t, "h264", soundless)
	if status != http.StatusNotAcceptable || !strings.Contains(answer, "the programme's is VP8 now, the offer takes H264") {
		t.Fatalf("an offer of H.264 alone: %d %s", status, answer)
	}
}

func TestWatch_WhoWasDeclinedACodecIsSentToJoinAnewWhenItComes(t *testing.T) {
	w := newWorld(t, nil)
	w.camera("a", 'a', 1, 2)
	w.film("f")
	w.prog.Show(programme.Floor, "a")
	both := w.watch("hall", 1, 1, nil)
	until(t, 5*time.Second, "a picture", func() bool { return both.track("floor").count('a') > 5 })
	_, _, reason := w.offers(t, "h264", nil)
	if reason == "" || w.server.Stats().Watchers != 2 {
		t.Fatalf("%q, %d watchers", reason, w.server.Stats().Watchers)
	}
	w.prog.Show(programme.Floor, "f")
	until(t, 5*time.Second, "the declined one sent away", func() bool { return w.server.Stats().Watchers == 1 })
	if status, answer, reason := w.offers(t, "h264", nil); status != http.StatusCreated || reason != "" || !strings.Contains(answer, "m=video 9") {
		t.Fatalf("%d %q\n%s", status, reason, answer)
	}
}
