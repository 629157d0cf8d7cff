package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

func TestScreens_ThoseThatAreThereAndLackACodecAreListed(t *testing.T) {
	gone := map[live.SeatID]bool{}
	s := &screens{follows: func(seat live.SeatID) bool { return !gone[seat] }}
	hall := access.Actor{Kind: access.Hall, SeatID: "h1", ConferenceID: "c1"}
	site := access.Actor{Kind: access.Site, SeatID: "d1", ConferenceID: "c1", SiteID: "s1"}
	s.heard(hall, "c1", []string{"vp8", "theora", "vp8", "microphone"})
	s.heard(site, "c1", []string{"h264", "microphone"})
	s.heard(access.Actor{Kind: access.Account, AccountID: "operator"}, "c1", []string{"h264"})
	both := []Screen{
		{Seat: "h1", Kind: access.Hall, Lacks: []string{"vp8"}}, {Seat: "d1", Kind: access.Site, SiteID: "s1", Lacks: []string{"h264", "microphone"}},
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

func TestScreens_ThoseThatArePutOutOrWhoseConferenceIsOverAreForgotten(t *testing.T) {
	s := &screens{follows: func(live.SeatID) bool { return true }}
	for _, conf := range []live.ConferenceID{"c1", "c2"} {
		for _, seat := range []live.SeatID{"h1", "h2"} {
			s.heard(access.Actor{Kind: access.Hall, SeatID: conf + seat, ConferenceID: conf}, conf, []string{"h264"})
		}
	}
	kept := func(want ...int) {
		t.Helper()
		if diff := cmp.Diff(want, []int{len(s.lacking["c1"]), len(s.lacking["c2"]), len(s.lacking)}); diff != "" {
			t.Error(diff)
		}
	}
	s.follow("c1", live.State{Conference: live.Info{State: meeting.Paused}})
	kept(2, 2, 2)
	s.leave("c1", "c1h1")
	kept(1, 2, 2)
	s.follow("c2", live.State{Conference: live.Info{State: meeting.Closed}})
	kept(1, 0, 1)
	s.follow("c1", live.State{Conference: live.Info{State: meeting.Cancelled}})
	kept(0, 0, 0)
}
