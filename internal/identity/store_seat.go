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
	sqlSeat = `SELECT id, kind, conference_id, site_id, delegate_id, seen_at, ended_at FROM seat
WHERE id = $1 AND hash = $2 AND expires_at > $3`
	sqlSeatSeen = `UPDATE seat SET seen_at = $2 WHERE id = $1 AND seen_at < $2`
	sqlDevices  = `SELECT id, kind, conference_id, site_id, delegate_id, device, created_at, seen_at FROM seat
WHERE conference_id = $1 AND expires_at > $2 AND ended_at = 0 ORDER BY created_at, id`
	sqlEndSeat = `UPDATE seat SET ended_at = $3, expires_at = $4
WHERE id = $1 AND conference_id = $2 AND ended_at = 0 AND expires_at > $3
RETURNING id, kind, conference_id, site_id, delegate_id, device, created_at, seen_at`
	sqlSeatStands = `SELECT COUNT(*) FROM seat WHERE id = $1 AND ended_at = 0 AND expires_at > $2`
	// A prefix of a hash, which is of 0-9 and a-f.
	sqlLinkStands = `SELECT COUNT(*) FROM pass WHERE hash >= $1 AND hash < $2 AND form = 'link' AND expires_at > $3`

	sqlTurn    = `SELECT turn FROM link_turn WHERE kind = $1 AND conference_id = $2 AND site_id = $3 AND delegate_id = $4`
	sqlNewTurn = `INSERT INTO link_turn (kind, conference_id, site_id, delegate_id, turn) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (kind, conference_id, site_id, delegate_id) DO UPDATE SET turn = link_turn.turn + 1`
	// Codes that were not used yet open the same door. The rows stay: a link
	// that is void is never stored again.
	sqlVoidPasses = `UPDATE pass SET expires_at = $5
WHERE kind = $1 AND conference_id = $2 AND site_id = $3 AND delegate_id = $4 AND expires_at > $5
RETURNING hash, form`
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

// seatByID returns the seat, when it was last seen, and whether it has been
// ended.
func seatByID(ctx context.Context, q db.Queryer, seatID, hash string, now time.Time) (s Seat, seen time.Time, ended bool, err error) {
	var seenAt, endedAt int64
	err = q.QueryRowContext(ctx, sqlSeat, seatID, hash, clock.Micros(now)).
		Scan(&s.ID, &s.Kind, &s.ConferenceID, &s.SiteID, &s.DelegateID, &seenAt, &endedAt)
	return s, clock.FromMicros(seenAt), endedAt != 0, err
}

func seatSeen(ctx context.Context, q db.Queryer, seatID string, now time.Time) error {
	return exec(ctx, q, "note that a device was seen", sqlSeatSeen, seatID, clock.Micros(now))
}

func scanDevice(row interface{ Scan(dest ...any) error }) (Device, error) {
	var d Device
	var created, seen int64
	err := row.Scan(&d.ID, &d.Kind, &d.ConferenceID, &d.SiteID, &d.DelegateID, &d.Device, &created, &seen)
	d.CreatedAt, d.SeenAt = clock.FromMicros(created), clock.FromMicros(seen)
	return d, err
}

func devices(ctx context.Context, q db.Queryer, conferenceID string, now time.Time) ([]Device, error) {
	rows, err := q.QueryContext(ctx, sqlDevices, conferenceID, clock.Micros(now))
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	defer rows.Close()
	var out []Device
	for rows.Next() {
		d, err := scanDevice(rows)
		if err != nil {
			return nil, fmt.Errorf("list devices: %w", err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

func endSeat(ctx context.Context, tx *db.Tx, conferenceID, seatID string, now time.Time, told time.Duration) (Device, error) {
	return scanDevice(tx.QueryRowContext(ctx, sqlEndSeat, seatID, conferenceID, clock.Micros(now), clock.Micros(now.Add(told))))
}

func count(ctx context.Context, q db.Queryer, act, query string, args ...any) (int, error) {
	var n int
	if err := q.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("%s: %w", act, err)
	}
	return n, nil
}

// linkTurn is how often the link was made anew.
func linkTurn(ctx context.Context, q db.Queryer, p pass) (turn int64, err error) {
	err = q.QueryRowContext(ctx, sqlTurn, string(p.kind), p.conferenceID, p.siteID, p.delegateID).Scan(&turn)
	if db.IsNoRows(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look up link: %w", err)
	}
	return turn, nil
}

// voidPasses ends the link and the unused codes of a place, and returns the
// hashes of the links.
func voidPasses(ctx context.Context, tx *db.Tx, p pass, now time.Time) (links []string, err error) {
	place := []any{string(p.kind), p.conferenceID, p.siteID, p.delegateID}
	if err := exec(ctx, tx, "make link anew", sqlNewTurn, place...); err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, sqlVoidPasses, append(place, clock.Micros(now))...)
	if err != nil {
		return nil, fmt.Errorf("make link anew: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var hash, form string
		if err := rows.Scan(&hash, &form); err != nil {
			return nil, fmt.Errorf("make link anew: %w", err)
		}
		if form == formLink {
			links = append(links, hash)
		}
	}
	return links, rows.Err()
}
