package org

import (
	"context"
	"fmt"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

const (
	sqlOrganisation       = `SELECT id, name, name_en, office_id FROM organisation`
	sqlInsertOrganisation = `INSERT INTO organisation (id, name, name_en, office_id) VALUES ($1, $2, $3, $4)`

	sqlUnits = `SELECT u.id, COALESCE(u.parent_id, ''), u.name, u.name_en, u.short, u.kind, u.symbol,
    u.valid_from, u.valid_to, COALESCE(s.id, '')
FROM unit u LEFT JOIN site s ON s.unit_id = u.id ORDER BY u.position, u.id`
	sqlInsertUnit = `INSERT INTO unit (id, parent_id, name, name_en, short, kind, symbol, position, folded, valid_from, valid_to)
VALUES ($1, NULLIF($2, ''), $3, $4, $5, $6, $7, $8, $9, $10, $11)`

	sqlAliases     = `SELECT unit_id, alias FROM unit_alias ORDER BY unit_id, alias`
	sqlInsertAlias = `INSERT INTO unit_alias (unit_id, alias) VALUES ($1, $2) ON CONFLICT DO NOTHING`

	sqlGroups       = `SELECT id, name, name_en FROM unit_group ORDER BY id`
	sqlInsertGroup  = `INSERT INTO unit_group (id, name, name_en) VALUES ($1, $2, $3)`
	sqlMembers      = `SELECT m.group_id, m.unit_id FROM unit_group_member m JOIN unit u ON u.id = m.unit_id ORDER BY m.group_id, u.position`
	sqlInsertMember = `INSERT INTO unit_group_member (group_id, unit_id) VALUES ($1, $2)`

	sqlSites      = `SELECT id, number, unit_id, name, name_en, is_hub FROM site ORDER BY number`
	sqlInsertSite = `INSERT INTO site (id, number, unit_id, name, name_en, is_hub) VALUES ($1, $2, $3, $4, $5, $6)`
)

func loadOrganisation(ctx context.Context, q db.Queryer) (Organisation, error) {
	var o Organisation
	err := q.QueryRowContext(ctx, sqlOrganisation).Scan(&o.ID, &o.Name, &o.NameEn, &o.OfficeID)
	if db.IsNoRows(err) {
		return o, fault.NotFound("organisation_none", "no organisation has been set up")
	}
	if err != nil {
		return o, fmt.Errorf("load organisation: %w", err)
	}
	return o, nil
}

func loadUnits(ctx context.Context, q db.Queryer) ([]Unit, error) {
	rows, err := q.QueryContext(ctx, sqlUnits)
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	defer rows.Close()
	var out []Unit
	at := map[UnitID]int{}
	for rows.Next() {
		u := Unit{Aliases: []string{}}
		if err := rows.Scan(&u.ID, &u.ParentID, &u.Name, &u.NameEn, &u.Short, &u.Kind, &u.Symbol,
			&u.ValidFrom, &u.ValidTo, &u.SiteID); err != nil {
			return nil, fmt.Errorf("load units: %w", err)
		}
		at[u.ID] = len(out)
		out = append(out, u)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	err = pairs(ctx, q, sqlAliases, func(unit, alias string) {
		if i, ok := at[unit]; ok {
			out[i].Aliases = append(out[i].Aliases, alias)
		}
	})
	return out, err
}

func loadGroups(ctx context.Context, q db.Queryer) ([]Group, error) {
	rows, err := q.QueryContext(ctx, sqlGroups)
	if err != nil {
		return nil, fmt.Errorf("load groups: %w", err)
	}
	defer rows.Close()
	var out []Group
	at := map[string]int{}
	for rows.Next() {
		g := Group{Members: []UnitID{}}
		if err := rows.Scan(&g.ID, &g.Name, &g.NameEn); err != nil {
			return nil, fmt.Errorf("load groups: %w", err)
		}
		at[g.ID] = len(out)
		out = append(out, g)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("load groups: %w", err)
	}
	err = pairs(ctx, q, sqlMembers, func(group, unit string) {
		out[at[group]].Members = append(out[at[group]].Members, unit)
	})
	return out, err
}

func pairs(ctx context.Context, q db.Queryer, query string, each func(a, b string)) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("load units: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return fmt.Errorf("load units: %w", err)
		}
		each(a, b)
	}
	return rows.Err()
}

func loadSites(ctx context.Context, q db.Queryer) ([]Site, error) {
	rows, err := q.QueryContext(ctx, sqlSites)
	if err != nil {
		return nil, fmt.Errorf("load sites: %w", err)
	}
	defer rows.Close()
	var out []Site
	for rows.Next() {
		var s Site
		var hub int
		if err := rows.Scan(&s.ID, &s.Number, &s.UnitID, &s.Name, &s.NameEn, &hub); err != nil {
			return nil, fmt.Errorf("load sites: %w", err)
		}
		s.Hub = hub != 0
		out = append(out, s)
	}
	return out, rows.Err()
}

func insertTree(ctx context.Context, tx *db.Tx, t Tree) error {
	exec := func(query string, args ...any) error {
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("import organisation: %w", err)
		}
		return nil
	}
	o := t.Organisation
	if err := exec(sqlInsertOrganisation, o.ID, text.NFC(o.Name), o.NameEn, o.OfficeID); err != nil {
		return err
	}
	for i, u := range t.Units {
		if err := exec(sqlInsertUnit, u.ID, u.ParentID, text.NFC(u.Name), text.NFC(u.NameEn), text.NFC(u.Short), u.Kind, u.Symbol,
			i+1, text.Fold(u.Name), u.ValidFrom, u.ValidTo); err != nil {
			return err
		}
		for _, a := range u.Aliases {
			if err := exec(sqlInsertAlias, u.ID, text.NFC(a)); err != nil {
				return err
			}
		}
	}
	for _, g := range t.Groups {
		if err := exec(sqlInsertGroup, g.ID, text.NFC(g.Name), g.NameEn); err != nil {
			return err
		}
		for _, m := range g.Members {
			if err := exec(sqlInsertMember, g.ID, m); err != nil {
				return err
			}
		}
	}
	for _, s := range t.Sites {
		hub := 0
		if s.Hub {
			hub = 1
		}
		if err := exec(sqlInsertSite, s.ID, s.Number, s.UnitID, text.NFC(s.Name), text.NFC(s.NameEn), hub); err != nil {
			return err
		}
	}
	return nil
}
