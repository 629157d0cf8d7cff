package live_test

import (
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

func delegates(site string, list ...live.Delegate) []live.Delegate {
	for i := range list {
		list[i].SiteID = site
		if list[i].Presence == "" {
			list[i].Presence = live.DelegateExpected
		}
	}
	return list
}

func TestNoteDelegates_TheFirstWhoIsThereSpeaksForTheSite(t *testing.T) {
	r := inSession(t)
	lan := live.Delegate{ID: "lan", Name: "Rơ Châm Lan", Title: "Bí thư"}
	nam := live.Delegate{ID: "nam", Name: "Đinh Văn Nam", Title: "Phó Bí thư"}
	r.must(r.NoteDelegates("s1", delegates("s1", lan, nam)))
	r.give("s1")
	if h := r.Floor.Holders[0]; h.SpeakerName != "Rơ Châm Lan" || h.DelegateID != "lan" {
		t.Fatalf("%+v", h)
	}
	if third := r.State().Programme.LowerThird; third.Name != "Rơ Châm Lan" || third.Title != "Bí thư" {
		t.Fatalf("lower third %+v", third)
	}
	r.must(r.TakeBack(nil, r.now))
	nam.Presence, lan.Presence = live.DelegatePresent, live.DelegateExpected
	r.must(r.NoteDelegates("s1", delegates("s1", lan, nam)))
	if roll := r.State().Sites[1].Delegates; roll.HeadID != "nam" || roll.Listed != 2 || roll.Present != 1 {
		t.Fatalf("%+v", roll)
	}
	r.must(r.OpenDialogue([]string{"s1", "s2"}, 0, nil, r.now))
	if h := r.Floor.Holders; h[0].SpeakerName != "Đinh Văn Nam" || h[1].SpeakerName != "" {
		t.Fatalf("%+v", h)
	}
	// Who is named in a request speaks, whoever heads the list.
	r.must(r.TakeBack(nil, r.now))
	r.must(r.Ask(live.Request{ID: "q", SiteID: "s1", SpeakerName: "Khách mời"}, r.now))
	r.give("s1")
	if h := r.Floor.Holders[0]; h.SpeakerName != "Khách mời" || h.DelegateID != "" {
		t.Fatalf("%+v", h)
	}
}

func TestPersonQuota_FollowsThePersonHoweverTheNameIsWritten(t *testing.T) {
	r := inSession(t)
	r.must(r.SetRules(live.Rules{SpeechSeconds: live.Seconds(120), PersonQuota: live.Seconds(180)}))
	speak := func(id, name string) error {
		r.must(r.Ask(live.Request{ID: id, SiteID: "s1", SpeakerName: name}, r.now))
		return r.GiveFloor(live.Grant{Request: id}, r.now)
	}
	r.must(speak("a", "Đinh Văn Nam"))
	r.wait(2 * time.Minute)
	r.must(r.TakeBack(nil, r.now))
	r.must(speak("b", "  đinh  van NAM "))
	r.remaining(time.Minute) // what is left, not the whole limit
	r.wait(time.Minute)
	r.must(r.TakeBack(nil, r.now))
	r.refused(speak("c", "Đinh Văn Nam"), "person_quota_spent")
	r.must(r.Withdraw("c"))
	r.must(speak("d", "Rơ Châm Lan")) // somebody else of the site
	r.must(r.TakeBack(nil, r.now))
	// The same name at another site is another person.
	r.must(r.Ask(live.Request{ID: "e", SiteID: "s2", SpeakerName: "Đinh Văn Nam"}, r.now))
	r.must(r.GiveFloor(live.Grant{Request: "e"}, r.now))
	r.must(r.TakeBack(nil, r.now))
	// A site whose head has spoken all the time still gets the floor, unnamed.
	r.must(r.NoteDelegates("s1", delegates("s1", live.Delegate{ID: "nam", Name: "Đinh Văn Nam"})))
	r.give("s1")
	if h := r.Floor.Holders[0]; h.SpeakerName != "" {
		t.Fatalf("%+v", h)
	}
	r.refused(r.SetRules(live.Rules{SpeechSeconds: live.Seconds(60), PersonQuota: -1}), "invalid_input")
}

func TestPersonQuota_AutomaticNextPassesOverWhoHasSpoken(t *testing.T) {
	r := inSession(t)
	r.must(r.SetRules(live.Rules{SpeechSeconds: live.Seconds(60), PersonQuota: live.Seconds(60), AutoNext: true}))
	r.must(r.Ask(live.Request{ID: "a", SiteID: "s1", SpeakerName: "Nam"}, r.now))
	r.must(r.Next(nil, r.now))
	r.wait(time.Minute)
	r.must(r.TakeBack(nil, r.now))
	r.must(r.Ask(live.Request{ID: "b", SiteID: "s3", SpeakerName: "Hà"}, r.now))
	r.must(r.Next(nil, r.now))
	r.must(r.Ask(live.Request{ID: "c", SiteID: "s1", SpeakerName: "Nam", Category: live.Reply}, r.now))
	r.must(r.Ask(live.Request{ID: "d", SiteID: "s2", SpeakerName: "Lan"}, r.now))
	r.wait(time.Minute)
	r.must(r.NextWhenOver(r.now))
	if h := r.Floor.Holders; len(h) != 1 || h[0].SiteID != "s2" {
		t.Fatalf("%+v", h)
	}
	r.queue("c")
}

func TestDelegates_AreListedTickedAndCopied(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h, ctx := newHouse(t, d, nine), t.Context()
		secretary, reporter, site := actors["secretary"], actors["reporter"], actors["s1"]
		if _, err := h.SaveDelegates(ctx, reporter, "c1", "s1", nil); !fault.Is(err, "forbidden") {
			t.Fatalf("a draft: %v", err)
		}
		if _, err := h.SaveDelegates(ctx, secretary, "c1", "s2", []live.Delegate{{Name: "Siu H'Mơ"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Move(ctx, access.System, "c1", meeting.Published); err != nil {
			t.Fatal(err)
		}
		_, err := h.SaveDelegates(ctx, reporter, "c1", "s1", []live.Delegate{{Name: "Lan"}, {Name: "  "}})
		if f := fault.As(err); f == nil || f.Fields[0].Name != "delegates.1.name" {
			t.Fatalf("%+v", f)
		}
		list, err := h.SaveDelegates(ctx, reporter, "c1", "s1", []live.Delegate{{Name: " Rơ Châm  Lan ", Title: "Bí thư"}, {Name: "Nam"}})
		if err != nil || list[0].Name != "Rơ Châm Lan" {
			t.Fatalf("%+v %v", list, err)
		}
		if _, err := h.TickDelegate(ctx, actors["s2"], "c1", list[1].ID, live.DelegatePresent); !fault.Is(err, "forbidden") {
			t.Fatalf("another site ticked: %v", err)
		}
		l, err := h.TickDelegate(ctx, site, "c1", list[1].ID, live.DelegatePresent)
		if err != nil || l.Sites[1].Delegates.Present != 1 || l.Sites[1].Delegates.HeadName != "Nam" {
			t.Fatalf("%+v %v", l.Sites[1], err)
		}
		// Corrected and reordered, who was ticked stays so.
		list[0].Title = "Phó Bí thư"
		list, err = h.SaveDelegates(ctx, reporter, "c1", "s1", []live.Delegate{list[1], list[0], {Name: "Mới"}})
		if err != nil || list[0].Presence != live.DelegatePresent || list[2].ID == "" {
			t.Fatalf("%+v %v", list, err)
		}
		for who, want := range map[string]int{"secretary": 4, "chair": 4, "reporter": 3, "s1": 3, "s2": 1, "hall": 0} {
			seen, err := h.Delegates(ctx, actors[who], "c1")
			if err != nil || len(seen) != want {
				t.Errorf("%s sees %d of them, want %d: %v", who, len(seen), want, err)
			}
		}
		next, err := h.meeting.CopyLast(ctx, secretary, "c1", meeting.Copied{Delegates: true, Chosen: []string{"hub", "s1"}})
		if err != nil {
			t.Fatal(err)
		}
		copied, err := h.Delegates(ctx, secretary, next.ID)
		if err != nil || len(copied) != 3 || copied[0].Name != "Nam" || copied[0].Presence != live.DelegateExpected {
			t.Fatalf("%+v %v", copied, err)
		}
		l, err = h.Service.Live(ctx, secretary, next.ID)
		if err != nil || l.Sites[1].Delegates.Listed != 3 || l.Sites[1].Delegates.HeadName != "Nam" {
			t.Fatalf("the copy has not begun to run and knows nobody: %+v %v", l.Sites, err)
		}
	})
}

func TestDelegateDevice_AsksInItsOwnNameOnly(t *testing.T) {
	h, ctx := newHouse(t, testdb.SQLite(t), nine), t.Context()
	if _, err := h.Move(ctx, access.System, "c1", meeting.Published); err != nil {
		t.Fatal(err)
	}
	list, err := h.SaveDelegates(ctx, actors["secretary"], "c1", "s1", []live.Delegate{{Name: "Lan", Title: "Bí thư"}, {Name: "Nam"}})
	if err != nil {
		t.Fatal(err)
	}
	device := func(i int) access.Actor {
		return access.Actor{Kind: access.Handheld, SeatID: "x", ConferenceID: "c1", SiteID: "s1", DelegateID: list[i].ID}
	}
	// Before the day, by the record and not by what the device says.
	l, err := h.Ask(ctx, device(0), "c1", live.Request{Topic: "Giải ngân", SpeakerName: "Ai khác", Category: live.Discussion})
	if err != nil || l.Floor.Queue[0].SpeakerName != "Lan" || l.Floor.Queue[0].SpeakerTitle != "Bí thư" || l.You.DelegateID != meeting.Ref(list[0].ID) {
		t.Fatalf("%+v %v", l.Floor.Queue, err)
	}
	if _, err := h.Ask(ctx, device(0), "c1", live.Request{Category: live.Discussion}); !fault.Is(err, "already_requested") {
		t.Fatal(err)
	}
	if l, err = h.Ask(ctx, device(1), "c1", live.Request{Category: live.Discussion}); err != nil || len(l.Floor.Queue) != 2 {
		t.Fatalf("a second delegate of the site: %v", err)
	}
	lans, nams := l.Floor.Queue[0].ID, l.Floor.Queue[1].ID
	if _, err := h.Ask(ctx, device(0), "c1", live.Request{SiteID: "s2"}); !fault.Is(err, "forbidden") {
		t.Fatalf("for another site: %v", err)
	}
	if _, err := h.DropRequest(ctx, device(0), "c1", nams, ""); !fault.Is(err, "forbidden") {
		t.Fatalf("another's request: %v", err)
	}
	if l, err = h.DropRequest(ctx, device(0), "c1", lans, ""); err != nil || len(l.Floor.Queue) != 1 {
		t.Fatal(err)
	}
	log, err := h.Log(ctx, actors["chair"], "c1", 0)
	if err != nil {
		t.Fatal(err)
	}
	last := log[len(log)-1]
	if last.Kind != string(live.KindWithdrawn) || last.ActorName != "Lan" {
		t.Fatalf("%+v", last)
	}
	seen, err := h.Delegates(ctx, device(1), "c1")
	if err != nil || len(seen) != 1 || seen[0].Name != "Nam" {
		t.Fatalf("%+v %v", seen, err)
	}
	// Who is taken off the list asks no more.
	if _, err := h.SaveDelegates(ctx, actors["secretary"], "c1", "s1", list[1:]); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Ask(ctx, device(0), "c1", live.Request{}); !fault.Is(err, "delegate_unknown") {
		t.Fatal(err)
	}
}
