package extract

import (
	"encoding/json"
	"errors"

	"giaoban/internal/directive/draft"
)

// unitTable is the file of an organisation's units and groups.
type unitTable struct {
	Groups []unitRow `json:"groups"`
	Units  []unitRow `json:"units"`
}

type unitRow struct {
	ID      string   `json:"id"`
	Vi      string   `json:"vi"`
	En      string   `json:"en"`
	NameVi  string   `json:"name_vi"`
	NameEn  string   `json:"name_en"`
	Name    string   `json:"name"`
	Symbol  string   `json:"symbol"`
	Aliases []string `json:"aliases"`
}

var errUnits = errors.New(`not a table of units: {"groups":[…],"units":[…]} or […] with id, name, aliases expected`)

// readUnits reads {"groups":[…],"units":[…]} or one list of both.
func readUnits(raw []byte) ([]draft.Unit, error) {
	var table unitTable
	if err := json.Unmarshal(raw, &table); err != nil {
		if err := json.Unmarshal(raw, &table.Units); err != nil {
			return nil, errUnits
		}
	}
	var out []draft.Unit
	for _, row := range append(table.Groups, table.Units...) {
		if row.ID == "" {
			return nil, errUnits
		}
		out = append(out, draft.Unit{ID: row.ID, Names: row.names()})
	}
	if len(out) == 0 {
		return nil, errUnits
	}
	return out, nil
}

func (u unitRow) names() []string {
	var out []string
	for _, n := range append([]string{u.Vi, u.NameVi, u.Name, u.En, u.NameEn}, u.Aliases...) {
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}
