package report

import (
	"context"
	"fmt"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/text"
)

const (
	sqlPeriods      = `SELECT id, kind, year, idx, opens_on, due_at, closed_at FROM report_period ORDER BY opens_on, id`
	sqlInsertPeriod = `INSERT INTO report_period (id, kind, year, idx, opens_on, due_at, closed_at) VALUES ($1, $2, $3, $4, $5, $6, 0)`
	sqlClosePeriod  = `UPDATE report_period SET closed_at = $2 WHERE id = $1 AND closed_at = 0`

	sqlExpected       = `SELECT unit_id FROM report_expected WHERE period_id = $1 ORDER BY position`
	sqlInsertExpected = `INSERT INTO report_expected (period_id, unit_id, position) VALUES ($1, $2, $3)`

	sqlAreas   = `SELECT id, name, name_en, required FROM work_area ORDER BY position, id`
	sqlPutWork = `INSERT INTO work_area (id, name, name_en, required, position) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, required = excluded.required, position = excluded.position`

	sqlIndicators   = `SELECT id, name, name_en, measure, measure_en, decimals FROM indicator ORDER BY position, id`
	sqlPutIndicator = `INSERT INTO indicator (id, name, name_en, measure, measure_en, decimals, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, measure = excluded.measure,
    measure_en = excluded.measure_en, decimals = excluded.decimals, position = excluded.position`
)

func loadPeriods(ctx context.Context, q db.Queryer) ([]Period, error) {
	out := []Period{}
	err := each(ctx, q, sqlPeriods, nil, func(row scanner) error {
		var p Period
		var due, closed int64
		err := row.Scan(&p.ID, &p.Kind, &p.Year, &p.Index, &p.OpensOn, &due, &closed)
		p.DueAt, p.ClosedAt = clock.FromMicros(due), clock.FromMicros(closed)
		out = append(out, p)
		return err
	})
	return out, err
}

func insertPeriod(ctx context.Context, tx *db.Tx, p Period, units []string) error {
	_, err := tx.ExecContext(ctx, sqlInsertPeriod, p.ID, p.Kind, p.Year, p.Index, p.OpensOn, clock.Micros(p.DueAt))
	if err != nil {
		return fmt.Errorf("open period %s: %w", p.ID, err)
	}
	for i, u := range units {
		if _, err := tx.ExecContext(ctx, sqlInsertExpected, p.ID, u, i+1); err != nil {
			return fmt.Errorf("open period %s for %s: %w", p.ID, u, err)
		}
	}
	return nil
}

func loadExpected(ctx context.Context, q db.Queryer, period string) ([]string, error) {
	var out []string
	err := each(ctx, q, sqlExpected, []any{period}, func(row scanner) error {
		var unit string
		err := row.Scan(&unit)
		out = append(out, unit)
		return err
	})
	return out, err
}

func loadCatalogue(ctx context.Context, q db.Queryer) (Catalogue, error) {
	c := Catalogue{Areas: []Area{}, Indicators: []Indicator{}}
	err := each(ctx, q, sqlAreas, nil, func(row scanner) error {
		var a Area
		var required int
		err := row.Scan(&a.ID, &a.Name, &a.NameEn, &required)
		a.Required = required != 0
		c.Areas = append(c.Areas, a)
		return err
	})
	if err != nil {
		return c, err
	}
	err = each(ctx, q, sqlIndicators, nil, func(row scanner) error {
		var i Indicator
		err := row.Scan(&i.ID, &i.Name, &i.NameEn, &i.Measure, &i.MeasureEn, &i.Decimals)
		c.Indicators = append(c.Indicators, i)
		return err
	})
	return c, err
}

func putCatalogue(ctx context.Context, tx *db.Tx, c Catalogue) error {
	for i, a := range c.Areas {
		required := 0
		if a.Required {
			required = 1
		}
		if _, err := tx.ExecContext(ctx, sqlPutWork, a.ID, text.NFC(a.Name), text.NFC(a.NameEn), required, i+1); err != nil {
			return fmt.Errorf("save work area %s: %w", a.ID, err)
		}
	}
	for i, n := range c.Indicators {
		if _, err := tx.ExecContext(ctx, sqlPutIndicator, n.ID, text.NFC(n.Name), text.NFC(n.NameEn),
			text.NFC(n.Measure), text.NFC(n.MeasureEn), n.Decimals, i+1); err != nil {
			return fmt.Errorf("save indicator %s: %w", n.ID, err)
		}
	}
	return nil
}

const sqlUnitIDs = `SELECT id FROM unit WHERE valid_to = ''`

// loadUnitIDs are the units that last.
func loadUnitIDs(ctx context.Context, q db.Queryer) (map[string]bool, error) {
	rows, err := q.QueryContext(ctx, sqlUnitIDs)
	if err != nil {
		return nil, fmt.Errorf("load units: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("load units: %w", err)
		}
		out[id] = true
	}
	return out, rows.Err()
}
