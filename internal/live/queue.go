package live

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Category is what the floor is asked for.
type Category string

// The categories, in the order of their ranks.
const (
	PointOfOrder Category = "point_of_order" // about the conduct of the conference: before all else
	Reply        Category = "reply"          // to what was just said
	Report       Category = "report"         // a unit's turn in the agenda
	Discussion   Category = "discussion"
)

// rank is the category's place: lower goes first.
func (k Category) rank() int {
	switch k {
	case PointOfOrder:
		return 1
	case Reply:
		return 3
	case Report:
		return 4
	case Discussion:
		return 5
	}
	return 0
}

// rank is the request's place. A speaker who was interrupted goes on after the
// points of order and before everyone else.
func (r Request) rank() int {
	if r.RemainingSeconds != nil {
		return 2
	}
	return r.Category.rank()
}

// Request asks for the floor.
type Request struct {
	ID           RequestID       `json:"id"`
	SiteID       SiteID          `json:"site_id"`
	Topic        string          `json:"topic"`
	Category     Category        `json:"category" enum:"point_of_order,reply,report,discussion"`
	SpeakerName  string          `json:"speaker_name"`
	SpeakerTitle string          `json:"speaker_title"`
	DelegateID   meeting.Ref     `json:"delegate_id" doc:"the speaker, where the site's list has them"`
	AskedAt      meeting.Instant `json:"asked_at"`
	// RemainingSeconds is set for a speaker who was interrupted: what is left
	// of the speech. Going on never gains time.
	RemainingSeconds *Span `json:"remaining_seconds,omitempty"`
}

// Longest texts of a request, in characters.
const (
	longestTopic = 300
	longestName  = 120
)

func (r *Request) check() error {
	var bad []fault.Field
	for name, s := range map[string]*string{
		"topic": &r.Topic, "speaker_name": &r.SpeakerName, "speaker_title": &r.SpeakerTitle,
	} {
		*s = strings.TrimSpace(*s)
		most := longestName
		if name == "topic" {
			most = longestTopic
		}
		if utf8.RuneCountInString(*s) > most {
			bad = append(bad, fault.Field{Name: name, Rule: "too_long"})
		}
	}
	if r.Category == "" {
		r.Category = Discussion
	}
	if r.Category.rank() == 0 {
		bad = append(bad, fault.Field{Name: "category", Rule: "one_of", Value: string(r.Category)})
	}
	if len(bad) > 0 {
		slices.SortFunc(bad, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
		return fault.Invalid("invalid_input", "request breaks a rule").WithFields(bad...)
	}
	return nil
}

// mayQueue refuses what touches the queue before the plan is known or after
// the end. Sites may ask before the day.
func (c *Conference) mayQueue() error {
	return c.during(meeting.Published, meeting.Checking, meeting.Live, meeting.Paused)
}

// Ask puts a request into the queue, behind everyone of its rank: who asked
// first speaks first. A site waits once in each category, and so
// does each delegate who is named.
func (c *Conference) Ask(r Request, now time.Time) error {
	if err := c.mayQueue(); err != nil {
		return err
	}
	if _, err := c.known(r.SiteID); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	for _, q := range c.Floor.Queue {
		if q.SiteID == r.SiteID && q.Category == r.Category && q.DelegateID == r.DelegateID && q.RemainingSeconds == nil {
			return fault.Conflict("already_requested", "site %s waits already", r.SiteID).
				With("request", q.ID).With("site", r.SiteID)
		}
	}
	r.AskedAt, r.RemainingSeconds = meeting.At(now), nil
	at := c.enqueue(r)
	c.record(KindRequested, Asked{Request: r, Position: at + 1})
	return nil
}

// enqueue inserts r behind the last request of the same or a higher rank. The
// chair's own order among the others stays as it is.
func (c *Conference) enqueue(r Request) int {
	at := 0
	for i, q := range c.Floor.Queue {
		if q.rank() <= r.rank() {
			at = i + 1
		}
	}
	c.Floor.Queue = slices.Insert(c.Floor.Queue, at, r)
	c.queueMoved = true
	return at
}

// take removes the request from the queue and returns it.
func (c *Conference) take(id RequestID) (Request, error) {
	i := slices.IndexFunc(c.Floor.Queue, func(r Request) bool { return r.ID == id })
	if i < 0 {
		return Request{}, fault.NotFound("request_unknown", "no request %q in the queue", id)
	}
	r := c.Floor.Queue[i]
	c.Floor.Queue = slices.Delete(c.Floor.Queue, i, i+1)
	c.queueMoved = true
	return r, nil
}

// Requested is the request that is in the queue.
func (c *Conference) Requested(id RequestID) (Request, error) {
	for _, r := range c.Floor.Queue {
		if r.ID == id {
			return r, nil
		}
	}
	return Request{}, fault.NotFound("request_unknown", "no request %q in the queue", id)
}

// Withdraw takes a request back at its own site's wish.
func (c *Conference) Withdraw(id RequestID) error {
	return c.drop(id, KindWithdrawn, "")
}

// Refuse takes a request out of the queue by the chair's decision.
func (c *Conference) Refuse(id RequestID, reason string) error {
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) > longestTopic {
		return fault.Invalid("invalid_input", "reason too long").
			WithFields(fault.Field{Name: "reason", Rule: "too_long"})
	}
	return c.drop(id, KindRefused, reason)
}

func (c *Conference) drop(id RequestID, kind Kind, reason string) error {
	if err := c.mayQueue(); err != nil {
		return err
	}
	r, err := c.take(id)
	if err != nil {
		return err
	}
	c.record(kind, Asked{Request: r, Reason: reason})
	return nil
}

// Defer moves a request behind all others of its rank.
func (c *Conference) Defer(id RequestID) error {
	if err := c.mayQueue(); err != nil {
		return err
	}
	r, err := c.take(id)
	if err != nil {
		return err
	}
	at := c.enqueue(r)
	c.record(KindDeferred, Asked{Request: r, Position: at + 1})
	return nil
}

// Reorder gives the queue the order that the chair wants, whatever the ranks.
// seen is the revision at which the caller saw the queue: where its order
// changed since, the act is refused and nothing is lost.
func (c *Conference) Reorder(ids []RequestID, seen int64) error {
	if err := c.mayQueue(); err != nil {
		return err
	}
	if seen < c.QueueRev {
		return fault.Conflict("stale", "the queue changed at revision %d", c.QueueRev)
	}
	out := make([]Request, 0, len(ids))
	left := slices.Clone(c.Floor.Queue)
	for _, id := range ids {
		i := slices.IndexFunc(left, func(r Request) bool { return r.ID == id })
		if i < 0 {
			return fault.Conflict("stale", "request %q is not, or not once, in the queue", id)
		}
		out = append(out, left[i])
		left = slices.Delete(left, i, i+1)
	}
	if len(left) > 0 {
		return fault.Conflict("stale", "%d requests are missing from the order", len(left))
	}
	if slices.EqualFunc(out, c.Floor.Queue, func(a, b Request) bool { return a.ID == b.ID }) {
		return nil
	}
	c.Floor.Queue, c.queueMoved = out, true
	c.record(KindReordered, Reordered{RequestIDs: ids})
	return nil
}
