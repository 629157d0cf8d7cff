package app

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtp"

	"giaoban/internal/contribution"
	"giaoban/internal/live"
)

// stage is a show of two sites, the hub on the air and another one online,
// whose state follows what is told of it.
type stage struct {
	*show
	now  time.Time
	told []live.SiteMedia
}

func newStage() *stage {
	g := &stage{now: time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)}
	g.show = &show{
		taps: map[tapped]*source{}, attention: map[tapped]*attention{},
		sites: []live.Site{{ID: "hub", Presence: live.Online, Joins: 1}, {ID: "s1", Presence: live.Online, Joins: 1}},
		tell: func(site live.SiteID, _ int, m live.SiteMedia) {
			g.told = append(g.told, m)
			i := slices.IndexFunc(g.sites, func(s live.Site) bool { return s.ID == site })
			g.sites[i].Media = m
		},
	}
	return g
}

// films taps the hub's camera, or its microphone.
func (g *stage) films(which contribution.Source, mime string) *filmed {
	s := &filmed{&source{site: "hub"}}
	g.taps[tapped{"hub", which}] = s.source
	if mime != "" {
		_, carried := codecs[mime]
		s.arrival.attach(mime, carried)
	}
	return s
}

type filmed struct{ *source }

func (s *filmed) send() { s.Packet(contribution.Packet{RTP: &rtp.Packet{Payload: []byte{1}}}) }

// pass lets d go by, with a picture of src each quarter of a second, if any.
func (g *stage) pass(d time.Duration, src *filmed) {
	for end := g.now.Add(d); g.now.Before(end); {
		g.now = g.now.Add(lookEvery)
		if src != nil {
			src.send()
		}
		g.look(g.now)
	}
}

func (g *stage) says(t *testing.T, want ...live.SiteMedia) {
	t.Helper()
	if !slices.Equal(g.told, want) {
		t.Fatalf("told %+v, want %+v", g.told, want)
	}
	g.told = nil
}

var missing = live.SiteMedia{Picture: live.Missing}

func TestCarriage_APictureThatStopsIsMissingAfterTwoSecondsAndBackWithItsNextPacket(t *testing.T) {
	g := newStage()
	camera := g.films(contribution.Camera, "video/vp8")
	g.pass(10*time.Second, camera)
	g.pass(firstOnset-lookEvery, nil)
	g.says(t)
	g.pass(lookEvery, nil)
	g.says(t, missing)
	g.pass(time.Minute, nil)
	g.says(t)
	stirred := 0
	camera.arrival.stir = func() { stirred++ }
	camera.send()
	camera.send()
	if stirred != 1 {
		t.Fatalf("looked at once %d times, want 1", stirred)
	}
	g.look(g.now)
	g.says(t, live.SiteMedia{})
}

func TestCarriage_PaddingIsNoPicture(t *testing.T) {
	g := newStage()
	camera := g.films(contribution.Camera, "video/vp8")
	g.pass(10*time.Second, camera)
	for range 20 {
		camera.Packet(contribution.Packet{RTP: &rtp.Packet{}})
		g.pass(lookEvery, nil)
	}
	g.says(t, missing)
}

func TestCarriage_ASiteThatHasJustComeMayOpenItsCamera(t *testing.T) {
	g := newStage()
	g.films(contribution.Camera, "")
	g.pass(graceJoined+firstOnset-lookEvery, nil)
	g.says(t)
	g.pass(2*lookEvery, nil)
	g.says(t, missing)
	g.sites[0].Joins, g.sites[0].Media = 2, live.SiteMedia{} // the rule forgets with the session
	g.pass(graceJoined, nil)
	g.says(t)
}

func TestCarriage_ALineThatComesAndGoesFillsNoLog(t *testing.T) {
	g := newStage()
	camera := g.films(contribution.Camera, "video/vp8")
	for range 200 { // twenty minutes
		g.pass(3*time.Second, camera)
		g.pass(3*time.Second, nil)
	}
	if n := len(g.told); n == 0 || n > 4 {
		t.Fatalf("told of %d times in twenty minutes, want once or twice there and back", n)
	}
	g.told = nil
	g.pass(2*time.Minute, camera)
	g.pass(firstOnset+lookEvery, nil)
	g.says(t, missing)
}

func TestCarriage_ACodecThatIsNotCarriedIsNamed(t *testing.T) {
	g := newStage()
	camera := g.films(contribution.Camera, "video/av1")
	camera.send()
	g.pass(lookEvery, camera)
	g.says(t, live.SiteMedia{Picture: live.Foreign, PictureCodec: "av1"})
	camera.arrival.attach("video/H264", true)
	g.pass(lookEvery, camera)
	g.says(t, live.SiteMedia{PictureCodec: "h264"})
	camera.arrival.attach("video/VP8", true)
	g.pass(lookEvery, camera)
	g.says(t, live.SiteMedia{})
}

