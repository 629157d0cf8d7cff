package live_test

import (
	"testing"

	"giaoban/internal/live"
)

func TestShowPage_TurnsPagesAndKeepsTheSpeakerBeside(t *testing.T) {
	r := inSession(t)
	r.refused(r.SetScene(live.Content, r.now, nil), "no_content")
	page := live.Page{PaperID: "p1", Name: "Báo cáo.pdf", MediaType: "application/pdf", Number: 1}
	r.must(r.ShowPage(page))
	r.kind(live.KindContent)
	r.must(r.ShowPage(page))
	if r.TakeEvent() != nil {
		t.Fatal("the same page was logged again")
	}
	page.Number = 2
	r.must(r.ShowPage(page))
	if e := r.kind(live.KindContent); e.Data.(live.PageShown).Page != 2 {
		t.Fatalf("%+v", e)
	}
	r.give("s1")
	p := r.State().Programme
	if p.Scene != live.Content || *p.Content != page || p.OnAir[0] != "s1" || p.LowerThird == nil {
		t.Fatalf("the floor took the paper away: %+v", p)
	}
	// Another scene hides it from everyone but those who conduct; it comes back as it was.
	r.must(r.SetScene(live.Wall, r.now, nil))
	if s := r.State(); s.Programme.Content != nil || s.Control.Content == nil {
		t.Fatalf("%+v", s.Programme)
	}
	r.must(r.SetScene(live.Content, r.now, nil))
	if p := r.State().Programme; p.Content.Number != 2 {
		t.Fatalf("%+v", p)
	}
	r.must(r.ShowPage(live.Page{}))
	if s := r.State(); s.Programme.Scene != live.Speaker || s.Control.Content != nil {
		t.Fatalf("%+v", s.Programme)
	}
	page.Number = 0
	r.refused(r.ShowPage(page), "invalid_input")
	r.must(r.Close(r.now))
	page.Number = 1
	r.refused(r.ShowPage(page), "conference_closed")
}
