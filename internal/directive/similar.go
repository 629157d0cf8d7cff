package directive

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/text"
)

// Duplicate is a still-open directive that asks much the same of the same unit
// as a draft.
type Duplicate struct {
	ID       string   `json:"id"`
	Number   string   `json:"number"`
	Text     string   `json:"text"`
	UnitIDs  []string `json:"unit_ids" doc:"of the draft's units, those that have it open"`
	Deadline *string  `json:"deadline"`
	Percent  int      `json:"percent"`
	Likeness int      `json:"likeness" doc:"percent of the shorter one's words, taken two by two, that both have"`
}

const (
	alike         = 60 // percent, from which a likeness is pointed out
	fewestPairs   = 3  // of words: fewer say too little
	maxCompared   = 5_000
	maxDuplicates = 3 // shown of one draft
)

// plainWords stand in nearly every directive and say nothing of what it asks.
// They are folded; "trong" is not among them, for it is also "trồng".
var plainWords = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`yeu cau de nghi giao chi dao cac cho va cua truoc ngay thang nam quy den tai voi phoi hop
		chu tri tiep tuc tap hoan thanh thuc hien chu dong tang cuong khan truong of and in by before is asked shall must
		on with for`) {
		out[w] = true
	}
	return out
}()

// pairs are a text's telling words, two by two, without the words of the units
// it names.
func pairs(body string, units []string) map[string]bool {
	key := " " + text.Key(body) + " "
	for _, name := range units {
		if name = text.Key(name); name != "" {
			key = strings.ReplaceAll(key, " "+name+" ", " ")
		}
	}
	out, before := map[string]bool{}, ""
	for w := range strings.FieldsSeq(key) {
		if plainWords[w] || strings.Trim(w, "0123456789") == "" {
			continue
		}
		if before != "" {
			out[before+" "+w] = true
		}
		before = w
	}
	return out
}

// likeness is how much of the shorter one's pairs both have, in percent.
func likeness(a, b map[string]bool) int {
	if len(b) < len(a) {
		a, b = b, a
	}
	if len(a) < fewestPairs {
		return 0
	}
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	return both * 100 / len(a)
}

// duplicates finds, for each open draft by its id, the open directives of its
// units that are much like it, but those that the secretary has said are not.
// Of a directive put to several units one is shown.
func duplicates(drafts []Draft, open []Directive, units []string) map[string][]Duplicate {
	out := map[string][]Duplicate{}
	known := make([]map[string]bool, len(open))
	for _, d := range drafts {
		if d.State != DraftOpen {
			continue
		}
		own := pairs(d.Text, units)
		at := map[string]int{}
		found := []Duplicate{}
		for i, o := range open {
			if !slices.Contains(d.UnitIDs, o.UnitID) || slices.Contains(d.Kept, o.ID) {
				continue
			}
			if known[i] == nil {
				known[i] = pairs(o.Text, units)
			}
			n := likeness(own, known[i])
			if n < alike {
				continue
			}
			if j, ok := at[o.Text]; ok {
				found[j].UnitIDs = append(found[j].UnitIDs, o.UnitID)
				continue
			}
			at[o.Text] = len(found)
			found = append(found, Duplicate{
				ID: o.ID, Number: o.Number, Text: o.Text, UnitIDs: []string{o.UnitID}, Deadline: dayOrNull(o.Deadline),
				Percent: o.Progress(), Likeness: n,
			})
		}
		slices.SortStableFunc(found, func(a, b Duplicate) int { return cmp.Compare(b.Likeness, a.Likeness) })
		out[d.ID] = found[:min(len(found), maxDuplicates)]
	}
	return out
}

// pointOut finds the duplicates of a desk's drafts.
func (s *Service) pointOut(ctx context.Context, on db.Queryer, drafts []Draft) (map[string][]Duplicate, error) {
	asked := map[string]bool{}
	for _, d := range drafts {
		for _, u := range d.UnitIDs {
			asked[u] = asked[u] || d.State == DraftOpen
		}
	}
	var of []string
	for u, yes := range asked {
		if yes {
			of = append(of, u)
		}
	}
	if len(of) == 0 {
		return nil, nil
	}
	open, err := loadPage(ctx, on, query{Filter: Filter{State: "open"}, units: of, limit: maxCompared, today: s.today()})
	if err != nil || len(open) == 0 {
		return nil, err
	}
	tree, err := s.org.Units(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range tree {
		names = append(names, u.Name, u.NameEn)
	}
	// The longest first: "Huyện ủy Chư Sê" goes before what is part of it.
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return duplicates(drafts, open, names), nil
}
