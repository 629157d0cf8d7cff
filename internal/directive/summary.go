package directive

import (
	"context"

	"giaoban/internal/access"
	"giaoban/internal/org"
)

// Summary is what every unit did in a period and how it stands.
type Summary struct {
	Period string        `json:"period" doc:"2026-Q2"`
	From   string        `json:"from" doc:"YYYY-MM-DD"`
	To     string        `json:"to"`
	Closed bool          `json:"closed" doc:"over: its figures never change"`
	Units  []UnitSummary `json:"units" doc:"in the order of the tree; those that had no directive are left out"`
	Total  Figures       `json:"total" doc:"of the units shown"`
	Share  *float64      `json:"share_in_time" doc:"percent; null where nothing was due"`
	Rules  []Rule        `json:"rules" doc:"by which units are evaluated"`
}

// UnitSummary is one lead unit's part.
type UnitSummary struct {
	UnitID string `json:"unit_id"`
	Figures
	Share      *float64   `json:"share_in_time" doc:"percent of due less pending; null where nothing was due"`
	Now        Standing   `json:"now"`
	Trend      []Trend    `json:"trend" doc:"quarters, the oldest first, the period itself last"`
	Evaluation Evaluation `json:"evaluation"`
}

// Trend is one quarter of a unit.
type Trend struct {
	Period string   `json:"period"`
	Due    int      `json:"due"`
	InTime int      `json:"in_time"`
	Share  *float64 `json:"share_in_time"`
}

// maySummarise allows every account; units see their own part.
func maySummarise(by access.Actor) error { return mayList(by) }

// mayRule allows the office to set the rules by which units are evaluated;
// everyone may read them.
func mayRule(by access.Actor) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	if by.Office() {
		return nil
	}
	return access.Deny("directive.rules")
}

// figures are those of a quarter: of one that is over as they were written
// down, of the running one as they are.
func (s *Service) figures(ctx context.Context, q Quarter, standing map[string]Standing) (map[string]Figures, bool, error) {
	today := s.today()
	if !q.Last().Before(today) {
		out, err := loadRunning(ctx, s.db, q, today, s.zone)
		for unit, now := range standing {
			f := out[unit]
			f.Open = now.Open
			out[unit] = f
		}
		return out, false, err
	}
	closed, err := isClosed(ctx, s.db, q)
	if err != nil {
		return nil, true, err
	}
	if !closed { // in the first minutes after its end: the same, from the history
		out, err := foldFigures(ctx, s.db, q, s.zone)
		return out, true, err
	}
	out, err := loadFigures(ctx, s.db, sqlFigures, q.String())
	return out, true, err
}

// Summary sums the directives of each unit in a quarter, the present one where
// none is named, with a trend over so many quarters.
func (s *Service) Summary(ctx context.Context, by access.Actor, period string, quarters int) (Summary, error) {
	out := Summary{Units: []UnitSummary{}}
	if err := maySummarise(by); err != nil {
		return out, err
	}
	q := QuarterOf(s.today())
	var err error
	if period != "" {
		if q, err = ParseQuarter(period); err != nil {
			return out, err
		}
	}
	out.Period, out.From, out.To = q.String(), q.First().String(), q.Last().String()
	if out.Rules, err = s.Rules(ctx, by); err != nil {
		return out, err
	}
	standing, err := loadStanding(ctx, s.db, s.today())
	if err != nil {
		return out, err
	}
	past := make([]map[string]Figures, max(quarters, 1))
	names := make([]string, len(past))
	for i, at := len(past)-1, q; i >= 0; i, at = i-1, at.Before() {
		var closed bool
		if past[i], closed, err = s.figures(ctx, at, standing); err != nil {
			return out, err
		}
		names[i] = at.String()
		out.Closed = out.Closed || closed && at == q
	}
	units, err := s.org.Units(ctx)
	if err != nil {
		return out, err
	}
	for _, u := range s.shown(by, units) {
		v, ok := summarise(u, names, past, standing, out.Rules)
		if ok {
			out.Units = append(out.Units, v)
			out.Total.add(v.Figures)
		}
	}
	out.Share = out.Total.share(out.Total.InTime)
	return out, nil
}

// shown are the units whose part the caller may see.
func (s *Service) shown(by access.Actor, units []org.Unit) []string {
	var out []string
	for _, u := range units {
		if seesAll(by) || by.HasOn(u.ID, access.Reporter, access.Head) {
			out = append(out, u.ID)
		}
	}
	return out
}

// summarise puts a unit's part together; ok is false where it has nothing.
func summarise(unit string, names []string, past []map[string]Figures, standing map[string]Standing, rules []Rule) (out UnitSummary, ok bool) {
	f := past[len(past)-1][unit]
	out = UnitSummary{
		UnitID: unit, Figures: f, Share: f.share(f.InTime), Now: standing[unit], Trend: []Trend{},
		Evaluation: evaluate(f, rules),
	}
	ok = f != Figures{} || standing[unit] != Standing{}
	for i, quarter := range past {
		p := quarter[unit]
		ok = ok || p != Figures{}
		out.Trend = append(out.Trend, Trend{Period: names[i], Due: p.Due, InTime: p.InTime, Share: p.share(p.InTime)})
	}
	return out, ok
}

// Rules returns the rules by which units are evaluated.
func (s *Service) Rules(ctx context.Context, by access.Actor) ([]Rule, error) {
	if err := maySummarise(by); err != nil {
		return nil, err
	}
	own, err := loadRules(ctx, s.db)
	if own == nil {
		return usualRules, err
	}
	return own, err
}

// SetRules sets them.
func (s *Service) SetRules(ctx context.Context, by access.Actor, rules []Rule) ([]Rule, error) {
	if err := mayRule(by); err != nil {
		return nil, err
	}
	if err := checkRules(rules); err != nil {
		return nil, err
	}
	if err := putRules(ctx, s.db, rules); err != nil {
		return nil, err
	}
	return s.Rules(ctx, by)
}
