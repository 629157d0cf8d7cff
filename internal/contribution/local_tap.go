package contribution

import (
	"sync/atomic"

	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/livekit-server/pkg/sfu"
	"github.com/livekit/livekit-server/pkg/sfu/buffer"
	"github.com/livekit/protocol/codecs/mime"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"
)

// localTrack is a track published in a room of this process.
type localTrack struct{ types.MediaTrack }

func (t localTrack) id() string { return string(t.ID()) }

// open prepares the tap's place. Sound with redundancy (RED, RFC 2198) is taken
// as the plain Opus it carries, with lost packets filled from the redundant
// blocks; LiveKit still calls such a receiver's codec RED.
func (t localTrack) open(tap *Tap) (attachment, Format) {
	receiver := t.Receivers()[0].GetPrimaryReceiverForRed()
	if receiver == nil {
		return nil, Format{}
	}
	codec := receiver.Codec()
	f := Format{Track: t.id(), Mime: codec.MimeType, ClockRate: codec.ClockRate, Channels: codec.Channels, Fmtp: codec.SDPFmtpLine}
	if receiver.Mime() == mime.MimeTypeRED {
		f.Mime, f.Fmtp = webrtc.MimeTypeOpus, ""
	}
	return &localAttachment{tap: tap, id: tap.id, published: t.MediaTrack, receiver: receiver}, f
}

// localAttachment is a tap's place among the receivers of one track.
type localAttachment struct {
	tap       *Tap
	id        string
	published types.MediaTrack
	receiver  sfu.TrackReceiver
	ended     atomic.Bool
}

var _ sfu.TrackSender = (*localAttachment)(nil)

// start lets packets come.
func (a *localAttachment) start() bool {
	if err := a.receiver.AddDownTrack(a); err != nil { // closed at this moment
		a.ended.Store(true)
		return false
	}
	return true
}

func (a *localAttachment) trackID() string { return string(a.published.ID()) }

func (a *localAttachment) over() bool { return a.ended.Load() }

func (a *localAttachment) requestKeyFrame(layer int) {
	if a.published.Kind() != livekit.TrackType_VIDEO {
		return
	}
	for l := range int32(buffer.DefaultMaxLayerSpatial + 1) {
		if layer < 0 || l == int32(layer) {
			a.receiver.SendPLI(l, false)
		}
	}
}

// want speaks as another node of a cluster would: LiveKit's dynacast counts
// subscribers, and a tap is none.
func (a *localAttachment) want(highest int32) {
	local, ok := a.published.(types.LocalMediaTrack)
	if !ok || a.published.Kind() != livekit.TrackType_VIDEO {
		return
	}
	q := livekit.VideoQuality_OFF
	if highest >= 0 {
		q = livekit.VideoQuality(highest) // LOW is 0, HIGH is 2
	}
	local.NotifySubscriberNodeMaxQuality(livekit.NodeID(a.id), []types.SubscribedCodecQuality{
		{CodecMime: a.receiver.Mime(), Quality: q},
	})
}

// leave takes the localAttachment out of LiveKit.
func (a *localAttachment) leave() {
	a.ended.Store(true)
	a.want(-1)
	a.receiver.DeleteDownTrack(a.SubscriberID())
}

// WriteRTP is LiveKit's delivery of one packet. Layers come from a goroutine
// each; the lock makes them one.
func (a *localAttachment) WriteRTP(p *buffer.ExtPacket, layer int32) int32 {
	a.tap.mu.Lock()
	defer a.tap.mu.Unlock()
	if a.tap.attached != attachment(a) || a.ended.Load() {
		return 0
	}
	a.tap.sink.Packet(Packet{RTP: p.Packet, Layer: int(max(layer, 0)), KeyFrame: p.IsKeyFrame})
	return 1
}

// HandleRTCPSenderReportData is LiveKit's delivery of one sender report.
func (a *localAttachment) HandleRTCPSenderReportData(_ webrtc.PayloadType, layer int32, r *livekit.RTCPSenderReportState) error {
	a.tap.mu.Lock()
	defer a.tap.mu.Unlock()
	if a.tap.attached != attachment(a) || a.ended.Load() || r == nil {
		return nil
	}
	a.tap.sink.SenderReport(SenderReport{Layer: int(max(layer, 0)), NTP: r.GetNtpTimestamp(), RTP: r.GetRtpTimestamp()})
	return nil
}

// Close is LiveKit's word that the track has ended; the watcher reattaches.
func (a *localAttachment) Close() {
	if !a.ended.Swap(true) {
		a.tap.watch.nudge()
	}
}

// IsClosed and the rest complete what LiveKit expects of a receiver's reader.
func (a *localAttachment) IsClosed() bool { return a.ended.Load() }

// ID is unique among the readers of the track.
func (a *localAttachment) ID() string { return a.id }

// SubscriberID is the same.
func (a *localAttachment) SubscriberID() livekit.ParticipantID { return livekit.ParticipantID(a.id) }

// UpTrackLayersChange is of no concern to a tap, as are all the following.
func (*localAttachment) UpTrackLayersChange() {}

// UpTrackBitrateAvailabilityChange does nothing.
func (*localAttachment) UpTrackBitrateAvailabilityChange() {}

// UpTrackMaxPublishedLayerChange does nothing.
func (*localAttachment) UpTrackMaxPublishedLayerChange(int32) {}

// UpTrackMaxTemporalLayerSeenChange does nothing.
func (*localAttachment) UpTrackMaxTemporalLayerSeenChange(int32) {}

// UpTrackBitrateReport does nothing.
func (*localAttachment) UpTrackBitrateReport([]int32, sfu.Bitrates) {}

// Resync does nothing: the sink sees the gap.
func (*localAttachment) Resync() {}

// SetReceiver does nothing.
func (*localAttachment) SetReceiver(sfu.TrackReceiver) {}

// ReceiverRestart does nothing.
func (*localAttachment) ReceiverRestart(sfu.TrackReceiver) {}
