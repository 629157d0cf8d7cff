package report

import "giaoban/internal/access"

// mayReadPeriods allows every account: periods hold no figures.
func mayReadPeriods(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Kind == access.Account {
		return nil
	}
	return access.Deny("report.periods")
}

// mayRead allows the unit's own reporter and head, and the office.
func mayRead(by access.Actor, unit string) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() || by.HasOn(unit, access.Reporter, access.Head) {
		return nil
	}
	return access.Deny("report.read")
}

// maySave allows the unit's own reporter.
func maySave(by access.Actor, unit string) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.HasOn(unit, access.Reporter) {
		return nil
	}
	return access.Deny("report.save")
}

// maySubmit allows the unit's own reporter and head.
func maySubmit(by access.Actor, unit string) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.HasOn(unit, access.Reporter, access.Head) {
		return nil
	}
	return access.Deny("report.submit")
}

// mayJudge allows the office to accept, return and reopen.
func mayJudge(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() {
		return nil
	}
	return access.Deny("report.judge")
}

// mayReadSynthesis allows the office and the chair.
func mayReadSynthesis(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() || by.Has(access.Chair) {
		return nil
	}
	return access.Deny("report.synthesis")
}

// mayPrepare allows the office, and the program itself while it is set up, to
// open and close periods and to say what is reported on.
func mayPrepare(by access.Actor) error {
	if by.Kind == access.Server {
		return nil
	}
	return mayJudge(by)
}

// may says which policy stands before an act.
func may(by access.Actor, a Act, unit string) error {
	switch a {
	case ActSave:
		return maySave(by, unit)
	case ActSubmit:
		return maySubmit(by, unit)
	case ActAccept, ActReturn, ActReopen:
		return mayJudge(by)
	}
	return access.Deny("report." + string(a))
}
