// Package db opens the database and carries transactions.
//
// The same SQL text runs on both engines: SQLite (one file, the usual case)
// and PostgreSQL (several processes). Placeholders are $1, $2, …; instants are
// BIGINT microseconds since 1970; days are TEXT YYYY-MM-DD; JSON is TEXT;
// booleans are 0 and 1.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Engine names the database engine.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database.
type DB struct {
	sql     *sql.DB
	engine  Engine
	address string
}

// Queryer runs statements: a DB or a Tx.
type Queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a running transaction. Hooks given to AfterCommit run once it has
// been committed, in order, and never when it is rolled back.
type Tx struct {
	*sql.Tx
	engine Engine
	after  []func()
}

// AfterCommit has f run when the transaction has been committed.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Open opens "sqlite:<path>" (or a bare path) or "postgres://…".
func Open(ctx context.Context, address string) (*DB, error) {
	d := &DB{engine: SQLite, address: address}
	var err error
	if isPostgres(address) {
		d.engine = Postgres
		d.sql, err = sql.Open("pgx", address)
	} else {
		d.sql, err = sql.Open("sqlite", sqliteName(strings.TrimPrefix(address, "sqlite:")))
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if d.engine == SQLite {
		// WAL lets readers go on beside the one writer.
		d.sql.SetMaxOpenConns(8)
	} else {
		d.sql.SetMaxOpenConns(24)
		d.sql.SetMaxIdleConns(12)
	}
	if err := d.sql.PingContext(ctx); err != nil {
		_ = d.sql.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return d, nil
}

// sqliteName adds the settings that every connection needs. _txlock=immediate
// makes BEGIN take the writer at once, so that no transaction fails half-way
// because another wrote first.
func sqliteName(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
	}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Engine tells which engine is open.
func (d *DB) Engine() Engine { return d.engine }

// Close closes the database.
func (d *DB) Close() error { return d.sql.Close() }

// ExecContext runs a statement outside a transaction.
func (d *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return d.sql.ExecContext(ctx, query, args...)
}

// QueryContext runs a query outside a transaction.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.sql.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row outside a transaction.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.sql.QueryRowContext(ctx, query, args...)
}

// Prepare checks that the statement is one for this engine. For tests.
func (d *DB) Prepare(ctx context.Context, query string) error {
	s, err := d.sql.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	return s.Close()
}

// InTx runs f in one transaction, commits when it returns nil and rolls back
// when it returns an error or panics.
func (d *DB) InTx(ctx context.Context, f func(*Tx) error) error {
	raw, err := d.sql.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	tx := &Tx{Tx: raw, engine: d.engine}
	defer func() { _ = raw.Rollback() }() // no-op after Commit
	if err := f(tx); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, after := range tx.after {
		after()
	}
	return nil
}

// IsNoRows tells whether a query for one row found none.
func IsNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// IsUnique tells whether err is a broken unique constraint on either engine.
func IsUnique(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505"
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		c := lite.Code()
		return c == sqlite3.SQLITE_CONSTRAINT_UNIQUE || c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}
