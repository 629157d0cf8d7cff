package contribution

import "github.com/livekit/protocol/livekit"

// room is a conference's room, in this process or on a LiveKit elsewhere.
type room interface {
	// participants are all that LiveKit knows of, those still connecting too.
	participants() []participant
}

// participant is one connection to a room.
type participant interface {
	identity() Identity
	session() string
	connected() bool // media included
	// setMicrophone gives or takes the right; nothing where it is so already.
	setMicrophone(open bool)
	// dismiss ends the session; who is there after all comes back in a new one.
	dismiss()
	seat() string // of its device
	// putOut ends the session and tells the client not to come back.
	putOut()
	snapshot() Participant
	track(of Source) track // nil while nothing is published
}

// track is what a participant publishes.
type track interface {
	id() string
	// open prepares a tap's place; nil while the track cannot be had yet.
	open(t *Tap) (attachment, Format)
}

// attachment is a tap's place among the readers of one track.
type attachment interface {
	trackID() string
	start() bool // lets packets come; false: the track has ended
	over() bool
	want(highest int32)
	requestKeyFrame(layer int)
	leave()
}

// connected are those whose media are there, by identity.
func connected(r room) map[Identity]participant {
	if r == nil {
		return nil
	}
	present := map[Identity]participant{}
	for _, p := range r.participants() {
		if p.connected() {
			present[p.identity()] = p
		}
	}
	return present
}

func sourceOf(s livekit.TrackSource) Source {
	switch s {
	case livekit.TrackSource_CAMERA:
		return Camera
	case livekit.TrackSource_MICROPHONE:
		return Microphone
	case livekit.TrackSource_SCREEN_SHARE:
		return Screen
	case livekit.TrackSource_SCREEN_SHARE_AUDIO:
		return ScreenSound
	case livekit.TrackSource_UNKNOWN:
	}
	return OtherTrack
}
