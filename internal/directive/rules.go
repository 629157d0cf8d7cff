package directive

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Act is something that is done to a directive.
type Act string

// The acts.
const (
	ActIssue           Act = "issue"
	ActAcknowledge     Act = "acknowledge"
	ActProgress        Act = "progress"
	ActDone            Act = "done"
	ActConfirm         Act = "confirm"
	ActReturn          Act = "return"
	ActExtension       Act = "extension"
	ActGrantExtension  Act = "extension_grant"
	ActRefuseExtension Act = "extension_refuse"
	ActSuspend         Act = "suspend"
	ActResume          Act = "resume"
	ActCancel          Act = "cancel"
	ActCorrect         Act = "correct"         // of work area or indicator, by the office
	ActRemind          Act = "remind"          // by the office, who waits for a word
	ActImport          Act = "import"          // issued elsewhere
	ActCarry           Act = "carry_over"      // put before the next conference
	ActGivePart        Act = "part_give"       // to a unit below or a coordinating one
	ActPartProgress    Act = "part_progress"   // by the unit that has the part
	ActPartDone        Act = "part_done"       // likewise
	ActTakePartBack    Act = "part_take_back"  // by the unit that gave it
	ActOccurrence      Act = "occurrence_done" // of a recurring one
)

// maxText is the longest text of a directive or a report on it, in characters.
const maxText = 20_000

// acts lists what can be done to an issued directive.
var acts = []Act{
	ActAcknowledge, ActProgress, ActDone, ActConfirm, ActReturn,
	ActExtension, ActGrantExtension, ActRefuseExtension, ActSuspend, ActResume, ActCancel, ActRemind, ActCorrect,
	ActGivePart, ActOccurrence,
}

// Input is what an act brings with it.
type Input struct {
	UnitID  string // for which unit the caller acts, "" for the office
	Text    string // progress, outcome or reason
	Percent int    // of progress, 0 to 100
	Until   text.Date
	FileIDs []string   // evidence, attached before
	Correct Correction // of a correction
}

// Allowed tells whether the directive's state allows the act.
func (d *Directive) Allowed(a Act) error {
	ok := false
	switch a {
	case ActIssue, ActImport:
		ok = d.State == Drafted
	case ActAcknowledge:
		ok = d.State == Issued
	case ActProgress, ActDone, ActGivePart, ActPartProgress, ActPartDone, ActTakePartBack, ActRemind:
		ok = d.State.working()
	case ActOccurrence:
		ok = d.State.working() && d.Recurrence != ""
	case ActConfirm, ActReturn:
		ok = d.State == ReportedDone
	case ActCorrect:
		ok = d.State != Drafted // also of what is closed: it is found again by its work area
	case ActExtension:
		if d.State.working() && d.Deadline.IsZero() {
			return fault.Conflict("no_deadline", "directive %s has no time limit to extend", d.ID)
		}
		if d.State.working() && d.Extension != nil {
			return fault.Conflict("extension_pending", "directive %s waits for an answer already", d.ID)
		}
		ok = d.State.working()
	case ActGrantExtension, ActRefuseExtension:
		if d.Extension == nil {
			return fault.Conflict("extension_none", "nobody asked to extend directive %s", d.ID)
		}
		ok = d.State.working()
	case ActSuspend:
		ok = d.State.working() || d.State == ReportedDone
	case ActResume:
		ok = d.State == Suspended
	case ActCancel, ActCarry:
		ok = d.State.Open()
	}
	if !ok {
		return fault.Conflict("directive_state", "cannot %s a directive that is %s", a, d.State).
			With("act", string(a)).With("state", string(d.State))
	}
	return nil
}

// Apply carries out an act by the rules of the package's description. On an
// error the directive is as it was.
func (d *Directive) Apply(a Act, in Input, now time.Time, today text.Date) error {
	if err := d.Allowed(a); err != nil {
		return err
	}
	if err := d.check(a, in, today); err != nil {
		return err
	}
	switch a {
	case ActIssue, ActImport:
		d.State, d.IssuedAt, d.FirstDeadline = Issued, now, d.Deadline
	case ActAcknowledge:
		d.State = Acknowledged
	case ActProgress:
		// A coordinating unit's part is recorded; how far the whole is, and
		// that it has begun, only the lead says.
		if in.UnitID == d.UnitID {
			d.State, d.Percent = InProgress, in.Percent
		}
	case ActDone:
		d.State, d.DoneOn, d.Extension = ReportedDone, today, nil
	case ActConfirm:
		d.State, d.ConfirmedAt = Confirmed, now
	case ActReturn:
		d.State, d.DoneOn = Returned, text.Date{}
	case ActExtension:
		d.Extension = &Extension{Until: in.Until, Reason: strings.TrimSpace(in.Text), AskedAt: now}
	case ActGrantExtension:
		d.Deadline, d.Extension = d.Extension.Until, nil
	case ActRefuseExtension:
		d.Extension = nil
	case ActSuspend:
		d.Resumes, d.State = d.State, Suspended
	case ActResume:
		d.State, d.Resumes = d.Resumes, ""
	case ActCancel:
		d.State, d.Resumes, d.Extension = Cancelled, "", nil
	case ActPartProgress, ActPartDone, ActOccurrence:
		d.State = InProgress // work on a part is work on the whole
	case ActCorrect:
		d.correct(in.Correct)
	case ActGivePart, ActTakePartBack, ActCarry, ActRemind:
	}
	return nil
}

// check refuses input that breaks a rule of its form.
func (d *Directive) check(a Act, in Input, today text.Date) error {
	var bad []fault.Field
	body := strings.TrimSpace(in.Text)
	name := "reason"
	switch a {
	case ActProgress, ActDone, ActPartProgress, ActPartDone, ActOccurrence:
		name = "text"
		if body == "" {
			bad = append(bad, fault.Field{Name: name, Rule: "required"})
		}
		if in.Percent < 0 || in.Percent > 100 {
			bad = append(bad, fault.Field{Name: "percent", Rule: "range", Value: strconv.Itoa(in.Percent)})
		}
	case ActReturn, ActExtension, ActRefuseExtension, ActSuspend, ActCancel, ActTakePartBack:
		if body == "" {
			bad = append(bad, fault.Field{Name: name, Rule: "required"})
		}
		if a == ActExtension && (!d.Deadline.Before(in.Until) || in.Until.Before(today)) {
			bad = append(bad, fault.Field{Name: "until", Rule: "later", Value: in.Until.String()})
		}
	case ActIssue, ActImport:
		name = "text"
		if strings.TrimSpace(d.Text) == "" {
			bad = append(bad, fault.Field{Name: name, Rule: "required"})
		}
		if d.UnitID == "" {
			bad = append(bad, fault.Field{Name: "unit_ids", Rule: "required"})
		}
	case ActCorrect:
		bad = append(bad, d.checkCorrection(in)...)
	case ActAcknowledge, ActConfirm, ActGrantExtension, ActResume, ActCarry, ActGivePart, ActRemind:
	}
	if len(in.FileIDs) > maxFiles || len(in.FileIDs) > 0 && name != "text" {
		bad = append(bad, fault.Field{Name: "file_ids", Rule: "too_many"})
	}
	if utf8.RuneCountInString(in.Text) > maxText {
		bad = append(bad, fault.Field{Name: name, Rule: "too_long"})
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "%s cannot be taken as it is", a).WithFields(bad...)
	}
	return nil
}
