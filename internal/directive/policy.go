package directive

import (
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/meeting"
)

// mayReadConclusion allows the office and the chair: a conclusion is not
// public before it is issued.
func mayReadConclusion(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() || by.Has(access.Chair) {
		return nil
	}
	return access.Deny("conclusion.read")
}

// mayDraft allows the office to write the conclusion, correct the drafts and
// issue them.
func mayDraft(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() {
		return nil
	}
	return access.Deny("conclusion.write")
}

// seesAll tells whether the caller sees the directives of every unit: the
// office that issues them and the chair whose conclusions they are.
func seesAll(by access.Actor) bool { return by.Office() || by.Has(access.Chair) }

// mayList allows every account; what it lists is narrowed by mayRead.
func mayList(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Kind == access.Account {
		return nil
	}
	return access.Deny("directive.list")
}

// mayRead allows those who see all, and the reporters and heads of the lead,
// of the coordinating units and of those that have a part.
func mayRead(by access.Actor, d *Directive) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if seesAll(by) || actsFor(by, d) != "" {
		return nil
	}
	return access.Deny("directive.read")
}

// actsFor names the unit for which the caller may act on the directive: the
// lead before a coordinating one before one that has a part, none for
// strangers.
func actsFor(by access.Actor, d *Directive) string {
	if by.HasOn(d.UnitID, access.Reporter, access.Head) {
		return d.UnitID
	}
	i := slices.IndexFunc(d.Coordinating, func(u string) bool { return by.HasOn(u, access.Reporter, access.Head) })
	if i >= 0 {
		return d.Coordinating[i]
	}
	i = slices.IndexFunc(d.PartUnits, func(u string) bool { return by.HasOn(u, access.Reporter, access.Head) })
	if i >= 0 {
		return d.PartUnits[i]
	}
	return ""
}

// may says who may do an act: the lead unit acknowledges, reports done and
// asks for time; lead and coordinating units report progress; the office
// decides everything else. Nobody decides on what is not issued here.
func may(by access.Actor, a Act, d *Directive) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	ok := false
	switch a {
	case ActAcknowledge, ActDone, ActExtension, ActOccurrence:
		ok = actsFor(by, d) == d.UnitID
	case ActProgress:
		u := actsFor(by, d)
		ok = u != "" && (u == d.UnitID || slices.Contains(d.Coordinating, u))
	case ActGivePart, ActPartProgress, ActPartDone, ActTakePartBack:
		ok = actsFor(by, d) != ""
	case ActConfirm, ActReturn, ActGrantExtension, ActRefuseExtension, ActSuspend, ActResume, ActCancel, ActIssue,
		ActImport, ActCarry, ActRemind, ActCorrect:
		ok = by.Office()
	}
	if !ok {
		return access.Deny("directive." + string(a))
	}
	return nil
}

// mayBrief allows those who conduct a conference, and those whom it names as its
// chairs, to see a unit's figures and open directives beside its picture. c is
// nil where there is no such conference.
func mayBrief(by access.Actor, c *meeting.Conference) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Has(access.Chair, access.Operator, access.Secretary) || c != nil && c.ChairedBy(by) {
		return nil
	}
	return access.Deny("unit.brief")
}
