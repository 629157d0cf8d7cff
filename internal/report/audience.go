package report

import (
	"slices"
	"strings"

	"giaoban/internal/access"
)

const unitsAudience = "units:"

// Audience is the event log's audience for what concerns only these units and
// the office.
func Audience(units ...string) string { return unitsAudience + strings.Join(units, ",") }

// MayHear tells whether the caller may learn of an event of the office's
// stream: the office of all, an account with a role on one of the units, and
// nobody of an audience that is not known here.
func MayHear(by access.Actor, audience string) bool {
	if by.Kind != access.Account {
		return false
	}
	if by.Office() || audience == "" {
		return true
	}
	units, ok := strings.CutPrefix(audience, unitsAudience)
	if !ok {
		return false
	}
	return slices.ContainsFunc(strings.Split(units, ","), func(u string) bool {
		return by.HasOn(u, access.Roles...)
	})
}
