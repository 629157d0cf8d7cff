package directive

import (
	"testing"
	"time"

	"giaoban/internal/text"
)

func TestOccurrences_FollowThePhrase(t *testing.T) {
	from := text.Date{Year: 2026, Month: time.March, Day: 29} // a Sunday
	for phrase, want := range map[string][]string{
		"trước ngày 25 hằng tháng":  {"2026-04-25", "2026-05-25", "2026-06-25"},
		"hàng tháng":                {"2026-03-31", "2026-04-30", "2026-05-31"},
		"ngày 31 hằng tháng":        {"2026-03-31", "2026-04-30", "2026-05-31"},
		"định kỳ hằng quý":          {"2026-03-31", "2026-06-30"},
		"thứ sáu hằng tuần":         {"2026-04-03", "2026-04-10", "2026-04-17"},
		"định kỳ 15 ngày/lần":       {"2026-04-13", "2026-04-28", "2026-05-13"},
		"every Friday":              {"2026-04-03", "2026-04-10", "2026-04-17"},
		"by the 5th of every month": {"2026-04-05", "2026-05-05", "2026-06-05"},
		"quarterly":                 {"2026-03-31", "2026-06-30"},
		"hằng năm":                  {"2026-12-31"},
		"khi có yêu cầu":            {},
		"":                          {},
	} {
		got := occurrences(phrase, from, text.Date{Year: 2026, Month: time.June, Day: 5})
		for i, day := range want {
			if i >= len(got) || got[i].String() != day {
				t.Errorf("%q: %v, want %v", phrase, got, want)
				break
			}
		}
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%q: %v", phrase, got)
		}
	}
}

func FuzzOccurrences_EndAndRise(f *testing.F) {
	f.Add("ngày 25 hằng tháng", 400)
	f.Add("định kỳ 99999999999999999999 ngày", 10)
	f.Fuzz(func(t *testing.T, phrase string, days int) {
		from := text.Date{Year: 2026, Month: time.January, Day: 31}
		last := from
		for _, d := range occurrences(phrase, from, from.AddDays(days%5000)) {
			if !last.Before(d) {
				t.Fatalf("%q: %s after %s", phrase, d, last)
			}
			last = d
		}
	})
}
