package link

import (
	"fmt"
	"net"
	"net/url"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const videoPayloadType = 96

// The payload types of sound, as Chromium has them.
const (
	PayloadOpus = 111
	PayloadRED  = 63
)

// The clocks of pictures and sound, in ticks a second.
const (
	ClockVideo = 90000
	ClockAudio = 48000
)

// NewAPI makes peer connections that know VP8, Opus and the codecs of pictures
// named besides, and nothing else: those of a guest that watches. With loopback
// they keep to this machine.
func NewAPI(loopback bool, more ...webrtc.RTPCodecParameters) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := register(m, append([]webrtc.RTPCodecParameters{vp8(Feedback())}, more...), []webrtc.RTPCodecParameters{opus(nil)}); err != nil {
		return nil, err
	}
	if err := extensions(m, map[webrtc.RTPCodecType][]string{
		webrtc.RTPCodecTypeVideo: {sdp.SDESMidURI, sdp.SDESRTPStreamIDURI},
		webrtc.RTPCodecTypeAudio: {sdp.AudioLevelURI},
	}); err != nil {
		return nil, err
	}
	i := &interceptor.Registry{}
	if err := answering(i); err != nil {
		return nil, err
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(i), webrtc.WithSettingEngine(settings(loopback))), nil
}

// Sending is what a guest that publishes as a browser does has besides.
type Sending struct {
	// Watch sees every packet with its number for the whole connection
	// (transport-wide congestion control), and what the receiver says of them.
	Watch interceptor.Factory
	// Line, where set, is what the packets leave by.
	Line *Line
}

// NewSendingAPI makes peer connections that negotiate what Chromium does with
// livekit-client's options of our page, as far as LiveKit answers it: VP8, Opus
// with redundancy (RED, RFC 2198) before Opus without, numbers for the whole
// connection on pictures, no repeats of sound.
func NewSendingAPI(loopback bool, s Sending) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	feedback := append([]webrtc.RTCPFeedback{{Type: webrtc.TypeRTCPFBGoogREMB}, {Type: webrtc.TypeRTCPFBTransportCC}}, Feedback()...)
	if err := register(m, []webrtc.RTPCodecParameters{vp8(feedback)}, []webrtc.RTPCodecParameters{
		opus([]webrtc.RTCPFeedback{{Type: webrtc.TypeRTCPFBTransportCC}}), red,
	}); err != nil {
		return nil, err
	}
	if err := extensions(m, map[webrtc.RTPCodecType][]string{
		webrtc.RTPCodecTypeVideo: {sdp.TransportCCURI, sdp.SDESMidURI, sdp.SDESRTPStreamIDURI, sdp.SDESRepairRTPStreamIDURI},
		webrtc.RTPCodecTypeAudio: {sdp.AudioLevelURI, sdp.ABSSendTimeURI, sdp.TransportCCURI, sdp.SDESMidURI},
	}); err != nil {
		return nil, err
	}
	i := &interceptor.Registry{}
	if s.Watch != nil {
		numbers, err := twcc.NewHeaderExtensionInterceptor()
		if err != nil {
			return nil, fmt.Errorf("numbers of the connection: %w", err)
		}
		i.Add(s.Watch) // nearest to the network: it sees what the others add
		i.Add(numbers)
	}
	if err := answering(i); err != nil {
		return nil, err
	}
	e := settings(loopback)
	if s.Line != nil {
		n, err := s.Line.network()
		if err != nil {
			return nil, err
		}
		e.SetNet(n)
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(i), webrtc.WithSettingEngine(e)), nil
}

func vp8(feedback []webrtc.RTCPFeedback) webrtc.RTPCodecParameters {
	return webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: ClockVideo, RTCPFeedback: feedback},
		PayloadType:        videoPayloadType,
	}
}

func opus(feedback []webrtc.RTCPFeedback) webrtc.RTPCodecParameters {
	return webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeOpus, ClockRate: ClockAudio, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1", RTCPFeedback: feedback,
		},
		PayloadType: PayloadOpus,
	}
}

// MimeTypeRED is sound with redundancy (RFC 2198).
const MimeTypeRED = "audio/red"

// red carries Opus packets along with the one before.
var red = webrtc.RTPCodecParameters{
	RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: MimeTypeRED, ClockRate: ClockAudio, Channels: 2, SDPFmtpLine: fmt.Sprintf("%d/%d", PayloadOpus, PayloadOpus),
	},
	PayloadType: PayloadRED,
}

func register(m *webrtc.MediaEngine, video, audio []webrtc.RTPCodecParameters) error {
	for kind, all := range map[webrtc.RTPCodecType][]webrtc.RTPCodecParameters{
		webrtc.RTPCodecTypeVideo: video, webrtc.RTPCodecTypeAudio: audio,
	} {
		for _, c := range all {
			if err := m.RegisterCodec(c, kind); err != nil {
				return fmt.Errorf("register %s: %w", c.MimeType, err)
			}
		}
	}
	return nil
}

func extensions(m *webrtc.MediaEngine, by map[webrtc.RTPCodecType][]string) error {
	for kind, all := range by {
		for _, uri := range all {
			if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, kind); err != nil {
				return fmt.Errorf("register header extension %s: %w", uri, err)
			}
		}
	}
	return nil
}

// Feedback is what the receiver of a picture may tell its sender (RFC 4585).
func Feedback() []webrtc.RTCPFeedback {
	return []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}, {Type: "ccm", Parameter: "fir"}}
}

// answering adds what answers NACKs and sends reports: without sender reports
// LiveKit does not settle simulcast layers.
func answering(i *interceptor.Registry) error {
	responder, err := nack.NewResponderInterceptor(nack.ResponderSize(256))
	if err != nil {
		return fmt.Errorf("nack responder: %w", err)
	}
	generator, err := nack.NewGeneratorInterceptor()
	if err != nil {
		return fmt.Errorf("nack generator: %w", err)
	}
	senders, err := report.NewSenderInterceptor()
	if err != nil {
		return fmt.Errorf("sender reports: %w", err)
	}
	receivers, err := report.NewReceiverInterceptor()
	if err != nil {
		return fmt.Errorf("receiver reports: %w", err)
	}
	for _, f := range []interceptor.Factory{responder, generator, senders, receivers} {
		i.Add(f)
	}
	return nil
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
