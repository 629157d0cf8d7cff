package letter

import (
	"context"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/identity"
	"giaoban/internal/mail"
	"giaoban/internal/text"
)

// longestGap is how many missed days are made up for.
const longestGap = 14

// most is how many directives a letter lists under one heading; the screens
// have them all.
const most = 30

// remind writes today's reminders, with those of days on which the program did
// not run.
func (s *Service) remind(ctx context.Context) error {
	today := s.today()
	since, err := lastDay(ctx, s.DB)
	switch {
	case err != nil:
		return err
	case since.IsZero():
		since = today.AddDays(-1)
	case !since.Before(today):
		return nil // written already
	case since.Before(today.AddDays(-longestGap)):
		since = today.AddDays(-longestGap)
	}
	now, err := s.waiting(ctx, since, today)
	if err != nil {
		return err
	}
	readers, host, err := s.readers(ctx)
	if err != nil {
		return err
	}
	units, err := s.unitNames(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		for _, a := range readers {
			own := now.of(a)
			if own.empty() {
				continue
			}
			w := s.writer(a, host)
			if err := s.Outbox.Post(ctx, tx, "reminder:"+today.String()+":"+a.ID, w.reminder(own, units, today)); err != nil {
				return err
			}
		}
		return putLastDay(ctx, tx, today)
	})
}

// waits are directives that letters speak of.
type waits struct {
	overdue, due, fresh []directive.Directive // fresh: not acknowledged
}

func (v waits) empty() bool { return len(v.overdue)+len(v.due)+len(v.fresh) == 0 }

// of are those whose lead is a unit that the account answers for.
func (v waits) of(a identity.Account) waits {
	own := func(list []directive.Directive) (out []directive.Directive) {
		for _, d := range list {
			if a.Reads(d.UnitID, access.Reporter, access.Head) {
				out = append(out, d)
			}
		}
		return out
	}
	return waits{overdue: own(v.overdue), due: own(v.due), fresh: own(v.fresh)}
}

// waiting finds what is to be reminded of on a day after since, up to today.
func (s *Service) waiting(ctx context.Context, since, today text.Date) (waits, error) {
	var v waits
	before, after := append([]int{0}, s.Settings.Before...), s.Settings.After
	first := since.AddDays(-slices.Max(append([]int{0}, after...)))
	last := today.AddDays(slices.Max(before))
	list, err := s.Directive.WorkingDue(ctx, first, last)
	if err != nil {
		return v, err
	}
	falls := func(day text.Date) bool { return since.Before(day) && !today.Before(day) }
	for _, d := range list {
		due := d.Due()
		hit := slices.ContainsFunc(before, func(n int) bool { return falls(due.AddDays(-n)) }) ||
			slices.ContainsFunc(after, func(n int) bool { return falls(due.AddDays(n)) })
		switch {
		case hit && due.Before(today):
			v.overdue = append(v.overdue, d)
		case hit:
			v.due = append(v.due, d)
		}
	}
	if len(s.Settings.Acknowledge) == 0 {
		return v, nil
	}
	list, err = s.Directive.Unacknowledged(ctx, since.AddDays(-slices.Max(s.Settings.Acknowledge)), today)
	for _, d := range list {
		issued := text.DateOf(d.IssuedAt.In(s.Zone))
		if slices.ContainsFunc(s.Settings.Acknowledge, func(n int) bool { return falls(issued.AddDays(n)) }) {
			v.fresh = append(v.fresh, d)
		}
	}
	return v, err
}

// digest writes to the head of every unit how its directives stand.
func (s *Service) digest(ctx context.Context) error {
	today := s.today()
	standings, err := s.Directive.Standings(ctx)
	if err != nil {
		return err
	}
	const week = 7
	list, err := s.Directive.WorkingDue(ctx, text.Date{Year: 1, Month: 1, Day: 1}, today.AddDays(week))
	if err != nil {
		return err
	}
	var v waits
	for _, d := range list {
		if d.Due().Before(today) {
			v.overdue = append(v.overdue, d)
		} else {
			v.due = append(v.due, d)
		}
	}
	readers, host, err := s.readers(ctx)
	if err != nil {
		return err
	}
	units, err := s.unitNames(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		for _, a := range readers {
			if l, ok := s.writer(a, host).digest(a, standings, v, units, today); ok {
				if err := s.Outbox.Post(ctx, tx, "digest:"+today.String()+":"+a.ID, l); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// named is a unit's name in each language.
type named struct{ vi, en string }

func (n named) in(lang string) string {
	if lang == "en" && n.en != "" {
		return n.en
	}
	return n.vi
}

func (s *Service) unitNames(ctx context.Context) (map[string]named, error) {
	all, err := s.Org.Units(ctx)
	out := map[string]named{}
	for _, u := range all {
		out[u.ID] = named{u.Name, u.NameEn}
	}
	return out, err
}

// headed are the units that the account heads, in order.
func headed(a identity.Account) (out []string) {
	for _, g := range a.Grants {
		if g.Role == access.Head && !slices.Contains(out, g.UnitID) {
			out = append(out, g.UnitID)
		}
	}
	return out
}

// clip keeps a letter's lines short; the link leads to the whole.
func clip(s string) string {
	const longest = 240
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// lines lists directives.
func (w writer) lines(list []directive.Directive, units map[string]named, today text.Date) []mail.Item {
	var out []mail.Item
	for _, d := range list[:min(len(list), most)] {
		out = append(out, mail.Item{
			Text: clip(d.Text), Note: w.note(d, units[d.UnitID].in(w.lang), today), URL: w.base + "/directives/" + d.ID,
		})
	}
	return out
}
