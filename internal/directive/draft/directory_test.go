package draft_test

import (
	"slices"
	"testing"

	"giaoban/internal/directive/draft"
)

func directory() *draft.Directory {
	return draft.NewDirectory([]draft.Unit{
		{ID: "ubnd", Names: []string{"Ủy ban nhân dân tỉnh"}},
		{ID: "yte", Names: []string{"Sở Y tế", "SYT"}},
		{ID: "mttq", Names: []string{"Ủy ban MTTQ Việt Nam tỉnh"}},
		{ID: "so-nganh", Names: []string{"các sở, ngành"}},
		{ID: "kt1", Names: []string{"Phòng Kỹ thuật 1"}},
		{ID: "kt2", Names: []string{"Phòng Kỹ thuật 2"}},
	})
}

func TestFind_KnowsSpellingsAbbreviationsAndOneTypingError(t *testing.T) {
	for name, want := range map[string]string{
		"UBND tỉnh":            "ubnd",
		"Uỷ ban Nhân dân tỉnh": "ubnd",
		"Ủy ban nhan dan tinh": "ubnd",
		"Ủy ban nhâ dân tỉnh":  "ubnd",
		"sở y tế":              "yte",
		"SYT":                  "yte",
		"Các sở, ngành":        "so-nganh",
		"sở, ngành":            "so-nganh",
		"Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh": "mttq",
		"Phòng Kỹ thuật 3":                      "",
		"Sở Nội vụ":                             "",
		"":                                      "",
	} {
		if got := directory().Find(name); got != want {
			t.Errorf("Find(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestExtract_GivesTheIDsBesideTheNames(t *testing.T) {
	got := draft.Extract("Chủ tịch giao Sở Y tế chủ trì, phối hợp với UBND tỉnh và Hội Lạ rà soát danh sách.", draft.Options{Directory: directory()})
	if len(got) != 1 || !slices.Equal(got[0].AddresseeIDs, []string{"yte"}) || !slices.Equal(got[0].CoordinatingIDs, []string{"ubnd", ""}) {
		t.Errorf("got %+v", got)
	}
}

func TestExtract_LearnsTheOrganisationsOwnIntroducers(t *testing.T) {
	const body = "Giám đốc bàn tròn Phòng Kỹ thuật rà soát máy móc."
	if got := draft.Extract(body, draft.Options{}); len(got) != 0 {
		t.Errorf("drafted without the word: %+v", got)
	}
	if got := draft.Extract(body, draft.Options{Introducers: []string{"bàn tròn"}}); len(got) != 1 || got[0].Addressees[0] != "Phòng Kỹ thuật" {
		t.Errorf("got %+v", got)
	}
}

func TestExtract_TellsUrgencyAreaAndWhy(t *testing.T) {
	const body = "Bí thư yêu cầu Đảng ủy xã khẩn trương giải quyết đơn thư khiếu nại."
	got := draft.Extract(body, draft.Options{})
	if len(got) != 1 || got[0].Urgency != draft.Urgent || got[0].WorkArea != "khieu-nai" || got[0].Strength != 3 {
		t.Fatalf("got %+v", got)
	}
	var why []string
	for _, s := range got[0].Why {
		why = append(why, string([]rune(body)[s.Start:s.End]))
	}
	if !slices.Equal(why, []string{"yêu cầu", "Đảng ủy xã"}) {
		t.Errorf("why %q", why)
	}
}
