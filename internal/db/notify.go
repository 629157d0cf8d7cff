package db

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is where processes on one PostgreSQL tell each other of commits.
const channel = "giaoban"

const sqlNotifyPostgres = `SELECT pg_notify('` + channel + `', $1)`

// Notify has the other processes told of payload (up to 8,000 bytes) when the
// transaction is committed, and never when it is rolled back. Where one process
// has the database to itself it does nothing.
func (tx *Tx) Notify(ctx context.Context, payload string) error {
	if tx.engine != Postgres {
		return nil
	}
	if _, err := tx.ExecContext(ctx, sqlNotifyPostgres, payload); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}

// Listen hands f every payload that a process on the same PostgreSQL notifies,
// this one included, in the order of the commits, until ctx ends. Whenever the
// line has been opened, again has first been called: what was notified while
// there was none is not told any more, and must be looked up. On SQLite it
// returns at once. f and again are never called at the same time.
func (d *DB) Listen(ctx context.Context, again func(ctx context.Context), f func(ctx context.Context, payload string)) error {
	if d.engine != Postgres {
		return nil
	}
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-pause.C:
		}
		// What broke the line does not matter: the next one catches up.
		_ = d.listen(ctx, again, f)
		pause.Reset(time.Second)
	}
}

// listen is one line's life.
func (d *DB) listen(ctx context.Context, again func(ctx context.Context), f func(ctx context.Context, payload string)) error {
	conn, err := pgx.Connect(ctx, d.address)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(end)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	again(ctx)
	// A line that is silently dead is not waited on for ever: after so long
	// without a notification it is asked for a sign of life.
	const silence = 20
	for {
		wait, cancel := context.WithTimeout(ctx, silence*time.Second)
		n, err := conn.WaitForNotification(wait)
		cancel()
		switch {
		case err == nil:
			f(ctx, n.Payload)
		case ctx.Err() != nil || wait.Err() == nil || conn.IsClosed():
			return fmt.Errorf("listen: %w", err)
		default: // silence
			if err := conn.Ping(ctx); err != nil {
				return fmt.Errorf("listen: %w", err)
			}
		}
	}
}

// isPostgres tells which engine an address names.
func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}
