package identity

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	sqlInsertAccount = `INSERT INTO account (id, login, name, title, unit_id, locale, password, disabled, created_at, email, wants_mail)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)`
	sqlInsertRole     = `INSERT INTO account_role (account_id, role, unit_id) VALUES ($1, $2, $3)`
	sqlAccountByLogin = `SELECT id, login, name, title, unit_id, locale, email, wants_mail, password FROM account WHERE login = $1 AND disabled = 0`
	sqlAccountByID    = `SELECT id, login, name, title, unit_id, locale, email, wants_mail, password FROM account WHERE id = $1`
	sqlRoles          = `SELECT role, unit_id FROM account_role WHERE account_id = $1 ORDER BY role, unit_id`
	sqlNames          = `SELECT id, name FROM account`
	sqlPeople         = `SELECT id, name, title, unit_id FROM account WHERE disabled = 0 ORDER BY name, id`
	sqlPassword       = `SELECT password FROM account WHERE id = $1`
	sqlUpdatePassword = `UPDATE account SET password = $2 WHERE id = $1`
	sqlUpdateLocale   = `UPDATE account SET locale = $2 WHERE id = $1`
	sqlUpdateMail     = `UPDATE account SET email = $2, wants_mail = $3 WHERE id = $1`
	sqlReaders        = `SELECT a.id, a.login, a.name, a.title, a.unit_id, a.locale, a.email, r.role, r.unit_id
FROM account a JOIN account_role r ON r.account_id = a.id
WHERE a.disabled = 0 AND a.wants_mail = 1 AND a.email <> '' ORDER BY a.id, r.role, r.unit_id`

	sqlInsertSession = `INSERT INTO account_session (hash, account_id, device, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $4, $5)`
	sqlDeleteSession       = `DELETE FROM account_session WHERE hash = $1`
	sqlDeleteOtherSessions = `DELETE FROM account_session WHERE account_id = $1 AND hash <> $2`
	sqlAccountOfSession    = `SELECT a.id, a.login, a.name, a.title, a.unit_id, a.locale, a.email, a.wants_mail, a.password
FROM account_session s JOIN account a ON a.id = s.account_id
WHERE s.hash = $1 AND s.expires_at > $2 AND a.disabled = 0`

	sqlSetting       = `SELECT value FROM setting WHERE key = $1`
	sqlInsertSetting = `INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`
)

func insertAccount(ctx context.Context, q db.Queryer, a Account, phc string, now time.Time) error {
	if _, err := q.ExecContext(ctx, sqlInsertAccount, a.ID, a.Login, a.Name, a.Title, a.UnitID, a.Locale, phc, clock.Micros(now),
		a.Email, number(!a.NoMail)); err != nil {
		return fmt.Errorf("create account %s: %w", a.Login, err)
	}
	for _, g := range a.Grants {
		if _, err := q.ExecContext(ctx, sqlInsertRole, a.ID, string(g.Role), g.UnitID); err != nil {
			return fmt.Errorf("grant %s to %s: %w", g.Role, a.Login, err)
		}
	}
	return nil
}

// scanAccount reads one account and its roles; sql.ErrNoRows passes through.
func scanAccount(ctx context.Context, q db.Queryer, query string, args ...any) (a Account, phc string, err error) {
	var wants int
	err = q.QueryRowContext(ctx, query, args...).Scan(&a.ID, &a.Login, &a.Name, &a.Title, &a.UnitID, &a.Locale, &a.Email, &wants, &phc)
	if err != nil {
		return a, "", err
	}
	a.NoMail = wants == 0
	rows, err := q.QueryContext(ctx, sqlRoles, a.ID)
	if err != nil {
		return a, "", fmt.Errorf("load roles: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var g access.Grant
		if err := rows.Scan(&g.Role, &g.UnitID); err != nil {
			return a, "", fmt.Errorf("load roles: %w", err)
		}
		a.Grants = append(a.Grants, g)
	}
	return a, phc, rows.Err()
}

func accountByLogin(ctx context.Context, q db.Queryer, login string) (Account, string, error) {
	return scanAccount(ctx, q, sqlAccountByLogin, login)
}

func accountByID(ctx context.Context, q db.Queryer, accountID string) (Account, error) {
	a, _, err := scanAccount(ctx, q, sqlAccountByID, accountID)
	return a, err
}

func accountOfSession(ctx context.Context, q db.Queryer, hash string, now time.Time) (Account, error) {
	a, _, err := scanAccount(ctx, q, sqlAccountOfSession, hash, clock.Micros(now))
	return a, err
}

func accountNames(ctx context.Context, q db.Queryer) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, sqlNames)
	if err != nil {
		return nil, fmt.Errorf("load names: %w", err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return nil, fmt.Errorf("load names: %w", err)
		}
		out[k] = v
	}
	return out, rows.Err()
}

