// Package access says who is calling and which roles they have where.
//
// It holds no rule of any domain: each domain package has its own policy
// functions over an Actor. The zero Actor may do nothing.
package access

import (
	"context"
	"slices"

	"giaoban/internal/fault"
)

// Role is what an account is to a unit. A role on a unit does not extend to
// the units below it; a policy that wants that asks the tree.
type Role string

// The roles.
const (
	Admin     Role = "admin"     // accounts, settings
	Secretary Role = "secretary" // the office: prepares, takes minutes, issues
	Operator  Role = "operator"  // conducts the picture and the sound at the hub
	Chair     Role = "chair"     // chairs the conference
	Head      Role = "head"      // heads a unit, sends its report
	Reporter  Role = "reporter"  // writes a unit's report and its progress
	Delegate  Role = "delegate"  // sits in a conference
)

// Roles lists every role; the role × endpoint test walks it.
var Roles = []Role{Admin, Secretary, Operator, Chair, Head, Reporter, Delegate}

// Kind says what sort of caller an Actor is.
type Kind string

// The kinds of callers.
const (
	Nobody  Kind = ""
	Account Kind = "account" // a person, signed in
	Site    Kind = "site"    // the computer of a site, in one conference
	Hall    Kind = "hall"    // a hall's screen, in one conference
	Watch   Kind = "watch"   // a watcher, in one conference
	// Handheld is a delegate's own device, in one conference at one site.
	Handheld Kind = "delegate"
	Server   Kind = "server" // the program itself
)

// Grant is a role on a unit.
type Grant struct {
	Role   Role   `json:"role"`
	UnitID string `json:"unit_id"`
}

// Actor is who is calling.
type Actor struct {
	Kind      Kind
	AccountID string
	Name      string
	UnitID    string // the account's own unit
	Grants    []Grant
	// The next four are those of a seat.
	SeatID       string
	ConferenceID string
	SiteID       string
	DelegateID   string // of a delegate's own device
}

// System is the program acting by itself.
var System = Actor{Kind: Server, Name: "server"}

// String is how the event log names the actor.
func (a Actor) String() string {
	switch a.Kind {
	case Account:
		return "account:" + a.AccountID
	case Site:
		return "site:" + a.SiteID
	case Handheld:
		return "delegate:" + a.DelegateID
	case Hall, Watch:
		return "seat:" + a.SeatID
	case Server:
		return "server"
	case Nobody:
	}
	return "nobody"
}

// Has tells whether the account has one of the roles on any unit.
func (a Actor) Has(roles ...Role) bool {
	return a.Kind == Account && slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return slices.Contains(roles, g.Role)
	})
}

// HasOn tells whether the account has one of the roles on the unit itself.
func (a Actor) HasOn(unitID string, roles ...Role) bool {
	return a.Kind == Account && slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.UnitID == unitID && slices.Contains(roles, g.Role)
	})
}

// Units lists the units on which the account has one of the roles.
func (a Actor) Units(roles ...Role) []string {
	var out []string
	for _, g := range a.Grants {
		if a.Kind == Account && slices.Contains(roles, g.Role) && !slices.Contains(out, g.UnitID) {
			out = append(out, g.UnitID)
		}
	}
	return out
}

// Office tells whether the account works for the office that runs the
// conferences: its secretary.
func (a Actor) Office() bool { return a.Has(Secretary) }

// SeatIn tells whether the actor is a device in the conference.
func (a Actor) SeatIn(conferenceID string) bool {
	switch a.Kind {
	case Site, Hall, Watch, Handheld:
		return a.ConferenceID == conferenceID
	case Nobody, Account, Server:
	}
	return false
}

// SignedIn refuses whoever is not known at all.
func SignedIn(a Actor) error {
	if a.Kind == Nobody {
		return fault.Unauthorized("signed_out", "nobody is signed in")
	}
	return nil
}

// Deny is the refusal for want of a right.
func Deny(act string) error {
	return fault.Forbidden("forbidden", "no right to %s", act).With("act", act)
}

type ctxKey struct{}

// With puts the actor into the context. Only the web layer does this.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, ctxKey{}, a)
}

// From returns the caller, the zero Actor where there is none.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(ctxKey{}).(Actor)
	return a
}
