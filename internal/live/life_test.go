package live_test

import (
	"testing"
	"time"

	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

func TestPause_StopsClocksAndClosesMicrophones(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.wait(time.Minute)
	r.must(r.Pause(r.now))
	r.mics()
	r.wait(time.Hour)
	r.refused(r.GiveFloor(live.Grant{Site: "s2"}, r.now), "conference_state")
	r.must(r.Resume(r.now))
	r.mics("s1")
	r.remaining(4 * time.Minute)
	r.must(r.PauseClock(r.now))
	r.wait(time.Minute)
	r.must(r.Pause(r.now))
	r.must(r.Resume(r.now))
	r.wait(time.Minute)
	r.remaining(4 * time.Minute) // a hand stopped it, a hand starts it
	r.must(r.ExtendFloor(time.Minute))
	r.must(r.ResumeClock(r.now))
	r.wait(time.Minute)
	r.remaining(4 * time.Minute)
}

func TestRecover_StopsClocksAtTheLastInstantAndMutesEveryone(t *testing.T) {
	r := inSession(t)
	r.ask("b", "s2", live.Reply)
	r.give("s1")
	r.wait(time.Minute)
	r.SeenAt = r.now
	r.wait(time.Hour)
	r.must(r.Recover(r.now))
	r.mics()
	r.queue("b")
	r.remaining(4 * time.Minute)
	for _, s := range r.State().Sites {
		if s.Presence != live.Lost || s.Confirmed {
			t.Fatalf("%+v", s)
		}
	}
	r.refused(r.Confirm(r.now), "site_offline")
	r.must(r.SiteJoined("s1", "again", r.now))
	r.mics()
	r.must(r.Confirm(r.now))
	r.mics("s1")
	r.kind(live.KindConfirmed)
}

func TestClose_RefusesEverythingAfterwards(t *testing.T) {
	r := inSession(t)
	r.give("s1")
	r.ask("b", "s2", live.Reply)
	r.must(r.Close(r.now))
	if e := r.kind(live.KindClosed).Data.(live.Closed); len(e.Ended) != 1 || len(e.Unheard) != 1 {
		t.Fatalf("%+v", e)
	}
	r.mics()
	until := r.now
	for name, err := range map[string]error{
		"publish": r.Publish(), "check": r.BeginChecks(), "open": r.Open(r.now), "pause": r.Pause(r.now),
		"resume": r.Resume(r.now), "close": r.Close(r.now), "give": r.GiveFloor(live.Grant{Site: "s1"}, r.now),
		"next": r.Next(nil, r.now), "take back": r.TakeBack(nil, r.now), "interrupt": r.Interrupt("x", nil, r.now),
		"dialogue": r.OpenDialogue([]string{"s1", "s2"}, 0, nil, r.now), "confirm": r.Confirm(r.now),
		"extend": r.ExtendFloor(time.Minute), "stop": r.PauseClock(r.now), "run": r.ResumeClock(r.now),
		"ask": r.Ask(live.Request{ID: "z", SiteID: "s1"}, r.now), "withdraw": r.Withdraw("b"),
		"refuse": r.Refuse("b", ""), "defer": r.Defer("b"), "order": r.Reorder(nil, 99), "mute": r.Mute("s1"),
		"mute all": r.MuteAll(), "next item": r.NextItem(r.now), "previous": r.PreviousItem(r.now),
		"go": r.GoToItem("i1", r.now), "skip": r.SkipItem("i1", r.now), "put off": r.DeferItem("i1", r.now),
		"insert":  r.InsertItem(meeting.AgendaItem{Title: "x", Kind: meeting.Other}, ""),
		"preview": r.Preview("s1"), "take": r.Take(0, nil, r.now), "scene": r.SetScene(live.Wall, until, nil),
		"banner": r.SetBanner("x"), "join": r.SiteJoined("s1", "x", r.now), "lose": r.SiteLost("s1", "", r.now),
		"roll": r.NoteAttendance("s1", live.Absent, nil, ""),
	} {
		if r.refused(err, "conference_closed"); r.TakeEvent() != nil {
			t.Errorf("%s was recorded", name)
		}
	}
	r.must(r.Recover(r.now))
	if r.TakeEvent() != nil {
		t.Error("recovery touched a closed conference")
	}
}

func TestRehearsal_LeavesNoTrace(t *testing.T) {
	r := &room{Conference: live.FromPlan(plan(2)), t: t, now: nine}
	r.must(r.Publish())
	r.ask("a", "s1", live.Report) // before the day
	r.must(r.BeginChecks())
	r.must(r.SiteJoined("s1", "x", r.now))
	r.give("s1")
	r.mics("s1")
	r.wait(time.Minute)
	r.must(r.Open(r.now))
	r.queue("a")
	if len(r.Floor.Spoken) != 0 || len(r.Floor.Holders) != 0 {
		t.Fatalf("%+v", r.Floor)
	}
}
