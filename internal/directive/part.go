package directive

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// PartView is a part as clients see it.
type PartView struct {
	ID         string     `json:"id"`
	ParentID   string     `json:"parent_id" doc:"the giver's own part; empty for the directive itself"`
	GiverID    string     `json:"giver_id" doc:"the unit that handed it on"`
	UnitID     string     `json:"unit_id" doc:"the unit that has it"`
	Leads      bool       `json:"leads" doc:"of the giver's parts this one leads"`
	Text       string     `json:"text"`
	Deadline   *string    `json:"deadline" doc:"the part's own, else the directive's"`
	Percent    int        `json:"percent" doc:"with what was handed on further rolled up"`
	DoneOn     *string    `json:"done_on"`
	Timeliness Timeliness `json:"timeliness" enum:"no_deadline,in_time,due_soon,overdue,done_late,done_in_time"`
	Can        []Act      `json:"can"`
}

// rolledUp is how far a unit's share is by the parts that it handed on: their
// mean, each with its own parts rolled up; false where it handed none on.
func rolledUp(parts []Part, giver, parent string) (percent int, ok bool) {
	sum, n := 0, 0
	for _, p := range parts {
		if p.TakenBack || p.GiverID != giver || p.ParentID != parent {
			continue
		}
		sum += progressOf(parts, p)
		n++
	}
	if n == 0 {
		return 0, false
	}
	return sum / n, true
}

// progressOf is how far a part is: all of it once reported done, else what its
// own parts come to, else what its unit reported.
func progressOf(parts []Part, p Part) int {
	if !p.DoneOn.IsZero() {
		return 100
	}
	if v, ok := rolledUp(parts, p.UnitID, p.ID); ok {
		return v
	}
	return p.Percent
}

// rollUp makes the directive's progress that of the lead's parts, where it has
// handed any on.
func (d *Directive) rollUp(parts []Part) {
	if v, ok := rolledUp(parts, d.UnitID, ""); ok {
		d.Percent = v
	}
}

// NewPart is what is handed on.
type NewPart struct {
	UnitID   string
	Text     string
	Deadline text.Date
	Leads    bool
}

// mayHave tells whether the giver may hand a part on to the unit: to the units
// below it, and the lead also to those that coordinate.
func mayHave(d *Directive, giver, unit string, tree []org.Unit) bool {
	if giver == d.UnitID && slices.Contains(d.Coordinating, unit) {
		return true
	}
	above := map[string]string{}
	for _, u := range tree {
		above[u.ID] = u.ParentID
	}
	for at := above[unit]; at != ""; at = above[at] {
		if at == giver {
			return true
		}
	}
	return false
}

// newPart makes the part or says what is wrong with it. A unit has one part of
// a giver, and a giver's parts have one lead.
func (d *Directive) newPart(in NewPart, giver string, parts []Part, tree []org.Unit) (Part, error) {
	p := Part{GiverID: giver, UnitID: in.UnitID, Leads: in.Leads, Text: text.NFC(strings.TrimSpace(in.Text)), Deadline: in.Deadline}
	if i := slices.IndexFunc(parts, func(x Part) bool { return x.UnitID == giver && !x.TakenBack }); i >= 0 {
		p.ParentID = parts[i].ID
	}
	var bad []fault.Field
	add := func(name, rule, value string) { bad = append(bad, fault.Field{Name: name, Rule: rule, Value: value}) }
	if p.Text == "" {
		add("text", "required", "")
	}
	if len([]rune(p.Text)) > maxText {
		add("text", "too_long", "")
	}
	if !mayHave(d, giver, in.UnitID, tree) {
		add("unit_id", "below", in.UnitID)
	}
	if !d.Deadline.IsZero() && !in.Deadline.IsZero() && d.Deadline.Before(in.Deadline) {
		add("deadline", "not_after", d.Deadline.String())
	}
	for _, x := range parts {
		switch {
		case x.TakenBack:
		case x.UnitID == in.UnitID:
			add("unit_id", "unique", in.UnitID)
		case x.GiverID == giver && x.Leads && in.Leads:
			add("leads", "unique", x.UnitID)
		}
	}
	if len(bad) > 0 {
		return p, fault.Invalid("invalid_input", "the part cannot be handed on as it is").WithFields(bad...)
	}
	return p, nil
}

// onParts is the frame of an act on the parts of a directive.
func (s *Service) onParts(ctx context.Context, by access.Actor, directive string, a Act, in Input,
	do func(tx *db.Tx, d *Directive, parts []Part) ([]Part, Step, error),
) (Story, error) {
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		seen, err := loadDirective(ctx, tx, directive)
		if err != nil {
			return s.hide(by, err)
		}
		if err := may(by, a, &seen); err != nil {
			return err
		}
		d, err := takeDirective(ctx, tx, directive, -1)
		if err != nil {
			return err
		}
		parts, err := loadParts(ctx, tx, directive)
		if err != nil {
			return err
		}
		if err := d.Apply(a, in, s.clock.Now(), s.today()); err != nil {
			return err
		}
		parts, step, err := do(tx, &d, parts)
		if err != nil {
			return err
		}
		d.rollUp(parts)
		if err := updateDirective(ctx, tx, d); err != nil {
			return err
		}
		if err := s.record(ctx, tx, by, d, step); err != nil {
			return err
		}
		return reportFiles(ctx, tx, by, directive, in.FileIDs, d.Rev)
	})
	if err != nil {
		return Story{}, err
	}
	return s.Directive(ctx, by, directive)
}

