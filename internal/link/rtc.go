package link

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
)

// The clocks of pictures and sound, in ticks a second.
const (
	ClockVideo = 90000
	ClockAudio = 48000
)

// NewAPI makes peer connections that know VP8, Opus and the codecs of pictures
// named besides, and nothing else. What a site does not need, such as
// congestion feedback, is left out: eighteen sites share a process with the
// server in the demo. With loopback they keep to this machine.
func NewAPI(loopback bool, more ...webrtc.RTPCodecParameters) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	video := webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeVP8, ClockRate: ClockVideo,
			RTCPFeedback: Feedback(),
		},
		PayloadType: videoPayloadType,
	}
	audio := webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeOpus, ClockRate: ClockAudio, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1",
		},
		PayloadType: audioPayloadType,
	}
	for _, c := range append([]webrtc.RTPCodecParameters{video}, more...) {
		if err := m.RegisterCodec(c, webrtc.RTPCodecTypeVideo); err != nil {
			return nil, fmt.Errorf("register %s: %w", c.MimeType, err)
		}
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

// Feedback is what the receiver of a picture may tell its sender (RFC 4585).
func Feedback() []webrtc.RTCPFeedback {
	return []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "ccm", Parameter: "fir"}}
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

// IsLoopback says whether a server's address is this machine's own.
func IsLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
