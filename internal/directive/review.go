package directive

import (
	"cmp"
	"context"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
)

// Review is the chair's talking page on the implementation of the last
// conclusions: unit by unit, what to ask first.
type Review struct {
	ConferenceID     string       `json:"conference_id"`
	FromConferenceID string       `json:"from_conference_id" doc:"the conference before; empty where there is none"`
	Units            []UnitReview `json:"units" doc:"in the order of the tree"`
}

// UnitReview is one unit's page.
type UnitReview struct {
	UnitID      string  `json:"unit_id"`
	Done        int     `json:"done"`
	DoneLate    int     `json:"done_late"`
	Open        int     `json:"open"`
	Overdue     int     `json:"overdue"`
	LongestLate int     `json:"longest_late" doc:"days"`
	Points      []Point `json:"points" doc:"the most pressing first, then what was done"`
}

// Point is a directive with what the chair needs to speak of it.
type Point struct {
	Why          PointWhy   `json:"why" enum:"overdue,returned,extension_asked,to_confirm,due_soon,open,done_late,done" doc:"the reason to speak of it"`
	Directive    Listing    `json:"directive"`
	TimesCarried int        `json:"times_carried" doc:"to conferences, this one among them"`
	LastWords    string     `json:"last_words" doc:"what the unit last reported"`
	LastAt       *time.Time `json:"last_at"`
}

// PointWhy is why the chair speaks of a directive.
type PointWhy string

// The reasons, the most pressing first.
const (
	WhyOverdue   PointWhy = "overdue"
	WhyReturned  PointWhy = "returned"
	WhyExtension PointWhy = "extension_asked"
	WhyToConfirm PointWhy = "to_confirm"
	WhyDueSoon   PointWhy = "due_soon"
	WhyOpen      PointWhy = "open"
	WhyDoneLate  PointWhy = "done_late"
	WhyDone      PointWhy = "done"
)

var pressing = []PointWhy{WhyOverdue, WhyReturned, WhyExtension, WhyToConfirm, WhyDueSoon, WhyOpen, WhyDoneLate, WhyDone}

func why(v Listing) PointWhy {
	switch {
	case v.State == Confirmed && v.Timeliness == DoneLate:
		return WhyDoneLate
	case v.State == Confirmed:
		return WhyDone
	case v.Timeliness == Overdue:
		return WhyOverdue
	case v.State == Returned:
		return WhyReturned
	case v.Extension != nil:
		return WhyExtension
	case v.State == ReportedDone:
		return WhyToConfirm
	case v.Timeliness == DueSoon:
		return WhyDueSoon
	}
	return WhyOpen
}

// page makes a unit's page of its share.
func page(u UnitCarry, words map[string]lastWords, times map[string]int) UnitReview {
	out := UnitReview{UnitID: u.UnitID, Done: len(u.Done), Open: len(u.Open), Overdue: u.Overdue, Points: []Point{}}
	for _, v := range slices.Concat(u.Open, u.Done) {
		p := Point{Why: why(v), Directive: v, TimesCarried: times[v.ID]}
		if w, ok := words[v.ID]; ok {
			p.LastWords, p.LastAt = w.text, &w.at
		}
		if p.Why == WhyOverdue && v.DaysLeft != nil {
			out.LongestLate = max(out.LongestLate, -*v.DaysLeft)
		}
		if p.Why == WhyDoneLate {
			out.DoneLate++
		}
		out.Points = append(out.Points, p)
	}
	slices.SortStableFunc(out.Points, func(a, b Point) int {
		return cmp.Or(
			cmp.Compare(slices.Index(pressing, a.Why), slices.Index(pressing, b.Why)),
			cmp.Compare(b.TimesCarried, a.TimesCarried),
		)
	})
	return out
}

// Review gathers the talking page for those who conduct a conference.
func (s *Service) Review(ctx context.Context, by access.Actor, conference string) (Review, error) {
	out := Review{ConferenceID: conference, Units: []UnitReview{}}
	if _, err := s.briefed(ctx, by, conference); err != nil {
		return out, err
	}
	// An operator shows what the chair sees.
	as := by
	as.Grants = append(slices.Clone(by.Grants), access.Grant{Role: access.Chair})
	carry, err := s.CarryOver(ctx, as, conference)
	if err != nil {
		return out, err
	}
	out.FromConferenceID = carry.FromConferenceID
	var all []string
	for _, u := range carry.Units {
		for _, v := range slices.Concat(u.Open, u.Done) {
			all = append(all, v.ID)
		}
	}
	words, err := loadLastWords(ctx, s.db, all)
	if err != nil {
		return out, err
	}
	times, err := loadTimesCarried(ctx, s.db, all)
	for _, u := range carry.Units {
		out.Units = append(out.Units, page(u, words, times))
	}
	return out, err
}

// Carry puts everything still open of the conferences before in the series
// before this one, in one act: each directive's history says so. What has been
// carried to it already stays as it is.
func (s *Service) Carry(ctx context.Context, by access.Actor, conference string) (CarryOver, error) {
	if err := may(by, ActCarry, &Directive{}); err != nil {
		return CarryOver{}, err
	}
	c, err := s.meeting.Conference(ctx, by, conference)
	if err != nil {
		return CarryOver{}, err
	}
	if c.State == meeting.Closed {
		return CarryOver{}, fault.Conflict("conference_closed", "conference %s is closed", conference)
	}
	if c.State == meeting.Cancelled {
		return CarryOver{}, fault.Conflict("conference_cancelled", "conference %s is cancelled", conference)
	}
	all, err := s.meeting.Conferences(ctx, access.System, string(c.SeriesID), "")
	if err != nil {
		return CarryOver{}, err
	}
	past := map[string]bool{}
	for _, b := range earlier(c, all) {
		past[b.ID] = true
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		ids, from, err := loadToCarry(ctx, tx, string(c.SeriesID), conference)
		if err != nil {
			return err
		}
		carried := 0
		for i, id := range ids {
			if !past[from[i]] || c.SeriesID == "" {
				continue
			}
			carried++
			if err := s.carryOne(ctx, tx, by, id, conference); err != nil {
				return err
			}
		}
		if carried == 0 {
			return fault.Conflict("nothing_to_carry", "nothing is open for %s", conference)
		}
		return nil
	})
	if err != nil {
		return CarryOver{}, err
	}
	return s.CarryOver(ctx, by, conference)
}

func (s *Service) carryOne(ctx context.Context, tx *db.Tx, by access.Actor, id, conference string) error {
	d, err := takeDirective(ctx, tx, id, -1)
	if err != nil {
		return err
	}
	now, today := s.clock.Now(), s.today()
	if err := d.Apply(ActCarry, Input{}, now, today); err != nil {
		return err
	}
	if err := insertCarried(ctx, tx, d, conference, by.Name, now, today); err != nil {
		return err
	}
	return s.record(ctx, tx, by, d, Step{Act: ActCarry, Percent: d.Progress()})
}
