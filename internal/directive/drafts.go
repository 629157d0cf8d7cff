package directive

import (
	"context"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/meeting"
)

// AddDraft lays a draft written by hand on the desk.
func (s *Service) AddDraft(ctx context.Context, by access.Actor, conference string, e Edit) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, c conclusion, drafts []Draft, _ *meeting.Conference) error {
		d := Draft{ID: id.New(s.clock.Now()), ConferenceID: conference, State: DraftOpen, Rev: 1}
		for _, x := range drafts {
			d.Position = max(d.Position, x.Position+apart)
		}
		d.correct(e)
		if err := s.checkDraft(ctx, d); err != nil {
			return err
		}
		if err := s.learnHand(ctx, tx, by, c, d); err != nil {
			return err
		}
		return putDraft(ctx, tx, d)
	})
}

// EditDraft corrects a draft.
func (s *Service) EditDraft(ctx context.Context, by access.Actor, conference, draft string, e Edit, rev int64) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		d, err := open(drafts, draft, rev)
		if err != nil {
			return err
		}
		before := *d
		d.correct(e)
		if err := s.checkDraft(ctx, *d); err != nil {
			return err
		}
		if err := s.learnFrom(ctx, tx, by, before, d); err != nil {
			return err
		}
		d.Rev++
		return putDraft(ctx, tx, *d)
	})
}

// SetAside takes a draft off the desk; drafting again does not bring it back,
// Restore does.
func (s *Service) SetAside(ctx context.Context, by access.Actor, conference, draft string) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		d, err := open(drafts, draft, -1)
		if err != nil {
			return err
		}
		d.State, d.Rev = DraftSetAside, d.Rev+1
		return putDraft(ctx, tx, *d)
	})
}

// Restore lays a draft that was set aside on the desk again, as it was. Drafting
// again leaves it there. That its passage is no directive is forgotten.
func (s *Service) Restore(ctx context.Context, by access.Actor, conference, draft string) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		i := slices.IndexFunc(drafts, func(d Draft) bool { return d.ID == draft })
		if i < 0 || drafts[i].State == DraftMerged {
			return fault.NotFound("draft_unknown", "no draft %s", draft)
		}
		d := drafts[i]
		if d.State != DraftSetAside {
			return fault.Conflict("draft_on_desk", "draft %s is %s, not set aside", draft, d.State)
		}
		if err := proposeAgain(ctx, tx, d.Quote); err != nil {
			return err
		}
		d.State, d.Touched, d.Rev = DraftOpen, true, d.Rev+1
		return putDraft(ctx, tx, d)
	})
}

// Merge takes the words and addressees of another draft into the first, and
// the other off the desk.
func (s *Service) Merge(ctx context.Context, by access.Actor, conference, draft, with string) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		first, err := open(drafts, draft, -1)
		if err != nil {
			return err
		}
		other, err := open(drafts, with, -1)
		if err != nil {
			return err
		}
		if first == other {
			return fault.Invalid("invalid_input", "merging takes two drafts").
				WithFields(fault.Field{Name: "with", Rule: "range"})
		}
		first.merge(*other)
		first.Rev, other.State, other.Rev = first.Rev+1, DraftMerged, other.Rev+1
		if err := putDraft(ctx, tx, *other); err != nil {
			return err
		}
		return putDraft(ctx, tx, *first)
	})
}

// Split parts a draft's text after the given number of characters into two
// drafts to the same units.
func (s *Service) Split(ctx context.Context, by access.Actor, conference, draft string, at int, rev int64) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		d, err := open(drafts, draft, rev)
		if err != nil {
			return err
		}
		second, ok := d.split(at)
		if !ok {
			return fault.Invalid("invalid_input", "no two parts at %d", at).WithFields(fault.Field{Name: "at", Rule: "range"})
		}
		second.ID, second.Origin, d.Rev = id.New(s.clock.Now()), "", d.Rev+1
		second.Position += apart
		for _, x := range drafts {
			if x.Position > d.Position && x.Position <= second.Position {
				second.Position = d.Position + (x.Position-d.Position)/2
			}
		}
		if err := putDraft(ctx, tx, *d); err != nil {
			return err
		}
		return putDraft(ctx, tx, second)
	})
}

// open finds an open draft; below zero the revision does not matter.
func open(drafts []Draft, draft string, rev int64) (*Draft, error) {
	i := slices.IndexFunc(drafts, func(d Draft) bool { return d.ID == draft })
	switch {
	case i < 0 || drafts[i].State == DraftSetAside || drafts[i].State == DraftMerged:
		return nil, fault.NotFound("draft_unknown", "no draft %s", draft)
	case drafts[i].State == DraftIssued:
		return nil, fault.Conflict("draft_issued", "draft %s has been issued", draft)
	case rev >= 0 && drafts[i].Rev != rev:
		return nil, fault.Conflict("stale", "draft %s has moved on from %d", draft, rev)
	}
	return &drafts[i], nil
}
