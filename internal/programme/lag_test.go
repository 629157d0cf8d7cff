package programme_test

import (
	"testing"
	"time"

	"github.com/pion/rtp"

	"giaoban/internal/programme"
)

// A site's microphone and camera, each with timestamps of its own, on the
// site's clock; each packet says by its payload when it was captured.
type studio struct {
	t            *testing.T
	now          time.Time
	began        time.Time
	ahead        time.Duration // the site's clock less ours
	prog         *programme.Programme
	voice        *programme.Input
	picture      *programme.Input
	voiceOut     []*programme.Packet
	pictureOut   []*programme.Packet
	voiceAt      []time.Time // when captured
	pictureAt    []time.Time
	numbers      [2]uint16
	voiceBegin   uint32
	pictureBegin uint32
}

func (s *studio) Write(p *programme.Packet) {
	if p.Stream.Audio() {
		s.voiceOut = append(s.voiceOut, p)
	} else {
		s.pictureOut = append(s.pictureOut, p)
	}
}

func newStudio(t *testing.T) *studio {
	s := &studio{
		t: t, now: time.Unix(1_900_000_000, 0), ahead: -7 * time.Hour,
		voiceBegin: 1<<32 - 5000, pictureBegin: 77,
	}
	s.began = s.now
	s.prog = programme.New(programme.Options{Now: func() time.Time { return s.now }, Sink: s})
	var err error
	if s.picture, err = s.prog.Video("a", "a", programme.VP8, func(int) {}); err != nil {
		t.Fatal(err)
	}
	s.voice = s.prog.Audio("a")
	s.prog.Show(programme.Floor, "a")
	s.prog.OpenMicrophones([]programme.SiteID{"a"})
	return s
}

// play has voice and picture captured for so long, each arriving so much later;
// every eighth comes later still.
func (s *studio) play(span, voiceTakes, pictureTakes time.Duration) {
	type event struct {
		at       time.Time // of arrival
		captured time.Time
		audio    bool
	}
	var all []event
	from := s.now
	for d := time.Duration(0); d < span; d += 20 * time.Millisecond {
		jitter := time.Duration(0)
		if d/(20*time.Millisecond)%8 == 3 {
			jitter = 15 * time.Millisecond
		}
		at := from.Add(d)
		all = append(all, event{at.Add(voiceTakes + jitter), at, true}, event{at.Add(pictureTakes + jitter), at, false})
	}
	for len(all) > 0 {
		next := 0
		for i := range all {
			if all[i].at.Before(all[next].at) {
				next = i
			}
		}
		e := all[next]
		all = append(all[:next], all[next+1:]...)
		s.now = e.at
		if e.audio {
			s.numbers[0]++
			s.voiceAt = append(s.voiceAt, e.captured)
			s.voice.Write(&rtp.Packet{Header: rtp.Header{SequenceNumber: s.numbers[0], Timestamp: s.voiceTS(e.captured)}, Payload: []byte{0x78, 1, 2}}, 0)
		} else {
			s.numbers[1]++
			s.pictureAt = append(s.pictureAt, e.captured)
			s.picture.Write(&rtp.Packet{
				Header:  rtp.Header{SequenceNumber: s.numbers[1], Timestamp: s.pictureTS(e.captured), Marker: true},
				Payload: []byte{0x10, 0, 0, 0}, // a key frame
			}, 0)
		}
	}
	s.now = from.Add(span + time.Second)
}

func (s *studio) voiceTS(at time.Time) uint32 {
	return s.voiceBegin + uint32(at.Sub(s.began)*programme.AudioRate/time.Second)
}

func (s *studio) pictureTS(at time.Time) uint32 {
	return s.pictureBegin + uint32(at.Sub(s.began)*programme.VideoRate/time.Second)
}

// ntp is the site's clock.
func (s *studio) ntp(at time.Time) uint64 {
	at = at.Add(s.ahead)
	return uint64(at.Unix()+2208988800)<<32 | uint64(at.Nanosecond())<<32/1e9
}

func (s *studio) report(voice, picture bool) {
	if voice {
		s.voice.Report(0, s.ntp(s.now), s.voiceTS(s.now))
	}
	if picture {
		s.picture.Report(0, s.ntp(s.now), s.pictureTS(s.now))
	}
}

