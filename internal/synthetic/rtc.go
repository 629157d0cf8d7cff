package synthetic

import (
	"fmt"
	"net"
	"net/url"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const (
	videoPayloadType = 96
	audioPayloadType = 111
	clockVideo       = 90000
	clockAudio       = 48000
)

// newAPI makes peer connections that know VP8 and Opus and nothing else. What
// a site does not need, such as congestion feedback, is left out: eighteen
// sites share a process with the server in the demo.
func newAPI(loopback bool) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	video := webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeVP8, ClockRate: clockVideo,
			RTCPFeedback: []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "ccm", Parameter: "fir"}},
		},
		PayloadType: videoPayloadType,
	}
	audio := webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeOpus, ClockRate: clockAudio, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1",
		},
		PayloadType: audioPayloadType,
	}
	if err := m.RegisterCodec(video, webrtc.RTPCodecTypeVideo); err != nil {
		return nil, fmt.Errorf("register VP8: %w", err)
	}
	if err := m.RegisterCodec(audio, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, fmt.Errorf("register Opus: %w", err)
	}
	for uri, kind := range map[string]webrtc.RTPCodecType{
		sdp.SDESMidURI:         webrtc.RTPCodecTypeVideo,
		sdp.SDESRTPStreamIDURI: webrtc.RTPCodecTypeVideo,
		sdp.AudioLevelURI:      webrtc.RTPCodecTypeAudio,
	} {
		if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, kind); err != nil {
			return nil, fmt.Errorf("register header extension %s: %w", uri, err)
		}
	}
	i, err := interceptors()
	if err != nil {
		return nil, err
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(i), webrtc.WithSettingEngine(settings(loopback))), nil
}

// interceptors answer NACKs and send reports: without sender reports LiveKit
// does not settle simulcast layers.
func interceptors() (*interceptor.Registry, error) {
	i := &interceptor.Registry{}
	responder, err := nack.NewResponderInterceptor(nack.ResponderSize(256))
	if err != nil {
		return nil, fmt.Errorf("nack responder: %w", err)
	}
	generator, err := nack.NewGeneratorInterceptor()
	if err != nil {
		return nil, fmt.Errorf("nack generator: %w", err)
	}
	senders, err := report.NewSenderInterceptor()
	if err != nil {
		return nil, fmt.Errorf("sender reports: %w", err)
	}
	receivers, err := report.NewReceiverInterceptor()
	if err != nil {
		return nil, fmt.Errorf("receiver reports: %w", err)
	}
	for _, f := range []interceptor.Factory{responder, generator, senders, receivers} {
		i.Add(f)
	}
	return i, nil
}

func settings(loopback bool) webrtc.SettingEngine {
	s := webrtc.SettingEngine{}
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	s.SetIncludeLoopbackCandidate(loopback)
	s.SetIPFilter(func(ip net.IP) bool { return !loopback || ip.IsLoopback() })
	return s
}

// isLoopback says whether a server's address is this machine's own.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
