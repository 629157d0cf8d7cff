package directive_test

import (
	"net/http"
	"slices"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/web"
)

// drafted saves a conclusion and drafts from it.
func (w *world) drafted(conference, conclusion string) directive.Desk {
	w.t.Helper()
	desk, err := w.Desk(w.ctx, office, conference)
	w.check(err)
	_, err = w.SaveConclusion(w.ctx, office, conference, conclusion, desk.Rev)
	w.check(err)
	desk, err = w.DraftAll(w.ctx, office, conference)
	w.check(err)
	return desk
}

func (w *world) lessons() []directive.Lesson {
	w.t.Helper()
	list, err := w.Lessons(w.ctx, office)
	w.check(err)
	return list
}

func TestEditDraft_TeachesWhomUnknownWordsName(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		desk := w.drafted("q1", "Phố núi, Kbang: rà soát chỉ tiêu")
		draft := desk.Drafts[0]
		if !slices.Equal(draft.Unrecognised, []string{"Phố núi"}) || !slices.Equal(draft.UnitIDs, []string{"kbang"}) {
			t.Fatalf("drafted: %+v", draft)
		}
		units := []string{"kbang", "pleiku"}
		desk, err := w.EditDraft(w.ctx, office, "q1", draft.ID, directive.Edit{UnitIDs: &units}, -1)
		w.check(err)
		if len(desk.Drafts[0].Unrecognised) != 0 {
			t.Errorf("still unrecognised: %+v", desk.Drafts[0])
		}
		list := w.lessons()
		if len(list) != 1 || list[0].Kind != directive.LessonAlias || list[0].Words != "Phố núi" || !slices.Equal(list[0].UnitIDs, []string{"pleiku"}) || list[0].ConferenceID != "q1" {
			t.Fatalf("learned: %+v", list)
		}
		next := w.drafted("q2", "PHỐ NÚI: báo cáo quý").Drafts[0]
		if !slices.Equal(next.UnitIDs, []string{"pleiku"}) || len(next.Unrecognised) != 0 {
			t.Errorf("the next conclusion: %+v", next)
		}
		left, err := w.Unteach(w.ctx, office, list[0].ID)
		if err != nil || len(left) != 0 {
			t.Errorf("forgotten: %+v, %v", left, err)
		}
		_, err = w.Unteach(w.ctx, office, list[0].ID)
		refused(t, err, "lesson_unknown")
		if again := w.drafted("q2", "PHỐ NÚI: báo cáo quý").Drafts[0]; len(again.UnitIDs) != 0 {
			t.Errorf("after forgetting: %+v", again)
		}
	})
}

func TestEditDraft_LearnsNothingWhereSeveralNamesCouldBeMeant(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	draft := w.drafted("q1", "Phố núi, Vùng trong: rà soát").Drafts[0]
	units := []string{"pleiku"}
	_, err := w.EditDraft(w.ctx, office, "q1", draft.ID, directive.Edit{UnitIDs: &units}, -1)
	w.check(err)
	words := "chỉ đổi chữ"
	_, err = w.EditDraft(w.ctx, office, "q1", draft.ID, directive.Edit{Text: &words}, -1)
	w.check(err)
	if list := w.lessons(); len(list) != 0 {
		t.Errorf("learned %+v", list)
	}
}

func TestEditDraft_TheLaterCorrectionCounts(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	first := w.drafted("q1", "Pleiku: rà soát").Drafts[0]
	for _, unit := range []string{"kbang", "so-taichinh"} {
		units := []string{unit}
		_, err := w.EditDraft(w.ctx, office, "q1", first.ID, directive.Edit{UnitIDs: &units}, -1)
		w.check(err)
	}
	if next := w.drafted("q2", "Pleiku: báo cáo").Drafts[0]; !slices.Equal(next.UnitIDs, []string{"so-taichinh"}) {
		t.Errorf("the next conclusion: %+v", next)
	}
}

func TestNotDirective_IsProposedInNoConclusionAgain(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		desk := w.drafted("q1", "Kbang: nghỉ giải lao\nKbang: báo cáo")
		desk, err := w.NotDirective(w.ctx, office, "q1", desk.Drafts[0].ID)
		if err != nil || len(desk.Drafts) != 1 {
			t.Fatalf("%+v, %v", desk.Drafts, err)
		}
		next := w.drafted("q2", "Kbang: Nghỉ giải lao.\nKbang: báo cáo")
		if len(next.Drafts) != 1 || next.Drafts[0].Text != "báo cáo" {
			t.Errorf("the next conclusion: %+v", next.Drafts)
		}
	})
}

func TestAddDraft_TeachesTheWordsThatPutTheTask(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	w.drafted("q1", "Chủ tịch trông cậy Sở Tài chính lo đủ kinh phí. Hết.")
	text, units := "Chủ tịch trông cậy Sở Tài chính lo đủ kinh phí", []string{"so-taichinh"}
	_, err := w.AddDraft(w.ctx, office, "q1", directive.Edit{Text: &text, UnitIDs: &units})
	w.check(err)
	list := w.lessons()
	if len(list) != 1 || list[0].Kind != directive.LessonIntroducer || list[0].Words != "trông cậy" {
		t.Fatalf("learned: %+v", list)
	}
	elsewhere := "Chủ tịch kỳ vọng Sở Tài chính lo việc khác"
	_, err = w.AddDraft(w.ctx, office, "q1", directive.Edit{Text: &elsewhere, UnitIDs: &units})
	w.check(err)
	if list := w.lessons(); len(list) != 1 {
		t.Errorf("learned from what is not in the conclusion: %+v", list)
	}
}

func TestHTTP_LessonsAreTheOfficesOwn(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	for _, x := range []struct {
		by     access.Actor
		method string
		path   string
		body   string
		want   int
		code   any
	}{
		{pleiku, "GET", "", "", 403, "forbidden"},
		{chair, "GET", "", "", 403, "forbidden"},
		{office, "POST", "", `{"kind":"alias","words":"Phố núi"}`, 422, "invalid_input"},
		{office, "POST", "", `{"kind":"alias","words":" – ","unit_ids":["pleiku"]}`, 422, "invalid_input"},
		{office, "POST", "", `{"kind":"alias","words":"Phố núi","unit_ids":["nowhere"]}`, 422, "invalid_input"},
		{office, "POST", "", `{"kind":"introducer","words":"trông cậy","unit_ids":["pleiku"]}`, 422, "invalid_input"},
		{office, "POST", "", `{"kind":"wish","words":"trông cậy"}`, 422, nil},
		{office, "POST", "", `{"kind":"alias","words":"Phố  núi","unit_ids":["pleiku"]}`, 200, nil},
		{office, "GET", "", "", 200, nil},
		{chair, "DELETE", "/x", "", 403, "forbidden"},
		{office, "DELETE", "/x", "", 404, "lesson_unknown"},
	} {
		status, out := call(t, mux, x.by, x.method, "/api/draft-lessons"+x.path, x.body)
		if status != x.want || x.code != nil && out["code"] != x.code {
			t.Errorf("%s %s by %s: %d %v", x.method, x.body, x.by.Name, status, out)
		}
		if status == 200 && len(out["lessons"].([]any)) != 1 {
			t.Errorf("lessons: %v", out)
		}
	}
}
