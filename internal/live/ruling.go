package live

import (
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Rules are what this conference has settled about speaking.
type Rules struct {
	SpeechSeconds Span `json:"speech_seconds" doc:"limit of a speech where neither act nor agenda item names one"`
	SiteQuota     Span `json:"site_quota_seconds" doc:"what one site may speak in all; 0: no bound"`
	PersonQuota   Span `json:"person_quota_seconds" doc:"what one person may speak in all; 0: no bound"`
	AutoNext      bool `json:"auto_next" doc:"the floor goes on by itself when a speech is over"`
}

// defaultSpeech is the limit of a speech where nobody has set one.
const defaultSpeech = Span(5 * time.Minute)

// SetRules settles the rules, before the session or in it. A speech that runs
// keeps the limit under which it began.
func (c *Conference) SetRules(r Rules) error {
	if err := c.during(meeting.Draft, meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	var bad []fault.Field
	if r.SpeechSeconds < Seconds(1) || r.SpeechSeconds > longestSpeech {
		bad = append(bad, fault.Field{Name: "speech_seconds", Rule: "range"})
	}
	if r.SiteQuota < 0 || r.SiteQuota > 2*longestSpeech {
		bad = append(bad, fault.Field{Name: "site_quota_seconds", Rule: "range"})
	}
	if r.PersonQuota < 0 || r.PersonQuota > 2*longestSpeech {
		bad = append(bad, fault.Field{Name: "person_quota_seconds", Rule: "range"})
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "rules out of range").WithFields(bad...)
	}
	if r == c.Info.Rules {
		return nil
	}
	c.Info.Rules = r
	c.record(KindRules, r)
	return nil
}

// NextWhenOver gives the floor to the first of the queue who is there, once the
// one speech is over, where the conference has settled that. Otherwise nothing
// happens: a dialogue, or a clock that stands, waits for a hand.
func (c *Conference) NextWhenOver(now time.Time) error {
	if c.Info.State != meeting.Live || !c.Info.Rules.AutoNext || len(c.Floor.Holders) != 1 {
		return nil
	}
	h := c.Floor.Holders[0]
	if h.RunningSince.IsZero() || h.Remaining(now) > 0 {
		return nil
	}
	for _, r := range c.Floor.Queue {
		r = c.named(r)
		if c.site(r.SiteID).Presence != Online {
			continue
		}
		if _, err := c.limitFor(r, 0); err != nil {
			continue // has spoken its time
		}
		return c.grant(r, 0, now)
	}
	return nil
}
