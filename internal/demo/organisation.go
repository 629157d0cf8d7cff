package demo

import (
	"bytes"
	_ "embed"
	"strings"

	"giaoban/internal/org"
)

//go:embed organisation.json
var organisationJSON []byte

// The reference organisation's fixed points.
const (
	hubUnit = "tinh-uy"
	hubSite = "site-hub"
	begun   = "2020-01-01"
)

// organisation is the reference case: a provincial Party committee of 2024
// with its agencies, districts and the state bodies that it addresses. The
// names are facts; people are invented (people.go). With more than its own 19
// sites, communes come in too (communes.go).
func organisation(sites int) (org.Tree, error) {
	t, err := org.ReadFile(bytes.NewReader(organisationJSON), begun)
	if err != nil {
		return t, err
	}
	t.Units = append(t.Units, below...)
	for i := range t.Units {
		t.Units[i].Short = short(t.Units[i].Name)
	}
	for i := range t.Sites {
		s := &t.Sites[i]
		s.Name, s.NameEn = siteName(s.Name), siteName(s.NameEn)
	}
	return t, widen(&t, sites)
}

// below are a few units under two of the districts, so that a part of a
// directive can be handed on.
var below = []org.Unit{
	{ID: "pc-kbang-son-lang", ParentID: "pc-kbang", Name: "Đảng ủy xã Sơn Lang", NameEn: "Sơn Lang Commune Party Committee", ValidFrom: begun},
	{ID: "pc-kbang-dak-roong", ParentID: "pc-kbang", Name: "Đảng ủy xã Đăk Roong", NameEn: "Đăk Roong Commune Party Committee", ValidFrom: begun},
	{ID: "pc-kbang-thi-tran", ParentID: "pc-kbang", Name: "Đảng ủy thị trấn Kbang", NameEn: "Kbang Township Party Committee", ValidFrom: begun},
	{ID: "pc-pleiku-dien-hong", ParentID: "pc-pleiku", Name: "Đảng ủy phường Diên Hồng", NameEn: "Diên Hồng Ward Party Committee", ValidFrom: begun},
	{ID: "pc-pleiku-tra-ba", ParentID: "pc-pleiku", Name: "Đảng ủy phường Trà Bá", NameEn: "Trà Bá Ward Party Committee", ValidFrom: begun},
}

// siteName is the name as a tile has room for it: "Huyện ủy Kbang" for
// "Điểm cầu Huyện ủy Kbang".
func siteName(name string) string {
	name = strings.TrimSuffix(strings.TrimPrefix(name, "Điểm cầu "), " site")
	return strings.Replace(name, "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh", "Đảng ủy Khối CQ và DN tỉnh", 1)
}

// short drops the words that every unit of a kind shares.
func short(name string) string {
	for _, p := range []string{"Huyện ủy ", "Thị ủy ", "Thành ủy ", "Huyện ", "Thị xã ", "Thành phố "} {
		if s, ok := strings.CutPrefix(name, p); ok {
			return s
		}
	}
	return strings.TrimSuffix(name, " Tỉnh ủy")
}
