package live_test

import (
	"testing"
	"time"

	"giaoban/internal/live"
)

func TestGiveFloor_OpensOneMicrophoneAndStartsTheClock(t *testing.T) {
	r := inSession(t)
	r.mics("hub")
	r.give("s1")
	r.mics("s1")
	r.wait(90 * time.Second)
	r.remaining(210 * time.Second)
	if p := r.State().Programme; !p.ChairInset || p.OnAir[0] != "s1" || p.LowerThird.Name != "Điểm cầu 1" {
		t.Fatalf("programme %+v", p)
	}
	r.must(r.TakeBack(nil, r.now))
	r.mics("hub")
	if s := r.Floor.Spoken; len(s) != 1 || s[0].Seconds != live.Seconds(90) || s[0].Times != 1 {
		t.Fatalf("spoken %+v", s)
	}
}

func TestGiveFloor_RefusedWhileAnotherSiteSpeaks(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.refused(r.GiveFloor(live.Grant{Site: "s2"}, r.now), "floor_taken")
	r.refused(r.GiveFloor(live.Grant{Site: "s2", InsteadOf: "s3"}, r.now), "floor_taken")
	r.must(r.GiveFloor(live.Grant{Site: "s2", InsteadOf: "s1"}, r.now))
	r.mics("s2")
	if e := r.kind(live.KindGranted).Data.(live.Granted); len(e.Ended) != 1 || e.Ended[0].SiteID != "s1" {
		t.Fatalf("ended %+v", e)
	}
	r.refused(r.GiveFloor(live.Grant{Site: "s2"}, r.now), "already_speaking")
}

func TestGiveFloor_RefusedForASiteThatIsNotThere(t *testing.T) {
	r := inSession(t)
	r.must(r.SiteLost("s1", "", r.now))
	r.refused(r.GiveFloor(live.Grant{Site: "s1"}, r.now), "site_offline")
	r.refused(r.GiveFloor(live.Grant{Site: "x"}, r.now), "site_unknown")
	r.refused(r.GiveFloor(live.Grant{Request: "x"}, r.now), "request_unknown")
}

func TestQueue_OrdersByRankAndThenByWhoAskedFirst(t *testing.T) {
	r := inSession(t)
	r.ask("d1", "s1", live.Discussion)
	r.ask("r2", "s2", live.Report)
	r.ask("d3", "s3", live.Discussion)
	r.ask("p4", "s4", live.PointOfOrder)
	r.ask("y5", "s5", live.Reply)
	r.queue("p4", "y5", "r2", "d1", "d3")
	r.refused(r.Ask(live.Request{ID: "again", SiteID: "s1", Category: live.Discussion}, r.now), "already_requested")
	r.must(r.Defer("d1"))
	r.queue("p4", "y5", "r2", "d3", "d1")
	r.must(r.Refuse("y5", "để sau"))
	r.must(r.Withdraw("d3"))
	r.queue("p4", "r2", "d1")
}

func TestReorder_IsRefusedWhenTheQueueHasChangedSince(t *testing.T) {
	r := inSession(t)
	r.ask("a", "s1", live.Discussion)
	r.ask("b", "s2", live.Discussion)
	r.Stamp(7)
	r.refused(r.Reorder([]string{"b", "a"}, 6), "stale")
	r.refused(r.Reorder([]string{"b"}, 7), "stale")
	r.refused(r.Reorder([]string{"b", "b"}, 7), "stale")
	r.must(r.Reorder([]string{"b", "a"}, 7))
	r.queue("b", "a")
}

func TestNext_EndsTheSpeechAndTakesTheFirst(t *testing.T) {
	r := inSession(t)
	r.ask("a", "s1", live.Discussion)
	r.ask("b", "s2", live.Discussion)
	none, other := "", "s5"
	r.must(r.Next(&none, r.now))
	r.refused(r.Next(&none, r.now), "floor_taken") // a second hand on the same key
	r.refused(r.Next(&other, r.now), "floor_taken")
	r.must(r.Next(nil, r.now))
	r.mics("s2")
	r.refused(r.Next(nil, r.now), "queue_empty")
}

func TestRejoin_IsMutedUntilConfirmedAndGainsNoTime(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.wait(time.Minute)
	r.must(r.SiteLost("s1", "first-s1", r.now))
	r.mics()
	r.wait(time.Minute)
	r.must(r.SiteJoined("s1", "second", r.now))
	r.mics()
	r.remaining(4 * time.Minute)
	if h := r.State().Floor.Holders[0]; !h.WaitingConfirm {
		t.Fatal("the holder does not wait to be confirmed")
	}
	r.refused(r.ResumeClock(r.now), "waiting_confirm")
	r.must(r.Confirm(r.now))
	r.mics("s1")
	r.wait(time.Second)
	r.remaining(4*time.Minute - time.Second)
}

