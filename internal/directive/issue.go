package directive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/meeting"
	"giaoban/internal/report"
	"giaoban/internal/text"
)

// Issue issues drafts in one act under the notice's number: the named ones,
// or all open ones where none is named. A draft put to several units becomes
// one directive for each. Either all are issued or none.
func (s *Service) Issue(ctx context.Context, by access.Actor, conference string, drafts []string, number string) ([]Listing, error) {
	var issued []Directive
	_, err := s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, present []Draft, m *meeting.Conference) error {
		chosen, err := choose(present, drafts)
		if err != nil {
			return err
		}
		issued, err = s.issue(ctx, tx, by, string(m.SeriesID), chosen, text.NFC(strings.TrimSpace(number)))
		if err != nil {
			return err
		}
		return keepConclusion(ctx, tx, conference, by.String(), "issue", s.clock.Now())
	})
	if err != nil {
		return nil, err
	}
	out, ids := []Listing{}, []string{}
	for _, d := range issued {
		out, ids = append(out, d.view(by, s.today())), append(ids, d.ID)
	}
	s.note(ctx, by, conference, "directive.issued", map[string]any{"directive_ids": ids, "number": number})
	return out, nil
}

// choose finds the drafts to be issued and refuses those that cannot be.
func choose(present []Draft, ids []string) ([]Draft, error) {
	var out []Draft
	if len(ids) == 0 {
		for _, d := range present {
			if d.State == DraftOpen {
				out = append(out, d)
			}
		}
	}
	for _, x := range distinct(ids) {
		d, err := open(present, x, -1)
		if err != nil {
			return nil, err
		}
		out = append(out, *d)
	}
	if len(out) == 0 {
		return nil, fault.Invalid("nothing_to_issue", "no draft is open")
	}
	var bad []fault.Field
	code := "invalid_input"
	for _, d := range out {
		if strings.TrimSpace(d.Text) == "" {
			bad = append(bad, fault.Field{Name: "drafts." + d.ID + ".text", Rule: "required"})
		}
		if len(d.UnitIDs) == 0 {
			code = "no_addressee"
			bad = append(bad, fault.Field{Name: "drafts." + d.ID + ".unit_ids", Rule: "addressee"})
		}
	}
	if len(bad) > 0 {
		return nil, fault.Invalid(code, "%d parts of drafts are missing", len(bad)).WithFields(bad...)
	}
	return out, nil
}

func (s *Service) issue(ctx context.Context, tx *db.Tx, by access.Actor, series string, chosen []Draft, number string) ([]Directive, error) {
	var out []Directive
	var ordinal int
	if err := tx.QueryRowContext(ctx, sqlLastOrdinal, chosen[0].ConferenceID).Scan(&ordinal); err != nil {
		return nil, fmt.Errorf("number the directives of %s: %w", chosen[0].ConferenceID, err)
	}
	now, today := s.clock.Now(), s.today()
	for _, draft := range chosen {
		for _, unit := range draft.UnitIDs {
			ordinal++
			d := Directive{
				ID: id.New(now), ConferenceID: draft.ConferenceID, SeriesID: series, DraftID: draft.ID, Number: number, Ordinal: ordinal,
				Text: draft.Text, UnitID: unit, Coordinating: without(draft.Coordinating, []string{unit}), WorkArea: draft.WorkArea,
				Deadline: draft.Deadline, Recurrence: draft.Recurrence, State: Drafted, Rev: 1,
				IndicatorID: draft.IndicatorID, Evidence: draft.Evidence,
			}
			if err := d.Apply(ActIssue, Input{}, now, today); err != nil {
				return nil, err
			}
			d.Next = d.nextTurn(nil, s.zone)
			if err := insertDirective(ctx, tx, d); err != nil {
				return nil, err
			}
			if err := s.record(ctx, tx, by, d, Step{Act: ActIssue, Text: d.Text, Until: dayOrNull(d.Deadline)}); err != nil {
				return nil, err
			}
			out = append(out, d)
		}
		draft.State, draft.Rev = DraftIssued, draft.Rev+1
		if err := putDraft(ctx, tx, draft); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkDraft refuses units that do not exist today and text past its length.
func (s *Service) checkDraft(ctx context.Context, d Draft) error {
	units, err := s.org.UnitsOn(ctx, s.today().String())
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, u := range units {
		known[u.ID] = true
	}
	var bad []fault.Field
	check := func(name string, ids []string) {
		for _, u := range ids {
			if !known[u] {
				bad = append(bad, fault.Field{Name: name, Rule: "unknown", Value: u})
			}
		}
	}
	check("unit_ids", d.UnitIDs)
	check("coordinating_ids", d.Coordinating)
	if utf8.RuneCountInString(d.Text) > maxText {
		bad = append(bad, fault.Field{Name: "text", Rule: "too_long"})
	}
	if d.IndicatorID != "" {
		c, err := s.report.Catalogue(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(c.Indicators, func(i report.Indicator) bool { return i.ID == d.IndicatorID }) {
			bad = append(bad, fault.Field{Name: "indicator_id", Rule: "unknown", Value: d.IndicatorID})
		}
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "draft %s cannot be taken as it is", d.ID).WithFields(bad...)
	}
	return nil
}
