package org

import (
	"encoding/json"
	"fmt"
	"io"
)

// file is an organisation as it stands in a JSON file.
type file struct {
	Organisation Organisation `json:"organisation"`
	Units        []fileUnit   `json:"units"`
	Groups       []Group      `json:"groups"`
	Sites        []fileSite   `json:"sites"`
}

type fileUnit struct {
	Unit
	Parent UnitID `json:"parent"`
}

type fileSite struct {
	Site
	Unit UnitID `json:"unit"`
}

// ReadFile reads an organisation from JSON:
//
//	{"organisation": {"id","name","name_en","office_id"},
//	 "units":  [{"id","parent","name","name_en","kind","symbol","aliases":[],"valid_from"}],
//	 "groups": [{"id","name","name_en","members":[]}],
//	 "sites":  [{"id","unit","name","name_en","hub"}]}
//
// Parents stand before their children; sites are numbered in their order where
// they have no number. from is the day (YYYY-MM-DD) from which units last that
// name none.
func ReadFile(r io.Reader, from string) (Tree, error) {
	var f file
	if err := json.NewDecoder(r).Decode(&f); err != nil {
		return Tree{}, fmt.Errorf("read organisation: %w", err)
	}
	t := Tree{Organisation: f.Organisation, Groups: f.Groups}
	for _, u := range f.Units {
		u.ParentID = u.Parent
		if u.ValidFrom == "" {
			u.ValidFrom = from
		}
		if u.Short == "" {
			u.Short = u.Name
		}
		t.Units = append(t.Units, u.Unit)
	}
	for i, s := range f.Sites {
		s.UnitID = s.Unit
		if s.Number == 0 {
			s.Number = i + 1
		}
		t.Sites = append(t.Sites, s.Site)
	}
	return t, nil
}
