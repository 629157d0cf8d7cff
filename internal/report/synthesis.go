package report

import "math"

// Synthesis is what the units reported, gathered by work area and indicator.
// Only accepted reports are in it.
type Synthesis struct {
	Expected   int                  `json:"expected" doc:"units that have to report"`
	Accepted   int                  `json:"accepted" doc:"units whose report has been accepted"`
	Areas      []AreaSynthesis      `json:"areas"`
	Indicators []IndicatorSynthesis `json:"indicators"`
}

// AreaSynthesis holds the texts on one work area, in the order of the units.
type AreaSynthesis struct {
	AreaID  string      `json:"area_id"`
	Name    string      `json:"name"`
	NameEn  string      `json:"name_en"`
	Entries []AreaEntry `json:"entries"`
}

// AreaEntry is one unit's text on a work area.
type AreaEntry struct {
	UnitID string `json:"unit_id"`
	Text   string `json:"text"`
}

// IndicatorSynthesis is an indicator's sum over the units; of a rate (measured
// in %) their mean.
type IndicatorSynthesis struct {
	IndicatorID string      `json:"indicator_id"`
	Name        string      `json:"name"`
	NameEn      string      `json:"name_en"`
	Measure     string      `json:"unit_of_measure"`
	MeasureEn   string      `json:"unit_of_measure_en"`
	Decimals    int         `json:"decimals"`
	Plan        float64     `json:"plan"`
	Actual      float64     `json:"actual"`
	Percent     *float64    `json:"percent" doc:"null where nothing was planned"`
	Low         []string    `json:"low" doc:"units under 80 % of their plan"`
	Units       []UnitValue `json:"units"`
}

// UnitValue is one unit's value of an indicator.
type UnitValue struct {
	UnitID  string   `json:"unit_id"`
	Plan    *float64 `json:"plan"`
	Actual  *float64 `json:"actual"`
	Percent *float64 `json:"percent"`
	Low     bool     `json:"low"`
	Note    string   `json:"note"`
}

// UnitContent is one unit's accepted content.
type UnitContent struct {
	UnitID  string
	Content Content
}

// Synthesise gathers the accepted contents; units are in the order given.
func Synthesise(cat Catalogue, units []UnitContent) Synthesis {
	out := Synthesis{
		Accepted: len(units),
		Areas:    make([]AreaSynthesis, len(cat.Areas)), Indicators: make([]IndicatorSynthesis, len(cat.Indicators)),
	}
	for i, a := range cat.Areas {
		out.Areas[i] = AreaSynthesis{AreaID: a.ID, Name: a.Name, NameEn: a.NameEn, Entries: []AreaEntry{}}
	}
	for i, ind := range cat.Indicators {
		out.Indicators[i] = IndicatorSynthesis{
			IndicatorID: ind.ID, Name: ind.Name, NameEn: ind.NameEn,
			Measure: ind.Measure, MeasureEn: ind.MeasureEn, Decimals: ind.Decimals,
			Low: []string{}, Units: []UnitValue{},
		}
	}
	for _, u := range units {
		texts, values := u.Content.byID()
		for i := range out.Areas {
			if body := texts[out.Areas[i].AreaID]; body != "" {
				out.Areas[i].Entries = append(out.Areas[i].Entries, AreaEntry{UnitID: u.UnitID, Text: body})
			}
		}
		for i := range out.Indicators {
			out.Indicators[i].add(u.UnitID, values[out.Indicators[i].IndicatorID])
		}
	}
	for i := range out.Indicators {
		out.Indicators[i].finish()
	}
	return out
}

// finish turns the sums of a rate into its mean over the units, since rates
// do not add up, and derives the percentage.
func (s *IndicatorSynthesis) finish() {
	if s.Measure == "%" {
		n := 0.0
		for _, u := range s.Units {
			if u.Plan != nil && u.Actual != nil {
				n++
			}
		}
		if n > 0 {
			s.Plan, s.Actual = math.Round(s.Plan/n*100)/100, math.Round(s.Actual/n*100)/100
		}
	}
	s.Percent = Percent(&s.Plan, &s.Actual)
}

// add takes a unit's value into the sums. A unit that has not both numbers is
// shown but not summed: half of a pair would bend the percentage.
func (s *IndicatorSynthesis) add(unit string, v Value) {
	u := UnitValue{UnitID: unit, Plan: number(v.Plan), Actual: number(v.Actual), Note: v.Note}
	u.Percent, u.Low = Percent(u.Plan, u.Actual), Low(u.Plan, u.Actual)
	if u.Plan != nil && u.Actual != nil {
		s.Plan += *u.Plan
		s.Actual += *u.Actual
	}
	if u.Low {
		s.Low = append(s.Low, unit)
	}
	s.Units = append(s.Units, u)
}
