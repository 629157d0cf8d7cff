// Package draft turns the text of a conclusion into drafts of directives: who
// is asked, for what, by when. It is pure and knows Vietnamese and English.
//
//	text → lines, markers → sentences → pieces (cut at ';')
//	     → each piece judged: asks somebody | goes on with the piece before |
//	       opens a list | asks nothing
//	     → drafts with their place, addressees, deadline and the words that
//	       made them drafts
//
// What stands above a piece (a heading, a label, the sentence before) gives the
// addressees that the piece itself does not name. The package issues nothing:
// a draft is a proposal to the secretary.
package draft

import "giaoban/internal/text"

// Span is a stretch of the text in runes of its NFC form, [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Urgency is how soon the words want a thing done, apart from any deadline.
type Urgency string

// The degrees of urgency.
const (
	Routine Urgency = "routine"
	Prompt  Urgency = "prompt" // "sớm", "kịp thời", "promptly"
	Urgent  Urgency = "urgent" // "khẩn trương", "ngay", "immediately"
)

// Draft is one directive as read from the text.
type Draft struct {
	// Text is the piece of the sentence that puts the task, as written.
	Text string `json:"text"`
	Span
	// Sentence counts from 1 through the whole text.
	Sentence int `json:"sentence"`
	// Addressees are named as in the text, each by itself; empty where the text
	// names nobody.
	Addressees []string `json:"addressees"`
	// AddresseeIDs are the directory's ids, beside Addressees; "" where unknown.
	AddresseeIDs []string `json:"addressee_ids,omitempty"`
	// Unrecognised are those of Addressees that no unit of the directory answers
	// to; nil without a directory.
	Unrecognised []string `json:"unrecognised,omitempty"`
	// Coordinating are the bodies that the addressees work with.
	Coordinating    []string `json:"coordinating"`
	CoordinatingIDs []string `json:"coordinating_ids,omitempty"`
	// Deadline is nil where there is none, or only a recurring one.
	Deadline *text.Date `json:"deadline"`
	// Recurrence is the phrase of a recurring day: "ngày 25 hằng tháng".
	Recurrence string `json:"recurrence,omitempty"`
	// Why are the words that made this a draft: introducer, modal, addressees.
	Why []Span `json:"why"`
	// Inherited tells that the addressees come from above, not from the piece.
	Inherited bool    `json:"inherited,omitempty"`
	WorkArea  string  `json:"work_area,omitempty"`
	Urgency   Urgency `json:"urgency"`
	// Strength is 1 for a reminder, 2 for a request, 3 for an order.
	Strength int `json:"strength"`
}

// Options are what the reader knows besides the text.
type Options struct {
	// Day is the day of the conference: "trong tháng này" and a bare "30/6" are
	// read against it. The zero Day is looked for in the text.
	Day text.Date
	// Directory may be nil: addressees are then only named.
	Directory *Directory
	// Introducers are an organisation's own words that put a task, besides the
	// built-in ones, in lower case.
	Introducers []string
}

// Extract reads the drafts out of a text in its order. Offsets count runes of
// the text in NFC.
func Extract(s string, opt Options) []Draft {
	r := newReader(text.NFC(s), opt)
	r.read()
	return r.drafts
}
