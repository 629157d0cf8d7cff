package directive_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/directive"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

var everyAct = []directive.Act{
	directive.ActIssue, directive.ActAcknowledge, directive.ActProgress, directive.ActDone, directive.ActConfirm,
	directive.ActReturn, directive.ActExtension, directive.ActGrantExtension, directive.ActRefuseExtension,
	directive.ActSuspend, directive.ActResume, directive.ActCancel, directive.ActRemind, directive.ActCorrect,
}

// areas are what the rules' test corrects to; nil leaves it.
var areas = []*string{nil, new("kinh-te"), new("an-sinh"), new("")}

// TestApply_AnyOrderOfActsKeepsTheRules drives a directive through acts drawn
// at random and checks after each what must always hold.
func TestApply_AnyOrderOfActsKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
		d := directive.Directive{ID: "d", Text: "Rà soát chỉ tiêu", UnitID: "lead", State: directive.Drafted}
		if rapid.Bool().Draw(t, "deadline") {
			d.Deadline = text.Date{Year: 2026, Month: 6, Day: 20}
		}
		issued := false
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
			today := text.DateOf(now)
			a := rapid.SampledFrom(everyAct).Draw(t, "act")
			in := directive.Input{
				UnitID:  rapid.SampledFrom([]string{"lead", "coordinating", ""}).Draw(t, "unit"),
				Text:    rapid.SampledFrom([]string{"", "Lý do", " "}).Draw(t, "text"),
				Percent: rapid.IntRange(-5, 105).Draw(t, "percent"),
				Until:   today.AddDays(rapid.IntRange(-3, 40).Draw(t, "until")),
				Correct: directive.Correction{WorkArea: rapid.SampledFrom(areas).Draw(t, "area")},
			}
			before := d
			err := d.Apply(a, in, now, today)
			if err != nil {
				if fault.As(err) == nil {
					t.Fatalf("%s: %v is no fault", a, err)
				}
				if diff := cmp.Diff(before, d); diff != "" {
					t.Fatalf("%s was refused and changed the directive: %s", a, diff)
				}
				continue
			}
			checkStep(t, a, in, before, d)
			issued = issued || a == directive.ActIssue
			if !issued && d.State != directive.Drafted {
				t.Fatalf("%s without having been issued", d.State)
			}
		}
	})
}

// checkStep holds what must be true after every act that was allowed.
func checkStep(t *rapid.T, a directive.Act, in directive.Input, before, after directive.Directive) {
	if a == directive.ActCorrect {
		before.WorkArea = after.WorkArea
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("a correction changed more than the work area: %s", diff)
		}
		return
	}
	if before.WorkArea != after.WorkArea {
		t.Fatalf("%s moved it to another work area", a)
	}
	switch before.State {
	case directive.Confirmed, directive.Cancelled:
		t.Fatalf("%s on a directive that is %s", a, before.State)
	default:
	}
	if (after.State == directive.ReportedDone || after.State == directive.Confirmed) && after.DoneOn.IsZero() {
		t.Fatalf("%s without a day on which it was done", after.State)
	}
	if after.State == directive.Confirmed && before.State != directive.ReportedDone {
		t.Fatalf("confirmed from %s", before.State)
	}
	if before.Deadline != after.Deadline && a != directive.ActGrantExtension {
		t.Fatalf("%s moved the time limit", a)
	}
	if a != directive.ActIssue && before.FirstDeadline != after.FirstDeadline {
		t.Fatalf("%s moved the first time limit", a)
	}
	if after.Percent < 0 || after.Percent > 100 {
		t.Fatalf("%d %%", after.Percent)
	}
	if a == directive.ActProgress && in.UnitID != after.UnitID && (after.State != before.State || after.Percent != before.Percent) {
		t.Fatalf("a coordinating unit moved the whole: %s to %s", before.State, after.State)
	}
	if (after.State == directive.Suspended) != (after.Resumes != "") {
		t.Fatalf("%s resumes to %q", after.State, after.Resumes)
	}
	if before.Text != after.Text || before.UnitID != after.UnitID {
		t.Fatalf("%s rewrote what was issued", a)
	}
}

func TestTimeliness_IsDerivedFromDays(t *testing.T) {
	limit := text.Date{Year: 2026, Month: 6, Day: 20}
	for _, c := range []struct {
		name  string
		d     directive.Directive
		today text.Date
		want  directive.Timeliness
	}{
		{"no time limit", directive.Directive{State: directive.Issued}, limit, directive.NoDeadline},
		{"long before", directive.Directive{State: directive.Issued, Deadline: limit}, limit.AddDays(-8), directive.InTime},
		{"a week before", directive.Directive{State: directive.Issued, Deadline: limit}, limit.AddDays(-7), directive.DueSoon},
		{"on the day", directive.Directive{State: directive.InProgress, Deadline: limit}, limit, directive.DueSoon},
		{"the day after", directive.Directive{State: directive.Returned, Deadline: limit}, limit.AddDays(1), directive.Overdue},
		{"done on the day, seen later", directive.Directive{State: directive.ReportedDone, Deadline: limit, DoneOn: limit}, limit.AddDays(9), directive.InTime},
		{"done a day late", directive.Directive{State: directive.Confirmed, Deadline: limit, DoneOn: limit.AddDays(1)}, limit.AddDays(9), directive.DoneLate},
		{"suspended", directive.Directive{State: directive.Suspended, Deadline: limit}, limit.AddDays(9), directive.InTime},
		{"cancelled", directive.Directive{State: directive.Cancelled, Deadline: limit}, limit.AddDays(9), directive.InTime},
	} {
		if got := c.d.Timeliness(c.today); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
