package org_test

import (
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/testdb"
)

const small = `{
 "organisation": {"id": "o", "name": "Bệnh viện tỉnh", "name_en": "Provincial Hospital", "office_id": "vp"},
 "units": [
  {"id": "bv", "name": "Bệnh viện tỉnh", "kind": "hospital"},
  {"id": "vp", "parent": "bv", "name": "Văn phòng", "kind": "office", "aliases": ["VP"]},
  {"id": "cu", "parent": "bv", "name": "Khoa cũ", "kind": "ward", "valid_from": "2019-01-01", "valid_to": "2022-12-31"}
 ],
 "groups": [{"id": "khoa", "name": "các khoa", "members": ["cu"]}],
 "sites": [{"id": "s1", "unit": "bv", "name": "Hội trường", "hub": true}, {"id": "s2", "unit": "vp", "name": "Phòng họp"}]
}`

func imported(t *testing.T, d *db.DB) *org.Service {
	t.Helper()
	tree, err := org.ReadFile(strings.NewReader(small), "2020-01-01")
	if err != nil {
		t.Fatal(err)
	}
	s := org.New(d)
	if err := s.Import(t.Context(), tree); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestImport_KeepsTheTreeItsGroupsAndSites(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s := imported(t, d)
		u, err := s.Unit(t.Context(), "vp")
		if err != nil || u.ParentID != "bv" || len(u.Aliases) != 1 || u.SiteID != "s2" || u.ValidFrom != "2020-01-01" {
			t.Errorf("unit %+v: %v", u, err)
		}
		groups, err := s.Groups(t.Context())
		if err != nil || len(groups) != 1 || len(groups[0].Members) != 1 {
			t.Errorf("groups %+v: %v", groups, err)
		}
		sites, err := s.Sites(t.Context())
		if err != nil || len(sites) != 2 || !sites[0].Hub || sites[1].Number != 2 {
			t.Errorf("sites %+v: %v", sites, err)
		}
		if o, err := s.Organisation(t.Context()); err != nil || o.NameEn != "Provincial Hospital" {
			t.Errorf("organisation %+v: %v", o, err)
		}
	})
}

func TestUnitsOn_LeavesOutThosePastOrToCome(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s := imported(t, d)
		for day, want := range map[string]int{"2019-06-01": 1, "2022-12-31": 3, "2023-01-01": 2} {
			units, err := s.UnitsOn(t.Context(), day)
			if err != nil || len(units) != want {
				t.Errorf("%s: %d units, want %d: %v", day, len(units), want, err)
			}
		}
	})
}

func TestImport_RefusesAChildBeforeItsParent(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		err := org.New(d).Import(t.Context(), org.Tree{Units: []org.Unit{{ID: "a", ParentID: "b", Name: "A"}}})
		if !fault.Is(err, "unit_parent") {
			t.Errorf("got %v", err)
		}
	})
}
