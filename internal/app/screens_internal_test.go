package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/live"
)

func TestScreens_ThoseThatAreThereAndLackACodecAreListed(t *testing.T) {
	gone := map[live.SeatID]bool{}
	s := &screens{follows: func(seat live.SeatID) bool { return !gone[seat] }}
	hall := access.Actor{Kind: access.Hall, SeatID: "h1", ConferenceID: "c1"}
	site := access.Actor{Kind: access.Site, SeatID: "d1", ConferenceID: "c1", SiteID: "s1"}
	s.heard(hall, "c1", []string{"vp8", "theora", "vp8"})
	s.heard(site, "c1", []string{"h264"})
	s.heard(access.Actor{Kind: access.Account, AccountID: "operator"}, "c1", []string{"h264"})
	both := []Screen{
		{Seat: "h1", Kind: access.Hall, Lacks: []string{"vp8"}}, {Seat: "d1", Kind: access.Site, SiteID: "s1", Lacks: []string{"h264"}},
	}
	if diff := cmp.Diff(both, s.list("c1")); diff != "" {
		t.Fatal(diff)
	}
	if got := s.list("c2"); len(got) != 0 {
		t.Fatalf("another conference: %+v", got)
	}
	gone["d1"] = true
	s.heard(hall, "c1", nil) // another browser on the same device
	if got := s.list("c1"); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
}
