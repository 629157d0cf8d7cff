package report

import (
	"math"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// The longest text on a work area and the longest note, in characters.
const (
	maxText = 20_000
	maxNote = 2_000
)

// lowBelow is the share of the plan, in percent, below which a target runs low.
const lowBelow = 80

// number reads a typed number; nil where nothing, or no number, was typed.
func number(typed string) *float64 {
	f, err := text.ParseNumber(typed)
	if err != nil {
		return nil
	}
	return &f
}

// Check lists the fields that keep a report from being sent, in the order of
// the form: a required text that is missing, a number that is missing or is
// none, a text that is too long.
func Check(c Content, cat Catalogue) []fault.Field {
	var out []fault.Field
	texts, values := c.byID()
	for _, a := range cat.Areas {
		body := texts[a.ID]
		switch {
		case a.Required && strings.TrimSpace(body) == "":
			out = append(out, fault.Field{Name: "areas." + a.ID, Rule: "required"})
		case utf8.RuneCountInString(body) > maxText:
			out = append(out, fault.Field{Name: "areas." + a.ID, Rule: "too_long"})
		}
	}
	for _, i := range cat.Indicators {
		v, at := values[i.ID], "indicators."+i.ID
		out = checkNumber(out, at+".plan", v.Plan)
		out = checkNumber(out, at+".actual", v.Actual)
		if utf8.RuneCountInString(v.Note) > maxNote {
			out = append(out, fault.Field{Name: at + ".note", Rule: "too_long"})
		}
	}
	return out
}

func checkNumber(out []fault.Field, name, typed string) []fault.Field {
	switch {
	case strings.TrimSpace(typed) == "":
		return append(out, fault.Field{Name: name, Rule: "required"})
	case number(typed) == nil:
		return append(out, fault.Field{Name: name, Rule: "number", Value: typed})
	}
	return out
}

// checkKnown refuses texts and values for what is not reported on.
func checkKnown(c Content, cat Catalogue) error {
	areas, indicators := map[string]bool{}, map[string]bool{}
	for _, a := range cat.Areas {
		areas[a.ID] = true
	}
	for _, i := range cat.Indicators {
		indicators[i.ID] = true
	}
	var bad []fault.Field
	for _, a := range c.Areas {
		if !areas[a.AreaID] {
			bad = append(bad, fault.Field{Name: "areas." + a.AreaID, Rule: "unknown"})
		}
	}
	for _, v := range c.Indicators {
		if !indicators[v.IndicatorID] {
			bad = append(bad, fault.Field{Name: "indicators." + v.IndicatorID, Rule: "unknown"})
		}
	}
	if len(bad) > 0 {
		return fault.Invalid("report_unknown", "the form has no such fields").WithFields(bad...)
	}
	return nil
}

// byID indexes the content; of two entries for one thing the later counts.
func (c Content) byID() (map[string]string, map[string]Value) {
	texts, values := map[string]string{}, map[string]Value{}
	for _, a := range c.Areas {
		texts[a.AreaID] = a.Text
	}
	for _, v := range c.Indicators {
		values[v.IndicatorID] = v
	}
	return texts, values
}

// Percent is the actual value in percent of the plan, to one decimal; nil
// where there is no plan to measure by.
func Percent(plan, actual *float64) *float64 {
	if plan == nil || actual == nil || *plan <= 0 {
		return nil
	}
	p := math.Round(*actual / *plan * 1000) / 10
	return &p
}

// Low tells whether a target runs low: under 80 % of its plan.
func Low(plan, actual *float64) bool {
	return plan != nil && actual != nil && *plan > 0 && *actual*100 < *plan*lowBelow
}
