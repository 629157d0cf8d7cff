package identity_test

import (
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/testdb"
)

// put ends a seat as the running conference does, with or without its link.
func (w world) put(t *testing.T, d *db.DB, conference, seat string, link bool) (gone []string, err error) {
	t.Helper()
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		one, err := w.EndSeat(t.Context(), tx, conference, seat)
		if err != nil || !link {
			return err
		}
		gone, err = w.RenewLink(t.Context(), tx, one)
		return err
	})
	return gone, err
}

func (w world) stands(t *testing.T, seat string) bool {
	t.Helper()
	ok, err := w.Stands(t.Context(), seat)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestEndSeat_PutsOneDeviceOutAndTellsItSo(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		link, err := w.Link(ctx, access.Site, "c1", "s1")
		if err != nil {
			t.Fatal(err)
		}
		out, secret, err := w.Redeem(ctx, link, "Firefox")
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(time.Minute)
		stays, other, err := w.Redeem(ctx, link, "Chrome")
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Advance(6 * time.Minute)
		if _, err := w.ActorOfSeat(ctx, stays.ID, other); err != nil {
			t.Fatal(err)
		}
		list, err := w.Devices(ctx, "c1")
		if err != nil || len(list) != 2 || list[0].ID != out.ID || list[0].Device != "Firefox" || list[1].SiteID != "s1" {
			t.Fatalf("%+v %v", list, err)
		}
		if first, second := list[0].SeenAt.Sub(list[0].CreatedAt), list[1].SeenAt.Sub(list[1].CreatedAt); first != 0 || second != 6*time.Minute {
			t.Fatalf("seen %v and %v after they came", first, second)
		}

		told := w.Ended()
		if _, err := w.put(t, d, "another", out.ID, false); !fault.Is(err, "seat_gone") {
			t.Fatalf("out of another conference: %v", err)
		}
		if _, err := w.put(t, d, "c1", out.ID, false); err != nil {
			t.Fatal(err)
		}
		select {
		case <-told:
		default:
			t.Error("nobody was told that a seat has ended")
		}
		if _, err := w.ActorOfSeat(ctx, out.ID, secret); !fault.Is(err, "seat_ended") {
			t.Fatalf("the device that was put out: %v", err)
		}
		if _, err := w.ActorOfSeat(ctx, stays.ID, other); err != nil {
			t.Fatalf("the other device: %v", err)
		}
		if w.stands(t, out.ID) || !w.stands(t, stays.ID) || !w.stands(t, "") {
			t.Error("which seats stand is not what was done")
		}
		if _, err := w.put(t, d, "c1", out.ID, false); !fault.Is(err, "seat_gone") {
			t.Fatalf("a second time: %v", err)
		}
		if list, _ := w.Devices(ctx, "c1"); len(list) != 1 || list[0].ID != stays.ID {
			t.Fatalf("%+v", list)
		}
		back, _, err := w.Redeem(ctx, link, "Firefox") // the way back is the link
		if err != nil || back.ID == out.ID {
			t.Fatalf("%v %v", back, err)
		}
	})
}

func TestRenewLink_ClosesTheOldLinkAndItsCodesAndNoOther(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		link := func(site string) string {
			token, err := w.Link(ctx, access.Site, "c1", site)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		old, elsewhere := link("s1"), link("s2")
		phone, err := w.DelegateLink(ctx, "c1", "s1", "lan")
		if err != nil {
			t.Fatal(err)
		}
		code, _, err := w.NewCode(ctx, access.Site, "c1", "s1")
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := w.Redeem(ctx, old, "Firefox")
		if err != nil {
			t.Fatal(err)
		}
		stays, secret, err := w.Redeem(ctx, old, "Chrome")
		if err != nil {
			t.Fatal(err)
		}
		program, err := w.ActorOfToken(ctx, old)
		if err != nil || !w.stands(t, program.SeatID) {
			t.Fatal(program, err)
		}
		gone, err := w.put(t, d, "c1", out.ID, true)
		if err != nil || len(gone) != 1 || gone[0] != program.SeatID {
			t.Fatalf("gone with the link: %v %v", gone, err)
		}
		for what, secret := range map[string]string{"link": old, "code": code} {
			if _, _, err := w.Redeem(ctx, secret, "x"); !fault.Is(err, "code_expired") {
				t.Errorf("the old %s: %v", what, err)
			}
		}
		if _, err := w.ActorOfToken(ctx, old); !fault.Is(err, "token_unknown") || w.stands(t, program.SeatID) {
			t.Errorf("a program with the old link: %v", err)
		}
		anew := link("s1")
		if anew == old || anew != link("s1") || elsewhere != link("s2") {
			t.Error("the link must be another now, the same at every call, and other sites' as they were")
		}
		if again, _ := w.DelegateLink(ctx, "c1", "s1", "lan"); again != phone {
			t.Error("a delegate's link has changed")
		}
		var in []identity.Seat
		for _, secret := range []string{anew, phone, elsewhere} {
			seat, _, err := w.Redeem(ctx, secret, "x")
			if err != nil {
				t.Fatal(err)
			}
			in = append(in, seat)
		}
		if _, err := w.ActorOfSeat(ctx, stays.ID, secret); err != nil {
			t.Errorf("a device that came by the old link: %v", err)
		}
		if _, err := w.put(t, d, "c1", in[0].ID, true); err != nil {
			t.Fatal(err)
		}
		if link("s1") == anew || link("s1") == old {
			t.Error("a second time the link stays, or comes back")
		}
	})
}
