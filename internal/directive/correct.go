package directive

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/text"
)

// Correction sets right under what a directive was filed. What is nil stays.
// Text, units and time limit are what was issued and are never corrected.
type Correction struct {
	WorkArea    *string
	IndicatorID *string // "" for none
}

// Corrected is one thing that was corrected, as the history keeps it.
type Corrected struct {
	Field string `json:"field" enum:"work_area,indicator_id"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// IndicatorName is an indicator by its name.
type IndicatorName struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
}

// maxWorkArea is the longest name of a work area, in characters.
const maxWorkArea = 200

// tidy brings what was typed into the form in which it is kept.
func (c *Correction) tidy() {
	for _, s := range []*string{c.WorkArea, c.IndicatorID} {
		if s != nil {
			*s = text.NFC(strings.TrimSpace(*s))
		}
	}
}

// corrects lists what the correction would change; empty where all is so
// already.
func (d *Directive) corrects(c Correction) []Corrected {
	out := []Corrected{}
	if c.WorkArea != nil && *c.WorkArea != d.WorkArea {
		out = append(out, Corrected{Field: "work_area", From: d.WorkArea, To: *c.WorkArea})
	}
	if c.IndicatorID != nil && *c.IndicatorID != d.IndicatorID {
		out = append(out, Corrected{Field: "indicator_id", From: d.IndicatorID, To: *c.IndicatorID})
	}
	return out
}

// checkCorrection refuses a correction without a reason or of nothing.
func (d *Directive) checkCorrection(in Input) []fault.Field {
	var bad []fault.Field
	if strings.TrimSpace(in.Text) == "" {
		bad = append(bad, fault.Field{Name: "reason", Rule: "required"})
	}
	if in.Correct.WorkArea != nil && utf8.RuneCountInString(*in.Correct.WorkArea) > maxWorkArea {
		bad = append(bad, fault.Field{Name: "work_area", Rule: "too_long"})
	}
	if len(d.corrects(in.Correct)) == 0 {
		bad = append(bad, fault.Field{Name: "work_area", Rule: "changed", Value: d.WorkArea})
	}
	return bad
}

func (d *Directive) correct(c Correction) {
	if c.WorkArea != nil {
		d.WorkArea = *c.WorkArea
	}
	if c.IndicatorID != nil {
		d.IndicatorID = *c.IndicatorID
	}
}

// Correct sets a directive's work area or indicator right after its issue. The
// issued text, its units and its time limit stay; the history keeps what was
// and why.
func (s *Service) Correct(ctx context.Context, by access.Actor, id string, c Correction, reason string, rev int64) (Story, error) {
	c.tidy()
	// A stranger learns nothing of the catalogue: Do refuses before it counts.
	if by.Office() && c.IndicatorID != nil && *c.IndicatorID != "" {
		cat, err := s.report.Catalogue(ctx)
		if err != nil {
			return Story{}, err
		}
		if !slices.ContainsFunc(cat.Indicators, func(i report.Indicator) bool { return i.ID == *c.IndicatorID }) {
			return Story{}, fault.Invalid("invalid_input", "no indicator %s", *c.IndicatorID).
				WithFields(fault.Field{Name: "indicator_id", Rule: "unknown", Value: *c.IndicatorID})
		}
	}
	return s.Do(ctx, by, id, ActCorrect, Input{Text: reason, Correct: c}, rev)
}

// Indicators lists what directives can serve, in the catalogue's order. Every
// account may read the names.
func (s *Service) Indicators(ctx context.Context, by access.Actor) ([]IndicatorName, error) {
	out := []IndicatorName{}
	if err := mayList(by); err != nil {
		return out, err
	}
	cat, err := s.report.Catalogue(ctx)
	for _, i := range cat.Indicators {
		out = append(out, IndicatorName{ID: i.ID, Name: i.Name, NameEn: i.NameEn})
	}
	return out, err
}

// served names the indicators of a directive's story: the one that it serves
// and those that it was said to serve before.
func (s *Service) served(ctx context.Context, story Story) ([]IndicatorName, error) {
	out, ids := []IndicatorName{}, map[string]bool{story.IndicatorID: true}
	for _, step := range story.History {
		for _, c := range step.Corrected {
			if c.Field == "indicator_id" {
				ids[c.From], ids[c.To] = true, true
			}
		}
	}
	if len(ids) == 1 && ids[""] {
		return out, nil
	}
	cat, err := s.report.Catalogue(ctx)
	for _, i := range cat.Indicators {
		if ids[i.ID] {
			out = append(out, IndicatorName{ID: i.ID, Name: i.Name, NameEn: i.NameEn})
		}
	}
	return out, err
}
