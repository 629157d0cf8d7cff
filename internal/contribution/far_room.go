package contribution

import (
	"context"
	"slices"
	"time"

	"github.com/livekit/protocol/livekit"
)

// farRoom is a room elsewhere, as its observer sees it.
type farRoom struct{ o *observer }

func (r farRoom) participants() []participant {
	r.o.mu.Lock()
	defer r.o.mu.Unlock()
	all := make([]participant, 0, len(r.o.people))
	for _, p := range r.o.people {
		all = append(all, farParticipant{o: r.o, observed: *p})
	}
	return all
}

// farParticipant is one connection to it, as it was when looked at.
type farParticipant struct {
	observed

	o *observer
}

func (p farParticipant) identity() Identity { return Identity(p.info.GetIdentity()) }

func (p farParticipant) session() string { return p.info.GetSid() }

func (p farParticipant) connected() bool {
	return p.info.GetState() == livekit.ParticipantInfo_ACTIVE
}

// setMicrophone gives or takes the right. Taking it makes LiveKit remove the
// track and tell everybody so. Who then still sends sound, under the name of
// something else, is sent away.
func (p farParticipant) setMicrophone(open bool) {
	rights := SiteRights()
	rights.PublishMicrophone = open
	has, wanted := p.info.GetPermission(), rights.permission()
	if has.GetCanPublish() != wanted.GetCanPublish() || has.GetCanPublishData() || has.GetCanSubscribe() != wanted.GetCanSubscribe() ||
		!slices.Equal(has.GetCanPublishSources(), wanted.GetCanPublishSources()) {
		p.o.tell(p.session(), func(ctx context.Context) (*livekit.ParticipantInfo, error) {
			return p.o.far.permit(ctx, p.o.room, p.identity(), rights)
		})
		return
	}
	if open {
		return
	}
	if slices.ContainsFunc(p.info.GetTracks(), func(t *livekit.TrackInfo) bool {
		s := t.GetSource()
		return t.GetType() == livekit.TrackType_AUDIO && s != livekit.TrackSource_MICROPHONE && s != livekit.TrackSource_SCREEN_SHARE_AUDIO
	}) {
		p.dismiss()
	}
}

func (p farParticipant) dismiss() {
	p.o.tell(p.session(), func(ctx context.Context) (*livekit.ParticipantInfo, error) {
		return nil, p.o.far.remove(ctx, p.o.room, p.identity())
	})
}

func (p farParticipant) seat() string { return p.info.GetAttributes()[seatAttribute] }

// putOut is the same: a client that LiveKit removes does not come back by
// itself. What fails is made up for when it has not signalled for a while.
func (p farParticipant) putOut() { p.dismiss() }

func (p farParticipant) snapshot() Participant {
	may := p.info.GetPermission()
	s := Participant{
		Identity: p.identity(), Session: p.session(), Connected: p.connected(), Since: time.UnixMilli(p.info.GetJoinedAtMs()),
		Hidden: may.GetHidden(), Quality: p.quality, AudioLevel: p.level,
		MayMicrophone: may.GetCanPublish() && (len(may.GetCanPublishSources()) == 0 ||
			slices.Contains(may.GetCanPublishSources(), livekit.TrackSource_MICROPHONE)),
	}
	for _, info := range p.info.GetTracks() {
		t := Track{
			ID: info.GetSid(), Source: sourceOf(info.GetSource()), Muted: info.GetMuted(), Mime: info.GetMimeType(),
			Video: info.GetType() == livekit.TrackType_VIDEO,
		}
		if t.Video {
			for _, l := range layersOf(info) {
				t.Layers = append(t.Layers, Layer{Spatial: int(l.GetSpatialLayer()), Width: int(l.GetWidth()), Height: int(l.GetHeight())})
			}
		}
		s.Tracks = append(s.Tracks, t)
	}
	return s
}

func (p farParticipant) track(of Source) track {
	for _, t := range p.info.GetTracks() {
		if sourceOf(t.GetSource()) == of {
			return p.o.tapped(t)
		}
	}
	return nil
}
