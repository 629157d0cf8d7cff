package directive_test

import (
	"errors"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
)

func TestPreview_FindsWhatDraftingWouldAndKeepsNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		found, err := w.Preview(w.ctx, office, "q1", "Pleiku: rà soát @2026-05-31\nKhông giao gì\nKbang: báo cáo")
		if err != nil || len(found) != 2 || found[0].UnitIDs[0] != "pleiku" || *found[0].Deadline != "2026-05-31" {
			t.Fatalf("found: %+v, %v", found, err)
		}
		desk, err := w.Desk(w.ctx, office, "q1")
		if err != nil || desk.Text != "" || len(desk.Drafts) != 0 {
			t.Errorf("kept: %+v, %v", desk, err)
		}
		_, err = w.Preview(w.ctx, pleiku, "q1", "Pleiku: rà soát")
		refused(t, err, "forbidden")
		_, err = w.Preview(w.ctx, office, "q1", "a\x00b")
		refused(t, err, "not_text")
	})
}

func TestTextOf_ReadsFilesOfWhoMayDraft(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	_, err := w.TextOf(office, strings.NewReader("x"))
	refused(t, err, "files_off")
	w.ReadText(func(raw []byte) (string, error) {
		if len(raw) == 1 {
			return "", errors.New("no text")
		}
		return string(raw), nil
	})
	body, err := w.TextOf(office, strings.NewReader(" Kết luận \n"))
	if err != nil || body != "Kết luận" {
		t.Errorf("read %q, %v", body, err)
	}
	_, err = w.TextOf(office, strings.NewReader("x"))
	refused(t, err, "not_text")
	_, err = w.TextOf(kbang, strings.NewReader("Kết luận"))
	refused(t, err, "forbidden")
}

func TestDesk_SetsEvidenceAndPointsOutWhatIsOpenAlready(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		first := w.issue("q1", "Kbang: trồng rừng thay thế trên đất lâm nghiệp @2026-05-31")[0]
		_, err := w.SaveConclusion(w.ctx, office, "q2", "Kbang: trồng rừng thay thế trên đất lâm nghiệp @2026-08-31", 0)
		w.check(err)
		desk, err := w.DraftAll(w.ctx, office, "q2")
		w.check(err)
		draft := desk.Drafts[0]
		if len(draft.Duplicates) != 1 || draft.Duplicates[0].ID != first.ID || draft.Duplicates[0].UnitIDs[0] != "kbang" {
			t.Fatalf("duplicates: %+v", draft.Duplicates)
		}
		yes, kept, wrong := true, []string{first.ID}, "nowhere"
		desk, err = w.EditDraft(w.ctx, office, "q2", draft.ID, directive.Edit{Evidence: &yes, Kept: &kept}, -1)
		if err != nil || len(desk.Drafts[0].Duplicates) != 0 || !desk.Drafts[0].Evidence {
			t.Fatalf("kept: %+v, %v", desk.Drafts, err)
		}
		_, err = w.EditDraft(w.ctx, office, "q2", draft.ID, directive.Edit{IndicatorID: &wrong}, -1)
		refused(t, err, "invalid_input")
		issued, err := w.Issue(w.ctx, office, "q2", nil, "13-TB/TU")
		if err != nil || !issued[0].Evidence {
			t.Fatalf("issued: %+v, %v", issued, err)
		}
		_, err = w.Do(w.ctx, kbang, issued[0].ID, directive.ActDone, directive.Input{Text: "Xong"}, -1)
		refused(t, err, "evidence_missing")
	})
}
