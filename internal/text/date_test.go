package text_test

import (
	"encoding/json"
	"testing"
	"time"

	"giaoban/internal/text"
)

func TestDay_IsWrittenAsOfficialPapersDo(t *testing.T) {
	for want, day := range map[string]text.Date{
		"ngày 04 tháng 12 năm 2024": {Year: 2024, Month: 12, Day: 4},
		"ngày 30 tháng 02 năm 2024": {},
		"ngày 09 tháng 01 năm 2026": {Year: 2026, Month: 1, Day: 9},
		"ngày 15 tháng 3 năm 2026":  {Year: 2026, Month: 3, Day: 15},
	} {
		if day.IsZero() {
			continue
		}
		if got := text.Day(day.Time()); got != want {
			t.Errorf("Day(%v) = %q, want %q", day, got, want)
		}
	}
}

func TestParseDay_ReadsEveryWrittenForm(t *testing.T) {
	near := text.Date{Year: 2024, Month: 12, Day: 20}
	for in, want := range map[string]string{
		"ngày 04 tháng 12 năm 2024": "2024-12-04",
		"4/12":                      "2024-12-04",
		"04-12-2024":                "2024-12-04",
		"09.1.2026":                 "2026-01-09",
		"2024-12-04":                "2024-12-04",
		"ngày 29/2/2024":            "2024-02-29",
		"15 tháng 1":                "2025-01-15",
		"ngày 5 tháng 8/2023":       "2023-08-05",
		"1/2/24":                    "2024-02-01",
		"Ngày 30 / 6 / 2024":        "2024-06-30",
	} {
		got, err := text.ParseDay(in, near)
		if err != nil || got.String() != want {
			t.Errorf("ParseDay(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "31/2/2024", "hôm qua", "13/13", "0/5", "4/12/20245", "ngày"} {
		if got, err := text.ParseDay(in, near); err == nil {
			t.Errorf("ParseDay(%q) = %v, want a refusal", in, got)
		}
	}
	if got, err := text.ParseDay("4/12", text.Date{}); err == nil {
		t.Errorf("a day without year was read as %v with nothing to read it against", got)
	}
}

func TestDate_TravelsAsAPlainDay(t *testing.T) {
	raw, err := json.Marshal(text.Date{Year: 2026, Month: time.June, Day: 30})
	if err != nil || string(raw) != `"2026-06-30"` {
		t.Fatalf("got %s, %v", raw, err)
	}
	var back text.Date
	if err := json.Unmarshal(raw, &back); err != nil || back != (text.Date{Year: 2026, Month: time.June, Day: 30}) {
		t.Fatalf("read back %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`"2026-06-31"`), &back); err == nil {
		t.Error("a day that does not exist was read")
	}
}

func TestEndOfMonth_KnowsLeapYears(t *testing.T) {
	for want, got := range map[string]text.Date{
		"2024-02-29": text.EndOfMonth(2024, time.February),
		"2025-12-31": text.EndOfMonth(2025, 12),
		"2025-06-30": text.EndOfQuarter(2025, 2),
		"2025-01-01": text.Date{Year: 2024, Month: 12, Day: 31}.AddDays(1),
	} {
		if got.String() != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestQuarter_IsWrittenAndReadInBothLanguages(t *testing.T) {
	if got := text.Quarter(4, 2024, text.Vietnamese); got != "quý IV năm 2024" {
		t.Errorf("got %q", got)
	}
	if got := text.Quarter(2, 0, text.Vietnamese); got != "quý II" {
		t.Errorf("got %q", got)
	}
	if got := text.Quarter(1, 2025, text.English); got != "Q1 2025" {
		t.Errorf("got %q", got)
	}
	for in, want := range map[string][2]int{
		"quý IV năm 2024": {4, 2024}, "quý I/2023": {1, 2023}, "quý 4": {4, 0}, "Quý III": {3, 0}, "Q2 2026": {2, 2026}, "quý 2 2025": {2, 2025},
	} {
		q, year, ok := text.ParseQuarter(in)
		if !ok || q != want[0] || year != want[1] {
			t.Errorf("ParseQuarter(%q) = %d, %d, %v; want %v", in, q, year, ok, want)
		}
	}
	for _, in := range []string{"", "quý V", "quý 5", "q", "quý", "quý VI/2024"} {
		if q, year, ok := text.ParseQuarter(in); ok {
			t.Errorf("ParseQuarter(%q) = %d, %d", in, q, year)
		}
	}
}

func FuzzParseDay_GivesDaysOfTheCalendar(f *testing.F) {
	f.Add("ngày 04 tháng 12 năm 2024")
	f.Add("30/6")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := text.ParseDay(s, text.Date{Year: 2026, Month: 5, Day: 4})
		if _, exists := text.NewDate(d.Year, d.Month, d.Day); err == nil && !exists {
			t.Fatalf("ParseDay(%q) = %v", s, d)
		}
	})
}
