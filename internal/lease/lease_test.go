package lease_test

import (
	"sync"
	"testing"
	"time"

	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/lease"
	"giaoban/internal/testdb"
)

func TestLease_HasOneHolderUntilItDiesOrLetsGo(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		c := clock.NewManual(time.Date(2026, 3, 30, 8, 0, 0, 0, time.UTC))
		a, b := lease.NewKeeper(d, c, "http://a"), lease.NewKeeper(d, c, "http://b")
		take := func(k *lease.Keeper, want string) {
			t.Helper()
			h, err := k.Take(t.Context(), "conference:c1")
			if err != nil || h.Address != want {
				t.Fatalf("held by %+v, %v; want %s", h, err, want)
			}
			for _, k := range []*lease.Keeper{a, b} {
				if got := k.Held("conference:c1"); got != (k.Own().Address == want) {
					t.Fatalf("%s holds it: %v, while it is %s's", k.Own().Address, got, want)
				}
			}
		}
		take(a, "http://a")
		take(b, "http://a")
		c.Advance(8 * time.Second)
		take(a, "http://a") // renewed
		c.Advance(8 * time.Second)
		take(b, "http://a")
		c.Advance(lease.Life - lease.Margin - 8*time.Second) // a cannot renew: it stops before b may begin
		if a.Held("conference:c1") {
			t.Fatal("a goes on without a lease")
		}
		if _, err := b.Take(t.Context(), "conference:c1"); err != nil || b.Held("conference:c1") {
			t.Fatal("b began before a's time was up")
		}
		c.Advance(lease.Margin)
		take(b, "http://b")
		take(a, "http://b")
		if h, ok, err := a.Holder(t.Context(), "conference:c1"); err != nil || !ok || h.Address != "http://b" {
			t.Fatalf("%+v, %v, %v", h, ok, err)
		}
		if err := a.Release(t.Context(), "conference:c1"); err != nil {
			t.Fatal(err) // not its own: nothing
		}
		take(a, "http://b")
		if err := b.Release(t.Context(), "conference:c1"); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := a.Holder(t.Context(), "conference:c1"); err != nil || ok {
			t.Fatal("held by somebody after its release")
		}
		take(a, "http://a")
	})
}

func TestLease_IsTakenByOneOfManyAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		c := clock.NewManual(time.Date(2026, 3, 30, 8, 0, 0, 0, time.UTC))
		for range 5 {
			var mu sync.Mutex
			var all sync.WaitGroup
			holders := 0
			for range 8 {
				k := lease.NewKeeper(d, c, "")
				all.Go(func() {
					h, err := k.Take(t.Context(), "conference:c1")
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Error(err)
					}
					if h == k.Own() {
						holders++
					}
				})
			}
			all.Wait()
			if holders != 1 {
				t.Fatalf("%d holders", holders)
			}
			c.Advance(lease.Life)
		}
	})
}
