package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/pion/webrtc/v4"
)

// A device that reaches nothing but the TURN server watches the programme
// through it, with the name and password that the answer gives it; with another
// password it does not.
func TestTURN_CarriesTheProgramme(t *testing.T) {
	port := freePorts(t, 1)[0]
	p := startProgram(t, "--turn-port", strconv.Itoa(port))
	server := regexp.MustCompile(`^<(turn:[^>]+)>; rel="ice-server"; username="([^"]+)"; credential="([^"]+)"; credential-type="password"$`)
	through := func(password func(string) string) func([]string) webrtc.Configuration {
		return func(links []string) webrtc.Configuration {
			i := slices.IndexFunc(links, server.MatchString)
			if i < 0 {
				t.Fatalf("no TURN server in %q", links)
			}
			m := server.FindStringSubmatch(links[i])
			if want := fmt.Sprintf("turn:127.0.0.1:%d?transport=udp", port); m[1] != want {
				t.Errorf("TURN at %s, want %s", m[1], want)
			}
			return webrtc.Configuration{
				ICETransportPolicy: webrtc.ICETransportPolicyRelay,
				ICEServers:         []webrtc.ICEServer{{URLs: []string{m[1]}, Username: m[2], Credential: password(m[3])}},
			}
		}
	}
	w := p.watch(through(func(s string) string { return s }))
	p.eventually("packets through TURN", func() bool { return w.video.Load() > 30 })
	pair, err := w.pc.GetReceivers()[0].Transport().ICETransport().GetSelectedCandidatePair()
	if err != nil || pair.Local.Typ != webrtc.ICECandidateTypeRelay {
		t.Errorf("not through TURN: %v, %v", pair, err)
	}
	stranger := p.watch(through(func(string) string { return "guessed" }))
	p.eventually("a stranger has no way", func() bool { return stranger.pc.ICEGatheringState() == webrtc.ICEGatheringStateComplete })
	if sdp := stranger.pc.LocalDescription().SDP; regexp.MustCompile(`typ relay`).MatchString(sdp) {
		t.Errorf("the TURN server serves a stranger: %s", sdp)
	}
}
