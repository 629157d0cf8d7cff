package directive_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
)

const conclusionText = `Quý I đạt nhiều kết quả.
Pleiku, Kbang: rà soát các chỉ tiêu đạt thấp @2026-05-31
Sở Tài chính: đẩy nhanh giải ngân vốn đầu tư công @2026-06-30
Pleiku: bảo đảm an sinh xã hội`

func TestDirective_FromConclusionToTheNextConference(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		issued := w.issue("q1", conclusionText)
		if len(issued) != 4 || issued[1].UnitID != "kbang" || *issued[1].Deadline != "2026-05-31" || issued[3].Timeliness != directive.NoDeadline {
			t.Fatalf("issued: %+v", issued)
		}
		w.clock.Advance(24 * time.Hour)
		mine, counts, err := w.List(w.ctx, pleiku, directive.Filter{})
		if err != nil || len(mine) != 2 || counts.Open != 2 || counts.Timeliness["no_deadline"] != 1 {
			t.Fatalf("Pleiku's list: %+v %+v %v", mine, counts, err)
		}
		first := mine[0]
		w.do(pleiku, first.ID, directive.ActAcknowledge, directive.Input{})
		w.do(pleiku, first.ID, directive.ActProgress, directive.Input{Text: "Đã rà soát 12 chỉ tiêu", Percent: 40})
		w.clock.Advance(70 * 24 * time.Hour) // past 31 May
		w.do(pleiku, first.ID, directive.ActDone, directive.Input{Text: "Hoàn thành"})
		done := w.do(office, first.ID, directive.ActConfirm, directive.Input{})
		if done.State != directive.Confirmed || done.Timeliness != directive.DoneLate || done.Percent != 100 {
			t.Errorf("confirmed: %+v", done.Listing)
		}
		var acts []directive.Act
		for _, s := range done.History {
			acts = append(acts, s.Act)
		}
		want := []directive.Act{directive.ActIssue, directive.ActAcknowledge, directive.ActProgress, directive.ActDone, directive.ActConfirm}
		if diff := cmp.Diff(want, acts); diff != "" {
			t.Error(diff)
		}
		carry, err := w.CarryOver(w.ctx, office, "q2")
		w.check(err)
		if carry.FromConferenceID != "q1" || len(carry.Units) != 3 {
			t.Fatalf("carried over: %+v", carry)
		}
		p, k := carry.Units[0], carry.Units[1]
		if p.UnitID != "pleiku" || len(p.Open) != 1 || len(p.Done) != 1 || p.Overdue != 0 {
			t.Errorf("Pleiku's share: %+v", p)
		}
		if k.UnitID != "kbang" || len(k.Open) != 1 || k.Overdue != 1 {
			t.Errorf("Kbang's share: %+v", k)
		}
		if own, err := w.CarryOver(w.ctx, kbang, "q2"); !fault.Is(err, "conference_unknown") {
			t.Errorf("a draft conference was shown to a unit: %+v, %v", own, err)
		}
		brief, err := w.Brief(w.ctx, operator, "q2", "pleiku")
		if err != nil || len(brief.Open) != 1 {
			t.Errorf("beside Pleiku's picture: %+v, %v", brief, err)
		}
		if diff := cmp.Diff([]string{"q1 conclusion.saved", "q1 directive.issued"}, w.notes); diff != "" {
			t.Error(diff)
		}
	})
}

func TestExtension_MovesTheTimeLimitOnlyWhenGranted(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.issue("q1", conclusionText)[0].ID
		until := directive.Input{Until: text.Date{Year: 2026, Month: 6, Day: 15}, Text: "Chờ số liệu quý"}
		early := directive.Input{Until: text.Date{Year: 2026, Month: 5, Day: 1}, Text: "Sớm hơn"}
		_, err := w.Do(w.ctx, pleiku, id, directive.ActExtension, early, -1)
		refused(t, err, "invalid_input")
		v := w.do(pleiku, id, directive.ActExtension, until)
		if v.Extension == nil || *v.Deadline != "2026-05-31" {
			t.Fatalf("asked: %+v", v.Listing)
		}
		_, err = w.Do(w.ctx, pleiku, id, directive.ActExtension, until, -1)
		refused(t, err, "extension_pending")
		_, err = w.Do(w.ctx, pleiku, id, directive.ActGrantExtension, directive.Input{}, -1)
		refused(t, err, "forbidden")
		v = w.do(office, id, directive.ActGrantExtension, directive.Input{})
		if v.Extension != nil || *v.Deadline != "2026-06-15" || *v.FirstDeadline != "2026-05-31" {
			t.Errorf("granted: %+v", v.Listing)
		}
		if last := v.History[len(v.History)-1]; last.Until == nil || *last.Until != "2026-06-15" {
			t.Errorf("history: %+v", last)
		}
	})
}

