package draft_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"giaoban/internal/directive/draft"
	"giaoban/internal/text"
)

var someDay = text.Date{Year: 2026, Month: time.May, Day: 4}

func FuzzExtract_NeverPanicsAndKeepsItsPlaces(f *testing.F) {
	for _, s := range readCorpus(f, "corpus") {
		f.Add(s.body)
	}
	for _, s := range []string{
		"", ":", ";", "1.", "- ", "đề nghị", "Đối với", "giao các: ", "“(", "./.", "Sở ", "các ", "The CFO shall", "trước ngày 31/2", "\ufeff1.1.1. a) - ;:;",
		"Giao Sở Y tế và", "phối hợp với ", "yêu cầu: ; : ,", "Action:", "Action: -", "X to", "asked to to to", "Các Ban: A, , B và",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		runes := []rune(text.NFC(s))
		at := 0
		for _, d := range draft.Extract(s, draft.Options{Day: someDay}) {
			if d.Start < at || d.End <= d.Start || d.End > len(runes) {
				t.Fatalf("draft at %v behind %d of %d runes", d.Span, at, len(runes))
			}
			if utf8.ValidString(s) && string(runes[d.Start:d.End]) != d.Text {
				t.Fatalf("text %q is not at %v", d.Text, d.Span)
			}
			at = d.End
		}
	})
}

// longText repeats the reference build of a conclusion to a length in bytes.
func longText(tb testing.TB, runes int) string {
	tb.Helper()
	var b strings.Builder
	corpus := readCorpus(tb, "corpus")
	for i := 0; utf8.RuneCountInString(b.String()) < runes; i++ {
		b.WriteString(corpus[i%len(corpus)].body + "\n")
	}
	return string([]rune(b.String())[:runes])
}

func TestExtract_CostGrowsWithLengthOnly(t *testing.T) {
	for name, s := range map[string]string{
		"corpus":    longText(t, 40_000),
		"one line":  strings.ReplaceAll(longText(t, 40_000), "\n", " "),
		"commas":    strings.Repeat("Giao Sở Y tế, ", 3000),
		"brackets":  strings.Repeat("(“", 20_000),
		"semicolon": strings.Repeat("Sở A rà soát; ", 3000),
		"colons":    strings.Repeat("Sở Y tế: ", 4000),
		"asks":      strings.Repeat("đề nghị ", 5000),
		"commas en": strings.Repeat("the CFO, ", 4000),
	} {
		began := time.Now()
		draft.Extract(s, draft.Options{Day: someDay})
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s: %d runes took %v", name, utf8.RuneCountInString(s), took)
		} else {
			t.Logf("%s: %d runes in %v", name, utf8.RuneCountInString(s), took)
		}
	}
}

func BenchmarkExtract_TenThousandCharacters(b *testing.B) {
	s := longText(b, 10_000)
	for b.Loop() {
		draft.Extract(s, draft.Options{Day: someDay})
	}
}
