package live_test

import (
	"testing"
	"time"

	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

func (r *room) states(want ...meeting.ItemState) {
	r.t.Helper()
	for i, it := range r.Agenda.Items {
		if it.State != want[i] || it.Number != i+1 {
			r.t.Fatalf("item %d is %s (number %d), want %s", i+1, it.State, it.Number, want[i])
		}
	}
}

func TestAgenda_GoesThroughItemsAndEndsOnce(t *testing.T) {
	r := inSession(t)
	const p, c, d = meeting.Pending, meeting.Current, meeting.Done
	r.must(r.NextItem(r.now))
	r.must(r.NextItem(r.now))
	r.states(d, c, p, p)
	r.must(r.NextItem(r.now))
	if v := r.State().Programme; v.Scene != live.Recess || !v.BreakUntil.Equal(meeting.At(nine.Add(10*time.Minute))) {
		t.Fatalf("break: %+v", v)
	}
	r.must(r.NextItem(r.now))
	if v := r.State().Programme; v.Scene != live.Speaker || !v.BreakUntil.IsZero() {
		t.Fatalf("after the break: %+v", v)
	}
	r.must(r.NextItem(r.now))
	r.kind(live.KindItemFinished)
	r.states(d, d, d, d)
	r.refused(r.NextItem(r.now), "agenda_end")
	r.must(r.PreviousItem(r.now))
	r.states(d, d, d, c)
	r.must(r.PreviousItem(r.now))
	r.states(d, d, c, p)
}

func TestAgenda_TakesUpDeferredItemsLast(t *testing.T) {
	r := inSession(t)
	const p, c, d, s, f = meeting.Pending, meeting.Current, meeting.Done, meeting.Skipped, meeting.Deferred
	r.must(r.NextItem(r.now))
	r.must(r.DeferItem("i1", r.now))
	r.must(r.SkipItem("i3", r.now))
	r.states(f, p, s, p)
	r.must(r.NextItem(r.now))
	r.must(r.InsertItem(meeting.AgendaItem{ID: "new", Title: "Việc phát sinh", Kind: meeting.Other, Minutes: 5}, "i2"))
	r.states(f, c, p, s, p)
	r.must(r.NextItem(r.now))
	r.must(r.NextItem(r.now))
	r.must(r.NextItem(r.now))
	r.states(c, d, d, s, d)
	r.refused(r.SkipItem("i2", r.now), "item_done")
	r.refused(r.GoToItem("x", r.now), "item_unknown")
	r.must(r.GoToItem("i4", r.now))
	r.states(d, d, d, s, c)
}

func TestAgenda_RefusesASecretItem(t *testing.T) {
	r := inSession(t)
	it := meeting.AgendaItem{ID: "x", Title: "x", Kind: meeting.Other, Mark: meeting.TopSecret}
	r.refused(r.InsertItem(it, ""), "invalid_input")
}

func TestSpeech_IsBoundByItsAgendaItem(t *testing.T) {
	r := inSession(t)
	two := 120
	r.Agenda.Items[0].SpeechSeconds = &two
	r.must(r.NextItem(r.now))
	r.give("s1")
	r.remaining(2 * time.Minute)
	r.must(r.GiveFloor(live.Grant{Site: "s2", Limit: time.Minute, InsteadOf: "s1"}, r.now))
	r.remaining(time.Minute)
}

func TestQuota_BoundsWhatASiteSpeaksInAll(t *testing.T) {
	r := inSession(t)
	r.must(r.SetRules(live.Rules{SpeechSeconds: live.Seconds(300), SiteQuota: live.Seconds(100)}))
	r.give("s1")
	r.remaining(100 * time.Second)
	r.wait(100 * time.Second)
	r.must(r.TakeBack(nil, r.now))
	r.refused(r.GiveFloor(live.Grant{Site: "s1"}, r.now), "quota_spent")
}

func TestAttendance_IsNotOverwrittenByARejoin(t *testing.T) {
	r := inSession(t)
	heads := 12
	r.must(r.NoteAttendance("s1", live.Late, &heads, "mưa"))
	r.must(r.SiteLost("s1", "", r.now))
	r.must(r.SiteJoined("s1", "again", r.now))
	s := r.State().Sites[1]
	if s.Attendance != live.Late || *s.Headcount != 12 || s.Joins != 2 || !s.JoinedAt.Equal(meeting.At(nine)) {
		t.Fatalf("%+v", s)
	}
	r.refused(r.NoteAttendance("s1", "here", nil, ""), "invalid_input")
}

func TestAttendance_OfWhoComesAfterTheOpeningIsLate(t *testing.T) {
	r := &room{Conference: live.FromPlan(plan(3)), t: t, now: nine}
	r.must(r.Publish())
	r.must(r.BeginChecks())
	r.must(r.SiteJoined("s1", "a", r.now))
	r.must(r.Open(r.now))
	r.wait(6 * time.Minute)
	r.must(r.SiteJoined("s2", "b", r.now))
	r.must(r.Close(r.now))
	sites := r.State().Sites
	for i, want := range []live.Attendance{live.Absent, live.Present, live.Late, live.Absent} {
		if sites[i].Attendance != want {
			t.Errorf("%s is %s, want %s", sites[i].ID, sites[i].Attendance, want)
		}
	}
}

func TestTake_GivesTheFloorToThePreviewedSite(t *testing.T) {
	r := inSession(t)
	r.refused(r.Take(0, nil, r.now), "nothing_previewed")
	r.must(r.Preview("s1"))
	r.mics("hub") // a silent look
	r.must(r.Take(0, nil, r.now))
	r.mics("s1")
	r.must(r.Preview("s2"))
	none := ""
	r.refused(r.Take(0, &none, r.now), "floor_taken")
	r.must(r.Take(0, nil, r.now))
	r.mics("s2")
}

func TestScene_SplitNeedsADialogue(t *testing.T) {
	r := inSession(t)
	r.refused(r.SetScene(live.Split, time.Time{}, nil), "no_dialogue")
	r.refused(r.SetScene("x", time.Time{}, nil), "invalid_input")
	r.must(r.ShowPage(live.Page{PaperID: "p", Number: 1}))
	r.give("s1")
	if s := r.State().Programme.Scene; s != live.Content {
		t.Fatalf("giving the floor took the document away: %s", s)
	}
	r.must(r.SetScene(live.Wall, time.Time{}, nil))
	r.must(r.GiveFloor(live.Grant{Site: "s2", InsteadOf: "s1"}, r.now))
	if s := r.State().Programme.Scene; s != live.Speaker {
		t.Fatalf("giving the floor did not show the speaker: %s", s)
	}
}

func TestPublish_NeedsADayAndAnAgenda(t *testing.T) {
	p := plan(1)
	p.ScheduledAt, p.Agenda = meeting.Instant{}, nil
	r := &room{Conference: live.FromPlan(p), t: t, now: nine}
	r.refused(r.Publish(), "plan_incomplete")
	r.refused(r.Open(r.now), "conference_state")
	r.refused(r.Move("draft", r.now), "invalid_input")
}

func TestAutoNext_GivesTheFloorOnWhenASpeechIsOver(t *testing.T) {
	r := inSession(t)
	r.refused(r.SetRules(live.Rules{}), "invalid_input")
	r.must(r.SetRules(live.Rules{SpeechSeconds: live.Seconds(60), AutoNext: true}))
	r.give("s1")
	r.ask("a", "s2", live.Reply)
	r.ask("b", "s3", live.Reply)
	r.must(r.SiteLost("s2", "", r.now))
	r.TakeEvent()
	r.wait(59 * time.Second)
	r.must(r.NextWhenOver(r.now))
	if e := r.TakeEvent(); e != nil {
		t.Fatalf("a second early: %+v", e)
	}
	r.wait(time.Second)
	r.must(r.NextWhenOver(r.now))
	r.mics("s3")
	r.queue("a")
	r.wait(time.Hour)
	r.must(r.NextWhenOver(r.now)) // who is left is not there
	r.mics("s3")
}

func TestBrowse_IsASilentLookThatAPreviewEnds(t *testing.T) {
	r := inSession(t)
	r.refused(r.SetBrowse(time.Second, r.now), "invalid_input")
	r.must(r.SetBrowse(5*time.Second, r.now))
	if b := r.State().Control.Browse; b.Seconds != live.Seconds(5) || !b.Since.Equal(meeting.At(nine)) {
		t.Fatalf("%+v", b)
	}
	r.mics("hub")
	r.must(r.Preview("s1"))
	if r.State().Control.Browse != nil {
		t.Fatal("the look round goes on")
	}
}
