package report

import (
	"strings"
	"time"

	"giaoban/internal/fault"
)

// Act is something that is done to a report.
type Act string

// The acts.
const (
	ActSave   Act = "save"
	ActSubmit Act = "submit"
	ActAccept Act = "accept"
	ActReturn Act = "return"
	ActReopen Act = "reopen"
)

// Next returns the state to which an act leads, or refuses the act in that
// state. It is the whole state machine of the package's description.
func Next(s State, a Act) (State, error) {
	switch a {
	case ActSave:
		switch s {
		case Missing, Draft:
			return Draft, nil
		case Returned:
			return Returned, nil
		case Submitted, Accepted:
		}
	case ActSubmit:
		switch s {
		case Missing, Draft, Returned:
			return Submitted, nil
		case Submitted, Accepted:
		}
	case ActAccept:
		if s == Submitted {
			return Accepted, nil
		}
	case ActReturn:
		if s == Submitted {
			return Returned, nil
		}
	case ActReopen:
		if s == Accepted {
			return Draft, nil
		}
	}
	return s, fault.Conflict("report_state", "cannot %s a report that is %s", a, s).
		With("act", string(a)).With("state", string(s))
}

// apply carries out an act on the report. Returning and reopening begin a new
// version, since the one that was sent is kept as it was.
func (r *Report) apply(a Act, who, reason string, now time.Time) error {
	to, err := Next(r.State, a)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	switch a {
	case ActSave:
		r.SavedAt = now
	case ActSubmit:
		if r.SubmittedAt.IsZero() {
			r.SubmittedAt = now
		}
		r.SubmittedBy, r.Reason = who, ""
	case ActAccept:
		r.AcceptedAt, r.AcceptedVersion = now, r.Version
	case ActReturn, ActReopen:
		if reason == "" {
			return fault.Invalid("reason_missing", "%s needs a reason", a).
				WithFields(fault.Field{Name: "reason", Rule: "required"})
		}
		r.Version, r.Reason = r.Version+1, reason
	}
	r.State = to
	return nil
}

// Late tells whether a report sent at that instant (zero: not yet) is late
// now. A report sent in time stays in time when it is returned and sent again.
func Late(submitted, due, now time.Time) bool {
	if submitted.IsZero() {
		return now.After(due)
	}
	return submitted.After(due)
}
