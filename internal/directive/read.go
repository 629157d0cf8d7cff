package directive

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/access"
	"giaoban/internal/text"
)

// Filter narrows a list; empty parts do not. State may be "open" for every
// state in which something remains to be done; From and To are days of the
// time limit, both inclusive.
type Filter struct {
	Unit, Conference, Series, WorkArea, State, Timeliness, Words string
	From, To                                                     text.Date
	Shares                                                       bool // list parts and turns too
}

// Page is a part of a list.
type Page struct {
	Directives []Listing
	Counts     Counts
	Next       string // where the list goes on, empty at its end
}

// unlimited is a page that holds every directive.
const unlimited = 1 << 30

// List lists all directives that the caller may see, those with the nearest
// time limit first. The counts are of the list before state and timeliness
// narrow it, so that a client can show them as tabs.
func (s *Service) List(ctx context.Context, by access.Actor, f Filter) ([]Listing, Counts, error) {
	p, err := s.Page(ctx, by, f, "", unlimited)
	return p.Directives, p.Counts, err
}

// Page lists no more than limit directives after the place where the page
// before ended, "" for the first.
func (s *Service) Page(ctx context.Context, by access.Actor, f Filter, cursor string, limit int) (Page, error) {
	out := Page{Directives: []Listing{}, Counts: Counts{State: map[string]int{}, Timeliness: map[string]int{}}}
	if err := mayList(by); err != nil {
		return out, err
	}
	q := query{Filter: f, units: scope(by, f.Unit), limit: limit + 1, today: s.today()}
	if q.units != nil && len(q.units) == 0 {
		return out, nil
	}
	var err error
	if q.after, err = readCursor(cursor); err != nil {
		return out, err
	}
	var list []Directive
	// Two reads at once: on many directives the counts take as long as the page.
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		list, err = loadPage(both, s.db, q)
		return err
	})
	group.Go(func() (err error) {
		out.Counts, err = loadCounts(both, s.db, q)
		return err
	})
	if err := group.Wait(); err != nil {
		return out, err
	}
	if len(list) > limit {
		list = list[:limit]
		out.Next = placeOf(list[limit-1]).cursor()
	}
	for _, d := range list {
		out.Directives = append(out.Directives, d.view(by, q.today))
	}
	if f.Shares {
		return out, s.withShares(ctx, by, f.Unit, list, out.Directives)
	}
	return out, nil
}

// scope lists the units whose directives the caller may see of those asked
// for: nil is every unit, an empty list none.
func scope(by access.Actor, unit string) []string {
	switch own := by.Units(access.Reporter, access.Head); {
	case seesAll(by) && unit == "":
		return nil
	case seesAll(by), slices.Contains(own, unit):
		return []string{unit}
	case unit == "" && own != nil:
		return own
	}
	return []string{}
}

// Directive returns one directive with its history.
func (s *Service) Directive(ctx context.Context, by access.Actor, id string) (Story, error) {
	d, err := loadDirective(ctx, s.db, id)
	if err != nil {
		return Story{}, s.hide(by, err)
	}
	if err := mayRead(by, &d); err != nil {
		return Story{}, err
	}
	return s.tell(ctx, by, d)
}

// tell gathers everything that happened to a directive.
func (s *Service) tell(ctx context.Context, by access.Actor, d Directive) (Story, error) {
	out := Story{Listing: d.view(by, s.today())}
	var err error
	if out.History, err = loadHistory(ctx, s.db, d.ID); err != nil {
		return out, err
	}
	files, err := loadFiles(ctx, s.db, d.ID)
	if err != nil {
		return out, err
	}
	for i := range out.History {
		step := &out.History[i]
		step.Files = append(step.Files, files[step.Seq]...)
	}
	if out.Indicators, err = s.served(ctx, out); err != nil {
		return out, err
	}
	parts, err := loadParts(ctx, s.db, d.ID)
	if err != nil {
		return out, err
	}
	out.Parts = d.viewParts(by, parts, s.today())
	if out.Carried, err = loadCarried(ctx, s.db, d.ID); err != nil {
		return out, err
	}
	done, err := loadOccurrences(ctx, s.db, d.ID)
	out.Occurrences = d.viewOccurrences(done, s.zone, s.today())
	return out, err
}

// Of lists a conference's directives as issued, in their order, for those who
// write its papers. The caller has been checked by the papers' own policy.
func (s *Service) Of(ctx context.Context, conference string) ([]Directive, error) {
	list, err := loadPage(ctx, s.db, query{Filter: Filter{Conference: conference}, limit: unlimited, today: s.today()})
	slices.SortFunc(list, func(a, b Directive) int { return a.Ordinal - b.Ordinal })
	return list, err
}

// Concluded is a conference's conclusion as its papers need it.
type Concluded struct {
	Text     string
	SavedBy  string   // who wrote it down
	Passages [][2]int // [start, end) in characters: what was issued as directives
}

// Conclusion returns the conclusion for those who write a conference's papers.
// The caller has been checked by the papers' own policy.
func (s *Service) Conclusion(ctx context.Context, conference string) (Concluded, error) {
	c, err := loadConclusion(ctx, s.db, conference)
	if err != nil {
		return Concluded{}, err
	}
	drafts, err := loadDrafts(ctx, s.db, conference)
	out := Concluded{Text: c.Text, SavedBy: c.SavedBy}
	for _, d := range drafts {
		if d.State == DraftIssued && d.End > d.Start {
			out.Passages = append(out.Passages, [2]int{d.Start, d.End})
		}
	}
	return out, err
}
