package app

import (
	"slices"

	"giaoban/internal/directive"
	"giaoban/internal/directive/draft"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// groupPrefix and aliasPrefix part the ids of groups and of learned aliases from
// those of units in the directory.
const (
	groupPrefix = "group:"
	aliasPrefix = "alias:"
)

// drafter reads directives out of a conclusion with the organisation's units
// and groups, and with what the office has taught, as the directory. A group
// stands for its members; a learned alias goes before everything.
func drafter(conclusion string, day text.Date, units []org.Unit, groups []org.Group, taught directive.Learned) []directive.Proposal {
	var entries []draft.Unit
	known, members := map[string]bool{}, map[string][]string{}
	for _, u := range units {
		known[u.ID] = true
	}
	for _, r := range taught.Aliases {
		ids := slices.DeleteFunc(slices.Clone(r.UnitIDs), func(id string) bool { return !known[id] })
		if len(ids) > 0 {
			entries = append(entries, draft.Unit{ID: aliasPrefix + r.ID, Names: []string{r.Words}})
			members[aliasPrefix+r.ID] = ids
		}
	}
	for _, u := range units {
		entries = append(entries, draft.Unit{ID: u.ID, Names: names(append([]string{u.Name, u.NameEn}, u.Aliases...))})
	}
	for _, g := range groups {
		entries = append(entries, draft.Unit{ID: groupPrefix + g.ID, Names: names([]string{g.Name, g.NameEn})})
		members[groupPrefix+g.ID] = g.Members
	}
	resolve := func(ids []string) []string {
		out := []string{}
		for _, id := range ids {
			if stands, ok := members[id]; ok {
				out = append(out, stands...)
			} else if id != "" {
				out = append(out, id)
			}
		}
		return out
	}
	runes := []rune(text.NFC(conclusion))
	var out []directive.Proposal
	opt := draft.Options{Day: day, Directory: draft.NewDirectory(entries), Introducers: taught.Introducers}
	for _, d := range draft.Extract(conclusion, opt) {
		p := directive.Proposal{
			Text: d.Text, Quote: string(runes[d.Start:d.End]), Start: d.Start, End: d.End, Sentence: d.Sentence,
			Addressees: d.Addressees, Unrecognised: d.Unrecognised, UnitIDs: resolve(d.AddresseeIDs), Coordinating: resolve(d.CoordinatingIDs),
			Recurrence: d.Recurrence, WorkArea: d.WorkArea,
		}
		for _, w := range d.Why {
			p.Why = append(p.Why, string(runes[w.Start:w.End]))
		}
		if d.Deadline != nil {
			p.Deadline = *d.Deadline
		}
		out = append(out, p)
	}
	return out
}

func names(list []string) []string {
	var out []string
	for _, n := range list {
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}
