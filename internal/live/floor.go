package live

import (
	"slices"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Floor is who speaks and who waits.
type Floor struct {
	Holders []Holder  `json:"holders"` // none, one, or two to three in a dialogue
	Queue   []Request `json:"queue"`   // the one order, the same for everyone
	Spoken  []Spoken  `json:"spoken"`  // by site number; speeches that have ended
}

// Spoken is how long and how often a site has spoken.
type Spoken struct {
	SiteID  SiteID `json:"site_id"`
	Seconds Span   `json:"seconds"`
	Times   int    `json:"times"`
}

// Grant says to whom the floor goes.
type Grant struct {
	Request RequestID     // from the queue; or
	Site    SiteID        // the site: its first request where it has one
	Limit   time.Duration // 0: what the request, the agenda item or the conference says
	// InsteadOf names the holder whose speech the grant ends. Without it the
	// floor is refused while another site holds it, so that two who act at once
	// do not cut off a speaker whom one of them has not seen.
	InsteadOf SiteID
}

// GiveFloor gives the floor to one site: its picture on the programme, its
// microphone open, its clock running.
func (c *Conference) GiveFloor(g Grant, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	r, err := c.candidate(g)
	if err != nil {
		return err
	}
	r = c.named(r)
	if r.ID == "" && c.holds(r.SiteID) && len(c.Floor.Holders) == 1 {
		if c.site(r.SiteID).mayOpen() {
			return fault.Conflict("already_speaking", "site %s speaks", r.SiteID).With("site", r.SiteID)
		}
		return c.Confirm(now) // the same speech goes on: no new clock
	}
	if err := c.mayReplace(r.SiteID, g.InsteadOf); err != nil {
		return err
	}
	return c.grant(r, g.Limit, now)
}

// Next gives the floor to the first of the queue; the present speech ends.
// InsteadOf, where it is known, must still be the holder.
func (c *Conference) Next(insteadOf *SiteID, now time.Time) error {
	if err := c.inSession(); err != nil {
		return err
	}
	if !c.seen(insteadOf) {
		return c.taken()
	}
	if len(c.Floor.Queue) == 0 {
		return fault.Conflict("queue_empty", "nobody waits for the floor")
	}
	return c.grant(c.named(c.Floor.Queue[0]), 0, now)
}

// candidate finds what the grant means: a request of the queue, or a bare one
// for a site that has not asked.
func (c *Conference) candidate(g Grant) (Request, error) {
	for _, r := range c.Floor.Queue {
		if r.ID == g.Request || (g.Request == "" && r.SiteID == g.Site) {
			return r, nil
		}
	}
	if g.Request != "" {
		return Request{}, fault.NotFound("request_unknown", "no request %q in the queue", g.Request)
	}
	if _, err := c.known(g.Site); err != nil {
		return Request{}, err
	}
	return Request{SiteID: g.Site, Category: Discussion}, nil
}

// mayReplace refuses while somebody else holds the floor whom the caller did
// not name.
func (c *Conference) mayReplace(site, insteadOf SiteID) error {
	switch {
	case len(c.Floor.Holders) == 0:
		return nil
	case c.holds(site) && len(c.Floor.Holders) == 1:
		return nil
	case insteadOf != "" && c.holds(insteadOf):
		return nil
	}
	return c.taken()
}

func (c *Conference) taken() error {
	return fault.Conflict("floor_taken", "floor is held by %q", c.holder()).With("holder", c.holder())
}

// seen tells whether the holder whom the caller saw, where it said whom, still
// is the holder.
func (c *Conference) seen(insteadOf *SiteID) bool {
	return insteadOf == nil || *insteadOf == c.holder()
}

// changed refuses an act that was meant for another holder than there is now.
func (c *Conference) changed() error {
	return fault.Conflict("speaker_changed", "floor is held by %q now", c.holder()).With("holder", c.holder())
}

// grant is the act itself, after its guards.
func (c *Conference) grant(r Request, limit time.Duration, now time.Time) error {
	s, err := c.known(r.SiteID)
	if err != nil {
		return err
	}
	if s.Presence != Online {
		return siteOffline(s)
	}
	span, err := c.limitFor(r, Span(limit))
	if err != nil {
		return err
	}
	if r.ID != "" && c.Info.State == meeting.Live { // a rehearsal uses up no request
		if _, err = c.take(r.ID); err != nil {
			return err
		}
	}
	ended := c.endSpeeches(now)
	s.open()
	h := Holder{
		SiteID: r.SiteID, RequestID: meeting.Ref(r.ID), SpeakerName: r.SpeakerName, SpeakerTitle: r.SpeakerTitle,
		DelegateID: r.DelegateID,
		Topic:      r.Topic, Category: r.Category, ItemID: c.Agenda.CurrentID, GrantedAt: meeting.At(now), LimitSeconds: span,
	}
	h.start(now)
	c.Floor.Holders = []Holder{h}
	c.Programme.show(Speaker)
	if string(c.Control.Preview) == r.SiteID {
		c.Control.Preview = ""
	}
	c.record(KindGranted, Granted{
		SiteID: h.SiteID, RequestID: h.RequestID, SpeakerName: h.SpeakerName, SpeakerTitle: h.SpeakerTitle,
		Topic: h.Topic, Category: h.Category, ItemID: h.ItemID, LimitSeconds: span, Ended: ended,
	})
	return nil
}

// longestSpeech bounds a limit: half a day.
const longestSpeech = Span(12 * time.Hour)

// limitFor settles a speech's limit: what the act says, else what is left of an
// interrupted speech, else the agenda item's, else the conference's. The quotas
// of the site and of the person bound them all.
func (c *Conference) limitFor(r Request, asked Span) (Span, error) {
	if asked < 0 || asked > longestSpeech {
		return 0, fault.Invalid("invalid_input", "limit of %v", asked.Duration()).
			WithFields(fault.Field{Name: "limit_seconds", Rule: "range"})
	}
	limit := c.Info.Rules.SpeechSeconds
	if it := c.Agenda.current(); it != nil && it.SpeechSeconds != nil {
		limit = Seconds(*it.SpeechSeconds)
	}
	if r.RemainingSeconds != nil {
		limit = *r.RemainingSeconds
	}
	if asked > 0 {
		limit = asked
	}
	if q := c.Info.Rules.SiteQuota; q > 0 && r.SiteID != c.Info.HubSiteID {
		left := q - c.spoken(r.SiteID).Seconds
		if left <= 0 {
			return 0, fault.Conflict("quota_spent", "site %s has spoken its time", r.SiteID).With("site", r.SiteID)
		}
		limit = min(limit, left)
	}
	if left, bound := c.personLeft(r); bound {
		if left <= 0 {
			return 0, fault.Conflict("person_quota_spent", "%s has spoken their time", r.SpeakerName).
				With("site", r.SiteID).With("name", r.SpeakerName)
		}
		limit = min(limit, left)
	}
	return limit, nil
}

// holder is the one site that holds the floor, or the first of a dialogue; ”
// for none.
func (c *Conference) holder() SiteID {
	if len(c.Floor.Holders) == 0 {
		return ""
	}
	return c.Floor.Holders[0].SiteID
}

func (c *Conference) holds(id SiteID) bool { return c.holding(id) >= 0 }

func (c *Conference) holding(id SiteID) int {
	return slices.IndexFunc(c.Floor.Holders, func(h Holder) bool { return h.SiteID == id })
}
