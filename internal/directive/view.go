package directive

import (
	"time"

	"giaoban/internal/access"
	"giaoban/internal/text"
)

// Listing is a directive as clients see it in a list.
type Listing struct {
	ID            string         `json:"id"`
	ConferenceID  string         `json:"conference_id"`
	Number        string         `json:"number" doc:"of the notice: 12-TB/TU"`
	Ordinal       int            `json:"ordinal" doc:"place within the conference"`
	Text          string         `json:"text"`
	UnitID        string         `json:"unit_id" doc:"the lead unit"`
	Coordinating  []string       `json:"coordinating_ids"`
	WorkArea      string         `json:"work_area"`
	IssuedAt      time.Time      `json:"issued_at"`
	Deadline      *string        `json:"deadline" doc:"YYYY-MM-DD, or null"`
	FirstDeadline *string        `json:"first_deadline" doc:"before any extension"`
	Recurrence    string         `json:"recurrence"`
	NextDue       *string        `json:"next_due" doc:"of a recurring one: its earliest turn not reported done"`
	DaysLeft      *int           `json:"days_left" doc:"to the time limit or the next turn; below zero: days overdue; null without either or when done"`
	State         State          `json:"state" enum:"issued,acknowledged,in_progress,reported_done,returned,confirmed,suspended,cancelled"`
	Timeliness    Timeliness     `json:"timeliness" enum:"no_deadline,in_time,due_soon,overdue,done_late,done_in_time"`
	Percent       int            `json:"percent"`
	DoneOn        *string        `json:"done_on"`
	ConfirmedAt   *time.Time     `json:"confirmed_at"`
	Extension     *ExtensionView `json:"extension,omitempty" doc:"asked for and not yet decided"`
	IndicatorID   string         `json:"indicator_id" doc:"that it serves; empty for none"`
	Evidence      bool           `json:"evidence_required" doc:"reported done only with a file"`
	Rev           int64          `json:"rev"`
	Can           []Act          `json:"can" doc:"what the caller may do now"`
	Shares        []Due          `json:"shares,omitempty" doc:"its parts and turns, where they were asked for"`
}

// ExtensionView is a request for more time as clients see it.
type ExtensionView struct {
	Until   string    `json:"until"`
	Reason  string    `json:"reason"`
	AskedAt time.Time `json:"asked_at"`
}

// Story is a directive with everything that happened to it.
type Story struct {
	Listing
	History     []Step           `json:"history"`
	Indicators  []IndicatorName  `json:"indicators" doc:"that it serves or was said to serve before"`
	Parts       []PartView       `json:"parts" doc:"handed on to other units"`
	Carried     []Carried        `json:"carried" doc:"conferences that it was carried over to, the first first"`
	Occurrences []OccurrenceView `json:"occurrences" doc:"of a recurring one, to the next"`
}

// DraftView is a draft as the issuing desk shows it.
type DraftView struct {
	ID           string      `json:"id"`
	Text         string      `json:"text"`
	Quote        string      `json:"quote" doc:"the passage it was found in"`
	Start        int         `json:"start" doc:"of the passage, in characters (code points) of the conclusion"`
	End          int         `json:"end"`
	Sentence     int         `json:"sentence"`
	Why          []string    `json:"why" doc:"the words that gave it away"`
	Addressees   []string    `json:"addressees" doc:"as named in the text"`
	Unrecognised []string    `json:"unrecognised" doc:"those of them that no unit answers to"`
	UnitIDs      []string    `json:"unit_ids"`
	Coordinating []string    `json:"coordinating_ids"`
	Deadline     *string     `json:"deadline"`
	Recurrence   string      `json:"recurrence"`
	WorkArea     string      `json:"work_area"`
	IndicatorID  string      `json:"indicator_id" doc:"that it serves; empty for none"`
	Evidence     bool        `json:"evidence_required" doc:"may be reported done only with a file"`
	Duplicates   []Duplicate `json:"duplicates" doc:"open directives of its units that are much like it"`
	Touched      bool        `json:"touched" doc:"corrected by hand: drafting again leaves it alone"`
	Rev          int64       `json:"rev"`
}

