package contribution

import (
	"slices"
	"strings"
	"time"

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
	for _, p := range r.participants() {
		all = append(all, p.snapshot())
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
	return qualityOf(i.GetQuality())
}

func qualityOf(q livekit.ConnectionQuality) Quality {
	switch q {
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