func TestProgress_TwoAtOnceLoseNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		v := w.issue("q1", conclusionText)[0]
		_, err := w.Do(w.ctx, pleiku, v.ID, directive.ActProgress, directive.Input{Text: "Một", Percent: 10}, v.Rev)
		w.check(err)
		_, err = w.Do(w.ctx, pleiku, v.ID, directive.ActProgress, directive.Input{Text: "Hai", Percent: 20}, v.Rev)
		refused(t, err, "stale")
		after, err := w.Directive(w.ctx, pleiku, v.ID)
		if err != nil || after.Percent != 10 || len(after.History) != 2 {
			t.Errorf("after two at once: %+v, %v", after, err)
		}
	})
}

func TestDesk_DraftingAgainKeepsWhatWasCorrected(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.DraftAll(w.ctx, office, "q1")
		refused(t, err, "conclusion_empty")
		_, err = w.SaveConclusion(w.ctx, office, "q1", "PK\x03\x04", 0)
		refused(t, err, "not_text")
		_, err = w.SaveConclusion(w.ctx, office, "q1", conclusionText, 0)
		w.check(err)
		_, err = w.SaveConclusion(w.ctx, office, "q1", "Khác", 0)
		refused(t, err, "stale")
		desk, err := w.DraftAll(w.ctx, office, "q1")
		if err != nil || len(desk.Drafts) != 3 {
			t.Fatalf("drafted: %+v, %v", desk, err)
		}
		corrected, aside := desk.Drafts[0], desk.Drafts[2]
		better := "Rà soát, đánh giá các chỉ tiêu đạt thấp"
		desk, err = w.EditDraft(w.ctx, office, "q1", corrected.ID, directive.Edit{
			Text: &better, Coordinating: &[]string{"so-taichinh", "pleiku"},
		}, corrected.Rev)
		w.check(err)
		if diff := cmp.Diff([]string{"so-taichinh"}, desk.Drafts[0].Coordinating); diff != "" {
			t.Error(diff)
		}
		_, err = w.EditDraft(w.ctx, office, "q1", corrected.ID, directive.Edit{}, corrected.Rev)
		refused(t, err, "stale")
		_, err = w.EditDraft(w.ctx, office, "q1", corrected.ID, directive.Edit{UnitIDs: &[]string{"nowhere"}}, -1)
		refused(t, err, "invalid_input")
		_, err = w.SetAside(w.ctx, office, "q1", aside.ID)
		w.check(err)
		desk, err = w.DraftAll(w.ctx, office, "q1")
		w.check(err)
		if len(desk.Drafts) != 2 || desk.Drafts[0].ID != corrected.ID || desk.Drafts[0].Text != better {
			t.Errorf("drafted again: %+v", desk.Drafts)
		}
	})
}

func TestDesk_RestoresWhatWasSetAside(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		desk := w.drafted("q1", "Kbang: nghỉ giải lao\nKbang: báo cáo\nPleiku: rà soát\nPleiku: tổng hợp")
		wrong, aside, first, other := desk.Drafts[0], desk.Drafts[1], desk.Drafts[2], desk.Drafts[3]
		_, err := w.NotDirective(w.ctx, office, "q1", wrong.ID)
		w.check(err)
		_, err = w.SetAside(w.ctx, office, "q1", aside.ID)
		w.check(err)
		desk, err = w.Merge(w.ctx, office, "q1", first.ID, other.ID)
		w.check(err)
		if len(desk.Aside) != 2 || desk.Aside[0].ID != wrong.ID || desk.Aside[1].ID != aside.ID || len(desk.Drafts) != 1 {
			t.Fatalf("off the desk: %+v", desk.Aside)
		}
		_, err = w.Restore(w.ctx, pleiku, "q1", aside.ID)
		refused(t, err, "forbidden")
		_, err = w.Restore(w.ctx, office, "q1", other.ID)
		refused(t, err, "draft_unknown") // its words are in the first
		_, err = w.Restore(w.ctx, office, "q1", first.ID)
		refused(t, err, "draft_on_desk")
		_, err = w.Restore(w.ctx, office, "q1", aside.ID)
		w.check(err)
		_, err = w.Restore(w.ctx, office, "q1", wrong.ID)
		w.check(err)
		_, err = w.EditDraft(w.ctx, office, "q1", aside.ID, directive.Edit{}, -1)
		w.check(err)
		desk, err = w.DraftAll(w.ctx, office, "q1")
		w.check(err)
		if len(desk.Drafts) != 3 || len(desk.Aside) != 0 || desk.Drafts[0].ID != wrong.ID || desk.Drafts[1].Text != aside.Text {
			t.Errorf("restored, and drafted again: %+v", desk.Drafts)
		}
		if next := w.drafted("q2", "Kbang: nghỉ giải lao"); len(next.Drafts) != 1 {
			t.Errorf("the passage is still no directive: %+v", next)
		}
	})
}

