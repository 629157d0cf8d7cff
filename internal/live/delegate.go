package live

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/text"
)

// DelegateID names a delegate of one conference.
type DelegateID = string

// Delegate is a person who comes to a conference at a site.
type Delegate struct {
	ID       DelegateID       `json:"id"`
	SiteID   SiteID           `json:"site_id"`
	Name     string           `json:"name"`
	Title    string           `json:"title" doc:"position, as announced"`
	Unit     string           `json:"unit" doc:"where it is not the site's own"`
	Presence DelegatePresence `json:"presence" enum:"expected,present,absent"`
}

// DelegatePresence is whether a delegate came.
type DelegatePresence string

// What the site ticks of a delegate.
const (
	DelegateExpected DelegatePresence = "expected"
	DelegatePresent  DelegatePresence = "present"
	DelegateAbsent   DelegatePresence = "absent"
)

// Roll sums up a site's delegates. The head speaks for the site where nobody
// is named: the first who is there, else the first who is not absent.
type Roll struct {
	Listed    int         `json:"listed"`
	Present   int         `json:"present"`
	Absent    int         `json:"absent"`
	HeadID    meeting.Ref `json:"head_id"`
	HeadName  string      `json:"head_name"`
	HeadTitle string      `json:"head_title"`
}

// rollOf sums up delegates of one site, in their order.
func rollOf(list []Delegate) Roll {
	r := Roll{Listed: len(list)}
	head := -1
	for i, d := range list {
		switch d.Presence {
		case DelegatePresent:
			r.Present++
			if head < 0 || list[head].Presence != DelegatePresent {
				head = i
			}
		case DelegateAbsent:
			r.Absent++
		case DelegateExpected:
			if head < 0 {
				head = i
			}
		}
	}
	if head >= 0 {
		r.HeadID, r.HeadName, r.HeadTitle = meeting.Ref(list[head].ID), list[head].Name, list[head].Title
	}
	return r
}

// mostDelegates bounds a site's list: a great hall.
const mostDelegates = 500

// checkDelegates tidies a list and names what breaks a rule.
func checkDelegates(list []Delegate) error {
	if len(list) > mostDelegates {
		return fault.Invalid("invalid_input", "%d delegates", len(list)).
			WithFields(fault.Field{Name: "delegates", Rule: "too_long"})
	}
	var bad []fault.Field
	for i := range list {
		d := &list[i]
		for field, s := range map[string]*string{"name": &d.Name, "title": &d.Title, "unit": &d.Unit} {
			*s = text.NFC(strings.Join(strings.Fields(*s), " "))
			if utf8.RuneCountInString(*s) > longestName {
				bad = append(bad, fault.Field{Name: fmt.Sprintf("delegates.%d.%s", i, field), Rule: "too_long"})
			}
		}
		if d.Name == "" {
			bad = append(bad, fault.Field{Name: fmt.Sprintf("delegates.%d.name", i), Rule: "required"})
		}
	}
	if len(bad) > 0 {
		slices.SortFunc(bad, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
		return fault.Invalid("invalid_input", "the list of delegates breaks a rule").WithFields(bad...)
	}
	return nil
}

// NoteDelegates takes over what a site's list of delegates has become.
func (c *Conference) NoteDelegates(id SiteID, list []Delegate) error {
	if err := c.during(meeting.Draft, meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return err
	}
	s, err := c.known(id)
	if err != nil {
		return err
	}
	s.Delegates = rollOf(list)
	c.record(KindDelegates, DelegatesNoted{SiteID: id, Listed: s.Delegates.Listed, Present: s.Delegates.Present})
	return nil
}

// named gives a request that names nobody the head of the site's delegation as
// its speaker, unless that person has spoken all of their time. The hub's
// speaker is the chair.
func (c *Conference) named(r Request) Request {
	s := c.site(r.SiteID)
	if s == nil || r.SpeakerName != "" || s.Role == meeting.Hub || s.Delegates.HeadName == "" {
		return r
	}
	with := r
	with.SpeakerName, with.SpeakerTitle, with.DelegateID = s.Delegates.HeadName, s.Delegates.HeadTitle, s.Delegates.HeadID
	if left, bound := c.personLeft(with); bound && left <= 0 {
		return r
	}
	return with
}

// person is who the quota per person counts: the speaker by name, folded, at
// the site. It is the same whether the name was typed or comes from the list.
func person(site SiteID, name string) string {
	folded := text.Fold(strings.Join(strings.Fields(name), " "))
	if folded == "" {
		return ""
	}
	return site + "/" + folded
}

// personLeft is what the speaker may still speak; bound is false where the
// conference has settled no quota or the speaker has no name.
func (c *Conference) personLeft(r Request) (left Span, bound bool) {
	who := person(r.SiteID, r.SpeakerName)
	if c.Info.Rules.PersonQuota <= 0 || who == "" || r.SiteID == c.Info.HubSiteID {
		return 0, false
	}
	return c.Info.Rules.PersonQuota - c.Persons[who], true
}
