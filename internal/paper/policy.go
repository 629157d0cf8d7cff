package paper

import "giaoban/internal/access"

// mayReadMinutes allows every account that may see the conference at all: the
// minutes are everybody's record. Devices read none.
func mayReadMinutes(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Kind == access.Account {
		return nil
	}
	return access.Deny("minutes.read")
}

// mayWriteNotice allows the office, which sends the notice out.
func mayWriteNotice(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() {
		return nil
	}
	return access.Deny("notice.write")
}

// seesUnissued allows the office and the chair to see a conclusion of which
// nothing has been issued yet.
func seesUnissued(by access.Actor) bool { return by.Office() || by.Has(access.Chair) }