func TestCarriage_AMicrophoneThatIsClosedIsStillSaidToBeForeign(t *testing.T) {
	g := newStage()
	microphone := g.opens("audio/pcmu")
	foreign := live.SiteMedia{Sound: live.Foreign, SoundCodec: "pcmu"}
	g.pass(10*time.Second, nil)
	g.says(t, foreign)
	g.open = nil
	microphone.Detached()
	delete(g.taps, tapped{"hub", contribution.Microphone})
	g.pass(time.Minute, nil)
	g.says(t)
	g.films(contribution.Microphone, "audio/opus")
	g.pass(lookEvery, nil)
	g.says(t, live.SiteMedia{})
}

var unheard = live.SiteMedia{Sound: live.Missing}

// opens has the hub's microphone open from now on, closed before.
func (g *stage) opens(mime string) *filmed {
	g.pass(10*time.Second, nil)
	g.open = []live.SiteID{"hub"}
	return g.films(contribution.Microphone, mime)
}

// closes closes the hub's microphone, as the rule does: with it goes what was
// said of it.
func (g *stage) closes() {
	g.open, g.sites[0].Media = nil, live.SiteMedia{}
}

func TestCarriage_AnOpenMicrophoneThatSendsNothingIsMissingAfterFourSecondsAndBackWithItsFirstPacket(t *testing.T) {
	for name, mime := range map[string]string{"there is none": "", "it is dead": "audio/opus"} {
		t.Run(name, func(t *testing.T) {
			g := newStage()
			microphone := g.opens(mime)
			g.pass(graceOpened+firstOnset, nil)
			g.says(t)
			g.pass(lookEvery, nil)
			g.says(t, unheard)
			g.pass(time.Minute, nil)
			g.says(t)
			stirred := 0
			microphone.arrival.stir = func() { stirred++ }
			microphone.arrival.attach("audio/opus", true)
			microphone.send()
			if stirred != 1 {
				t.Fatalf("looked at once %d times, want 1", stirred)
			}
			g.look(g.now)
			g.says(t, live.SiteMedia{})
		})
	}
}

func TestCarriage_AMicrophoneThatDiesWhileTheSiteSpeaksIsMissingAfterTwoSeconds(t *testing.T) {
	g := newStage()
	g.pass(time.Minute, g.opens("audio/opus"))
	g.pass(firstOnset-lookEvery, nil)
	g.says(t)
	g.pass(lookEvery, nil)
	g.says(t, unheard)
}

func TestCarriage_ASilentRoomIsNoMissingMicrophone(t *testing.T) {
	g := newStage()
	microphone := g.opens("audio/opus")
	for range 100 { // DTX sends a packet in 400 ms; here some are lost
		microphone.send()
		g.pass(1500*time.Millisecond, nil)
	}
	g.says(t)
}

func TestCarriage_AMicrophoneThatIsClosedMissesNothingAndIsWaitedForAnewWhenOpened(t *testing.T) {
	g := newStage()
	g.opens("audio/opus")
	g.pass(5*time.Second, nil)
	g.says(t, unheard)
	g.closes()
	g.pass(time.Minute, nil)
	g.says(t)
	g.open = []live.SiteID{"hub"}
	g.pass(graceOpened+firstOnset, nil)
	g.says(t)
	g.pass(lookEvery, nil)
	g.says(t, unheard)
	g.closes()
	g.open = []live.SiteID{"hub"} // between two looks: it is told again
	g.pass(lookEvery, nil)
	g.says(t, unheard)
}

func TestCarriage_AMicrophoneIsNotJudgedByThePictureOrByAnEarlierSession(t *testing.T) {
	g := newStage()
	camera := g.films(contribution.Camera, "video/vp8")
	g.pass(10*time.Second, camera)
	g.opens("audio/opus")
	g.told = nil
	g.pass(5*time.Second, camera)
	g.says(t, live.SiteMedia{}, unheard) // the picture came back, the sound is missing
	g.sites[0].Joins, g.sites[0].Media = 2, live.SiteMedia{}
	g.pass(graceJoined+firstOnset-lookEvery, camera)
	g.says(t)
	g.sites[0].Presence = live.Lost
	g.pass(time.Minute, nil)
	g.says(t)
}

func TestCarriage_SoundThatComesAndGoesFillsNoLog(t *testing.T) {
	g := newStage()
	microphone := g.opens("audio/opus")
	for range 200 { // twenty minutes
		g.pass(3*time.Second, microphone)
		g.pass(3*time.Second, nil)
	}
	if n := len(g.told); n == 0 || n > 4 {
		t.Fatalf("told of %d times in twenty minutes, want once or twice there and back", n)
	}
}

func TestCarriage_NothingIsSaidOfASiteThatIsAway(t *testing.T) {
	g := newStage()
	g.films(contribution.Camera, "video/av1")
	g.sites[0].Presence = live.Lost
	g.pass(time.Minute, nil)
	g.says(t)
}

func TestCarriage_ASiteWithAFaultGoesOnBeingTapped(t *testing.T) {
	for m, want := range map[live.SiteMedia]bool{
		{}: false, missing: true, {Picture: live.Foreign}: true, {PictureCodec: "h264"}: false, {Sound: live.Foreign}: false,
	} {
		if got := stays(&live.Site{Presence: live.Online, Media: m}); got != want {
			t.Errorf("%+v: %v, want %v", m, got, want)
		}
		if stays(&live.Site{Presence: live.Lost, Media: m}) {
			t.Errorf("%+v: tapped while away", m)
		}
	}
}
