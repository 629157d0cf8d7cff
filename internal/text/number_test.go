package text_test

import (
	"errors"
	"math"
	"testing"

	"giaoban/internal/text"
)

func TestParseNumber_ReadsWhatPeopleType(t *testing.T) {
	for in, want := range map[string]float64{
		"1.234.567,89": 1234567.89,
		"1.234":        1234,
		"12.5":         12.5,
		"0.125":        0.125,
		"12.345,6":     12345.6,
		"1,234,567.89": 1234567.89,
		"1,234,567":    1234567,
		"1,234":        1.234,
		"31,5%":        31.5,
		"1 234 567,5":  1234567.5,
		"1\u00a0234":   1234,
		"-7,25":        -7.25,
		"−3":           -3,
		"+12":          12,
		" 42 ":         42,
		"0":            0,
		"1234567":      1234567,
		"1234,5":       1234.5,
	} {
		got, err := text.ParseNumber(in)
		if err != nil || got != want {
			t.Errorf("ParseNumber(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
}

func TestParseNumber_RefusesWhatIsNoNumber(t *testing.T) {
	for _, in := range []string{"", "abc", "1.23.456", "1,2,3", "12a", "--1", ".", ",", "1.", "1,", "1..234", "1.2345.678", "%", "NaN", "Inf", "1e5", "0x10"} {
		if got, err := text.ParseNumber(in); !errors.Is(err, text.ErrNumber) {
			t.Errorf("ParseNumber(%q) = %v, %v; want a refusal", in, got, err)
		}
	}
}

func TestFormatNumber_GroupsByLanguage(t *testing.T) {
	for _, c := range []struct {
		f        float64
		decimals int
		lang     text.Lang
		want     string
	}{
		{1234567.891, 2, text.Vietnamese, "1.234.567,89"},
		{1234567.891, 2, text.English, "1,234,567.89"},
		{-1234, 0, text.Vietnamese, "-1.234"},
		{999, 0, text.Vietnamese, "999"},
		{0.5, -1, text.Vietnamese, "0,5"},
		{12.50, -1, text.English, "12.5"},
		{-0.001, 2, text.Vietnamese, "0,00"},
		{1000000, -1, text.Vietnamese, "1.000.000"},
	} {
		if got := text.FormatNumber(c.f, c.decimals, c.lang); got != c.want {
			t.Errorf("FormatNumber(%v, %d, %s) = %q, want %q", c.f, c.decimals, c.lang, got, c.want)
		}
	}
}

func FuzzFormatNumber_IsReadBack(f *testing.F) {
	f.Add(1234567.89)
	f.Add(-0.5)
	f.Add(1e15)
	f.Fuzz(func(t *testing.T, x float64) {
		if math.IsNaN(x) || math.Abs(x) > 1e15 {
			return
		}
		s := text.FormatNumber(x, 2, text.Vietnamese)
		got, err := text.ParseNumber(s)
		if err != nil || math.Abs(got-x) > 0.006+math.Abs(x)*1e-15 {
			t.Fatalf("%v is printed %q and read %v, %v", x, s, got, err)
		}
	})
}

func FuzzParseNumber_NeverPanics(f *testing.F) {
	f.Add("1.234,5")
	f.Add("1 2 3")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := text.ParseNumber(s); err == nil && (math.IsNaN(got) || math.IsInf(got, 0)) {
			t.Fatalf("ParseNumber(%q) = %v", s, got)
		}
	})
}
