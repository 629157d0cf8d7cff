package directive

import "testing"

func TestDuplicates_AreOfTheSameUnitAndMuchTheSameWords(t *testing.T) {
	units := []string{"Huyện ủy Kbang", "Huyện ủy Chư Sê"}
	open := []Directive{
		{ID: "a", UnitID: "kbang", Text: "Giao Huyện ủy Kbang hoàn thành trồng rừng thay thế trước ngày 13 tháng 11 năm 2026"},
		{ID: "b", UnitID: "chu-se", Text: "Yêu cầu Huyện ủy Chư Sê hoàn thành trồng rừng thay thế trước ngày 1/12"},
		{ID: "c", UnitID: "kbang", Text: "Yêu cầu Huyện ủy Kbang công bố quy hoạch vùng cà phê trước ngày 28 tháng 12"},
		{ID: "d", UnitID: "kbang", Text: "Rà soát"},
	}
	draft := func(text string, kept ...string) []Draft {
		return []Draft{{ID: "x", State: DraftOpen, Text: text, UnitIDs: []string{"kbang"}, Kept: kept}}
	}
	for _, c := range []struct {
		text string
		kept []string
		want int
	}{
		{"Đề nghị Huyện ủy Kbang đẩy nhanh trồng rừng thay thế trước ngày 20/12", nil, 1},
		{"Đề nghị Huyện ủy Kbang đẩy nhanh trồng rừng thay thế trước ngày 20/12", []string{"a"}, 0},
		{"Giao Huyện ủy Kbang xóa nhà tạm, nhà dột nát cho hộ nghèo", nil, 0},
		{"Huyện ủy Kbang rà soát", nil, 0},
	} {
		got := duplicates(draft(c.text, c.kept...), open, units)["x"]
		if len(got) != c.want || c.want == 1 && got[0].ID != "a" {
			t.Errorf("%s: %+v, want %d", c.text, got, c.want)
		}
	}
}
