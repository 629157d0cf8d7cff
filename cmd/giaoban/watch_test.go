package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/pion/webrtc/v4"
)

// watching is a device that watches a conference's programme by WHEP.
type watching struct {
	pc           *webrtc.PeerConnection
	links        []string // the answer's Link headers
	video, audio atomic.Int64
}

// watch has a device watch the program's conference until the test ends. It
// joins again with the ICE servers that the answer names where servers says
// how to use them.
func (p *program) watch(servers func(links []string) webrtc.Configuration) *watching {
	p.t.Helper()
	w := p.join(webrtc.Configuration{})
	if servers == nil {
		return w
	}
	_ = w.pc.Close()
	return p.join(servers(w.links))
}

func (p *program) join(c webrtc.Configuration) *watching {
	p.t.Helper()
	var media struct {
		Programme struct{ URL, Token string }
	}
	if status := p.call(http.MethodGet, p.at("/media"), nil, &media); status != http.StatusOK {
		p.t.Fatalf("media: %d", status)
	}
	e := webrtc.SettingEngine{}
	e.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	e.SetIncludeLoopbackCandidate(true)
	e.SetIPFilter(func(ip net.IP) bool { return ip.IsLoopback() })
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(e)).NewPeerConnection(c)
	if err != nil {
		p.t.Fatal(err)
	}
	w := &watching{pc: pc}
	p.t.Cleanup(func() { _ = pc.Close() })
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeVideo, webrtc.RTPCodecTypeAudio} {
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			p.t.Fatal(err)
		}
	}
	pc.OnTrack(func(t *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		count := &w.video
		if t.Kind() == webrtc.RTPCodecTypeAudio {
			count = &w.audio
		}
		for {
			if _, _, err := t.ReadRTP(); err != nil {
				return
			}
			count.Add(1)
		}
	})
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(offer); err != nil {
		p.t.Fatal(err)
	}
	<-gathered
	answer := ""
	p.eventually("the programme can be watched", func() bool {
		answer, err = p.offer(w, media.Programme.URL, media.Programme.Token)
		return err == nil
	})
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		p.t.Fatal(err)
	}
	return w
}

// offer joins at the WHEP address and returns the answer.
func (p *program) offer(w *watching, path, token string) (string, error) {
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.ways.URL+path, strings.NewReader(w.pc.LocalDescription().SDP))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/sdp")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := p.client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusCreated {
		return "", fmt.Errorf("%s: %s", resp.Status, body)
	}
	w.links = resp.Header.Values("Link")
	return string(body), nil
}
