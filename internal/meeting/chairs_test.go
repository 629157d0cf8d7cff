package meeting_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

var (
	khoa = meeting.Chair{Name: "Trần Minh Khoa", Title: "Bí thư Tỉnh ủy", AccountID: "khoa"}
	nhan = meeting.Chair{Name: "Võ Thị Thanh Nhàn", Title: "Phó Bí thư", AccountID: "nhan"}
	blun = meeting.Chair{Name: "Rơ Châm Y Blưn", Title: "Chủ tịch UBND tỉnh"}
)

func knowing(s *meeting.Service, known ...meeting.Chair) {
	s.UseAccounts(func(context.Context) ([]meeting.Chair, error) { return known, nil })
}

func TestNameChairs_NamesEveryEntryThatBreaksARule(t *testing.T) {
	c := &meeting.Conference{ID: "c", State: meeting.Draft, ChairName: "Khoa"}
	long := strings.Repeat("ơ", 121)
	err := c.NameChairs([]meeting.Chair{
		{Name: " "}, {Name: long, Title: long}, {Name: "x", AccountID: "nobody"}, khoa, khoa,
	}, []meeting.Chair{khoa})
	f := fault.As(err)
	want := []fault.Field{
		{Name: "chairs.0.name", Rule: "required"},
		{Name: "chairs.1.name", Rule: "too_long"},
		{Name: "chairs.1.title", Rule: "too_long"},
		{Name: "chairs.2.account_id", Rule: "unknown", Value: "nobody"},
		{Name: "chairs.4.account_id", Rule: "duplicate", Value: "khoa"},
	}
	if f == nil || !slices.Equal(f.Fields, want) {
		t.Fatalf("%+v", f)
	}
	for rule, list := range map[string][]meeting.Chair{"required": nil, "too_long": make([]meeting.Chair, 9)} {
		if f := fault.As(c.NameChairs(list, nil)); f == nil || f.Fields[0] != (fault.Field{Name: "chairs", Rule: rule}) {
			t.Errorf("%d chairs: %+v", len(list), f)
		}
	}
	if c.ChairName != "Khoa" || len(c.CoChairs) != 0 {
		t.Fatalf("a refusal changed %+v", c.Chairs())
	}
}

func TestNameChairs_IsRefusedOnceTheConferenceIsHistory(t *testing.T) {
	for _, state := range meeting.States {
		c := &meeting.Conference{ID: "c", State: state, ChairName: "Khoa"}
		err := c.NameChairs([]meeting.Chair{nhan, blun}, []meeting.Chair{nhan})
		if state.Over() {
			if !fault.Is(err, "conference_"+string(state)) || c.ChairName != "Khoa" {
				t.Errorf("%s: %v, chair %s", state, err, c.ChairName)
			}
			continue
		}
		if err != nil || c.ChairName != nhan.Name || !slices.Equal(c.CoChairs, []meeting.Chair{blun}) {
			t.Errorf("%s: %v %+v", state, err, c.Chairs())
		}
	}
}

func TestChairedBy_IsTheAccountAndNotTheName(t *testing.T) {
	c := &meeting.Conference{ChairName: blun.Name, CoChairs: []meeting.Chair{nhan, {Name: "Thảo"}}}
	for name, x := range map[string]struct {
		by   access.Actor
		want bool
	}{
		"named":               {access.Actor{Kind: access.Account, AccountID: "nhan"}, true},
		"another account":     {access.Actor{Kind: access.Account, AccountID: "khoa"}, false},
		"of the chair's name": {access.Actor{Kind: access.Account, AccountID: "x", Name: blun.Name}, false},
		"without an id":       {access.Actor{Kind: access.Account}, false},
		"a device":            {access.Actor{Kind: access.Site, AccountID: "nhan"}, false},
	} {
		if got := c.ChairedBy(x.by); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNameChairs_IsKeptCopiedAndTold(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newService(t, d), t.Context()
		knowing(s, khoa, nhan)
		c, err := s.Create(ctx, secretary, meeting.Conference{
			Title: "Giao ban", ScheduledAt: meeting.At(held), ChairName: khoa.Name, ChairTitle: khoa.Title,
		})
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		s.OnPlan(func(context.Context, access.Actor, meeting.ConferenceID) { told++ })
		for name, err := range map[string]error{
			"forbidden": second(s.NameChairs(ctx, reporter, c.ID, []meeting.Chair{khoa}, c.Rev)),
			"stale":     second(s.NameChairs(ctx, secretary, c.ID, []meeting.Chair{khoa}, c.Rev+1)),
		} {
			if !fault.Is(err, name) {
				t.Errorf("not %s: %v", name, err)
			}
		}
		if _, err := s.NameChairs(ctx, secretary, c.ID, []meeting.Chair{nhan, blun, khoa}, c.Rev); err != nil {
			t.Fatal(err)
		}
		got, err := s.Conference(ctx, secretary, c.ID)
		if err != nil || !slices.Equal(got.Chairs(), []meeting.Chair{nhan, blun, khoa}) || got.Rev != c.Rev+1 || told != 1 {
			t.Fatalf("%+v, told %d: %v", got, told, err)
		}
		next, err := s.CopyLast(ctx, secretary, c.ID, meeting.Copied{})
		if err != nil {
			t.Fatal(err)
		}
		if next, err = s.Conference(ctx, secretary, next.ID); err != nil || !slices.Equal(next.Chairs(), got.Chairs()) {
			t.Fatalf("the copy is chaired by %+v: %v", next.Chairs(), err)
		}
		// A draft is seen by who is to chair it, and by no other of that rank.
		named := access.Actor{Kind: access.Account, AccountID: "nhan"}
		if _, err := s.Conference(ctx, named, next.ID); err != nil {
			t.Error(err)
		}
		if _, err := s.Conference(ctx, reporter, next.ID); !fault.Is(err, "conference_unknown") {
			t.Error(err)
		}
		if err := d.InTx(ctx, func(tx *db.Tx) error {
			return s.Record(ctx, tx, c.ID, meeting.Outcome{State: meeting.Closed})
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.NameChairs(ctx, secretary, c.ID, []meeting.Chair{khoa}, got.Rev); !fault.Is(err, "conference_closed") {
			t.Fatalf("after the end: %v", err)
		}
	})
}