func TestDesk_MergesAndSplits(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.SaveConclusion(w.ctx, office, "q1", conclusionText, 0)
		w.check(err)
		desk, err := w.DraftAll(w.ctx, office, "q1")
		w.check(err)
		desk, err = w.Merge(w.ctx, office, "q1", desk.Drafts[1].ID, desk.Drafts[2].ID)
		w.check(err)
		merged := desk.Drafts[1]
		if len(desk.Drafts) != 2 || merged.Text != "đẩy nhanh giải ngân vốn đầu tư công; bảo đảm an sinh xã hội" || len(merged.UnitIDs) != 2 {
			t.Fatalf("merged: %+v", desk.Drafts)
		}
		_, err = w.Split(w.ctx, office, "q1", merged.ID, 0, merged.Rev)
		refused(t, err, "invalid_input")
		desk, err = w.Split(w.ctx, office, "q1", merged.ID, len([]rune("đẩy nhanh giải ngân vốn đầu tư công")), merged.Rev)
		w.check(err)
		if len(desk.Drafts) != 3 || desk.Drafts[2].Text != "bảo đảm an sinh xã hội" {
			t.Errorf("split: %+v", desk.Drafts)
		}
	})
}

func TestIssue_AllOrNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.Issue(w.ctx, office, "q1", nil, "")
		refused(t, err, "nothing_to_issue")
		_, err = w.SaveConclusion(w.ctx, office, "q1", conclusionText+"\nAi đó: làm việc này", 0)
		w.check(err)
		desk, err := w.DraftAll(w.ctx, office, "q1")
		w.check(err)
		_, err = w.Issue(w.ctx, office, "q1", nil, "12-TB/TU")
		refused(t, err, "no_addressee")
		want := []fault.Field{{Name: "drafts." + desk.Drafts[3].ID + ".unit_ids", Rule: "addressee"}}
		if diff := cmp.Diff(want, fault.As(err).Fields); diff != "" {
			t.Error(diff)
		}
		if all, _, err := w.List(w.ctx, office, directive.Filter{}); err != nil || len(all) != 0 {
			t.Errorf("issued in spite of the refusal: %+v, %v", all, err)
		}
		_, err = w.Issue(w.ctx, office, "q1", []string{desk.Drafts[1].ID}, "12-TB/TU")
		w.check(err)
		_, err = w.Issue(w.ctx, office, "q1", []string{desk.Drafts[1].ID}, "12-TB/TU")
		refused(t, err, "draft_issued")
		all, _, err := w.List(w.ctx, office, directive.Filter{Words: "giai ngan von", State: "open"})
		if err != nil || len(all) != 1 || all[0].Number != "12-TB/TU" {
			t.Errorf("found without diacritics: %+v, %v", all, err)
		}
	})
}

func TestEvents_ReachOnlyTheUnitsConcerned(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.AddDraft(w.ctx, office, "q1", directive.Edit{
			Text: new("Phối hợp quyết toán"), UnitIDs: &[]string{"so-taichinh"}, Coordinating: &[]string{"kbang"},
		})
		w.check(err)
		_, err = w.Issue(w.ctx, office, "q1", nil, "")
		w.check(err)
		entries, err := w.log.After(w.ctx, event.Office, 0, 10)
		w.check(err)
		last := entries[len(entries)-1]
		for _, by := range everyone {
			want := by.Name == "thuky" || by.Name == "taichinh" || by.Name == "kbang"
			if got := report.MayHear(by, last.Audience); got != want {
				t.Errorf("%s hears of it: %v", by.Name, got)
			}
		}
	})
}

func TestPolicies_OnlyTheLeadReportsDoneAndOnlyTheOfficeDecides(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.issue("q1", conclusionText)[0].ID // to Pleiku
		for _, a := range everyAct {
			for _, by := range append(everyone, access.Actor{}, access.Actor{Kind: access.Site, SiteID: "site-pleiku"}) {
				_, err := w.Do(w.ctx, by, id, a, directive.Input{}, -1)
				lead := a == directive.ActAcknowledge || a == directive.ActDone || a == directive.ActExtension || a == directive.ActProgress
				allowed := by.Name == "pleiku" && lead || by.Name == "thuky" && !lead
				denied := fault.Is(err, "forbidden") || fault.Is(err, "signed_out")
				if denied == allowed {
					t.Errorf("%s by %q: %v", a, by.Name, err)
				}
			}
		}
		_, err := w.Directive(w.ctx, kbang, id)
		refused(t, err, "forbidden")
		_, err = w.Desk(w.ctx, pleiku, "q1")
		refused(t, err, "forbidden")
		_, err = w.SaveConclusion(w.ctx, chair, "q1", "…", 0)
		refused(t, err, "forbidden")
	})
}
