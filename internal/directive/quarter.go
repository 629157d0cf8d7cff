package directive

import (
	"fmt"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Quarter is a quarter of a year: "2026-Q2".
type Quarter struct {
	Year  int
	Index int // 1 to 4
}

// QuarterOf is the quarter in which the day lies.
func QuarterOf(d text.Date) Quarter { return Quarter{Year: d.Year, Index: d.Quarter()} }

// ParseQuarter reads what String writes.
func ParseQuarter(s string) (Quarter, error) {
	var q Quarter
	if n, err := fmt.Sscanf(s, "%4d-Q%1d", &q.Year, &q.Index); err != nil || n != 2 || q.String() != s || q.Index < 1 || q.Index > 4 || q.Year < 1 {
		return Quarter{}, fault.Invalid("invalid_input", "%q is no quarter", s).
			WithFields(fault.Field{Name: "period", Rule: "invalid", Value: s})
	}
	return q, nil
}

func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.Index) }

// First and Last are the quarter's days.
func (q Quarter) First() text.Date {
	return text.Date{Year: q.Year, Month: time.Month(q.Index*3 - 2), Day: 1}
}

// Last is its last day.
func (q Quarter) Last() text.Date { return text.EndOfQuarter(q.Year, q.Index) }

// Before is the quarter before.
func (q Quarter) Before() Quarter {
	if q.Index == 1 {
		return Quarter{Year: q.Year - 1, Index: 4}
	}
	return Quarter{Year: q.Year, Index: q.Index - 1}
}

// Next is the quarter after.
func (q Quarter) Next() Quarter { return QuarterOf(q.Last().AddDays(1)) }

func (q Quarter) holds(d text.Date) bool { return !d.IsZero() && QuarterOf(d) == q }

// Figures are what a unit did in a quarter. Due are the directives whose time
// limit lies in it: those done in time, done late, missed (not done and past
// it) and pending (not done, the limit still to come).
type Figures struct {
	Issued  int `json:"issued" doc:"in the period"`
	Due     int `json:"due" doc:"time limit in the period: in_time + late + missed + pending"`
	InTime  int `json:"in_time"`
	Early   int `json:"early" doc:"of those in time, done before the last day"`
	Late    int `json:"late"`
	Missed  int `json:"missed" doc:"past the time limit and not done"`
	Pending int `json:"pending" doc:"the time limit is still to come"`
	Dropped int `json:"dropped" doc:"suspended or cancelled; not in due"`
	Open    int `json:"open" doc:"at the end of the period or today, whatever the time limit"`
}

func (f *Figures) add(o Figures) {
	f.Issued += o.Issued
	f.Due += o.Due
	f.InTime += o.InTime
	f.Early += o.Early
	f.Late += o.Late
	f.Missed += o.Missed
	f.Pending += o.Pending
	f.Dropped += o.Dropped
	f.Open += o.Open
}

// negative is what takes f away when it is added.
func (f Figures) negative() Figures {
	return Figures{
		Issued: -f.Issued, Due: -f.Due, InTime: -f.InTime, Early: -f.Early, Late: -f.Late,
		Missed: -f.Missed, Pending: -f.Pending, Dropped: -f.Dropped, Open: -f.Open,
	}
}

// share is a part of what had to be done by now, in percent; nil where
// nothing had.
func (f Figures) share(part int) *float64 {
	judged := f.Due - f.Pending
	if judged == 0 {
		return nil
	}
	v := float64(part) * 100 / float64(judged)
	return &v
}

// fate is how a directive stood on a day, told from its history alone.
type fate struct {
	state             State
	issued, due, done text.Date
}

// after is the fate after one more step of the history.
func (f fate) after(a Act, state State, on, until text.Date) fate {
	f.state = state
	switch a {
	case ActIssue, ActImport:
		f.issued, f.due = on, until
	case ActGrantExtension:
		f.due = until
	case ActDone:
		f.done = on
		if !until.IsZero() { // an imported one, done before it came here
			f.done = until
		}
	case ActReturn:
		f.done = text.Date{}
	case ActAcknowledge, ActProgress, ActConfirm, ActExtension, ActRefuseExtension, ActSuspend, ActResume, ActCancel, ActRemind,
		ActCorrect, ActCarry, ActGivePart, ActPartProgress, ActPartDone, ActTakePartBack, ActOccurrence:
	}
	return f
}

// figures are those of one directive in the quarter, as of the day.
func (f fate) figures(q Quarter, on text.Date) Figures {
	var out Figures
	if q.holds(f.issued) {
		out.Issued = 1
	}
	if f.state.Open() {
		out.Open = 1
	}
	switch {
	case !q.holds(f.due):
	case f.state == Suspended || f.state == Cancelled:
		out.Dropped = 1
	case f.done.IsZero():
		out.Due = 1
		if f.due.Before(on) {
			out.Missed = 1
		} else {
			out.Pending = 1
		}
	case f.due.Before(f.done):
		out.Due, out.Late = 1, 1
	default:
		out.Due, out.InTime = 1, 1
		if f.done.Before(f.due) {
			out.Early = 1
		}
	}
	return out
}
