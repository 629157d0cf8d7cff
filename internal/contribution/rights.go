package contribution

import (
	"slices"

	"github.com/livekit/livekit-server/pkg/rtc"
	"github.com/livekit/livekit-server/pkg/rtc/types"
	"github.com/livekit/protocol/livekit"
)

// reconcile makes every site's right to its microphone what the conference
// wants. Consoles, halls and watchers keep what their token gave them.
func (w *watch) reconcile(room *rtc.Room) {
	if room == nil {
		return
	}
	open, live := w.engine.conferences.Desired(w.room)
	for _, p := range room.GetParticipants() { // those still connecting too: their token may be a refreshed one
		site, ok := Identity(p.Identity()).SiteID()
		if !ok {
			continue
		}
		s := w.sessions[Identity(p.Identity())]
		admitted := s.admitted && s.id == string(p.ID())
		setMicrophone(p, live && admitted && slices.Contains(open, site))
	}
}

// setMicrophone gives or takes the right to the microphone. Taking it makes
// LiveKit remove the track and tell everybody so.
func setMicrophone(p types.LocalParticipant, open bool) {
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