// apart is how much later than the voice the picture is said to be captured,
// over the newest packets.
func (s *studio) apart() (mean time.Duration) {
	const over = 40
	s.t.Helper()
	if len(s.voiceOut) != len(s.voiceAt) || len(s.pictureOut) != len(s.pictureAt) {
		s.t.Fatalf("%d of %d voices, %d of %d pictures", len(s.voiceOut), len(s.voiceAt), len(s.pictureOut), len(s.pictureAt))
	}
	for i := range over {
		v, p := len(s.voiceOut)-1-i, len(s.pictureOut)-1-i
		mean += (s.pictureOut[p].Captured().Sub(s.pictureAt[p]) - s.voiceOut[v].Captured().Sub(s.voiceAt[v])) / over
	}
	return mean
}

func near(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if d := got - want; d > 15*time.Millisecond || d < -15*time.Millisecond {
		t.Errorf("%s: the picture counts as captured %v after the voice, not %v", what, got, want)
	}
}

func TestLag_ByTheSitesClockPictureAndVoiceAreCapturedTogether(t *testing.T) {
	s := newStudio(t)
	s.play(2*time.Second, 30*time.Millisecond, 150*time.Millisecond)
	near(t, "without reports", s.apart(), 120*time.Millisecond)
	s.report(false, true)
	s.play(2*time.Second, 30*time.Millisecond, 150*time.Millisecond)
	if got := s.apart(); got < 110*time.Millisecond || got > 125*time.Millisecond {
		t.Errorf("with a report of the picture alone, it counts as captured %v after the voice", got)
	}
	s.report(true, true)
	s.play(8*time.Second, 30*time.Millisecond, 150*time.Millisecond)
	near(t, "with both", s.apart(), 0)
	s.play(8*time.Second, 30*time.Millisecond, 400*time.Millisecond)
	near(t, "with a picture that takes longer", s.apart(), 0)
	s.play(8*time.Second, 250*time.Millisecond, 60*time.Millisecond)
	near(t, "with a voice that takes longer", s.apart(), 0)
}

// Reports that are off by some hundredths of a second have no receiver play
// faster and slower all the time.
func TestLag_ReportsThatAreALittleOffChangeNothing(t *testing.T) {
	s := newStudio(t)
	changes := 0
	for i := range 20 {
		off := []time.Duration{0, 22, -18, 9, -25, 14}[i%6] * time.Millisecond
		s.ahead += off
		s.voice.Report(0, s.ntp(s.now), s.voiceTS(s.now))
		s.ahead -= off
		s.picture.Report(0, s.ntp(s.now), s.pictureTS(s.now))
		before := len(s.voiceOut)
		s.play(time.Second, 30*time.Millisecond, 150*time.Millisecond)
		for n := max(before, 1); n < len(s.voiceOut); n++ {
			for _, out := range [][]*programme.Packet{s.voiceOut, s.pictureOut} {
				if out[n].Lag != out[n-1].Lag {
					changes++
				}
			}
		}
	}
	if d := s.apart(); changes > 2 || d < -30*time.Millisecond || d > 30*time.Millisecond {
		t.Errorf("told %d times anew; in the end the picture counts as captured %v after the voice", changes, d)
	}
}

func TestLag_AClockThatIsSetSpoilsNothingForLong(t *testing.T) {
	for name, step := range map[string]time.Duration{
		"forward": 400 * time.Millisecond, "back": -400 * time.Millisecond, "far forward": time.Hour, "far back": -time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			s := newStudio(t)
			s.report(true, true)
			s.play(8*time.Second, 30*time.Millisecond, 150*time.Millisecond)
			s.ahead += step
			s.report(true, true)
			s.play(8*time.Second, 30*time.Millisecond, 150*time.Millisecond)
			near(t, "afterwards", s.apart(), 0)
		})
	}
}

func TestLag_IsBoundedWhateverASiteSays(t *testing.T) {
	s := newStudio(t)
	for i, ntp := range []uint64{0, 1, 1 << 63, 1<<64 - 1, s.ntp(s.now), 0, s.ntp(s.now) + 5<<32} {
		s.voice.Report(0, ntp, uint32(i)<<29)
		s.picture.Report(i-2, ntp^1<<40, uint32(i)<<30)
		s.play(200*time.Millisecond, 30*time.Millisecond, 150*time.Millisecond)
	}
	for _, p := range append(s.voiceOut, s.pictureOut...) {
		if p.Lag < 0 || p.Lag > time.Second {
			t.Fatalf("a lag of %v", p.Lag)
		}
	}
}
