package identity

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

const (
	formLink = "link"
	formCode = "code"

	sqlInsertPass = `INSERT INTO pass (hash, form, kind, conference_id, site_id, created_at, expires_at, used_at, delegate_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8) ON CONFLICT DO NOTHING`
	sqlReuseCode = `UPDATE pass SET kind = $2, conference_id = $3, site_id = $4, created_at = $5, expires_at = $6, used_at = 0,
    delegate_id = $8
WHERE hash = $1 AND form = 'code' AND (expires_at < $5 OR used_at > 0) AND created_at < $7`
	sqlPass    = `SELECT hash, form, kind, conference_id, site_id, expires_at, used_at, delegate_id FROM pass WHERE hash = $1`
	sqlUseCode = `UPDATE pass SET used_at = $2 WHERE hash = $1 AND form = 'code' AND used_at = 0`

	sqlInsertSeat = `INSERT INTO seat (id, hash, kind, conference_id, site_id, device, created_at, seen_at, expires_at, delegate_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`
	sqlSeat = `SELECT id, kind, conference_id, site_id, delegate_id FROM seat WHERE id = $1 AND hash = $2 AND expires_at > $3`
)

type pass struct {
	hash, form           string
	kind                 access.Kind
	conferenceID, siteID string
	delegateID           string
	createdAt, expiresAt time.Time
	usedAt               time.Time
}

func insertPass(ctx context.Context, q db.Queryer, p pass) error {
	return exec(ctx, q, "store link", sqlInsertPass, p.hash, p.form, string(p.kind), p.conferenceID, p.siteID,
		clock.Micros(p.createdAt), clock.Micros(p.expiresAt), p.delegateID)
}

// insertCode stores the code; taken tells that it is known already and was
// given within the last 30 days, so that its reader still learns that it was
// used up.
func insertCode(ctx context.Context, q db.Queryer, p pass) (taken bool, err error) {
	res, err := q.ExecContext(ctx, sqlInsertPass, p.hash, p.form, string(p.kind), p.conferenceID, p.siteID,
		clock.Micros(p.createdAt), clock.Micros(p.expiresAt), p.delegateID)
	if err != nil {
		return false, fmt.Errorf("store code: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return false, err
	}
	res, err = q.ExecContext(ctx, sqlReuseCode, p.hash, string(p.kind), p.conferenceID, p.siteID,
		clock.Micros(p.createdAt), clock.Micros(p.expiresAt), clock.Micros(p.createdAt.Add(-30*24*time.Hour)), p.delegateID)
	if err != nil {
		return false, fmt.Errorf("store code: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 0, err
}

func passByHash(ctx context.Context, q db.Queryer, hash string) (pass, error) {
	var p pass
	var expires, used int64
	err := q.QueryRowContext(ctx, sqlPass, hash).Scan(&p.hash, &p.form, &p.kind, &p.conferenceID, &p.siteID, &expires, &used, &p.delegateID)
	p.expiresAt, p.usedAt = clock.FromMicros(expires), clock.FromMicros(used)
	return p, err
}

// takePass checks a link or uses up a code.
func takePass(ctx context.Context, tx *db.Tx, hash string, now time.Time) (pass, error) {
	p, err := passByHash(ctx, tx, hash)
	switch {
	case db.IsNoRows(err):
		return p, fault.NotFound("code_unknown", "no such link or code")
	case err != nil:
		return p, fmt.Errorf("look up code: %w", err)
	case !p.usedAt.IsZero():
		return p, fault.Gone("code_used", "the code has been used")
	case p.kind == access.Account: // a sign-in link lets no device in
		return p, fault.NotFound("code_unknown", "no such link or code")
	case p.expiresAt.Before(now):
		return p, fault.Gone("code_expired", "the link or code has run out")
	case p.form == formLink:
		return p, nil
	}
	res, err := tx.ExecContext(ctx, sqlUseCode, hash, clock.Micros(now))
	if err != nil {
		return p, fmt.Errorf("use code: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return p, err
	}
	return p, fault.Gone("code_used", "the code has been used") // another device was quicker
}

func insertSeat(ctx context.Context, q db.Queryer, s Seat, hash, device string, now, expires time.Time) error {
	return exec(ctx, q, "store seat", sqlInsertSeat, s.ID, hash, string(s.Kind), s.ConferenceID, s.SiteID, device,
		clock.Micros(now), clock.Micros(expires), s.DelegateID)
}

func seatByID(ctx context.Context, q db.Queryer, seatID, hash string, now time.Time) (Seat, error) {
	var s Seat
	err := q.QueryRowContext(ctx, sqlSeat, seatID, hash, clock.Micros(now)).Scan(&s.ID, &s.Kind, &s.ConferenceID, &s.SiteID, &s.DelegateID)
	return s, err
}
