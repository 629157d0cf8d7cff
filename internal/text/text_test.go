package text_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaoban/internal/text"
)

func TestFold_DropsMarksAndCase(t *testing.T) {
	for in, want := range map[string]string{
		"Đảng ủy Khối":             "dang uy khoi",
		"Ðảng uỷ":                  "dang uy",
		"Ɖak Ɖoa":                  "dak doa",
		"Chư Păh, Kông Chro":       "chu pah, kong chro",
		"R’Piên":                   "r’pien",
		"quý IV/2024":              "quy iv/2024",
		"plain":                    "plain",
		"":                         "",
		"\u0110a\u0323i ho\u0302i": "dai hoi",
	} {
		if got := text.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold_MakesBothSpellingsOne(t *testing.T) {
	for _, pair := range [][2]string{{"ủy", "uỷ"}, {"hòa", "hoà"}, {"Thuỷ", "THỦY"}, {"Đăk Đoa", "Đắk Đoa"}} {
		if text.Fold(pair[0]) != text.Fold(pair[1]) {
			t.Errorf("%q and %q have keys %q and %q", pair[0], pair[1], text.Fold(pair[0]), text.Fold(pair[1]))
		}
	}
}

func TestFold_IsTheSameForEveryNormalForm(t *testing.T) {
	for _, s := range []string{"Ủy ban Mặt trận Tổ quốc", "Nguyễn Thị Ngọc Ánh", "Ðức Cơ", "những vướng mắc"} {
		if a, b := text.Fold(norm.NFC.String(s)), text.Fold(norm.NFD.String(s)); a != b {
			t.Errorf("%q: %q in NFC, %q in NFD", s, a, b)
		}
	}
}

func TestFoldRune_KeepsOnePlaceForEachRune(t *testing.T) {
	var b strings.Builder
	for _, r := range "Đồng Phú Ỷ" {
		b.WriteRune(text.FoldRune(r))
	}
	if b.String() != "dong phu y" {
		t.Errorf("got %q", b.String())
	}
}

func TestKey_SeesNoPunctuation(t *testing.T) {
	if !text.Same(" Sở  Y tế.", "sở Y-TẾ") || text.Same("Sở Y tế", "Sở Nội vụ") {
		t.Error("names are not told by their words alone")
	}
}

func FuzzFold_LeavesNoMarkAndNoCapital(f *testing.F) {
	f.Add("Đảng uỷ")
	f.Add("e\u0302\u0301")
	f.Add("İstanbul ǅ")
	f.Fuzz(func(t *testing.T, s string) {
		folded := text.Fold(s)
		for _, r := range folded {
			if unicode.Is(unicode.Mn, r) || r != unicode.ToLower(r) && unicode.Is(unicode.Latin, r) {
				t.Fatalf("Fold(%q) = %q holds %q", s, folded, r)
			}
		}
		if again := text.Fold(folded); again != folded {
			t.Fatalf("Fold(%q) = %q, then %q", s, folded, again)
		}
	})
}