func passwordOf(ctx context.Context, q db.Queryer, accountID string) (phc string, err error) {
	if err := q.QueryRowContext(ctx, sqlPassword, accountID).Scan(&phc); err != nil {
		return "", fmt.Errorf("load password: %w", err)
	}
	return phc, nil
}

// exec runs a statement whose result does not matter; act says what for.
func exec(ctx context.Context, q db.Queryer, act, query string, args ...any) error {
	if _, err := q.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", act, err)
	}
	return nil
}

func updatePassword(ctx context.Context, q db.Queryer, accountID, phc string) error {
	return exec(ctx, q, "change password", sqlUpdatePassword, accountID, phc)
}

func updateLocale(ctx context.Context, q db.Queryer, accountID, locale string) error {
	return exec(ctx, q, "change language", sqlUpdateLocale, accountID, locale)
}

func updateMail(ctx context.Context, q db.Queryer, accountID, email string, wants bool) error {
	return exec(ctx, q, "change mail address", sqlUpdateMail, accountID, email, number(wants))
}

// number is a truth as the database keeps it.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// people are the accounts that can sign in.
func people(ctx context.Context, q db.Queryer) ([]Account, error) {
	rows, err := q.QueryContext(ctx, sqlPeople)
	if err != nil {
		return nil, fmt.Errorf("load people: %w", err)
	}
	defer rows.Close()
	out := []Account{}
	for rows.Next() {
		var a Account
		if err := rows.Scan(&a.ID, &a.Name, &a.Title, &a.UnitID); err != nil {
			return nil, fmt.Errorf("load people: %w", err)
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// readers are the accounts that mail goes to, with their roles.
func readers(ctx context.Context, q db.Queryer) ([]Account, error) {
	rows, err := q.QueryContext(ctx, sqlReaders)
	if err != nil {
		return nil, fmt.Errorf("load who reads mail: %w", err)
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		var a Account
		var g access.Grant
		if err := rows.Scan(&a.ID, &a.Login, &a.Name, &a.Title, &a.UnitID, &a.Locale, &a.Email, &g.Role, &g.UnitID); err != nil {
			return nil, fmt.Errorf("load who reads mail: %w", err)
		}
		if n := len(out); n == 0 || out[n-1].ID != a.ID {
			out = append(out, a)
		}
		out[len(out)-1].Grants = append(out[len(out)-1].Grants, g)
	}
	return out, rows.Err()
}

func insertSession(ctx context.Context, q db.Queryer, hash, accountID, device string, now, expires time.Time) error {
	return exec(ctx, q, "open session", sqlInsertSession, hash, accountID, device, clock.Micros(now), clock.Micros(expires))
}

func deleteSession(ctx context.Context, q db.Queryer, hash string) error {
	return exec(ctx, q, "end session", sqlDeleteSession, hash)
}

func deleteOtherSessions(ctx context.Context, q db.Queryer, accountID, keep string) error {
	return exec(ctx, q, "end sessions", sqlDeleteOtherSessions, accountID, keep)
}

// settingOnce stores value under key unless there is one, and returns what is
// stored.
func settingOnce(ctx context.Context, q db.Queryer, key, value string) (string, error) {
	if err := exec(ctx, q, "store "+key, sqlInsertSetting, key, value); err != nil {
		return "", err
	}
	if err := q.QueryRowContext(ctx, sqlSetting, key).Scan(&value); err != nil {
		return "", fmt.Errorf("load %s: %w", key, err)
	}
	return value, nil
}
