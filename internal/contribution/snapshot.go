package contribution

import (
	"slices"
	"strings"
	"time"

	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/livekit-server/pkg/sfu"
	"github.com/livekit/protocol/livekit"
)

// Participant is what the server sees of one connection.
type Participant struct {
	Identity      Identity
	Session       string
	Connected     bool // media included
	Since         time.Time
	Hidden        bool
	MayMicrophone bool
	Quality       Quality
	AudioLevel    float64 // 0 to 1, smoothed; 0 while nobody speaks
	Tracks        []Track
}

// Quality is LiveKit's judgement of a connection.
type Quality string

// The qualities, best first. Unknown is that of a connection not judged yet.
const (
	QualityExcellent Quality = "excellent"
	QualityGood      Quality = "good"
	QualityPoor      Quality = "poor"
	QualityLost      Quality = "lost"
	QualityUnknown   Quality = "unknown"
)

// Track is one published track.
type Track struct {
	ID     string
	Source Source
	Video  bool
	Mime   string // "video/VP8"
	Muted  bool
	Layers []Layer // of a picture, lowest first
}

// Layer is one size in which a picture is sent.
type Layer struct {
	Spatial       int // 0 lowest
	Width, Height int // as announced
	BitsPerSecond int // measured; 0 while it is not sent
}

// Snapshot is everyone connected to the room, by identity.
func (e *Engine) Snapshot(room string) []Participant {
	r := e.room(room)
	if r == nil {
		return nil
	}
	var all []Participant
	for _, p := range r.GetParticipants() {
		all = append(all, snapshot(p))
	}
	slices.SortFunc(all, func(a, b Participant) int { return strings.Compare(string(a.Identity), string(b.Identity)) })
	return all
}

// Microphones are those whose sound the server takes in now: published and
// not muted, in alphabetical order.
func (e *Engine) Microphones(room string) []Identity {
	var open []Identity
	for _, p := range e.Snapshot(room) {
		if slices.ContainsFunc(p.Tracks, func(t Track) bool { return !t.Video && !t.Muted }) {
			open = append(open, p.Identity)
		}
	}
	return open
}

func snapshot(p types.LocalParticipant) Participant {
	level, active := p.GetAudioLevel()
	if !active {
		level = 0
	}
	s := Participant{
		Identity: Identity(p.Identity()), Session: string(p.ID()),
		Connected: p.State() == livekit.ParticipantInfo_ACTIVE && !p.IsClosed(),
		Since:     p.ConnectedAt(), Hidden: p.Hidden(),
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

// layersOf are the layers of a track's first codec.
func layersOf(i *livekit.TrackInfo) []*livekit.VideoLayer {
	for _, c := range i.GetCodecs() {
		return c.GetLayers()
	}
	return nil
}

func quality(i *livekit.ConnectionQualityInfo) Quality {
	if i == nil {
		return QualityUnknown
	}
	switch i.GetQuality() {
	case livekit.ConnectionQuality_EXCELLENT:
		return QualityExcellent
	case livekit.ConnectionQuality_GOOD:
		return QualityGood
	case livekit.ConnectionQuality_POOR:
		return QualityPoor
	case livekit.ConnectionQuality_LOST:
		return QualityLost
	}
	return QualityUnknown
}
