// Package testdb gives tests a fresh, migrated database on each engine.
//
//	Each ──▶ sqlite    a file in the test's own directory
//	     └─▶ postgres  a database of its own, dropped when the test ends
//
// PostgreSQL is the server at TEST_PG_URL (its user must be allowed to create
// databases). Where that is not set, a private server is started once per test
// process and ends with it; so with Redis. Nothing is skipped: a machine without them
// fails the test and says what to install.
package testdb

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/id"
)

// patience is how long one step on a database may take on a busy machine.
const patience = time.Minute

// Each runs the suite on SQLite and on PostgreSQL, each time on an empty
// database with the present schema.
func Each(t *testing.T, run func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { run(t, Postgres(t)) })
}

// SQLite returns an empty database with the present schema in a new file.
func SQLite(tb testing.TB) *db.DB {
	tb.Helper()
	return Open(tb, SQLiteURL(tb))
}

// Postgres returns an empty database with the present schema on PostgreSQL.
func Postgres(tb testing.TB) *db.DB {
	tb.Helper()
	return Open(tb, PostgresURL(tb))
}

// SQLiteURL returns the address of a database file that does not exist yet.
func SQLiteURL(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "giaoban.db")
}

// PostgresURL creates an empty database without a schema and returns its
// address. It is dropped when the test ends, whoever is still connected.
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	server, err := theServer()
	if err != nil {
		tb.Fatalf("PostgreSQL for tests: %v", err)
	}
	own, err := url.Parse(server.address)
	if err != nil {
		tb.Fatalf("TEST_PG_URL: %v", err)
	}
	name := "giaoban_test_" + id.Secret()[:16]
	own.Path = "/" + name
	admin(tb, server.address, fmt.Sprintf("CREATE DATABASE %q TEMPLATE template0", name))
	tb.Cleanup(func() { admin(tb, server.address, fmt.Sprintf("DROP DATABASE %q WITH (FORCE)", name)) })
	return own.String()
}

// Open opens the database at the address, migrates it, and closes it when the
// test ends. A test that restarts the program calls it once per start.
func Open(tb testing.TB, address string) *db.DB {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	d, err := db.Open(ctx, address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(ctx); err != nil {
		tb.Fatal(err)
	}
	return d
}

// admin runs one statement on the server itself, outside a transaction.
func admin(tb testing.TB, address, statement string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(tb.Context()), patience)
	defer cancel()
	d, err := db.Open(ctx, address)
	if err != nil {
		tb.Fatalf("PostgreSQL for tests: %v", err)
	}
	defer func() { _ = d.Close() }()
	if _, err := d.ExecContext(ctx, statement); err != nil {
		tb.Fatalf("PostgreSQL for tests: %v", err)
	}
}
