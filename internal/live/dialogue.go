package live

import (
	"slices"
	"strings"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// OpenDialogue puts two or three sites on the floor at once, in a split picture.
// Who of them speaks already keeps the clock; everybody else's speech ends.
// insteadOf, where it is known, must still be the holder.
func (c *Conference) OpenDialogue(ids []SiteID, limit time.Duration, insteadOf *SiteID, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	if !c.seen(insteadOf) {
		return c.changed()
	}
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	if n := len(slices.Compact(sorted)); n != len(ids) || n < 2 || n > 3 {
		return fault.Invalid("invalid_input", "a dialogue of %d sites", n).
			WithFields(fault.Field{Name: "site_ids", Rule: "two_or_three", Value: strings.Join(ids, ",")})
	}
	var holders []Holder
	var span Span
	for _, id := range ids {
		s, err := c.known(id)
		if err != nil {
			return err
		}
		if s.Presence != Online {
			return siteOffline(s)
		}
		r := c.named(Request{SiteID: id})
		if span, err = c.limitFor(r, Span(limit)); err != nil {
			return err
		}
		h := Holder{
			SiteID: id, SpeakerName: r.SpeakerName, SpeakerTitle: r.SpeakerTitle, DelegateID: r.DelegateID, Category: Discussion, ItemID: c.Agenda.CurrentID,
			GrantedAt: meeting.At(now), LimitSeconds: span,
		}
		if i := c.holding(id); i >= 0 {
			h = c.Floor.Holders[i]
		}
		holders = append(holders, h)
	}
	c.Floor.Holders = slices.DeleteFunc(c.Floor.Holders, func(h Holder) bool { return slices.Contains(ids, h.SiteID) })
	ended := c.endSpeeches(now)
	c.Floor.Holders = holders
	for i := range holders {
		c.site(holders[i].SiteID).open()
		holders[i].start(now)
	}
	c.Programme.show(Split)
	c.record(KindDialogue, Dialogue{SiteIDs: ids, LimitSeconds: span, Ended: ended})
	return nil
}
