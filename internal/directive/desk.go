package directive

import (
	"strings"

	"giaoban/internal/org"
	"giaoban/internal/text"
)

// DraftState is where a draft stands on the issuing desk.
type DraftState string

// The states of a draft.
const (
	DraftOpen     DraftState = "open"
	DraftSetAside DraftState = "set_aside"
	DraftIssued   DraftState = "issued"
	DraftMerged   DraftState = "merged" // its words are in another draft
)

// Draft is a directive that is being prepared.
type Draft struct {
	ID           string
	ConferenceID string
	Position     int
	State        DraftState
	Text         string
	Origin       string // the passage as it was found, folded; "" for one by hand
	Quote        string
	Start, End   int // characters (not bytes) into the conclusion
	Sentence     int
	Why          []string // the words that gave it away
	Addressees   []string // as named in the text
	Unrecognised []string // those of them that no unit answers to
	UnitIDs      []string
	Coordinating []string
	Deadline     text.Date
	Recurrence   string
	WorkArea     string
	IndicatorID  string   // that it serves
	Evidence     bool     // done only with evidence
	Kept         []string // open directives of which it is no duplicate
	Touched      bool     // corrected by hand, or written by hand
	Rev          int64
}

// Proposal is a directive found in a text.
type Proposal struct {
	Text         string
	Quote        string // the passage, as written
	Start, End   int    // of the passage, in characters
	Sentence     int
	Why          []string
	Addressees   []string // as named in the text
	Unrecognised []string // those of them that no unit answers to
	UnitIDs      []string // of those that are known
	Coordinating []string
	Deadline     text.Date
	Recurrence   string
	WorkArea     string
}

// Drafter finds directives in a conclusion's text. day is the day of the
// conference, against which "in this month" is read.
type Drafter func(conclusion string, day text.Date, units []org.Unit, groups []org.Group, taught Learned) []Proposal

// origin is the key under which a passage found again is known again.
func (p Proposal) origin() string { return text.Key(p.Quote + " " + p.Text) }

// redraft decides what the desk holds after drafting again: open drafts that
// nobody has corrected make room for what is found now; corrected ones stay,
// and what was corrected, set aside or issued before is not proposed again.
// fresh holds the proposals to add; keep and drop part the present drafts.
func redraft(present []Draft, found []Proposal) (keep, drop []Draft, fresh []Proposal) {
	known := map[string]bool{}
	for _, d := range present {
		if d.State == DraftOpen && !d.Touched {
			drop = append(drop, d)
			continue
		}
		keep = append(keep, d)
		if d.Origin != "" {
			known[d.Origin] = true
		}
	}
	for _, p := range found {
		if o := p.origin(); !known[o] {
			known[o] = true
			fresh = append(fresh, p)
		}
	}
	return keep, drop, fresh
}

// newDraft lays a proposal on the desk.
func newDraft(id, conference string, p Proposal) Draft {
	return Draft{
		ID: id, ConferenceID: conference, State: DraftOpen, Text: text.NFC(strings.TrimSpace(p.Text)),
		Origin: p.origin(), Quote: p.Quote, Start: p.Start, End: p.End, Sentence: p.Sentence, Why: p.Why,
		Addressees: p.Addressees, Unrecognised: p.Unrecognised, UnitIDs: p.UnitIDs, Coordinating: without(p.Coordinating, p.UnitIDs),
		Deadline: p.Deadline, Recurrence: p.Recurrence, WorkArea: p.WorkArea, Rev: 1,
	}
}

// Edit is a correction of a draft; nil leaves a part as it is.
type Edit struct {
	Text         *string
	UnitIDs      *[]string
	Coordinating *[]string
	Deadline     *text.Date // the zero Date takes the time limit away
	WorkArea     *string
	IndicatorID  *string
	Evidence     *bool
	Kept         *[]string
}

func (d *Draft) correct(e Edit) {
	if e.Text != nil {
		d.Text = text.NFC(strings.TrimSpace(*e.Text))
	}
	if e.UnitIDs != nil {
		d.UnitIDs = distinct(*e.UnitIDs)
	}
	if e.Coordinating != nil {
		d.Coordinating = distinct(*e.Coordinating)
	}
	if e.Deadline != nil {
		d.Deadline = *e.Deadline
	}
	if e.WorkArea != nil {
		d.WorkArea = text.NFC(strings.TrimSpace(*e.WorkArea))
	}
	if e.IndicatorID != nil {
		d.IndicatorID = strings.TrimSpace(*e.IndicatorID)
	}
	if e.Evidence != nil {
		d.Evidence = *e.Evidence
	}
	if e.Kept != nil {
		d.Kept = distinct(*e.Kept)
	}
	// A unit that is addressed does not coordinate with itself.
	d.Coordinating = without(d.Coordinating, d.UnitIDs)
	d.Touched = true
}

// merge takes another draft's words and addressees in; the earlier time limit
// counts.
func (d *Draft) merge(other Draft) {
	d.Text = strings.TrimRight(d.Text, " .;,") + "; " + strings.TrimSpace(other.Text)
	d.Quote = strings.TrimSpace(d.Quote + " … " + other.Quote)
	d.Start, d.End = min(d.Start, other.Start), max(d.End, other.End)
	d.Why = distinct(append(d.Why, other.Why...))
	d.Addressees = distinct(append(d.Addressees, other.Addressees...))
	d.Unrecognised = distinct(append(d.Unrecognised, other.Unrecognised...))
	d.UnitIDs = distinct(append(d.UnitIDs, other.UnitIDs...))
	d.Coordinating = without(distinct(append(d.Coordinating, other.Coordinating...)), d.UnitIDs)
	if d.Deadline.IsZero() || !other.Deadline.IsZero() && other.Deadline.Before(d.Deadline) {
		d.Deadline = other.Deadline
	}
	if d.WorkArea == "" {
		d.WorkArea = other.WorkArea
	}
	if d.IndicatorID == "" {
		d.IndicatorID = other.IndicatorID
	}
	d.Evidence = d.Evidence || other.Evidence
	d.Touched = true
}

// split parts the draft's text after the given number of characters; the
// second part is put to the same units. ok is false where a part would be
// empty.
func (d *Draft) split(at int) (second Draft, ok bool) {
	runes := []rune(d.Text)
	if at <= 0 || at >= len(runes) {
		return second, false
	}
	first := strings.TrimRight(string(runes[:at]), " ;,")
	rest := strings.TrimLeft(string(runes[at:]), " ;,")
	if first == "" || rest == "" {
		return second, false
	}
	second = *d
	second.Text, second.Touched, second.Rev = rest, true, 1
	d.Text, d.Touched = first, true
	return second, true
}

// distinct drops empty and repeated entries, and keeps the order.
func distinct(list []string) []string {
	out, seen := []string{}, map[string]bool{"": true}
	for _, s := range list {
		if s = strings.TrimSpace(s); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func without(list, taken []string) []string {
	seen := map[string]bool{}
	for _, s := range taken {
		seen[s] = true
	}
	out := []string{}
	for _, s := range distinct(list) {
		if !seen[s] {
			out = append(out, s)
		}
	}
	return out
}
