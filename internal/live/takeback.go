package live

import (
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// TakeBack returns the floor to the chair: speeches end, the hub is on the air
// and its microphone opens. insteadOf, where it is known, must still be the
// holder, unless nobody is, whom nothing could cut off.
func (c *Conference) TakeBack(insteadOf *SiteID, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	if len(c.Floor.Holders) > 0 && !c.seen(insteadOf) {
		return c.changed()
	}
	hub := c.site(c.Info.HubSiteID)
	if len(c.Floor.Holders) == 0 && (hub.mayOpen() || hub.Presence != Online) {
		return nil
	}
	ended := c.returnToHub(now)
	c.record(KindTakenBack, Ended{Ended: ended})
	return nil
}

// Interrupt returns the floor to the chair at once and keeps what is left of
// the one speech under id, or under its own request, ahead of the queue. A
// dialogue, or a speech without time left, just ends. insteadOf, where it is
// known, must still be the holder.
func (c *Conference) Interrupt(id RequestID, insteadOf *SiteID, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	if len(c.Floor.Holders) == 0 {
		return fault.Conflict("nobody_speaks", "nobody holds the floor")
	}
	if !c.seen(insteadOf) {
		return c.changed()
	}
	h := c.Floor.Holders[0]
	left := h.Remaining(now)
	keep := len(c.Floor.Holders) == 1 && left > 0 && h.SiteID != c.Info.HubSiteID && c.Info.State == meeting.Live
	data := Ended{Ended: c.returnToHub(now)}
	if keep {
		if h.RequestID != "" {
			id = string(h.RequestID)
		}
		c.enqueue(Request{
			ID: id, SiteID: h.SiteID, Topic: h.Topic, Category: h.Category, SpeakerName: h.SpeakerName,
			SpeakerTitle: h.SpeakerTitle, DelegateID: h.DelegateID, AskedAt: h.GrantedAt, RemainingSeconds: &left,
		})
		data.KeptFor = meeting.Ref(id)
	}
	c.record(KindInterrupted, data)
	return nil
}

func (c *Conference) returnToHub(now time.Time) []Speech {
	ended := c.endSpeeches(now)
	if hub := c.site(c.Info.HubSiteID); hub.Presence == Online {
		hub.open()
	}
	if c.Programme.Scene == Split {
		c.Programme.Scene = Speaker
	}
	return ended
}
