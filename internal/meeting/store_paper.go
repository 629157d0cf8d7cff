package meeting

import (
	"context"
	"fmt"

	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	paperColumns = `id, conference_id, item_id, position, name, media_type, size, hash, mark, by_actor, by_name, at`

	sqlPapers = `SELECT ` + paperColumns + ` FROM meeting_paper WHERE conference_id = $1 ORDER BY position, id`
	sqlPaper  = `SELECT ` + paperColumns + ` FROM meeting_paper WHERE conference_id = $1 AND id = $2`

	sqlInsertPaper = `INSERT INTO meeting_paper (` + paperColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

	sqlDeletePaper = `DELETE FROM meeting_paper WHERE id = $1`
)

func scanPaper(r row) (Paper, error) {
	var p Paper
	var at int64
	err := r.Scan(&p.ID, &p.conferenceID, &p.ItemID, &p.position, &p.Name, &p.MediaType, &p.Size, &p.hash, &p.Mark,
		&p.byActor, &p.ByName, &at)
	p.At, p.Shows = At(clock.FromMicros(at)), shows(p.MediaType)
	return p, err
}

func loadPapers(ctx context.Context, q db.Queryer, id ConferenceID) ([]Paper, error) {
	rows, err := q.QueryContext(ctx, sqlPapers, id)
	if err != nil {
		return nil, fmt.Errorf("list papers: %w", err)
	}
	defer rows.Close()
	var out []Paper
	for rows.Next() {
		p, err := scanPaper(rows)
		if err != nil {
			return nil, fmt.Errorf("list papers: %w", err)
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// loadPaper returns the zero Paper where there is none.
func loadPaper(ctx context.Context, q db.Queryer, id ConferenceID, paper PaperID) (Paper, error) {
	p, err := scanPaper(q.QueryRowContext(ctx, sqlPaper, id, paper))
	if db.IsNoRows(err) {
		return Paper{}, nil
	}
	if err != nil {
		return p, fmt.Errorf("load paper %s: %w", paper, err)
	}
	return p, nil
}

func insertPaper(ctx context.Context, q db.Queryer, p Paper) error {
	_, err := q.ExecContext(ctx, sqlInsertPaper, p.ID, p.conferenceID, p.ItemID, p.position, p.Name, p.MediaType, p.Size,
		p.hash, string(p.Mark), p.byActor, p.ByName, clock.Micros(p.At.Time))
	if err != nil {
		return fmt.Errorf("add paper %s: %w", p.Name, err)
	}
	return nil
}

func deletePaper(ctx context.Context, q db.Queryer, id PaperID) error {
	if _, err := q.ExecContext(ctx, sqlDeletePaper, id); err != nil {
		return fmt.Errorf("remove paper %s: %w", id, err)
	}
	return nil
}
