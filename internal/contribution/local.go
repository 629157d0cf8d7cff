package contribution

import (
	"slices"
	"strings"

	"github.com/livekit/livekit-server/pkg/rtc"
	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/livekit-server/pkg/sfu"
	"github.com/livekit/protocol/livekit"
)

// localRoom is a room of the LiveKit in this process.
type localRoom struct{ *rtc.Room }

func (r localRoom) participants() []participant {
	var all []participant
	for _, p := range r.GetParticipants() {
		all = append(all, localParticipant{p})
	}
	return all
}

// localParticipant is one connection to it.
type localParticipant struct{ types.LocalParticipant }

func (p localParticipant) identity() Identity { return Identity(p.Identity()) }

func (p localParticipant) session() string { return string(p.ID()) }

func (p localParticipant) connected() bool {
	return p.State() == livekit.ParticipantInfo_ACTIVE && !p.IsClosed()
}

func (p localParticipant) dismiss() {
	_ = p.Close(false, types.ParticipantCloseReasonPeerConnectionDisconnected, false)
}

func (p localParticipant) seat() string { return p.ClaimGrants().Attributes[seatAttribute] }

func (p localParticipant) putOut() {
	_ = p.Close(true, types.ParticipantCloseReasonServiceRequestRemoveParticipant, false)
}

func (p localParticipant) track(of Source) track {
	var found track
	for _, t := range p.GetPublishedTracks() {
		if sourceOf(t.Source()) == of && len(t.Receivers()) > 0 {
			found = localTrack{t}
		}
	}
	return found
}

// setMicrophone gives or takes the right to the microphone. Taking it makes
// LiveKit remove the track and tell everybody so.
func (p localParticipant) setMicrophone(open bool) {
	rights := SiteRights()
	rights.PublishMicrophone = open
	p.SetPermission(rights.permission()) // does nothing where it is so already
	if open {
		return
	}
	// LiveKit goes by the source that the client names: sound declared to be
	// a camera would pass.
	for _, t := range p.GetPublishedTracks() {
		if t.Kind() == livekit.TrackType_AUDIO {
			p.RemovePublishedTrack(t, false)
		}
	}
}

func (p localParticipant) snapshot() Participant {
	level, active := p.GetAudioLevel()
	if !active {
		level = 0
	}
	s := Participant{
		Identity: p.identity(), Session: p.session(), Connected: p.connected(),
		Since: p.ConnectedAt(), Hidden: p.Hidden(),
		MayMicrophone: p.CanPublish() && p.CanPublishSource(livekit.TrackSource_MICROPHONE),
		Quality:       quality(p.GetConnectionQuality()),
		AudioLevel:    level,
	}
	for _, t := range p.GetPublishedTracks() {
		s.Tracks = append(s.Tracks, snapshotTrack(t))
	}
	slices.SortFunc(s.Tracks, func(a, b Track) int { return strings.Compare(a.ID, b.ID) })
	return s
}

func snapshotTrack(t types.MediaTrack) Track {
	s := Track{
		ID: string(t.ID()), Source: sourceOf(t.Source()), Muted: t.IsMuted(),
		Video: t.Kind() == livekit.TrackType_VIDEO,
	}
	info := t.ToProto()
	s.Mime = info.GetMimeType()
	if !s.Video {
		return s
	}
	var rates sfu.Bitrates
	if receivers := t.Receivers(); len(receivers) > 0 {
		_, rates = receivers[0].GetLayeredBitrate()
	}
	for _, l := range layersOf(info) {
		layer := Layer{Spatial: int(l.GetSpatialLayer()), Width: int(l.GetWidth()), Height: int(l.GetHeight())}
		if layer.Spatial >= 0 && layer.Spatial < len(rates) {
			layer.BitsPerSecond = int(slices.Max(rates[layer.Spatial][:]))
		}
		s.Layers = append(s.Layers, layer)
	}
	slices.SortFunc(s.Layers, func(a, b Layer) int { return a.Spatial - b.Spatial })
	return s
}
