// Package report keeps what the units report before a conference: a text for
// each work area and the values of the indicators against their plan.
//
// A unit's report of one period:
//
//	missing ──save──▶ draft ──submit──▶ submitted ──accept──▶ accepted
//	                    ▲                  │                     │
//	                    │                return                reopen
//	                 (save)                ▼                     │
//	                    │               returned ──submit──▶     │
//	                    └────────────── a new version ◀──────────┘
//
// What was sent stays as it was sent: returning and reopening begin a new
// version that starts as a copy, and a closed period changes no more. Whether
// a report is late is derived from its first sending and the due instant,
// never stored. The package does not remind, and draws no conclusion.
package report

import "time"

// PeriodKind is the length of a period.
type PeriodKind string

// The kinds of periods.
const (
	Month   PeriodKind = "month"
	Quarter PeriodKind = "quarter"
	Half    PeriodKind = "half"
	Year    PeriodKind = "year"
)

// PeriodState tells what may be done in a period.
type PeriodState string

// The states of a period, derived from its days.
const (
	PeriodComing PeriodState = "coming"
	PeriodOpen   PeriodState = "open"
	PeriodClosed PeriodState = "closed"
)

// Period is a stretch of time that the units report on.
type Period struct {
	ID       string      `json:"id"`
	Kind     PeriodKind  `json:"kind" enum:"month,quarter,half,year"`
	Year     int         `json:"year"`
	Index    int         `json:"index" doc:"1 to 12, 4, 2 or 1 within the year"`
	OpensOn  string      `json:"opens_on" doc:"YYYY-MM-DD"`
	DueAt    time.Time   `json:"due_at"`
	State    PeriodState `json:"state" enum:"coming,open,closed"`
	ClosedAt time.Time   `json:"-"`
}

// stateOn derives the period's state on a day (YYYY-MM-DD).
func (p Period) stateOn(day string) PeriodState {
	switch {
	case !p.ClosedAt.IsZero():
		return PeriodClosed
	case day < p.OpensOn:
		return PeriodComing
	}
	return PeriodOpen
}

// Area is a work area (lĩnh vực) that reports have a text on.
type Area struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	NameEn   string `json:"name_en"`
	Required bool   `json:"required"`
}

// Indicator is a number that is planned and reported.
type Indicator struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	NameEn    string `json:"name_en"`
	Measure   string `json:"unit_of_measure"`
	MeasureEn string `json:"unit_of_measure_en"`
	Decimals  int    `json:"decimals"`
}

// Catalogue is everything that is reported on.
type Catalogue struct {
	Areas      []Area
	Indicators []Indicator
}

// State is where a unit's report stands.
type State string

// The states of a report.
const (
	Missing   State = "missing"
	Draft     State = "draft"
	Submitted State = "submitted"
	Returned  State = "returned"
	Accepted  State = "accepted"
)

// AreaText is what a unit wrote on one work area.
type AreaText struct {
	AreaID string `json:"area_id"`
	Text   string `json:"text"`
}

// Value is what a unit typed for one indicator. Plan and Actual are kept as
// they were typed, even where they are no numbers.
type Value struct {
	IndicatorID string `json:"indicator_id"`
	Plan        string `json:"plan"`
	Actual      string `json:"actual"`
	Note        string `json:"note"`
}

// Content is what a report says.
type Content struct {
	Areas      []AreaText
	Indicators []Value
}

// Report is the present state of a unit's report of a period.
type Report struct {
	PeriodID, UnitID string
	State            State
	Version          int
	Rev              int64
	SavedAt          time.Time
	SubmittedAt      time.Time // of the first sending
	SubmittedBy      string
	AcceptedAt       time.Time
	AcceptedVersion  int
	Reason           string
	Content          Content
}
