package live_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/testdb"
)

// Operator, chair and deputy act at the same time at random: every client, and
// the log replayed from its start, ends in the state that the server has.
func TestManyHandsAtOnce_LeaveEveryoneWithTheSameState(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		start, err := h.Live(t.Context(), access.System, "c1")
		if err != nil {
			t.Fatal(err)
		}
		h.open(t)
		var clients []*follower
		for _, who := range []string{"operator", "chair", "deputy", "hall", "s1"} {
			clients = append(clients, h.follow(t, who, ""))
		}
		var hands sync.WaitGroup
		for i, who := range []string{"operator", "chair", "deputy"} {
			hands.Go(func() { h.hustle(t, actors[who], rand.New(rand.NewPCG(uint64(i), 7)), 334) })
		}
		hands.Wait()
		want, err := h.Live(t.Context(), access.System, "c1")
		if err != nil {
			t.Fatal(err)
		}
		entries, err := h.log.After(t.Context(), event.Conference("c1"), 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		replayed := start.State
		for i, e := range entries {
			var p live.Patch
			if err := json.Unmarshal(e.Patch, &p); err != nil || e.Rev != int64(i+1) {
				t.Fatalf("entry %d has revision %d: %v", i+1, e.Rev, err)
			}
			replayed.Apply(e.Rev, p)
		}
		same(t, "the log", replayed, want.State)
		t.Logf("%d events", len(entries))
		for i, f := range clients {
			f.until(t, want.Rev)
			state := want.State
			if f.live.Control == nil { // hall and site are not told
				state.Control = nil
			}
			same(t, fmt.Sprintf("client %d", i), f.live.State, state)
		}
	})
}

func same(t *testing.T, who string, got, want live.State) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Fatalf("%s differs\n%s\n%s", who, a, b)
	}
}

// hustle does n random acts. What the rules refuse is part of the game.
func (h *house) hustle(t *testing.T, by access.Actor, r *rand.Rand, n int) {
	t.Helper()
	ctx := t.Context()
	for range n {
		h.clock.Advance(time.Duration(r.IntN(3000)) * time.Millisecond)
		site := fmt.Sprintf("s%d", 1+r.IntN(5))
		var err error
		switch r.IntN(14) {
		case 0, 1, 2:
			_, err = h.Ask(ctx, by, "c1", live.Request{SiteID: site, Category: []live.Category{live.Reply, live.Report, live.PointOfOrder}[r.IntN(3)]})
		case 3, 4:
			_, err = h.Next(ctx, by, "c1", nil)
		case 5:
			_, err = h.GiveFloor(ctx, by, "c1", live.Grant{Site: site})
		case 6:
			_, err = h.TakeBack(ctx, by, "c1", nil)
		case 7:
			_, err = h.Interrupt(ctx, by, "c1", nil)
		case 8:
			_, err = h.OpenDialogue(ctx, by, "c1", []string{"hub", site}, 0, nil)
		case 9:
			_, err = h.Mute(ctx, by, "c1", "", true)
		case 10:
			_, err = h.Confirm(ctx, by, "c1")
		case 11:
			_, err = h.Extend(ctx, by, "c1", time.Minute)
		case 12:
			err = h.SiteJoined(ctx, "c1", site, "")
		case 13:
			_, err = h.Preview(ctx, actors["operator"], "c1", site)
		}
		if err != nil && fault.As(err) == nil {
			t.Errorf("failed: %v", err)
			return
		}
	}
}
