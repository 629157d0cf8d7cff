package meeting

import (
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/fault"
)

// mayRead allows every account what is published, and a draft to those who
// prepare or conduct. To everyone else a draft does not exist.
func mayRead(by access.Actor, c *Conference) error {
	if err := mayList(by); err != nil {
		return err
	}
	if c.State == Draft && !conducts(by, c) {
		return fault.NotFound("conference_unknown", "no conference %q for %s", c.ID, by)
	}
	return nil
}

// mayList allows every account.
func mayList(by access.Actor) error {
	if by.Kind == access.Nobody {
		return access.SignedIn(by)
	}
	if by.Kind != access.Account && by.Kind != access.Server {
		return access.Deny("conference.read")
	}
	return nil
}

// mayPrepare allows the office: series, copies, titles, agendas.
func mayPrepare(by access.Actor) error {
	if by.Kind == access.Server || by.Office() {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("conference.prepare")
}

// mayInvite allows the office and the operator the join links of all devices.
func mayInvite(by access.Actor) error {
	if by.Kind == access.Server || by.Has(access.Secretary, access.Operator) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("conference.links")
}

// mayIssueCode allows the operator: a code lets in whoever reads it.
func mayIssueCode(by access.Actor) error {
	if by.Kind == access.Server || by.Has(access.Operator) {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("conference.code")
}

// mayAddPaper allows the office, and once the conference is known whoever
// reports for or heads the unit that presents the item.
func mayAddPaper(by access.Actor, c *Conference, i *AgendaItem) error {
	if mayPrepare(by) == nil {
		return nil
	}
	if i != nil && c.State != Draft && by.HasOn(string(i.UnitID), access.Reporter, access.Head) {
		return nil
	}
	return access.Deny("paper.add")
}

// mayRemovePaper allows the office, and whoever added the paper.
func mayRemovePaper(by access.Actor, c *Conference, p Paper) error {
	if mayPrepare(by) == nil || p.ID != "" && c.State != Draft && p.byActor == by.String() {
		return nil
	}
	return access.Deny("paper.remove")
}

// mayReadPaper allows those who prepare and conduct; the devices of sites and
// delegates of this conference; accounts that may read the conference, where
// the paper is marked only those of units that take part. A hall and a watcher
// read what is shown now (shown), a watcher nothing that is marked.
func mayReadPaper(by access.Actor, c *Conference, p Paper, shown PaperID) error {
	if conducts(by, c) {
		return nil
	}
	marked := c.marked(p) != Unmarked
	allowed := false
	switch by.Kind {
	case access.Account:
		allowed = mayRead(by, c) == nil && (!marked || takesPart(by, c))
	case access.Site, access.Handheld:
		allowed = by.SeatIn(c.ID)
	case access.Hall:
		allowed = by.SeatIn(c.ID) && p.ID == shown
	case access.Watch:
		allowed = by.SeatIn(c.ID) && p.ID == shown && !marked
	case access.Nobody, access.Server:
	}
	if allowed && c.State != Draft {
		return nil
	}
	return access.Deny("paper.read")
}

// takesPart tells whether the account belongs to a unit that has a site in the
// conference.
func takesPart(by access.Actor, c *Conference) bool {
	return slices.ContainsFunc(c.Sites, func(s SiteRef) bool {
		return s.UnitID == by.UnitID || by.HasOn(s.UnitID, access.Roles...)
	})
}

// conducts tells whether the actor prepares or conducts conferences, or chairs
// this one.
func conducts(by access.Actor, c *Conference) bool {
	return by.Kind == access.Server || by.Has(access.Secretary, access.Operator, access.Admin) || chairs(by, c)
}

// chairs allows the chair's screen: to accounts with the chair's role, which
// may stand in for any chair, and to those that the conference names as chair
// or co-chair, in that conference alone. A name without an account gives no
// right.
func chairs(by access.Actor, c *Conference) bool { return by.Has(access.Chair) || c.ChairedBy(by) }

// can lists the acts that the caller may do with the plan. It is made of the
// policies themselves, so that a button and its refusal cannot disagree.
func can(by access.Actor, c *Conference) []string {
	out := []string{}
	add := func(act string, allowed bool) {
		if allowed {
			out = append(out, act)
		}
	}
	add("edit", mayPrepare(by) == nil && c.State.Plannable())
	add("copy", mayPrepare(by) == nil)
	add("links", mayInvite(by) == nil && !c.State.Over())
	add("codes", mayIssueCode(by) == nil && !c.State.Over())
	add("state", !c.State.Over() && by.Has(access.Secretary, access.Operator))
	add("cancel", (c.State == Published || c.State == Checking) && by.Has(access.Secretary))
	add("conduct", !c.State.Over() && (by.Has(access.Operator) || chairs(by, c)))
	add("chair", !c.State.Over() && chairs(by, c))
	add("name_chairs", !c.State.Over() && mayPrepare(by) == nil)
	return out
}