func TestRejoin_OfAReloadedPageCountsThoughTheOldOneIsStillThere(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.must(r.SiteJoined("s1", "second", r.now))
	r.mics()
	r.must(r.SiteLost("s1", "first-s1", r.now)) // the old one ends late
	r.must(r.Confirm(r.now))
	r.mics("s1")
	r.TakeEvent()
	r.must(r.SiteJoined("s1", "second", r.now)) // reported twice
	if e := r.TakeEvent(); e != nil {
		t.Fatalf("recorded %+v", e)
	}
}

func TestHub_IsMutedAfterARejoinUntilAnActOpensIt(t *testing.T) {
	r := inSession(t)
	r.must(r.SiteLost("hub", "", r.now))
	r.refused(r.Confirm(r.now), "site_offline")
	r.must(r.SiteJoined("hub", "second", r.now))
	r.mics()
	r.must(r.TakeBack(nil, r.now))
	r.mics("hub")
}

func TestMuteAll_KeepsTheFloorUntilConfirmed(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.must(r.MuteAll())
	r.mics()
	r.must(r.Confirm(r.now))
	r.mics("s1")
	r.must(r.TakeBack(nil, r.now))
	r.mics("hub")
	r.must(r.Mute("hub"))
	r.mics()
	r.give("s2") // an act that gives the floor opens it
	r.mics("s2")
}

func TestInterrupt_KeepsWhatIsLeftOfTheSpeech(t *testing.T) {
	r := inSession(t)
	r.ask("a", "s1", live.Report)
	r.must(r.Next(nil, r.now))
	r.ask("b", "s2", live.Reply)
	r.wait(time.Minute)
	r.must(r.Interrupt("new", nil, r.now))
	r.mics("hub")
	r.queue("a", "b")
	r.ask("p", "s3", live.PointOfOrder)
	r.queue("p", "a", "b")
	r.wait(time.Minute)
	r.must(r.GiveFloor(live.Grant{Site: "s1"}, r.now))
	r.remaining(4 * time.Minute)
}

func TestDialogue_OpensEachOfItsMicrophones(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.wait(time.Minute)
	r.refused(r.OpenDialogue([]string{"s1"}, 0, nil, r.now), "invalid_input")
	r.refused(r.OpenDialogue([]string{"s1", "s1"}, 0, nil, r.now), "invalid_input")
	r.must(r.OpenDialogue([]string{"s1", "hub", "s2"}, 0, nil, r.now))
	r.mics("s1", "hub", "s2")
	r.remaining(4 * time.Minute)
	if s := r.State().Programme.Scene; s != live.Split {
		t.Fatalf("scene %s", s)
	}
	r.must(r.TakeBack(nil, r.now))
	if s := r.State().Programme.Scene; s != live.Speaker {
		t.Fatalf("scene %s", s)
	}
}

func TestLatePress_MeetsNobodyWhomTheCallerDidNotSee(t *testing.T) {
	r := inSession(t)
	seen := func(site string) *string { return &site }
	r.give("s1")
	r.must(r.GiveFloor(live.Grant{Site: "s2", InsteadOf: "s1"}, r.now))
	for _, site := range []string{"s1", ""} {
		r.refused(r.TakeBack(seen(site), r.now), "speaker_changed")
		r.refused(r.Interrupt("late", seen(site), r.now), "speaker_changed")
		r.refused(r.OpenDialogue([]string{"s1", "hub"}, 0, seen(site), r.now), "speaker_changed")
	}
	r.mics("s2")
	r.queue()
	r.must(r.OpenDialogue([]string{"s2", "hub"}, 0, seen("s2"), r.now))
	r.refused(r.OpenDialogue([]string{"s1", "hub"}, 0, seen("hub"), r.now), "speaker_changed")
	r.must(r.TakeBack(seen("s2"), r.now))
	r.must(r.TakeBack(seen("s2"), r.now)) // pressed twice: the chair has the floor, as was meant
	r.refused(r.Interrupt("twice", seen("s2"), r.now), "nobody_speaks")
	r.refused(r.OpenDialogue([]string{"s1", "hub"}, 0, seen("s2"), r.now), "speaker_changed")
	r.must(r.OpenDialogue([]string{"s1", "hub"}, 0, seen(""), r.now))
	r.must(r.Interrupt("in time", seen("s1"), r.now))
	r.mics("hub")
}
