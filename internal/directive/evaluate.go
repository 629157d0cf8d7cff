package directive

import (
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
)

// Measure is a number of a unit's figures that a rule can look at. Shares are
// in percent of what was due and is no longer pending.
type Measure string

// The measures.
const (
	ShareInTime Measure = "share_in_time"
	ShareEarly  Measure = "share_early"
	ShareLate   Measure = "share_late"
	ShareMissed Measure = "share_missed"
	CountMissed Measure = "missed"
	CountDue    Measure = "due"
)

// Condition is a bound on a measure.
type Condition struct {
	Measure Measure `json:"measure" enum:"share_in_time,share_early,share_late,share_missed,missed,due"`
	AtLeast bool    `json:"at_least" doc:"at least the bound, else at most"`
	Bound   float64 `json:"bound"`
}

// Rule gives a level to the units that meet all of its conditions. Rules are
// tried in their order; the last has none, so that every unit has a level.
type Rule struct {
	Level  string      `json:"level" minLength:"1" maxLength:"40"`
	Name   string      `json:"name" minLength:"1" maxLength:"100"`
	NameEn string      `json:"name_en" maxLength:"100"`
	All    []Condition `json:"all"`
}

// usualRules hold where the organisation has set none.
var usualRules = []Rule{
	{Level: "excellent", Name: "Hoàn thành xuất sắc", NameEn: "Excellent", All: []Condition{
		{Measure: ShareInTime, AtLeast: true, Bound: 95},
		{Measure: CountMissed, Bound: 0},
		{Measure: ShareEarly, AtLeast: true, Bound: 30},
	}},
	{Level: "good", Name: "Hoàn thành tốt", NameEn: "Good", All: []Condition{
		{Measure: ShareInTime, AtLeast: true, Bound: 85}, {Measure: ShareMissed, Bound: 5},
	}},
	{Level: "fair", Name: "Hoàn thành", NameEn: "Fair", All: []Condition{{Measure: ShareInTime, AtLeast: true, Bound: 60}}},
	{Level: "poor", Name: "Không hoàn thành", NameEn: "Poor", All: []Condition{}},
}

// Evaluation is a unit's level with how it came about.
type Evaluation struct {
	Level  string    `json:"level" doc:"empty where nothing was due"`
	Name   string    `json:"name"`
	NameEn string    `json:"name_en"`
	Tried  []Outcome `json:"tried" doc:"every condition looked at, rule by rule, until one was met"`
}

// Outcome is a condition held against a unit's figures.
type Outcome struct {
	Level string `json:"level" doc:"of the rule"`
	Condition
	Value float64 `json:"value"`
	Met   bool    `json:"met"`
}

func (f Figures) measure(m Measure) float64 {
	share := func(part int) float64 {
		if s := f.share(part); s != nil {
			return *s
		}
		return 0
	}
	switch m {
	case ShareInTime:
		return share(f.InTime)
	case ShareEarly:
		return share(f.Early)
	case ShareLate:
		return share(f.Late)
	case ShareMissed:
		return share(f.Missed)
	case CountMissed:
		return float64(f.Missed)
	case CountDue:
		return float64(f.Due)
	}
	return 0
}

// evaluate finds the first rule whose conditions are all met. A unit of which
// nothing was due has no level.
func evaluate(f Figures, rules []Rule) Evaluation {
	out := Evaluation{Tried: []Outcome{}}
	if f.share(0) == nil {
		return out
	}
	for _, r := range rules {
		all := true
		for _, c := range r.All {
			v := f.measure(c.Measure)
			met := v <= c.Bound
			if c.AtLeast {
				met = v >= c.Bound
			}
			all = all && met
			out.Tried = append(out.Tried, Outcome{Level: r.Level, Condition: c, Value: v, Met: met})
		}
		if all {
			out.Level, out.Name, out.NameEn = r.Level, r.Name, r.NameEn
			return out
		}
	}
	return out
}

// checkRules refuses rules under which a unit could have no level, or two
// levels one name.
func checkRules(rules []Rule) error {
	var bad []fault.Field
	var seen []string
	for i, r := range rules {
		name := "rules." + strconv.Itoa(i)
		if strings.TrimSpace(r.Level) == "" || slices.Contains(seen, r.Level) {
			bad = append(bad, fault.Field{Name: name + ".level", Rule: "unique", Value: r.Level})
		}
		seen = append(seen, r.Level)
		if last := i == len(rules)-1; last != (len(r.All) == 0) {
			bad = append(bad, fault.Field{Name: name + ".all", Rule: "last_without_conditions"})
		}
	}
	if len(rules) == 0 {
		bad = append(bad, fault.Field{Name: "rules", Rule: "required"})
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "the rules leave units without a level").WithFields(bad...)
	}
	return nil
}
