package meeting

import (
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
)

// Ids are opaque; the names say which thing is meant.
type (
	// ConferenceID names one conference.
	ConferenceID = string
	// SeriesID names a series of conferences.
	SeriesID = string
	// SiteID names a site of the organisation.
	SiteID = string
	// ItemID names an agenda item.
	ItemID = string
)

// State is where a conference stands.
type State string

// The states, in the order of a conference's life.
const (
	Draft     State = "draft"     // being prepared, seen by the office alone
	Published State = "published" // invited; the plan may still change
	Checking  State = "checking"  // sites join and try their devices
	Live      State = "live"      // in session
	Paused    State = "paused"    // in recess
	Closed    State = "closed"    // history; nothing changes any more
	Cancelled State = "cancelled" // called off before it was held; kept with the reason
)

// States lists every state in order.
var States = []State{Draft, Published, Checking, Live, Paused, Closed, Cancelled}

// Plannable tells whether the plan may still be changed.
func (s State) Plannable() bool { return s == Draft || s == Published }

// Over tells whether nothing about the conference changes any more.
func (s State) Over() bool { return s == Closed || s == Cancelled }

// Series is a line of recurring conferences.
type Series struct {
	ID      SeriesID `json:"id"`
	Name    string   `json:"name"`
	NameEn  string   `json:"name_en"`
	Cadence Cadence  `json:"cadence" enum:"week,month,quarter,half,year,ad_hoc"`
	UnitID  string   `json:"unit_id" doc:"the unit that holds the series"`
	LastID  Ref      `json:"last_id" doc:"the newest conference of the series"`
}

// Cadence is how often a series meets.
type Cadence string

// The cadences.
const (
	Weekly    Cadence = "week"
	Monthly   Cadence = "month"
	Quarterly Cadence = "quarter"
	HalfYear  Cadence = "half"
	Yearly    Cadence = "year"
	AdHoc     Cadence = "ad_hoc"
)

// Next is the day and hour at which a series meets again after t.
func (c Cadence) Next(t time.Time) time.Time {
	switch c {
	case Weekly:
		return t.AddDate(0, 0, 7)
	case Monthly:
		return addMonths(t, 1)
	case Quarterly:
		return addMonths(t, 3)
	case HalfYear:
		return addMonths(t, 6)
	case Yearly:
		return addMonths(t, 12)
	case AdHoc:
	}
	return t.AddDate(0, 0, 7)
}

// addMonths stays in the month: a month after 31 January is the last of
// February, not 3 March.
func addMonths(t time.Time, n int) time.Time {
	out := t.AddDate(0, n, 0)
	if out.Day() != t.Day() {
		out = out.AddDate(0, 0, -out.Day())
	}
	return out
}

// Conference is a conference as it was planned.
type Conference struct {
	ID          ConferenceID `json:"id"`
	SeriesID    Ref          `json:"series_id"`
	PeriodID    Ref          `json:"period_id" doc:"the reporting period it discusses"`
	PreviousID  Ref          `json:"previous_id" doc:"the conference it was copied from"`
	Title       string       `json:"title"`
	State       State        `json:"state" enum:"draft,published,checking,live,paused,closed,cancelled"`
	ScheduledAt Instant      `json:"scheduled_at"`
	OpenedAt    Instant      `json:"opened_at"`
	ClosedAt    Instant      `json:"closed_at"`
	CancelledAt Instant      `json:"cancelled_at"`
	// CancelReason is what the office gave on calling it off.
	CancelReason string       `json:"cancel_reason"`
	HubSiteID    SiteID       `json:"hub_site_id"`
	ChairName    string       `json:"chair_name"`
	ChairTitle   string       `json:"chair_title"`
	ChairAccount Ref          `json:"chair_account_id" doc:"the chair's account; null for none"`
	CoChairs     []Chair      `json:"co_chairs" doc:"in order"`
	SpeechLimit  int          `json:"speech_seconds" doc:"limit of a speech where neither act nor agenda item names one"`
	Rev          int64        `json:"rev" doc:"revision of the plan, for writes"`
	Agenda       []AgendaItem `json:"-"`
	Sites        []SiteRef    `json:"-"`
}

// SiteRef is a site as it was when the conference was planned: a later renaming
// does not touch the record.
type SiteRef struct {
	ID     SiteID `json:"id"`
	Number int    `json:"number"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	UnitID string `json:"unit_id"`
	Role   Role   `json:"role" enum:"hub,remote"`
}

// Role is what a site is in a conference.
type Role string

// The roles of sites.
const (
	Hub    Role = "hub"    // where the chair sits
	Remote Role = "remote" // linked with the hub
)

// Retitle changes what the invitation says.
func (c *Conference) Retitle(title string, at time.Time) error {
	if !c.State.Plannable() {
		return planLocked(c)
	}
	title = strings.TrimSpace(title)
	switch n := utf8.RuneCountInString(title); {
	case n == 0:
		return fault.Invalid("invalid_input", "a conference needs a title").
			WithFields(fault.Field{Name: "title", Rule: "required"})
	case n > 300:
		return fault.Invalid("invalid_input", "title of %d characters", n).
			WithFields(fault.Field{Name: "title", Rule: "too_long"})
	}
	c.Title = title
	if !at.IsZero() {
		c.ScheduledAt = At(at)
	}
	return nil
}

func planLocked(c *Conference) error {
	return fault.Conflict("plan_locked", "the plan of %s is locked in state %s", c.ID, c.State).
		With("state", string(c.State))
}
