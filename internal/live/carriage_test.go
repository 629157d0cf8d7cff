package live_test

import (
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

var noPicture = live.SiteMedia{Picture: live.Missing}

func (r *room) media(site string) live.SiteMedia {
	for _, s := range r.State().Sites {
		if s.ID == site {
			return s.Media
		}
	}
	r.t.Fatalf("no site %s", site)
	return live.SiteMedia{}
}

func TestNoteMedia_IsToldOnceAndWithWhatItWas(t *testing.T) {
	r := inSession(t)
	r.TakeEvent()
	r.must(r.NoteMedia("s1", noPicture))
	if d := r.kind(live.KindMedia).Data; d != (live.MediaNoted{SiteID: "s1", Media: noPicture}) {
		t.Fatalf("%+v", d)
	}
	r.must(r.NoteMedia("s1", noPicture))
	if e := r.TakeEvent(); e != nil {
		t.Fatalf("told twice: %+v", e)
	}
	r.must(r.NoteMedia("s1", live.SiteMedia{}))
	if d := r.kind(live.KindMedia).Data; d != (live.MediaNoted{SiteID: "s1", Was: noPicture}) {
		t.Fatalf("%+v", d)
	}
	r.refused(r.NoteMedia("nowhere", noPicture), "site_unknown")
}

func TestNoteMedia_PassesWithTheSession(t *testing.T) {
	for name, end := range map[string]func(r *room){
		"the line is lost":     func(r *room) { r.must(r.SiteLost("s1", "", r.now)) },
		"it comes back anew":   func(r *room) { r.must(r.SiteJoined("s1", "second", r.now)) },
		"the program restarts": func(r *room) { r.must(r.Recover(r.now)) },
		"the end":              func(r *room) { r.must(r.Close(r.now)) },
	} {
		t.Run(name, func(t *testing.T) {
			r := inSession(t)
			r.must(r.NoteMedia("s1", noPicture))
			end(r)
			if got := r.media("s1"); got != (live.SiteMedia{}) {
				t.Fatalf("%+v is left", got)
			}
		})
	}
}

var noSound = live.SiteMedia{Sound: live.Missing}

func TestNoteMedia_OnlyAnOpenMicrophoneMissesSound(t *testing.T) {
	r := inSession(t)
	r.TakeEvent()
	r.must(r.NoteMedia("s1", noSound))
	if e := r.TakeEvent(); e != nil || r.media("s1") != (live.SiteMedia{}) {
		t.Fatalf("a closed microphone misses sound: %+v, %+v", e, r.media("s1"))
	}
	r.give("s1")
	r.must(r.NoteMedia("s1", noSound))
	if got := r.media("s1"); got != noSound {
		t.Fatalf("%+v", got)
	}
}

func TestNoteMedia_MissingSoundPassesWithTheOpenMicrophone(t *testing.T) {
	for name, end := range map[string]func(r *room){
		"the floor is taken back": func(r *room) { r.must(r.TakeBack(nil, r.now)) },
		"another gets it":         func(r *room) { r.must(r.GiveFloor(live.Grant{Site: "s2", InsteadOf: "s1"}, r.now)) },
		"it is muted":             func(r *room) { r.must(r.Mute("s1")) },
		"all are":                 func(r *room) { r.must(r.MuteAll()) },
		"a recess":                func(r *room) { r.must(r.Move(meeting.Paused, r.now)) },
		"the line is lost":        func(r *room) { r.must(r.SiteLost("s1", "", r.now)) },
		"it comes back anew":      func(r *room) { r.must(r.SiteJoined("s1", "second", r.now)) },
	} {
		t.Run(name, func(t *testing.T) {
			r := inSession(t)
			r.give("s1")
			r.must(r.NoteMedia("s1", live.SiteMedia{Sound: live.Missing, PictureCodec: "h264"}))
			end(r)
			if got := r.media("s1").Sound; got != live.Carried {
				t.Fatalf("%q is left", got)
			}
		})
	}
}

func TestNoteMedia_SaysNothingOfASiteThatIsAway(t *testing.T) {
	r := inSession(t)
	r.must(r.SiteLost("s1", "", r.now))
	r.TakeEvent()
	r.must(r.NoteMedia("s1", noPicture))
	if e := r.TakeEvent(); e != nil || r.media("s1") != (live.SiteMedia{}) {
		t.Fatalf("%+v, %+v", e, r.media("s1"))
	}
}

func TestNoteMedia_OfASessionThatHasBeenReplacedIsDropped(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	now := func() live.Live {
		t.Helper()
		l, err := h.Live(t.Context(), actors["hall"], "c1")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	note := func(joins int) {
		t.Helper()
		if err := h.NoteMedia(t.Context(), "c1", "s1", joins, noPicture); err != nil {
			t.Fatal(err)
		}
	}
	note(7)
	if got := now().Sites[1].Media; got != (live.SiteMedia{}) {
		t.Fatalf("told of a session that is not there: %+v", got)
	}
	note(1)
	if got := now().Sites[1].Media; got != noPicture {
		t.Fatalf("%+v", got)
	}
	if _, err := h.Move(t.Context(), access.System, "c1", meeting.Closed); err != nil {
		t.Fatal(err)
	}
	closed := now()
	note(1)
	if got := now(); got.Rev != closed.Rev || got.Sites[1].Media != (live.SiteMedia{}) {
		t.Fatalf("a closed conference changed: %+v", got.Sites[1].Media)
	}
}
