package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/fault"
	"giaoban/internal/report"
)

var acts = []report.Act{report.ActSave, report.ActSubmit, report.ActAccept, report.ActReturn, report.ActReopen}

var catalogue = report.Catalogue{
	Areas: []report.Area{
		{ID: "a1", Name: "Công tác xây dựng Đảng", NameEn: "Party building", Required: true},
		{ID: "a2", Name: "Quốc phòng - an ninh", NameEn: "Defence and security"},
	},
	Indicators: []report.Indicator{
		{ID: "i1", Name: "Thu ngân sách", NameEn: "Revenue", Measure: "tỷ đồng", MeasureEn: "VND bn", Decimals: 1},
		{ID: "i2", Name: "Tỷ lệ giải ngân", NameEn: "Disbursement", Measure: "%", MeasureEn: "%", Decimals: 1},
	},
}

func content(plan, actual string) report.Content {
	return report.Content{
		Areas: []report.AreaText{{AreaID: "a1", Text: "Kết nạp 42 đảng viên mới."}},
		Indicators: []report.Value{
			{IndicatorID: "i1", Plan: plan, Actual: actual},
			{IndicatorID: "i2", Plan: "90", Actual: "45,5", Note: "Vướng giải phóng mặt bằng"},
		},
	}
}

func TestNext_OnlySubmittedReportsAreJudgedAndSentOnesAreNotWrittenOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := report.Missing
		sent := false // since the last return or reopening
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			a := rapid.SampledFrom(acts).Draw(t, "act")
			to, err := report.Next(s, a)
			if err != nil {
				if fault.As(err) == nil || to != s {
					t.Fatalf("%s on %s: state %s, error %v", a, s, to, err)
				}
				continue
			}
			switch a {
			case report.ActSave, report.ActSubmit:
				if sent {
					t.Fatalf("%s was allowed on a sent report that is %s", a, s)
				}
			case report.ActAccept, report.ActReturn:
				if s != report.Submitted {
					t.Fatalf("%s was allowed on %s", a, s)
				}
			case report.ActReopen:
				if s != report.Accepted {
					t.Fatalf("reopened a report that is %s", s)
				}
			}
			s, sent = to, to == report.Submitted || to == report.Accepted
		}
	})
}

func TestLate_IsJudgedByTheFirstSending(t *testing.T) {
	due := time.Date(2026, 9, 25, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name           string
		submitted, now time.Time
		want           bool
	}{
		{"not sent, before the hour", time.Time{}, due.Add(-time.Second), false},
		{"not sent, at the hour", time.Time{}, due, false},
		{"not sent, after the hour", time.Time{}, due.Add(time.Second), true},
		{"sent in time, long ago", due.Add(-time.Hour), due.AddDate(0, 1, 0), false},
		{"sent late", due.Add(time.Microsecond), due.AddDate(0, 1, 0), true},
	} {
		if got := report.Late(c.submitted, due, c.now); got != c.want {
			t.Errorf("%s: late = %v", c.name, got)
		}
	}
}

func TestCheck_NamesEveryFieldAndRule(t *testing.T) {
	bad := report.Content{Indicators: []report.Value{{IndicatorID: "i1", Plan: "abc", Actual: " "}}}
	want := []fault.Field{
		{Name: "areas.a1", Rule: "required"},
		{Name: "indicators.i1.plan", Rule: "number", Value: "abc"},
		{Name: "indicators.i1.actual", Rule: "required"},
		{Name: "indicators.i2.plan", Rule: "required"},
		{Name: "indicators.i2.actual", Rule: "required"},
	}
	if diff := cmp.Diff(want, report.Check(bad, catalogue)); diff != "" {
		t.Error(diff)
	}
	if got := report.Check(content("1.234,5", "1.000"), catalogue); len(got) > 0 {
		t.Errorf("a full report has problems: %v", got)
	}
}

func TestLow_IsUnderEightyPercentOfThePlan(t *testing.T) {
	n := func(f float64) *float64 { return &f }
	for _, c := range []struct {
		plan, actual *float64
		want         bool
	}{
		{n(100), n(79.9), true},
		{n(100), n(80), false},
		{n(0.3), n(0.24), false}, // 80 % exactly, though not in binary
		{n(0), n(0), false},
		{n(100), n(0), true},
		{nil, n(3), false},
		{n(3), nil, false},
	} {
		if got := report.Low(c.plan, c.actual); got != c.want {
			t.Errorf("Low(%v, %v) = %v", c.plan, c.actual, got)
		}
	}
}

func TestSynthesise_SumsPairsAndAveragesRates(t *testing.T) {
	half := content("x", "500") // no plan: shown, not summed
	half.Indicators[1] = report.Value{IndicatorID: "i2", Plan: "80", Actual: "80"}
	got := report.Synthesise(catalogue, []report.UnitContent{
		{UnitID: "pleiku", Content: content("1.000", "700")},
		{UnitID: "an-khe", Content: content("500", "500")},
		{UnitID: "kbang", Content: half},
	})
	revenue, rate := got.Indicators[0], got.Indicators[1]
	if revenue.Plan != 1500 || revenue.Actual != 1200 || *revenue.Percent != 80 {
		t.Errorf("revenue: %v of %v, %v %%", revenue.Actual, revenue.Plan, *revenue.Percent)
	}
	if diff := cmp.Diff([]string{"pleiku"}, revenue.Low); diff != "" {
		t.Error(diff)
	}
	if rate.Plan != 86.67 || rate.Actual != 57 {
		t.Errorf("rate: %v of %v", rate.Actual, rate.Plan)
	}
	if n := len(got.Areas[0].Entries); n != 3 {
		t.Errorf("%d texts on the first area", n)
	}
}
