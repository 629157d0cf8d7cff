package doc_test

import (
	"testing"

	"giaoban/internal/doc"
)

func TestNumber_FollowsTheForm(t *testing.T) {
	for _, c := range []struct {
		p        doc.Profile
		nn, want string
	}{
		{doc.Party(), "7", "Số 07-TB/TU"},
		{doc.Party(), "127", "Số 127-TB/TU"},
		{doc.Party(), "", "Số       -TB/TU"},
		{doc.State(), "7", "Số: 07/TB-TU"},
		{doc.Common(), "7", "07/TB"},
	} {
		if got := c.p.Number(c.nn, "TB", "TU"); got != c.want {
			t.Errorf("%s: %q, want %q", c.p.Name, got, c.want)
		}
	}
}

func TestProfiles_HoldTheLegalMargins(t *testing.T) {
	for _, p := range []doc.Profile{doc.Party(), doc.State()} {
		if p.WidthMM != 210 || p.HeightMM != 297 || p.TopMM != 20 || p.BottomMM != 20 || p.LeftMM != 30 || p.RightMM != 15 {
			t.Errorf("%s: %+v", p.Name, p)
		}
		if p.Font != "Times New Roman" || p.Face(doc.StyleBody).SizePt != 14 || p.FirstLineMM != 10 || p.ParagraphPt < 6 {
			t.Errorf("%s: %s %v pt", p.Name, p.Font, p.Face(doc.StyleBody).SizePt)
		}
		if doc.ProfileNamed(p.Name).Name != p.Name {
			t.Errorf("%s is not found by its name", p.Name)
		}
	}
	if doc.ProfileNamed("else").Name != "common" {
		t.Error("an unknown form is not the common one")
	}
}

func TestLine_PrintsCapitalsWhereTheFormAsks(t *testing.T) {
	if got := doc.Party().Line(doc.StyleNation, "Đảng Cộng sản Việt Nam").Plain(); got != "ĐẢNG CỘNG SẢN VIỆT NAM" {
		t.Errorf("%q", got)
	}
	if got := doc.Party().Line(doc.StyleBody, "Đảng").Plain(); got != "Đảng" {
		t.Errorf("%q", got)
	}
}

func TestWidthMM_MarksTakeNoRoom(t *testing.T) {
	if a, b := doc.WidthMM("Ủy", 14), doc.WidthMM("Uy", 14); a != b || a < 5 || a > 8 {
		t.Errorf("%v mm and %v mm", a, b)
	}
}
