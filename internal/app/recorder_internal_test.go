package app

import (
	"testing"

	"giaoban/internal/live"
)

func TestSpeaking_NamesTheSpeakerOrTheSitesOfADialogue(t *testing.T) {
	s := live.State{Sites: []live.Site{{ID: "a", Name: "Kbang"}, {ID: "b", Name: "Đak Đoa"}}}
	s.Programme.OnAir = []live.SiteID{"b", "a"}
	if got := speaking(s); got != "Đak Đoa · Kbang" {
		t.Errorf("a dialogue is called %q", got)
	}
	s.Programme.LowerThird = &live.LowerThird{Name: "Trần Minh Khoa", Site: "Kbang"}
	if got := speaking(s); got != "Trần Minh Khoa (Kbang)" {
		t.Errorf("a speaker is called %q", got)
	}
}
