// Package lease says which of several processes on one database does what only
// one may do.
//
//	free ──Take──▶ held ──Take by the holder──▶ held longer
//	 ▲               ├──Release──▶ free
//	 └──time is up───┘  (the holder has died, or cannot reach the database)
//
// A holder that cannot renew stops by its own clock before anybody else may
// begin: processes' clocks must agree to within Margin. It does not know what is
// done under a lease.
package lease

import (
	"context"
	"fmt"
	"sync"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/id"
)

const (
	// Life is how long a lease lasts unless it is renewed.
	Life = 12 * time.Second
	// Margin is how long before its end the holder stops.
	Margin = 3 * time.Second
)

// Holder is a process.
type Holder struct {
	Process string
	Address string // how the others reach it
}

// Keeper takes and renews leases for one process.
type Keeper struct {
	db    *db.DB
	clock clock.Clock
	own   Holder

	mu   sync.Mutex
	held map[string]time.Time // until when, by this process's clock
}

// NewKeeper returns the keeper of a process that others reach at the address.
func NewKeeper(d *db.DB, c clock.Clock, address string) *Keeper {
	return &Keeper{db: d, clock: c, own: Holder{Process: id.New(c.Now()), Address: address}, held: map[string]time.Time{}}
}

// Own is this process.
func (k *Keeper) Own() Holder { return k.own }

// Held tells whether this process holds the lease now.
func (k *Keeper) Held(name string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	until, ok := k.held[name]
	return ok && k.clock.Now().Before(until.Add(-Margin))
}

// Count is how many leases this process holds.
func (k *Keeper) Count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.held)
}

// Take takes the lease where it is free, or renews it where this process has it, and
// returns whose it is then.
func (k *Keeper) Take(ctx context.Context, name string) (Holder, error) {
	now := k.clock.Now()
	until := now.Add(Life)
	holder, err := take(ctx, k.db, name, k.own, now, until)
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case err != nil: // unknown: what is held goes on until its time is up
	case holder.Process == k.own.Process:
		k.held[name] = until
	default:
		delete(k.held, name)
	}
	return holder, err
}

// Holder is whose the lease is; false where it is free.
func (k *Keeper) Holder(ctx context.Context, name string) (Holder, bool, error) {
	var h Holder
	err := k.db.QueryRowContext(ctx, sqlHolder, name, clock.Micros(k.clock.Now())).Scan(&h.Process, &h.Address)
	if db.IsNoRows(err) {
		return h, false, nil
	}
	if err != nil {
		return h, false, fmt.Errorf("look up lease %s: %w", name, err)
	}
	return h, true, nil
}

// Release frees the lease, if this process has it.
func (k *Keeper) Release(ctx context.Context, name string) error {
	k.mu.Lock()
	delete(k.held, name)
	k.mu.Unlock()
	if _, err := k.db.ExecContext(ctx, sqlRelease, name, k.own.Process); err != nil {
		return fmt.Errorf("release lease %s: %w", name, err)
	}
	return nil
}

// Names are the leases that this process has, or had when it last could renew
// them.
func (k *Keeper) Names() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := make([]string, 0, len(k.held))
	for name := range k.held {
		out = append(out, name)
	}
	return out
}
