package live_test

import (
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/testdb"
)

func TestCancel_EndsAPublishedConferenceForGood(t *testing.T) {
	r := &room{Conference: live.FromPlan(plan(2)), t: t, now: nine}
	r.refused(r.Cancel("Bão số 9", r.now), "conference_state") // a draft is nobody's business yet
	r.must(r.Publish())
	r.ask("r1", "s1", live.Report)
	r.refused(r.Cancel("  ", r.now), "reason_missing")
	r.must(r.Cancel(" Bão số 9 ", r.now))
	e := r.kind(live.KindCancelled)
	if data := e.Data.(live.Cancelled); data.Reason != "Bão số 9" || len(data.Unheard) != 1 {
		t.Fatalf("%+v", data)
	}
	r.queue()
	if r.Info.State != meeting.Cancelled || len(r.OnAir()) != 0 || len(r.OpenMicrophones()) != 0 {
		t.Fatalf("%+v on air %v", r.Info, r.OnAir())
	}
	for name, err := range map[string]error{
		"open": r.Open(r.now), "publish": r.Publish(), "check": r.BeginChecks(), "close": r.Close(r.now),
		"ask":  r.Ask(live.Request{ID: "r2", SiteID: "s2", Category: live.Report}, r.now),
		"join": r.SiteJoined("s1", "x", r.now), "cancel": r.Cancel("again", r.now),
		"rules": r.SetRules(live.Rules{SpeechSeconds: live.Seconds(60)}),
		"title": r.SetBanner("x"),
	} {
		if !fault.Is(err, "conference_cancelled") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCancel_IsRefusedOnceTheConferenceIsOpen(t *testing.T) {
	r := inSession(t)
	r.refused(r.Cancel("Bão", r.now), "conference_state")
	r.refused(r.Move(meeting.Cancelled, r.now), "invalid_input")
}

func TestCancel_StaysOnRecordWithItsReason(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		if _, err := h.Move(t.Context(), access.System, "c1", meeting.Published); err != nil {
			t.Fatal(err)
		}
		cancel := map[string]any{"to": "cancelled", "reason": "Bão số 9"}
		if st, p := h.call(t, "operator", "POST", "/state", cancel); st != 403 {
			t.Fatalf("%d %v", st, p)
		}
		if st, p := h.call(t, "secretary", "POST", "/state", map[string]any{"to": "cancelled"}); st != 422 || p["code"] != "reason_missing" {
			t.Fatalf("%d %v", st, p)
		}
		if st, p := h.call(t, "secretary", "POST", "/state", cancel); st != 200 {
			t.Fatalf("%d %v", st, p)
		}
		st, p := h.call(t, "reporter", "GET", "", nil)
		if st != 200 || p["state"] != "cancelled" || p["cancel_reason"] != "Bão số 9" || p["cancelled_at"] != "2024-12-04T01:00:00Z" {
			t.Fatalf("%d %v", st, p)
		}
		if st, p := h.call(t, "operator", "GET", "/links", nil); st != 409 || p["code"] != "conference_cancelled" {
			t.Fatalf("%d %v", st, p)
		}
		// After a restart it is as it was, and a next one can be planned from it.
		again := newHouse(t, d, nine)
		if err := again.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := again.meeting.CopyLast(t.Context(), access.System, "c1", meeting.Copied{}); err != nil {
			t.Fatal(err)
		}
	})
}
