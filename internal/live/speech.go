package live

import (
	"slices"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Holder is a site that holds the floor, and its clock. What remains of the
// time is LimitSeconds - RanSeconds - (now - RunningSince where it runs).
type Holder struct {
	SiteID         SiteID          `json:"site_id"`
	RequestID      meeting.Ref     `json:"request_id"`
	SpeakerName    string          `json:"speaker_name"`
	SpeakerTitle   string          `json:"speaker_title"`
	DelegateID     meeting.Ref     `json:"delegate_id" doc:"the speaker, where the site's list has them"`
	Topic          string          `json:"topic"`
	Category       Category        `json:"category" enum:"point_of_order,reply,report,discussion"`
	ItemID         meeting.Ref     `json:"item_id" doc:"agenda item in which the floor was given"`
	GrantedAt      meeting.Instant `json:"granted_at"`
	LimitSeconds   Span            `json:"limit_seconds"`
	RanSeconds     Span            `json:"ran_seconds" doc:"consumed before running_since"`
	RunningSince   meeting.Instant `json:"running_since" doc:"null: the clock stands"`
	WaitingConfirm bool            `json:"waiting_confirm" doc:"its microphone stays closed until it is confirmed"`
	PausedBy       PausedBy        `json:"paused_by" enum:",hand,line,recess" doc:"why the clock stands"`
}

// PausedBy says why a clock stands.
type PausedBy string

// The reasons. A clock that a hand stopped waits for a hand.
const (
	Running  PausedBy = ""
	ByHand   PausedBy = "hand"   // the chair or the operator
	ByLine   PausedBy = "line"   // the site was lost, or the server started again
	ByRecess PausedBy = "recess" // the conference is paused
)

// Ran is the time spoken until now.
func (h Holder) Ran(now time.Time) Span {
	if h.RunningSince.IsZero() {
		return h.RanSeconds
	}
	return h.RanSeconds + Span(max(0, now.Sub(h.RunningSince.Time)))
}

// Remaining is the time left, negative when it is over.
func (h Holder) Remaining(now time.Time) Span { return h.LimitSeconds - h.Ran(now) }

// stop halts the clock. A clock that stands already keeps the time, and takes
// the new reason only where a hand did not stop it.
func (h *Holder) stop(now time.Time, by PausedBy) {
	if !h.RunningSince.IsZero() {
		h.RanSeconds = h.Ran(now)
		h.RunningSince = meeting.Instant{}
	}
	if h.PausedBy != ByHand {
		h.PausedBy = by
	}
}

// start lets the clock run on; one that runs is left alone.
func (h *Holder) start(now time.Time) {
	h.PausedBy = Running
	if h.RunningSince.IsZero() {
		h.RunningSince = meeting.At(now)
	}
}

// ExtendFloor adds time to the speech, to each speech of a dialogue.
func (c *Conference) ExtendFloor(by time.Duration) error {
	if err := c.speaking(); err != nil {
		return err
	}
	if by < time.Second || by > time.Hour {
		return fault.Invalid("invalid_input", "extension of %v", by).
			WithFields(fault.Field{Name: "seconds", Rule: "range"})
	}
	for i := range c.Floor.Holders {
		c.Floor.Holders[i].LimitSeconds += Span(by)
	}
	c.record(KindExtended, Extended{SiteIDs: c.holders(), Seconds: Span(by)})
	return nil
}

// PauseClock stops the clock; the speaker keeps the floor and the microphone.
func (c *Conference) PauseClock(now time.Time) error {
	if err := c.speaking(); err != nil {
		return err
	}
	var stopped []SiteID
	for i := range c.Floor.Holders {
		if h := &c.Floor.Holders[i]; h.PausedBy != ByHand {
			h.stop(now, ByHand)
			stopped = append(stopped, h.SiteID)
		}
	}
	if stopped != nil {
		c.record(KindClockPaused, SitesNamed{SiteIDs: stopped})
	}
	return nil
}

// ResumeClock lets the clock run on from where it stood. A holder who is still
// to be confirmed, or who is not there, is refused: nobody's time runs while
// nobody hears them.
func (c *Conference) ResumeClock(now time.Time) error {
	if err := c.speaking(); err != nil {
		return err
	}
	var started []SiteID
	for i := range c.Floor.Holders {
		h := &c.Floor.Holders[i]
		s := c.site(h.SiteID)
		if s.Presence != Online {
			return siteOffline(s)
		}
		if !s.mayOpen() {
			return fault.Conflict("waiting_confirm", "site %s is to be confirmed first", s.ID).With("site", s.ID)
		}
		if h.RunningSince.IsZero() {
			started = append(started, h.SiteID)
		}
	}
	if started == nil {
		return nil
	}
	for i := range c.Floor.Holders {
		c.Floor.Holders[i].start(now)
	}
	c.record(KindClockRuns, SitesNamed{SiteIDs: started})
	return nil
}

func (c *Conference) speaking() error {
	if err := c.inSession(); err != nil {
		return err
	}
	if len(c.Floor.Holders) == 0 {
		return fault.Conflict("nobody_speaks", "nobody holds the floor")
	}
	return nil
}

func (c *Conference) holders() []SiteID {
	out := make([]SiteID, 0, len(c.Floor.Holders))
	for _, h := range c.Floor.Holders {
		out = append(out, h.SiteID)
	}
	return out
}

// endSpeeches ends every speech and counts it, a rehearsal's excepted.
func (c *Conference) endSpeeches(now time.Time) []Speech {
	var out []Speech
	for _, h := range c.Floor.Holders {
		ran := h.Ran(now)
		out = append(out, Speech{
			SiteID: h.SiteID, RequestID: h.RequestID, SpeakerName: h.SpeakerName, SpeakerTitle: h.SpeakerTitle,
			Topic: h.Topic, Category: h.Category, ItemID: h.ItemID,
			StartedAt: h.GrantedAt, EndedAt: meeting.At(now), Seconds: ran,
		})
		if c.Info.State != meeting.Checking {
			c.count(h.SiteID, ran)
			if who := person(h.SiteID, h.SpeakerName); who != "" {
				if c.Persons == nil {
					c.Persons = map[string]Span{}
				}
				c.Persons[who] += ran
			}
		}
	}
	c.Floor.Holders = []Holder{}
	return out
}

func (c *Conference) count(id SiteID, ran Span) {
	number := c.site(id).Number
	i := slices.IndexFunc(c.Floor.Spoken, func(s Spoken) bool { return c.site(s.SiteID).Number >= number })
	if i < 0 {
		i = len(c.Floor.Spoken)
	}
	if i == len(c.Floor.Spoken) || c.Floor.Spoken[i].SiteID != id {
		c.Floor.Spoken = slices.Insert(c.Floor.Spoken, i, Spoken{SiteID: id})
	}
	c.Floor.Spoken[i].Seconds += ran
	c.Floor.Spoken[i].Times++
}

func (c *Conference) spoken(id SiteID) Spoken {
	for _, s := range c.Floor.Spoken {
		if s.SiteID == id {
			return s
		}
	}
	return Spoken{SiteID: id}
}
