package directive_test

import (
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
)

func TestDoMany_AnswersForEveryOneAndUndoesNone(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		list := w.issue("q1", "Pleiku: một\nPleiku: hai\nKbang: ba")
		w.do(pleiku, list[0].ID, directive.ActAcknowledge, directive.Input{})
		chosen := []directive.One{
			{ID: list[0].ID, Rev: 1}, {ID: list[1].ID, Rev: 1}, {ID: "none", Rev: -1}, {ID: list[2].ID, Rev: -1}, {ID: list[2].ID, Rev: -1},
		}
		told, err := w.DoMany(w.ctx, office, directive.ActSuspend, chosen, directive.Input{Text: "Chờ chỉ đạo mới"})
		w.check(err)
		codes := []string{}
		for _, x := range told {
			codes = append(codes, x.Code)
			if x.Done != (x.Directive != nil && x.Directive.State == directive.Suspended) {
				t.Errorf("half told: %+v", x)
			}
		}
		if len(codes) != 4 || codes[0] != "stale" || codes[1] != "" || codes[2] != "directive_unknown" || codes[3] != "" {
			t.Errorf("answers: %v", codes)
		}
		_, err = w.DoMany(w.ctx, office, directive.ActCancel, chosen, directive.Input{})
		refused(t, err, "invalid_input")
		_, err = w.DoMany(w.ctx, office, directive.ActProgress, chosen, directive.Input{})
		refused(t, err, "invalid_input")
		told, err = w.DoMany(w.ctx, pleiku, directive.ActCancel, chosen[:1], directive.Input{Text: "Không"})
		if err != nil || told[0].Done || told[0].Code != "forbidden" {
			t.Errorf("a unit cancels: %+v, %v", told, err)
		}
	})
}

func TestRemind_WaitsForTheUnitUntilItSaysAWord(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		one := w.issue("q1", "Pleiku: rà soát @2026-12-31")[0]
		w.do(pleiku, one.ID, directive.ActAcknowledge, directive.Input{})
		kinds := func(by access.Actor) []directive.PointWhy {
			out := []directive.PointWhy{}
			list, err := w.Reminders(w.ctx, by)
			w.check(err)
			for _, r := range list {
				out = append(out, r.Kind)
			}
			return out
		}
		if got := kinds(pleiku); len(got) != 0 {
			t.Errorf("before: %v", got)
		}
		v := w.do(office, one.ID, directive.ActRemind, directive.Input{Text: "Đề nghị báo cáo"})
		if v.State != directive.Acknowledged || v.History[2].Text != "Đề nghị báo cáo" {
			t.Errorf("reminded: %+v", v)
		}
		if got := kinds(pleiku); len(got) != 1 || got[0] != directive.WhyReminded {
			t.Errorf("reminded: %v", got)
		}
		if got := kinds(kbang); len(got) != 0 {
			t.Errorf("another unit: %v", got)
		}
		w.do(pleiku, one.ID, directive.ActProgress, directive.Input{Percent: 5, Text: "Đang làm"})
		if got := kinds(pleiku); len(got) != 0 {
			t.Errorf("after a word: %v", got)
		}
	})
}

func TestFilters_AreTheAccountsOwn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		f := directive.SavedFilter{Name: " Quá hạn của Kbang ", Query: map[string]string{"unit": "kbang", "timeliness": "overdue"}}
		_, err := w.SaveFilter(w.ctx, office, f)
		w.check(err)
		f.Query["view"] = "board"
		kept, err := w.SaveFilter(w.ctx, office, f)
		if err != nil || len(kept) != 1 || kept[0].Name != "Quá hạn của Kbang" || kept[0].Query["view"] != "board" {
			t.Fatalf("kept: %+v, %v", kept, err)
		}
		if of, err := w.Filters(w.ctx, pleiku); err != nil || len(of) != 0 {
			t.Errorf("of another: %+v, %v", of, err)
		}
		_, err = w.DropFilter(w.ctx, pleiku, kept[0].ID)
		refused(t, err, "filter_unknown")
		_, err = w.SaveFilter(w.ctx, office, directive.SavedFilter{Name: "x", Query: map[string]string{"password": "1"}})
		refused(t, err, "invalid_input")
		if kept, err = w.DropFilter(w.ctx, office, kept[0].ID); err != nil || len(kept) != 0 {
			t.Errorf("dropped: %+v, %v", kept, err)
		}
	})
}

func TestTimeliness_TellsWhatIsDoneInTimeFromWhatIsInTime(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		list := w.issue("q1", "Pleiku: một @2026-12-31\nKbang: hai @2026-12-31")
		w.do(pleiku, list[0].ID, directive.ActDone, directive.Input{Text: "Xong"})
		w.do(office, list[0].ID, directive.ActConfirm, directive.Input{})
		got, counts, err := w.List(w.ctx, office, directive.Filter{Timeliness: "done_in_time"})
		if err != nil || len(got) != 1 || got[0].Timeliness != directive.DoneInTime {
			t.Fatalf("done in time: %+v, %v", got, err)
		}
		if counts.Timeliness["done_in_time"] != 1 || counts.Timeliness["in_time"] != 1 {
			t.Errorf("counts: %+v", counts)
		}
	})
}
