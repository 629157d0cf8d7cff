package lease

import (
	"context"
	"fmt"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
)

const (
	// Whoever writes second waits for the first, and then finds it taken.
	sqlTake = `INSERT INTO lease (name, process, address, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET process = excluded.process, address = excluded.address, until = excluded.until
WHERE lease.process = excluded.process OR lease.until <= $5`
	sqlHolderEver = `SELECT process, address FROM lease WHERE name = $1`
	sqlHolder     = `SELECT process, address FROM lease WHERE name = $1 AND until > $2`
	sqlRelease    = `DELETE FROM lease WHERE name = $1 AND process = $2`
)

// take returns who holds the lease afterwards.
func take(ctx context.Context, d *db.DB, name string, own Holder, now, until time.Time) (h Holder, err error) {
	res, err := d.ExecContext(ctx, sqlTake, name, own.Process, own.Address, clock.Micros(until), clock.Micros(now))
	if err != nil {
		return h, fmt.Errorf("take lease %s: %w", name, err)
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return own, err
	}
	err = d.QueryRowContext(ctx, sqlHolderEver, name).Scan(&h.Process, &h.Address)
	if db.IsNoRows(err) { // released this moment: the next time
		return h, nil
	}
	if err != nil {
		return h, fmt.Errorf("look up lease %s: %w", name, err)
	}
	return h, nil
}
