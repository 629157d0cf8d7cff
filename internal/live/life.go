package live

import (
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Move brings the conference into a state, by the act that leads there.
func (c *Conference) Move(to meeting.State, now time.Time) error {
	switch to {
	case meeting.Published:
		return c.Publish()
	case meeting.Checking:
		return c.BeginChecks()
	case meeting.Live:
		if c.Info.State == meeting.Paused {
			return c.Resume(now)
		}
		return c.Open(now)
	case meeting.Paused:
		return c.Pause(now)
	case meeting.Closed:
		return c.Close(now)
	case meeting.Draft, meeting.Cancelled: // cancelling needs a reason: Cancel
	}
	return fault.Invalid("invalid_input", "no act leads to %q", to).
		WithFields(fault.Field{Name: "to", Rule: "one_of", Value: string(to)})
}

// Publish makes the plan known. It needs a day, a hub and an agenda.
func (c *Conference) Publish() error {
	if err := c.during(meeting.Draft); err != nil {
		return err
	}
	var lacks []fault.Field
	if c.Info.ScheduledAt.IsZero() {
		lacks = append(lacks, fault.Field{Name: "scheduled_at", Rule: "required"})
	}
	if c.site(c.Info.HubSiteID) == nil {
		lacks = append(lacks, fault.Field{Name: "hub_site_id", Rule: "required"})
	}
	if len(c.Agenda.Items) == 0 {
		lacks = append(lacks, fault.Field{Name: "agenda", Rule: "required"})
	}
	if len(lacks) > 0 {
		return fault.Conflict("plan_incomplete", "the plan lacks what publishing needs").WithFields(lacks...)
	}
	c.Info.State = meeting.Published
	c.record(KindPublished, struct{}{})
	return nil
}

// BeginChecks locks the plan; sites try their devices. The floor may be given
// as a rehearsal, which leaves no trace in the record of speeches.
func (c *Conference) BeginChecks() error {
	if err := c.during(meeting.Published); err != nil {
		return err
	}
	c.Info.State = meeting.Checking
	c.record(KindChecking, struct{}{})
	return nil
}

// Open opens the session. What was rehearsed is forgotten; requests stay.
func (c *Conference) Open(now time.Time) error {
	if err := c.during(meeting.Checking); err != nil {
		return err
	}
	c.Floor.Holders = []Holder{}
	c.Info.State = meeting.Live
	c.Info.OpenedAt = meeting.At(now)
	c.Programme.Scene, c.Programme.BreakUntil = Speaker, meeting.Instant{}
	for i := range c.Sites {
		c.Sites[i].attend(c.Info, now)
	}
	c.record(KindOpened, struct{}{})
	return nil
}

// Pause sends the conference into recess: clocks stop, microphones close, who
// holds the floor keeps it.
func (c *Conference) Pause(now time.Time) error {
	if err := c.during(meeting.Live); err != nil {
		return err
	}
	for i := range c.Floor.Holders {
		c.Floor.Holders[i].stop(now, ByRecess)
	}
	c.Info.State = meeting.Paused
	c.Programme.Before, c.Programme.Scene = c.Programme.Scene, Recess
	c.record(KindConferencePaused, struct{}{})
	return nil
}

// Resume ends the recess. Clocks that the recess stopped run on from where
// they stood, unless their holder was lost meanwhile.
func (c *Conference) Resume(now time.Time) error {
	if err := c.during(meeting.Paused); err != nil {
		return err
	}
	c.Info.State = meeting.Live
	if c.Programme.Scene == Recess {
		c.Programme.Scene = c.Programme.Before
	}
	if c.Programme.Scene == Recess || c.Programme.Scene == "" {
		c.Programme.Scene = Speaker
	}
	c.Programme.Before, c.Programme.BreakUntil = "", meeting.Instant{}
	for i := range c.Floor.Holders {
		h := &c.Floor.Holders[i]
		if h.PausedBy == ByRecess && c.site(h.SiteID).mayOpen() {
			h.start(now)
		}
	}
	c.record(KindConferenceResumed, struct{}{})
	return nil
}

// Close ends the conference for good: speeches end, the queue empties into the
// record, whoever never came is absent.
func (c *Conference) Close(now time.Time) error {
	if err := c.during(meeting.Live, meeting.Paused); err != nil {
		return err
	}
	unheard := c.Floor.Queue
	data := Closed{Ended: c.endSpeeches(now), Unheard: unheard}
	c.Floor.Queue = []Request{}
	if it := c.Agenda.current(); it != nil {
		it.finish(now)
		c.Agenda.CurrentID = ""
	}
	for i := range c.Sites {
		if c.Sites[i].Attendance == AttendanceExpected {
			c.Sites[i].Attendance = Absent
		}
		c.Sites[i].Media = SiteMedia{}
	}
	c.Info.State, c.Info.ClosedAt = meeting.Closed, meeting.At(now)
	c.Programme.Scene, c.Programme.Banner, c.Programme.BreakUntil = Title, "", meeting.Instant{}
	c.Programme.Page = Page{}
	c.Control = Control{}
	c.record(KindClosed, data)
	return nil
}

// Cancel calls off a conference that was invited and has not been opened. It
// stays on record with the reason; who had asked for the floor is named in it.
func (c *Conference) Cancel(reason string, now time.Time) error {
	if err := c.during(meeting.Published, meeting.Checking); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case n == 0:
		return fault.Invalid("reason_missing", "a reason is needed").
			WithFields(fault.Field{Name: "reason", Rule: "required"})
	case n > longestReason:
		return fault.Invalid("invalid_input", "reason of %d characters", n).
			WithFields(fault.Field{Name: "reason", Rule: "too_long"})
	}
	unheard := c.Floor.Queue
	c.Floor.Queue, c.Floor.Holders = []Request{}, []Holder{}
	for i := range c.Sites {
		c.Sites[i].Media = SiteMedia{}
	}
	c.Info.State, c.Info.CancelledAt, c.Info.CancelReason = meeting.Cancelled, meeting.At(now), reason
	c.Programme = Choice{Scene: Title, Inset: c.Programme.Inset}
	c.Control = Control{}
	c.record(KindCancelled, Cancelled{Reason: reason, Unheard: unheard})
	return nil
}

// longestReason is the longest reason for a cancellation, in characters.
const longestReason = 1000

// Recover is what the program does on its start with a conference that ran
// when it ended: nobody is connected, so every site is lost as of the last
// instant at which the program is known to have run, clocks stand at that
// instant, and the holder waits to be confirmed. Queue and agenda stay.
func (c *Conference) Recover(now time.Time) error {
	if c.Info.State.Over() {
		return nil
	}
	last := c.SeenAt
	if last.IsZero() || last.After(now) {
		last = now
	}
	changed := false
	for i := range c.Sites {
		if c.Sites[i].Presence == Online {
			c.Sites[i].lose(last)
			changed = true
		}
	}
	for i := range c.Floor.Holders {
		if h := &c.Floor.Holders[i]; !h.RunningSince.IsZero() {
			h.stop(last, ByLine)
			changed = true
		}
	}
	if !changed {
		return nil
	}
	c.record(KindRestarted, Restarted{LastSeenAt: meeting.At(last)})
	return nil
}
