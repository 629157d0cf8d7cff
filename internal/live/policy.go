package live

import (
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Every right is denied unless its function allows it. The rules of the
// conference (closed, taken, empty) are not here: they hold for everyone.

// mayFollow allows the devices of the conference, those who prepare and conduct
// conferences, and accounts of units that have a site in this one. A draft does
// not exist for anyone but the office and those who conduct.
func mayFollow(by access.Actor, c *Conference) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if leads(by, c, access.Operator, access.Chair, access.Secretary, access.Admin) {
		return nil
	}
	inside := by.SeatIn(c.Info.ID) || by.Kind == access.Account &&
		slices.ContainsFunc(c.Sites, func(s Site) bool { return s.UnitID == by.UnitID || by.HasOn(s.UnitID, access.Roles...) })
	if !inside || c.Info.State == meeting.Draft {
		return fault.NotFound("conference_unknown", "no conference %q for %s", c.Info.ID, by)
	}
	return nil
}

// mayReadLog allows accounts that may follow the conference. Devices see what
// happens, not what happened.
func mayReadLog(by access.Actor, c *Conference) error {
	if err := mayFollow(by, c); err != nil {
		return err
	}
	if by.Kind != access.Account && by.Kind != access.Server {
		return access.Deny("log")
	}
	return nil
}

// mayConductFloor allows the chair, the co-chairs that the conference names, a
// deputy who has the chair's role, and the operator: to give, take back,
// confirm, reorder, defer, extend, pause.
func mayConductFloor(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Chair, access.Operator), by, "floor.grant")
}

// mayRequest allows a site's own device to ask for its site, and the chair and
// the operator to note a request for any.
func mayRequest(by access.Actor, c *Conference, site SiteID) error {
	own := (by.Kind == access.Site || by.Kind == access.Handheld) && by.SeatIn(c.Info.ID) && by.SiteID == site
	return allow(own || leads(by, c, access.Chair, access.Operator), by, "floor.request")
}

// mayDrop allows those who may ask for the site; a delegate's own device only
// what the delegate asked.
func mayDrop(by access.Actor, c *Conference, r Request) error {
	if by.Kind == access.Handheld && string(r.DelegateID) != by.DelegateID {
		return access.Deny("floor.request")
	}
	return mayRequest(by, c, r.SiteID)
}

// maySeeDelegate allows those who prepare and conduct to see every delegate, a
// site's device and whoever reports for or heads the site's unit those of the
// site, and a delegate's own device the delegate.
func maySeeDelegate(by access.Actor, c *Conference, d Delegate) error {
	own := by.SeatIn(c.Info.ID) && by.SiteID == d.SiteID &&
		(by.Kind == access.Site || by.Kind == access.Handheld && by.DelegateID == d.ID)
	return allow(own || mayConductAny(by, c) || answersFor(by, c, d.SiteID), by, "delegates")
}

// maySaveDelegates allows the secretary, and once the conference is known
// whoever reports for or heads the site's unit.
func maySaveDelegates(by access.Actor, c *Conference, site SiteID) error {
	unit := c.Info.State != meeting.Draft && answersFor(by, c, site)
	return allow(unit || leads(by, c, access.Secretary), by, "delegates")
}

// mayInviteDelegate allows the secretary and the operator, the site's own
// device, and whoever reports for or heads the site's unit: the link speaks in
// the delegate's name.
func mayInviteDelegate(by access.Actor, c *Conference, site SiteID) error {
	own := by.Kind == access.Site && by.SeatIn(c.Info.ID) && by.SiteID == site
	return allow(own || leads(by, c, access.Secretary, access.Operator) || answersFor(by, c, site), by, "delegates")
}

// mayEndSeats allows the secretary and the operator to see the devices that are
// in and to put one out, also when the conference is over: a device may still
// read its papers.
func mayEndSeats(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Secretary, access.Operator), by, "seats")
}

// answersFor tells whether the account reports for or heads the site's unit.
func answersFor(by access.Actor, c *Conference, site SiteID) bool {
	s := c.site(site)
	return s != nil && by.HasOn(s.UnitID, access.Reporter, access.Head)
}

// mayConductAny tells whether the account prepares or conducts conferences.
func mayConductAny(by access.Actor, c *Conference) bool {
	return leads(by, c, access.Operator, access.Chair, access.Secretary)
}

// mayMoveAgenda allows the operator, the chair and the secretary; so do the
// conference's rules of speaking.
func mayMoveAgenda(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Operator, access.Chair, access.Secretary), by, "agenda")
}

// mayChangeState allows the secretary and the operator to publish, open, pause
// and close.
func mayChangeState(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Secretary, access.Operator), by, "state")
}

// mayCancel allows the secretary: the office invited, and calls off.
func mayCancel(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Secretary), by, "cancel")
}

// mayMute allows the operator and the chair.
func mayMute(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Operator, access.Chair), by, "mute")
}

// mayDirectProgramme allows the operator: preview, take, scene, banner.
func mayDirectProgramme(by access.Actor, c *Conference) error {
	return allow(leads(by, c, access.Operator), by, "programme")
}

// mayNoteAttendance allows a site's own device for its site, and the secretary
// for all.
func mayNoteAttendance(by access.Actor, c *Conference, site SiteID) error {
	own := by.Kind == access.Site && by.SeatIn(c.Info.ID) && by.SiteID == site
	return allow(own || leads(by, c, access.Secretary), by, "attendance")
}

// seesControl allows those who conduct to see what is previewed.
func seesControl(by access.Actor, c *Conference) bool {
	return leads(by, c, access.Operator, access.Chair)
}

// leads tells whether the actor has one of the roles, or is the program itself.
// An account that this conference names as its chair or a co-chair has the
// chair's role in it.
func leads(by access.Actor, c *Conference, roles ...access.Role) bool {
	return by.Kind == access.Server || by.Has(roles...) || slices.Contains(roles, access.Chair) && c.chairedBy(by)
}

// chairedBy tells whether the conference names the account itself: a name or a
// device has no right by it.
func (c *Conference) chairedBy(by access.Actor) bool {
	return by.Kind == access.Account && by.AccountID != "" && slices.Contains(c.ChairAccounts, by.AccountID)
}

func allow(allowed bool, by access.Actor, act string) error {
	if allowed {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny(act)
}

// can lists the acts that the caller's role allows, by the policies themselves.
// Whether the moment allows them follows from the state, which clients have.
func can(by access.Actor, c *Conference) []string {
	site := by.SiteID
	rights := []struct {
		act string
		err error
	}{
		{"floor.request", mayRequest(by, c, site)},
		{"floor.grant", mayConductFloor(by, c)},
		{"agenda", mayMoveAgenda(by, c)},
		{"state", mayChangeState(by, c)},
		{"cancel", mayCancel(by, c)},
		{"mute", mayMute(by, c)},
		{"programme", mayDirectProgramme(by, c)},
		{"attendance", mayNoteAttendance(by, c, site)},
		{"log", mayReadLog(by, c)},
	}
	out := []string{}
	for _, r := range rights {
		if r.err == nil {
			out = append(out, r.act)
		}
	}
	return out
}
