package directive

import (
	"context"

	"giaoban/internal/access"
)

// Reminder is something that waits for the caller. Reminders are derived from
// the directives each time: there is nothing to be forgotten. Those that are
// sent by mail are package letter's.
type Reminder struct {
	Kind      PointWhy `json:"kind" enum:"overdue,returned,extension_asked,to_confirm,due_soon,reminded,to_acknowledge"`
	Directive Listing  `json:"directive"`
}

// WhyToAcknowledge waits for the lead unit to take note.
const WhyToAcknowledge PointWhy = "to_acknowledge"

// WhyReminded was asked after by the office, and no word has come since.
const WhyReminded PointWhy = "reminded"

// maxReminders are shown of each kind.
const maxReminders = 100

// Reminders lists what waits for the caller: for a unit what is overdue, due
// soon, returned, asked after or not yet acknowledged; for the office what is to be
// confirmed, asked for or overdue.
func (s *Service) Reminders(ctx context.Context, by access.Actor) ([]Reminder, error) {
	out := []Reminder{}
	if err := mayList(by); err != nil {
		return out, err
	}
	seen := map[string]bool{}
	add := func(kind PointWhy, f Filter) error {
		p, err := s.Page(ctx, by, f, "", maxReminders)
		for _, v := range p.Directives {
			if !seen[v.ID] {
				seen[v.ID] = true
				out = append(out, Reminder{Kind: kind, Directive: v})
			}
		}
		return err
	}
	if by.Office() {
		asked, err := loadExtensions(ctx, s.db, maxReminders)
		if err != nil {
			return out, err
		}
		for _, d := range asked {
			seen[d.ID] = true
			out = append(out, Reminder{Kind: WhyExtension, Directive: d.view(by, s.today())})
		}
		if err := add(WhyToConfirm, Filter{State: string(ReportedDone)}); err != nil {
			return out, err
		}
		return out, add(WhyOverdue, Filter{Timeliness: string(Overdue)})
	}
	asked, err := loadReminded(ctx, s.db, by.Units(access.Reporter, access.Head), maxReminders)
	if err != nil {
		return out, err
	}
	for _, r := range []struct {
		kind PointWhy
		f    Filter
	}{
		{WhyOverdue, Filter{Timeliness: string(Overdue)}},
		{WhyReturned, Filter{State: string(Returned)}},
		{WhyDueSoon, Filter{Timeliness: string(DueSoon)}},
		{WhyToAcknowledge, Filter{State: string(Issued)}},
	} {
		if r.kind == WhyToAcknowledge {
			for _, d := range asked {
				if !seen[d.ID] {
					seen[d.ID] = true
					out = append(out, Reminder{Kind: WhyReminded, Directive: d.view(by, s.today())})
				}
			}
		}
		if err := add(r.kind, r.f); err != nil {
			return out, err
		}
	}
	return out, nil
}
