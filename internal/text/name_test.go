package text_test

import (
	"slices"
	"strings"
	"testing"

	"giaoban/internal/text"
)

func TestSplitName_KnowsCompoundFamilyNames(t *testing.T) {
	for in, want := range map[string]text.Name{
		"Hồ Văn Niên":          {Family: "Hồ", Middle: "Văn", Given: "Niên"},
		"Rah Lan Chung":        {Family: "Rah Lan", Given: "Chung"},
		"Rơ Châm H’Hồng":       {Family: "Rơ Châm", Given: "H’Hồng"},
		"R’Piên":               {Given: "R’Piên"},
		"Đức Hải":              {Family: "Đức", Given: "Hải"},
		"Nguyễn Thị Ngọc  Ánh": {Family: "Nguyễn", Middle: "Thị Ngọc", Given: "Ánh"},
		"":                     {},
	} {
		if got := text.SplitName(in); got != want {
			t.Errorf("SplitName(%q) = %+v, want %+v", in, got, want)
		}
	}
}

func TestNameKey_OrdersByGivenNameThenFamily(t *testing.T) {
	names := []string{"Trần Văn Đạt", "Nguyễn Thị Ánh", "Lê Văn Dũng", "Phạm Văn An", "Bùi Văn Đạt", "Nguyễn Văn An", "Rah Lan Chung"}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(text.NameKey(a), text.NameKey(b)) })
	want := []string{"Nguyễn Văn An", "Phạm Văn An", "Nguyễn Thị Ánh", "Rah Lan Chung", "Lê Văn Dũng", "Bùi Văn Đạt", "Trần Văn Đạt"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestSortKey_IsSafeForManyAtOnce(t *testing.T) {
	want := text.SortKey("Đạt")
	done := make(chan string)
	for range 8 {
		go func() { done <- text.SortKey("Đạt") }()
	}
	for range 8 {
		if got := <-done; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
