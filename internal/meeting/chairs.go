package meeting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Chair is a person who chairs or co-chairs a conference. The account, where
// there is one, has the chair's rights in that conference; a name alone gives
// none.
type Chair struct {
	Name      string `json:"name"`
	Title     string `json:"title" doc:"position, as announced"`
	AccountID Ref    `json:"account_id"`
}

// String is the person as announced: "Bí thư Tỉnh ủy Trần Minh Khoa".
func (p Chair) String() string { return strings.TrimSpace(p.Title + " " + p.Name) }

// mostChairs bounds the presidium of a conference.
const mostChairs = 8

// Chairs lists the chair and then the co-chairs, in order.
func (c *Conference) Chairs() []Chair {
	out := []Chair{}
	if c.ChairName != "" {
		out = append(out, Chair{Name: c.ChairName, Title: c.ChairTitle, AccountID: c.ChairAccount})
	}
	return append(out, c.CoChairs...)
}

// CoChairNames are the co-chairs as announced, in order.
func (c *Conference) CoChairNames() string {
	names := make([]string, 0, len(c.CoChairs))
	for _, p := range c.CoChairs {
		names = append(names, p.String())
	}
	return strings.Join(names, "; ")
}

// ChairedBy tells whether the conference names the caller's account as its
// chair or a co-chair.
func (c *Conference) ChairedBy(by access.Actor) bool {
	return by.Kind == access.Account && by.AccountID != "" &&
		slices.ContainsFunc(c.Chairs(), func(p Chair) bool { return string(p.AccountID) == by.AccountID })
}

// NameChairs names who chairs, in order: the first is the chair. It may change
// until the conference is over, since a chair may be called away; then it is
// history. known are the accounts that exist.
func (c *Conference) NameChairs(chairs []Chair, known []Chair) error {
	switch c.State {
	case Closed:
		return fault.Conflict("conference_closed", "conference %s is closed", c.ID)
	case Cancelled:
		return fault.Conflict("conference_cancelled", "conference %s is cancelled", c.ID)
	case Draft, Published, Checking, Live, Paused:
	}
	chairs = slices.Clone(chairs)
	for i, p := range chairs {
		chairs[i].Name, chairs[i].Title = text.NFC(strings.TrimSpace(p.Name)), text.NFC(strings.TrimSpace(p.Title))
	}
	if bad := checkChairs(chairs, known); bad != nil {
		return fault.Invalid("invalid_input", "chairs with %d entries to correct", len(bad)).WithFields(bad...)
	}
	first := chairs[0]
	c.ChairName, c.ChairTitle, c.ChairAccount, c.CoChairs = first.Name, first.Title, first.AccountID, chairs[1:]
	return nil
}

// checkChairs names every field that breaks a rule.
func checkChairs(chairs, known []Chair) (bad []fault.Field) {
	if len(chairs) == 0 {
		return []fault.Field{{Name: "chairs", Rule: "required"}}
	}
	if len(chairs) > mostChairs {
		return []fault.Field{{Name: "chairs", Rule: "too_long"}}
	}
	seen := map[Ref]bool{}
	for i, p := range chairs {
		add := func(field, rule, value string) {
			bad = append(bad, fault.Field{Name: fmt.Sprintf("chairs.%d.%s", i, field), Rule: rule, Value: value})
		}
		switch n := utf8.RuneCountInString(p.Name); {
		case n == 0:
			add("name", "required", "")
		case n > longestPerson:
			add("name", "too_long", "")
		}
		if utf8.RuneCountInString(p.Title) > longestPerson {
			add("title", "too_long", "")
		}
		if p.AccountID == "" {
			continue
		}
		if !slices.ContainsFunc(known, func(k Chair) bool { return k.AccountID == p.AccountID }) {
			add("account_id", "unknown", string(p.AccountID))
		}
		if seen[p.AccountID] {
			add("account_id", "duplicate", string(p.AccountID))
		}
		seen[p.AccountID] = true
	}
	return bad
}

// UseAccounts says who has an account: the persons whom a conference can name
// with the chair's rights. For the wiring, before the service is used.
func (s *Service) UseAccounts(f func(ctx context.Context) ([]Chair, error)) { s.accounts = f }

// Accounts lists who can be named with the chair's rights.
func (s *Service) Accounts(ctx context.Context, by access.Actor) ([]Chair, error) {
	if err := mayPrepare(by); err != nil {
		return nil, err
	}
	if s.accounts == nil {
		return []Chair{}, nil
	}
	return s.accounts(ctx)
}

// NameChairs names the chair and the co-chairs of a conference that is not
// over, in a plan at the revision that the caller has seen.
func (s *Service) NameChairs(ctx context.Context, by access.Actor, id ConferenceID, chairs []Chair, rev int64) (*Conference, error) {
	known, err := s.Accounts(ctx, by)
	if err != nil {
		return nil, err
	}
	var c *Conference
	return c, s.db.InTx(ctx, func(tx *db.Tx) error {
		var err error
		if c, err = loadOne(ctx, tx, sqlLock, id); err != nil {
			return err
		}
		if !c.State.Over() && rev != c.Rev {
			return stale(c, rev)
		}
		if err := c.NameChairs(chairs, known); err != nil {
			return err
		}
		return s.savePlan(ctx, tx, by, c)
	})
}