// Desk is a conference's conclusion with its open drafts.
type Desk struct {
	Text    string      `json:"text"`
	Rev     int64       `json:"rev"`
	SavedAt *time.Time  `json:"saved_at"`
	SavedBy string      `json:"saved_by"`
	Drafts  []DraftView `json:"drafts"`
	Aside   []DraftView `json:"set_aside" doc:"taken off the desk; each can be restored"`
	Issued  int         `json:"issued" doc:"drafts that have been issued"`
}

// Counts sums a list by state and by timeliness.
type Counts struct {
	Total      int            `json:"total"`
	Open       int            `json:"open"`
	State      map[string]int `json:"state"`
	Timeliness map[string]int `json:"timeliness"`
}

func dayOrNull(d text.Date) *string {
	if d.IsZero() {
		return nil
	}
	s := d.String()
	return &s
}

func instantOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (d Directive) view(by access.Actor, today text.Date) Listing {
	v := Listing{
		ID: d.ID, ConferenceID: d.ConferenceID, Number: d.Number, Ordinal: d.Ordinal, Text: d.Text, UnitID: d.UnitID,
		Coordinating: d.Coordinating, WorkArea: d.WorkArea, IssuedAt: d.IssuedAt,
		Deadline: dayOrNull(d.Deadline), FirstDeadline: dayOrNull(d.FirstDeadline), Recurrence: d.Recurrence,
		NextDue: dayOrNull(d.Next), State: d.State, Timeliness: d.Timeliness(today), Percent: d.Progress(), DoneOn: dayOrNull(d.DoneOn),
		ConfirmedAt: instantOrNull(d.ConfirmedAt), Rev: d.Rev, Can: []Act{},
		IndicatorID: d.IndicatorID, Evidence: d.Evidence,
	}
	if due := d.Due(); !due.IsZero() && d.DoneOn.IsZero() {
		n := int(due.Time().Sub(today.Time()).Hours() / 24)
		v.DaysLeft = &n
	}
	if e := d.Extension; e != nil {
		v.Extension = &ExtensionView{Until: e.Until.String(), Reason: e.Reason, AskedAt: e.AskedAt}
	}
	for _, a := range acts {
		if d.Allowed(a) == nil && may(by, a, &d) == nil {
			v.Can = append(v.Can, a)
		}
	}
	return v
}

func (d Draft) view() DraftView {
	return DraftView{
		ID: d.ID, Text: d.Text, Quote: d.Quote, Start: d.Start, End: d.End, Sentence: d.Sentence,
		Why: filled(d.Why), Addressees: filled(d.Addressees), Unrecognised: filled(d.Unrecognised), UnitIDs: filled(d.UnitIDs), Coordinating: filled(d.Coordinating),
		Deadline: dayOrNull(d.Deadline), Recurrence: d.Recurrence, WorkArea: d.WorkArea, Touched: d.Touched, Rev: d.Rev,
		IndicatorID: d.IndicatorID, Evidence: d.Evidence, Duplicates: []Duplicate{},
	}
}

// filled is an empty list in place of none: clients are sent [], never null.
func filled(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}

func desk(c conclusion, drafts []Draft, like map[string][]Duplicate) Desk {
	out := Desk{Text: c.Text, Rev: c.Rev, SavedAt: instantOrNull(c.SavedAt), SavedBy: c.SavedBy, Drafts: []DraftView{}, Aside: []DraftView{}}
	for _, d := range drafts {
		switch d.State {
		case DraftOpen:
			v := d.view()
			if found := like[d.ID]; found != nil {
				v.Duplicates = found
			}
			out.Drafts = append(out.Drafts, v)
		case DraftIssued:
			out.Issued++
		case DraftSetAside:
			out.Aside = append(out.Aside, d.view())
		case DraftMerged:
		}
	}
	return out
}
