package live

import (
	"slices"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// OnAir lists the sites on the programme: the holders of the floor, the hub
// when nobody holds it, nobody once the conference is closed or cancelled.
func (c *Conference) OnAir() []SiteID {
	if c.Info.State.Over() {
		return []SiteID{}
	}
	if len(c.Floor.Holders) == 0 {
		return []SiteID{c.Info.HubSiteID}
	}
	return c.holders()
}

// OpenMicrophones lists the sites whose microphone is to be open: those on the
// air, in session, who are there and whom no rule keeps closed. It is the one
// truth; the media packages reconcile themselves to it.
func (c *Conference) OpenMicrophones() []SiteID {
	out := []SiteID{}
	if c.inSession() != nil {
		return out
	}
	for _, id := range c.OnAir() {
		if s := c.site(id); s != nil && s.mayOpen() {
			out = append(out, id)
		}
	}
	return out
}

// Mute closes a site's microphone. A holder keeps the floor and is muted until
// confirmed, its clock running on; any act that gives the floor opens it too.
func (c *Conference) Mute(id SiteID) error {
	if err := c.mayMute(); err != nil {
		return err
	}
	s, err := c.known(id)
	if err != nil {
		return err
	}
	if s.Muted {
		return nil
	}
	s.Muted = true
	c.record(KindMuted, SitesNamed{SiteIDs: []SiteID{id}})
	return nil
}

// MuteAll closes every microphone, the hub's too.
func (c *Conference) MuteAll() error {
	if err := c.mayMute(); err != nil {
		return err
	}
	muted := []SiteID{}
	for i := range c.Sites {
		if s := &c.Sites[i]; !s.Muted {
			s.Muted = true
			muted = append(muted, s.ID)
		}
	}
	if len(muted) > 0 {
		c.record(KindMuted, SitesNamed{SiteIDs: muted, All: true})
	}
	return nil
}

func (c *Conference) mayMute() error {
	return c.during(meeting.Checking, meeting.Live, meeting.Paused)
}

// Confirm opens the microphones of those on the air that stand closed: after
// the site came back, after a mute, after the server's start. Clocks that no
// hand stopped run on from where they stood.
func (c *Conference) Confirm(now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	var opened []SiteID
	var absent *Site
	for _, id := range c.OnAir() {
		s := c.site(id)
		switch {
		case s.mayOpen():
			continue
		case s.Presence != Online:
			absent = s
			continue
		}
		s.open()
		opened = append(opened, id)
		for i := range c.Floor.Holders {
			if h := &c.Floor.Holders[i]; h.SiteID == id && h.PausedBy != ByHand {
				h.start(now)
			}
		}
	}
	if len(opened) == 0 {
		if absent != nil {
			return siteOffline(absent)
		}
		return nil
	}
	slices.Sort(opened)
	c.record(KindConfirmed, SitesNamed{SiteIDs: opened})
	return nil
}

func siteOffline(s *Site) error {
	return fault.Conflict("site_offline", "site %s is %s", s.ID, s.Presence).With("site", s.ID)
}
