// Package org keeps the organisation: a dated tree of units, their groups and
// their sites.
//
// A unit lasts from one day to another. One that is merged, renamed or ended
// keeps its row, so that its reports and directives keep their owner; what
// follows it is a new unit.
//
//	begun ──(merged, renamed, abolished: valid_to set)──▶ past
//
// It does not know people: accounts are identity's.
package org

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// UnitID names a unit.
type UnitID = string

// SiteID names a site (điểm cầu).
type SiteID = string

// Organisation is whom the program serves.
type Organisation struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	NameEn   string `json:"name_en"`
	OfficeID UnitID `json:"office_id" doc:"The unit that runs the conferences"`
}

// Unit is a node of the tree.
type Unit struct {
	ID        UnitID   `json:"id"`
	ParentID  UnitID   `json:"parent_id"`
	Name      string   `json:"name"`
	NameEn    string   `json:"name_en"`
	Short     string   `json:"short"`
	Kind      string   `json:"kind"`
	Symbol    string   `json:"symbol" doc:"Its mark in the numbers of documents"`
	Aliases   []string `json:"aliases"`
	ValidFrom string   `json:"valid_from" doc:"YYYY-MM-DD"`
	ValidTo   string   `json:"valid_to" doc:"YYYY-MM-DD, empty while it lasts"`
	SiteID    SiteID   `json:"site_id" doc:"Its own site, empty where it has none"`
}

// LastsOn tells whether the unit exists on the day (YYYY-MM-DD).
func (u Unit) LastsOn(day string) bool {
	return u.ValidFrom <= day && (u.ValidTo == "" || day <= u.ValidTo)
}

// Group is a set of units addressed by one name ("các sở, ngành").
type Group struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	NameEn  string   `json:"name_en"`
	Members []UnitID `json:"members"`
}

// Site is a place that joins conferences.
type Site struct {
	ID     SiteID `json:"id"`
	Number int    `json:"number"`
	UnitID UnitID `json:"unit_id"`
	Name   string `json:"name"`
	NameEn string `json:"name_en"`
	Hub    bool   `json:"hub"`
}

// Service reads and changes the organisation.
type Service struct{ db *db.DB }

// New returns the service over d.
func New(d *db.DB) *Service { return &Service{db: d} }

// Organisation returns whom the program serves.
func (s *Service) Organisation(ctx context.Context) (Organisation, error) {
	return loadOrganisation(ctx, s.db)
}

// Units lists all units ever, in the order of the tree's positions.
func (s *Service) Units(ctx context.Context) ([]Unit, error) { return loadUnits(ctx, s.db) }

// UnitsOn lists the units that exist on the day (YYYY-MM-DD).
func (s *Service) UnitsOn(ctx context.Context, day string) ([]Unit, error) {
	all, err := loadUnits(ctx, s.db)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(u Unit) bool { return !u.LastsOn(day) }), nil
}

// Unit returns one unit.
func (s *Service) Unit(ctx context.Context, id UnitID) (Unit, error) {
	all, err := loadUnits(ctx, s.db)
	if err != nil {
		return Unit{}, err
	}
	for _, u := range all {
		if u.ID == id {
			return u, nil
		}
	}
	return Unit{}, fault.NotFound("unit_unknown", "no unit %s", id)
}

// Groups lists the groups with their members.
func (s *Service) Groups(ctx context.Context) ([]Group, error) { return loadGroups(ctx, s.db) }

// Sites lists the sites by number.
func (s *Service) Sites(ctx context.Context) ([]Site, error) { return loadSites(ctx, s.db) }

// Tree is a whole organisation, as it is brought in.
type Tree struct {
	Organisation Organisation
	Units        []Unit // parents before children
	Groups       []Group
	Sites        []Site
}

// Import adds a whole organisation to an empty database.
func (s *Service) Import(ctx context.Context, t Tree) error {
	known := map[UnitID]bool{}
	for _, u := range t.Units {
		if u.ParentID != "" && !known[u.ParentID] {
			return fault.Invalid("unit_parent", "unit %s comes before its parent %s", u.ID, u.ParentID)
		}
		if strings.TrimSpace(u.Name) == "" {
			return fault.Invalid("unit_name", "unit %s has no name", u.ID)
		}
		known[u.ID] = true
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error { return insertTree(ctx, tx, t) })
}
