// Package directive follows what the chair concluded: a conclusion's text is
// drafted into directives, the drafts are corrected and issued, the addressed
// units carry them out, and the next conference hears what became of them.
//
//	drafted ──issue──▶ issued ──▶ acknowledged ──▶ in_progress ──▶ reported_done ──▶ confirmed
//	                     │             │              ▲   │              │
//	                     └─────────────┴── progress ──┘   │            return
//	                                                      │              ▼
//	                                                      └───────── returned
//	open ⇄ suspended        any that is not confirmed ──▶ cancelled
//
// A directive has exactly one lead unit; one put to several units becomes one
// directive for each. Its time limit moves only by an extension that the lead
// asked for and the office granted. Whether it is in time is derived from
// days, never stored. Issued text is never rewritten, and every act leaves a
// line of history. Only what a directive is filed under, its work area and its
// indicator, may be corrected, in any state, and the history keeps what it
// was. Turning text into drafts is draft's work, not this package's; nor does
// it send reminders.
package directive

import (
	"time"

	"giaoban/internal/text"
)

// State is where a directive stands.
type State string

// The states. Drafted ones stand on the issuing desk and are not yet
// directives.
const (
	Drafted      State = "drafted"
	Issued       State = "issued"
	Acknowledged State = "acknowledged"
	InProgress   State = "in_progress"
	ReportedDone State = "reported_done"
	Returned     State = "returned"
	Confirmed    State = "confirmed"
	Suspended    State = "suspended"
	Cancelled    State = "cancelled"
)

// Open tells whether something remains to be done or decided.
func (s State) Open() bool {
	switch s {
	case Issued, Acknowledged, InProgress, ReportedDone, Returned, Suspended:
		return true
	case Drafted, Confirmed, Cancelled:
	}
	return false
}

// working tells whether the lead unit is at work on it.
func (s State) working() bool {
	switch s {
	case Issued, Acknowledged, InProgress, Returned:
		return true
	case Drafted, ReportedDone, Confirmed, Suspended, Cancelled:
	}
	return false
}

// Directive is a task put to a unit. Days are text.Date, zero for none.
type Directive struct {
	ID            string
	ConferenceID  string
	SeriesID      string // of the conference
	DraftID       string
	Number        string // of the notice: "12-TB/TU"
	Ordinal       int
	Text          string
	UnitID        string // the lead
	Coordinating  []string
	PartUnits     []string // that have a part of it
	WorkArea      string
	IssuedAt      time.Time
	Deadline      text.Date
	FirstDeadline text.Date // before any extension
	Recurrence    string
	Next          text.Date // of a recurring one: its earliest turn not reported done
	State         State
	Resumes       State // while suspended
	Percent       int
	DoneOn        text.Date
	ConfirmedAt   time.Time
	Extension     *Extension // asked for and not yet decided
	IndicatorID   string     // that it serves
	Evidence      bool       // done only with evidence
	Rev           int64
}

// Extension is a request for more time.
type Extension struct {
	Until   text.Date
	Reason  string
	AskedAt time.Time
}

// Progress is how much is done, in percent: what the lead last reported, and
// all of it once it has reported the directive done.
func (d Directive) Progress() int {
	if !d.DoneOn.IsZero() {
		return 100
	}
	return d.Percent
}

// Timeliness is how a directive stands to its time limit.
type Timeliness string

// The kinds of timeliness.
const (
	NoDeadline Timeliness = "no_deadline"
	InTime     Timeliness = "in_time"
	DueSoon    Timeliness = "due_soon"
	Overdue    Timeliness = "overdue"
	DoneLate   Timeliness = "done_late"
	DoneInTime Timeliness = "done_in_time"
)

// dueSoonDays is how long before its time limit a directive is due soon.
const dueSoonDays = 7

// Due is the day by which something is to be done next: the time limit, or the
// next turn of a recurring directive; zero for none.
func (d Directive) Due() text.Date {
	if d.Deadline.IsZero() {
		return d.Next
	}
	return d.Deadline
}

// Timeliness derives how the directive stands on the day. What was reported
// done is judged by the day of that report; what is suspended or cancelled is
// never overdue. What is done and confirmed in time is told apart from what is
// in time so far.
// A recurring one stands as its earliest turn not reported done.
func (d Directive) Timeliness(today text.Date) Timeliness {
	due := d.Due()
	switch {
	case due.IsZero():
		return NoDeadline
	case !d.DoneOn.IsZero():
		if due.Before(d.DoneOn) {
			return DoneLate
		}
		if d.State == Confirmed {
			return DoneInTime
		}
		return InTime
	case d.State == Suspended || d.State == Cancelled:
		return InTime
	case due.Before(today):
		return Overdue
	case !today.AddDays(dueSoonDays).Before(due):
		return DueSoon
	}
	return InTime
}
