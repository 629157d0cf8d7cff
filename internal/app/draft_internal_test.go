package app

import (
	"slices"
	"testing"

	"giaoban/internal/directive"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

func TestDrafter_GoesByWhatTheOfficeHasTaught(t *testing.T) {
	units := []org.Unit{{ID: "yte", Name: "Sở Y tế", Aliases: []string{"SYT"}}, {ID: "vx", Name: "Phòng Văn xã"}}
	groups := []org.Group{{ID: "khoi", Name: "các đơn vị khối văn xã", Members: []string{"yte", "vx"}}}
	const conclusion = "Kết luận cuộc họp, Chủ tịch yêu cầu Sở Y tế, Tổ Sức khỏe rà soát thuốc trước ngày 30/6; các đơn vị khối văn xã báo cáo. Trông cậy Phòng Văn xã lo tuyên truyền."
	day, _ := text.NewDate(2026, 5, 4)
	plain := drafter(conclusion, day, units, groups, directive.Learned{})
	if len(plain) != 2 || !slices.Equal(plain[0].UnitIDs, []string{"yte"}) || !slices.Equal(plain[0].Unrecognised, []string{"Tổ Sức khỏe"}) ||
		!slices.Equal(plain[1].UnitIDs, []string{"yte", "vx"}) {
		t.Fatalf("untaught: %+v", plain)
	}
	taught := drafter(conclusion, day, units, groups, directive.Learned{
		Aliases: []directive.Lesson{
			{ID: "1", Words: "Tổ Sức khỏe", UnitIDs: []string{"vx", "dissolved"}},
			{ID: "2", Words: "Tổ Khác", UnitIDs: []string{"dissolved"}},
		},
		Introducers: []string{"trông cậy"},
	})
	if len(taught) != 3 || !slices.Equal(taught[0].UnitIDs, []string{"yte", "vx"}) || len(taught[0].Unrecognised) != 0 {
		t.Fatalf("taught: %+v", taught)
	}
	if last := taught[2]; !slices.Equal(last.UnitIDs, []string{"vx"}) || !slices.Contains(last.Why, "Trông cậy") {
		t.Errorf("by the learned introducer: %+v", last)
	}
}