// GivePart hands a part of a directive on. The giver is the unit for which the
// caller acts: the lead, a coordinating one, or one that has a part itself.
func (s *Service) GivePart(ctx context.Context, by access.Actor, directive string, in NewPart) (Story, error) {
	tree, err := s.org.UnitsOn(ctx, s.today().String())
	if err != nil {
		return Story{}, err
	}
	return s.onParts(ctx, by, directive, ActGivePart, Input{}, func(tx *db.Tx, d *Directive, parts []Part) ([]Part, Step, error) {
		giver := actsFor(by, d)
		p, err := d.newPart(in, giver, parts, tree)
		if err != nil {
			return nil, Step{}, err
		}
		p.GivenAt = s.clock.Now()
		p.ID = id.New(p.GivenAt)
		if err := insertPart(ctx, tx, d, p); err != nil {
			return nil, Step{}, err
		}
		d.PartUnits = append(d.PartUnits, p.UnitID)
		return append(parts, p), Step{
			Act: ActGivePart, UnitID: giver, ToUnitID: p.UnitID, Text: p.Text, Percent: d.Percent, Until: dayOrNull(p.Deadline),
		}, nil
	})
}

// ReportPart reports progress on a part, or that it is done, by the unit that
// has it.
func (s *Service) ReportPart(ctx context.Context, by access.Actor, directive, part string, done bool, in Input) (Story, error) {
	a := ActPartProgress
	if done {
		a = ActPartDone
	}
	in.Text = text.NFC(in.Text)
	return s.onParts(ctx, by, directive, a, in, func(tx *db.Tx, _ *Directive, parts []Part) ([]Part, Step, error) {
		p, err := find(parts, part)
		if err != nil {
			return nil, Step{}, err
		}
		if !by.HasOn(p.UnitID, access.Reporter, access.Head) {
			return nil, Step{}, access.Deny("directive." + string(a))
		}
		p.Percent, p.DoneOn = in.Percent, text.Date{}
		if done {
			p.Percent, p.DoneOn = 100, s.today()
		}
		return parts, Step{Act: a, UnitID: p.UnitID, Text: in.Text, Percent: p.Percent}, updatePart(ctx, tx, *p)
	})
}

// TakePartBack takes a part back, and what was handed on of it. Only the giver
// may; the history keeps it.
func (s *Service) TakePartBack(ctx context.Context, by access.Actor, directive, part, reason string) (Story, error) {
	in := Input{Text: text.NFC(reason)}
	return s.onParts(ctx, by, directive, ActTakePartBack, in, func(tx *db.Tx, d *Directive, parts []Part) ([]Part, Step, error) {
		p, err := find(parts, part)
		if err != nil {
			return nil, Step{}, err
		}
		if !by.HasOn(p.GiverID, access.Reporter, access.Head) {
			return nil, Step{}, access.Deny("directive." + string(ActTakePartBack))
		}
		p.TakenBack = true
		for changed := true; changed; {
			changed = false
			for i := range parts {
				x := &parts[i]
				gone := slices.ContainsFunc(parts, func(o Part) bool { return o.ID == x.ParentID && o.TakenBack })
				if gone && !x.TakenBack {
					x.TakenBack, changed = true, true
				}
			}
		}
		for _, x := range parts {
			if err := updatePart(ctx, tx, x); err != nil {
				return nil, Step{}, err
			}
		}
		return parts, Step{
			Act: ActTakePartBack, UnitID: p.GiverID, ToUnitID: p.UnitID, Text: in.Text, Percent: d.Percent,
		}, nil
	})
}

func find(parts []Part, part string) (*Part, error) {
	i := slices.IndexFunc(parts, func(p Part) bool { return p.ID == part && !p.TakenBack })
	if i < 0 {
		return nil, fault.NotFound("part_unknown", "no part %s", part)
	}
	return &parts[i], nil
}

// viewParts shows the parts that are out.
func (d Directive) viewParts(by access.Actor, parts []Part, today text.Date) []PartView {
	out := []PartView{}
	for _, p := range parts {
		if p.TakenBack {
			continue
		}
		as := Directive{State: d.State, Deadline: p.Deadline, DoneOn: p.DoneOn}
		if as.Deadline.IsZero() {
			as.Deadline = d.Deadline
		}
		v := PartView{
			ID: p.ID, ParentID: p.ParentID, GiverID: p.GiverID, UnitID: p.UnitID, Leads: p.Leads, Text: p.Text,
			Deadline: dayOrNull(as.Deadline), Percent: progressOf(parts, p), DoneOn: dayOrNull(p.DoneOn),
			Timeliness: as.Timeliness(today), Can: []Act{},
		}
		if d.State.working() && by.HasOn(p.UnitID, access.Reporter, access.Head) {
			v.Can = append(v.Can, ActPartProgress, ActPartDone)
		}
		if d.State.working() && by.HasOn(p.GiverID, access.Reporter, access.Head) {
			v.Can = append(v.Can, ActTakePartBack)
		}
		out = append(out, v)
	}
	return out
}
