package meeting

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
)

// ItemKind is what is done in an agenda item.
type ItemKind string

// The kinds of agenda items.
const (
	Opening    ItemKind = "opening"
	Review     ItemKind = "review" // implementation of the last conclusions
	Report     ItemKind = "report"
	Discussion ItemKind = "discussion"
	Conclusion ItemKind = "conclusion"
	Break      ItemKind = "break"
	Other      ItemKind = "other"
)

// ItemKinds lists every kind.
var ItemKinds = []ItemKind{Opening, Review, Report, Discussion, Conclusion, Break, Other}

// ItemState is what became of an agenda item.
type ItemState string

// The states of agenda items.
const (
	Pending  ItemState = "pending"
	Current  ItemState = "current"
	Done     ItemState = "done"
	Skipped  ItemState = "skipped"
	Deferred ItemState = "deferred" // put off; taken up after what is pending
)

// Mark is the confidentiality mark of an agenda item. State secrets do not
// belong in this program: their marks are known only to be refused (Law on
// Protection of State Secrets 2018, article 8: three degrees).
type Mark string

// The marks.
const (
	Unmarked  Mark = ""
	Internal  Mark = "internal"   // lưu hành nội bộ: not to be recorded
	Secret    Mark = "secret"     // mật: refused
	TopSecret Mark = "top_secret" // tối mật: refused
	Utmost    Mark = "utmost"     // tuyệt mật: refused
)

// AgendaItem is one item of the agenda, its plan and what became of it.
type AgendaItem struct {
	ID            ItemID    `json:"id"`
	Number        int       `json:"number" doc:"place in the agenda, from 1"`
	Title         string    `json:"title"`
	Kind          ItemKind  `json:"kind" enum:"opening,review,report,discussion,conclusion,break,other"`
	Minutes       int       `json:"minutes"`
	Presenter     string    `json:"presenter"`
	UnitID        Ref       `json:"unit_id"`
	Mark          Mark      `json:"mark" enum:",internal" doc:"confidentiality; internal is not recorded"`
	State         ItemState `json:"state" enum:"pending,current,done,skipped,deferred"`
	StartedAt     Instant   `json:"started_at"`
	EndedAt       Instant   `json:"ended_at"`
	SpeechSeconds *int      `json:"speech_seconds" doc:"limit of a speech in this item"`
	Inserted      bool      `json:"inserted" doc:"added while the conference ran; not copied to the next"`
}

// most is what bounds an agenda: nobody plans a day of more.
const (
	mostItems        = 200
	mostItemMinutes  = 24 * 60
	mostSpeech       = 4 * 60 * 60
	longestTitle     = 500
	longestPresenter = 200
)

// CheckItem refuses an item that breaks a rule of its form. name is the item's
// path in the input.
func CheckItem(name string, it AgendaItem) []fault.Field {
	var out []fault.Field
	bad := func(field, rule, value string) {
		out = append(out, fault.Field{Name: strings.TrimPrefix(name+"."+field, "."), Rule: rule, Value: value})
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(it.Title)); {
	case n == 0:
		bad("title", "required", "")
	case n > longestTitle:
		bad("title", "too_long", "")
	}
	if utf8.RuneCountInString(it.Presenter) > longestPresenter {
		bad("presenter", "too_long", "")
	}
	if it.Minutes < 0 || it.Minutes > mostItemMinutes {
		bad("minutes", "range", strconv.Itoa(it.Minutes))
	}
	if s := it.SpeechSeconds; s != nil && (*s < 1 || *s > mostSpeech) {
		bad("speech_seconds", "range", strconv.Itoa(*s))
	}
	switch it.Kind {
	case Opening, Review, Report, Discussion, Conclusion, Break, Other:
	default:
		bad("kind", "one_of", string(it.Kind))
	}
	if f := checkMark(it.Mark); f != nil {
		bad(f.Name, f.Rule, f.Value)
	}
	return out
}

// checkMark names what is wrong with a mark, nil for nothing.
func checkMark(m Mark) *fault.Field {
	switch m {
	case Unmarked, Internal:
		return nil
	case Secret, TopSecret, Utmost:
		return &fault.Field{Name: "mark", Rule: "state_secret", Value: string(m)}
	}
	return &fault.Field{Name: "mark", Rule: "one_of", Value: string(m)}
}

// Replan replaces the agenda. Items that keep their id keep it; newID makes
// the others'.
func (c *Conference) Replan(items []AgendaItem, newID func() string) error {
	if !c.State.Plannable() {
		return planLocked(c)
	}
	if len(items) > mostItems {
		return fault.Invalid("invalid_input", "%d agenda items", len(items)).
			WithFields(fault.Field{Name: "items", Rule: "too_long"})
	}
	known := map[ItemID]bool{}
	for _, it := range c.Agenda {
		known[it.ID] = true
	}
	var fields []fault.Field
	out := make([]AgendaItem, 0, len(items))
	for i, it := range items {
		fields = append(fields, CheckItem(fmt.Sprintf("items.%d", i), it)...)
		if !known[it.ID] {
			it.ID = newID()
		}
		delete(known, it.ID) // an id sent twice is two items
		it.Number, it.State, it.Inserted = i+1, Pending, false
		it.Title, it.Presenter = strings.TrimSpace(it.Title), strings.TrimSpace(it.Presenter)
		it.StartedAt, it.EndedAt = Instant{}, Instant{}
		out = append(out, it)
	}
	if len(fields) > 0 {
		return fault.Invalid("invalid_input", "agenda breaks a rule").WithFields(fields...)
	}
	c.Agenda = out
	return nil
}

// Minutes is the agenda's planned length.
func Minutes(items []AgendaItem) int {
	n := 0
	for _, it := range items {
		n += it.Minutes
	}
	return n
}
