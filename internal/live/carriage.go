package live

import (
	"context"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Carriage is whether a site's picture, or its sound, comes through to the
// programme. It is known of sites that the programme takes in: those on the
// air, the hub and the previewed one; and it lasts no longer than the site's
// media session.
type Carriage string

// The carriages.
const (
	// Carried is also what nobody has looked at.
	Carried Carriage = ""
	// Missing is a picture of which nothing arrives: the camera is off or
	// unplugged, or the site's line too narrow for any. Of sound it is an open
	// microphone that sends nothing: none there, refused to the page, or dead. A
	// silent room is not missing.
	Missing Carriage = "missing"
	// Foreign is in a codec that the programme does not carry.
	Foreign Carriage = "foreign"
)

// SiteMedia is what is known of a site's picture and sound on their way to the
// programme.
type SiteMedia struct {
	Picture Carriage `json:"picture" enum:",missing,foreign" doc:"missing: nothing arrives; foreign: in a codec that the programme does not carry; empty: nothing is wrong"`
	Sound   Carriage `json:"sound" enum:",missing,foreign" doc:"as picture; a microphone that is closed misses nothing"`
	// PictureCodec is left out for VP8, so that the usual case writes no
	// events.
	PictureCodec string `json:"picture_codec" doc:"of the picture where it is known and not VP8: h264, or the foreign one" example:"h264"`
	SoundCodec   string `json:"sound_codec" doc:"of the sound where it is foreign" example:"pcmu"`
}

// NoteMedia notes what is known of a site's media now. It says nothing of a
// site that is not there: its session has taken its media along.
func (c *Conference) NoteMedia(id SiteID, m SiteMedia) error {
	if err := c.during(meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	s, err := c.known(id)
	if err != nil {
		return err
	}
	if m.Sound == Missing && !slices.Contains(c.OpenMicrophones(), id) {
		m.Sound = Carried // it was closed while it was looked at
	}
	if s.Presence != Online || s.Media == m {
		return nil
	}
	was := s.Media
	s.Media = m
	c.record(KindMedia, MediaNoted{SiteID: id, Media: m, Was: was})
	return nil
}

// forgetClosed lets no microphone that is closed count as missing: with the one
// that an act closes goes what was said of it.
func (c *Conference) forgetClosed() {
	var open []SiteID
	for i := range c.Sites {
		s := &c.Sites[i]
		if s.Media.Sound != Missing {
			continue
		}
		if open == nil {
			open = c.OpenMicrophones()
		}
		if !slices.Contains(open, s.ID) {
			s.Media.Sound = Carried
		}
	}
}

// NoteMedia notes what is known of a site's media, told by whoever carries the
// conference. joins is the session that was looked at: what is said of one
// that another has replaced is dropped.
func (s *Service) NoteMedia(ctx context.Context, conf ConferenceID, site SiteID, joins int, m SiteMedia) error {
	_, err := s.change(ctx, access.System, conf, func(c *Conference) error {
		if now := c.site(site); now != nil && now.Joins != joins {
			return nil
		}
		return c.NoteMedia(site, m)
	})
	if fault.Is(err, "conference_closed") || fault.Is(err, "conference_cancelled") {
		return nil
	}
	return err
}
