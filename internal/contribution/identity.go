package contribution

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
)

// Identity names a participant within a room, see docs/protocol.md:
// "site:<id>", "operator:<account>:<n>", "hall:<seat>", "watch:<seat>"; and
// "programme:<random>", the program itself in a room elsewhere.
type Identity string

const sitePrefix = "site:"

// Site is the identity of a site.
func Site(siteID string) Identity { return Identity(sitePrefix + siteID) }

// Operator is the identity of the n-th console of an account.
func Operator(account string, n int) Identity {
	return Identity(fmt.Sprintf("operator:%s:%d", account, n))
}

// Hall is the identity of a hall's screen.
func Hall(seat string) Identity { return Identity("hall:" + seat) }

// Watcher is the identity of a device that only watches.
func Watcher(seat string) Identity { return Identity("watch:" + seat) }

// itself is the identity of this program in a room elsewhere. Processes that
// share conferences have one each.
func itself() Identity { return Identity("programme:" + rand.Text()) }

// SiteID is the site's id, where the identity is a site's.
func (i Identity) SiteID() (string, bool) { return strings.CutPrefix(string(i), sitePrefix) }

// Rights are what a token lets its bearer do in the room.
type Rights struct {
	PublishCamera     bool // and a shared screen
	PublishMicrophone bool
	Subscribe         bool
	Hidden            bool // the others are not told
}

// SiteRights are those of a site's token. The microphone is never in it: the
// watcher of the room gives it while the conference wants it open.
func SiteRights() Rights { return Rights{PublishCamera: true, Subscribe: true} }

// WatchRights are those of consoles, halls and watchers: they see and hear,
// send nothing, and do not count as present.
func WatchRights() Rights { return Rights{Subscribe: true, Hidden: true} }

// sources are in one fixed order, since LiveKit compares them in order.
func (r Rights) sources() []livekit.TrackSource {
	var s []livekit.TrackSource
	if r.PublishCamera {
		s = append(s, livekit.TrackSource_CAMERA, livekit.TrackSource_SCREEN_SHARE)
	}
	if r.PublishMicrophone {
		s = append(s, livekit.TrackSource_MICROPHONE, livekit.TrackSource_SCREEN_SHARE_AUDIO)
	}
	return s
}

// permission is the same for a participant that is connected already.
func (r Rights) permission() *livekit.ParticipantPermission {
	sources := r.sources()
	return &livekit.ParticipantPermission{
		CanSubscribe:      r.Subscribe,
		CanPublish:        len(sources) > 0, // an empty list of sources alone would mean all of them
		CanPublishSources: sources,
		Hidden:            r.Hidden,
	}
}

// seatAttribute is where a token and its participant carry their device's seat.
const seatAttribute = "seat"

// Token signs a token with which identity may join room within ttl. It is good
// for as long as the device's seat stands; "" is nobody's seat, and stands.
func (e *Engine) Token(room string, identity Identity, seat, name string, rights Rights, ttl time.Duration) (string, error) {
	return e.config.token(room, identity, seat, name, rights, ttl)
}

func (c Config) token(room string, identity Identity, seat, name string, rights Rights, ttl time.Duration) (string, error) {
	grant := &auth.VideoGrant{RoomJoin: true, Room: room, Hidden: rights.Hidden}
	p := rights.permission()
	grant.SetCanSubscribe(p.CanSubscribe)
	grant.SetCanPublish(p.CanPublish)
	grant.SetCanPublishData(false)
	grant.SetCanPublishSources(p.CanPublishSources)
	token := auth.NewAccessToken(c.Key, c.Secret).
		SetVideoGrant(grant).SetIdentity(string(identity)).SetName(name).SetValidFor(ttl)
	if seat != "" {
		token.SetAttributes(map[string]string{seatAttribute: seat})
	}
	jwt, err := token.ToJWT()
	if err != nil {
		return "", fmt.Errorf("contribution: sign token for %s: %w", identity, err)
	}
	return jwt, nil
}

// callerOf is whom a valid token is for, and the seat of its device.
func (e *Engine) callerOf(token string) (c caller, seat string, ok bool) {
	v, err := auth.ParseAPIToken(token)
	if err != nil || v.APIKey() != e.config.Key {
		return caller{}, "", false
	}
	_, claims, err := v.Verify(e.config.Secret)
	if err != nil || claims.Video == nil || claims.Video.Room == "" {
		return caller{}, "", false
	}
	return caller{room: claims.Video.Room, identity: Identity(claims.Identity)}, claims.Attributes[seatAttribute], true
}
