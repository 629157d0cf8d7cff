package directive_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
	"giaoban/internal/xlsx"
)

const elsewhere = "\ufeffSố văn bản;Nội dung;Đơn vị chủ trì;Phối hợp;Thời hạn;Tiến độ;Ngày hoàn thành\r\n" +
	"05-TB/TU;Rà soát quy hoạch;Thành ủy Pleiku;Sở Tài chính;31/5/2026;30%;\r\n" +
	";;;;;;\r\n" +
	"05-TB/TU;Quyết toán ngân sách;so-taichinh;;2026-03-20;;20/3/2026\r\n"

func (w *world) importing(content string, dry bool) (directive.Imported, error) {
	return w.Import(w.ctx, office, "q1", "bang.csv", strings.NewReader(content), dry)
}

func TestImport_TakesATableOverWithItsProgress(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.Import(w.ctx, pleiku, "", "bang.csv", strings.NewReader(elsewhere), true)
		refused(t, err, "forbidden")
		dry, err := w.importing(elsewhere, true)
		if err != nil || dry.Rows != 2 || dry.Imported != 0 || len(dry.Errors) != 0 {
			t.Fatalf("dry run: %+v, %v", dry, err)
		}
		if all, _, _ := w.List(w.ctx, office, directive.Filter{}); len(all) != 0 {
			t.Fatalf("a dry run took over: %+v", all)
		}
		got, err := w.importing(elsewhere, false)
		if err != nil || got.Imported != 2 {
			t.Fatalf("imported: %+v, %v", got, err)
		}
		one, two := got.Directives[0], got.Directives[1]
		if one.UnitID != "pleiku" || *one.Deadline != "2026-05-31" || one.Percent != 30 || one.State != directive.InProgress || one.Coordinating[0] != "so-taichinh" {
			t.Errorf("under way: %+v", one)
		}
		if two.State != directive.ReportedDone || two.Timeliness != directive.InTime || *two.DoneOn != "2026-03-20" || two.ConferenceID != "q1" {
			t.Errorf("done: %+v", two)
		}
		v, err := w.Directive(w.ctx, finance, two.ID)
		if err != nil || len(v.History) != 2 || v.History[0].Act != directive.ActImport || v.History[1].Text != "bang.csv" {
			t.Errorf("its history: %+v, %v", v.History, err)
		}
		again, err := w.importing(elsewhere, true)
		if err != nil || len(again.Errors) != 2 || again.Errors[0].Rule != "duplicate" {
			t.Errorf("again: %+v, %v", again, err)
		}
		w.clock.Advance(30 * 24 * time.Hour)
		if q := w.summary("2026-Q1").Total; q.Issued != 2 || q.InTime != 1 || q.Missed != 0 {
			t.Errorf("the quarter: %+v", q)
		}
	})
}

func TestImport_NamesRowAndRuleOfEachError(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	table := "text,unit,coordinating,deadline,done_on,progress\n" +
		"Việc một,Thành ủy Pleiku,,,,\n" +
		",Ủy ban nào đó,Kbang;không có,31/31/2026,2027-01-01,120\n" +
		"việc một,pleiku,,,,\n"
	table = strings.Replace(table, "done_on", "done on", 1)
	want := []directive.ImportError{
		{Row: 3, Column: "text", Rule: "required"},
		{Row: 3, Column: "unit", Rule: "unknown", Value: "Ủy ban nào đó"},
		{Row: 3, Column: "coordinating", Rule: "unknown", Value: "không có"},
		{Row: 3, Column: "deadline", Rule: "date", Value: "31/31/2026"},
		{Row: 3, Column: "done_on", Rule: "after", Value: "2027-01-01"},
		{Row: 3, Column: "percent", Rule: "range", Value: "120"},
		{Row: 4, Column: "text", Rule: "duplicate", Value: "việc một"},
	}
	got, err := w.importing(table, true)
	if diff := cmp.Diff(want, got.Errors); diff != "" || err != nil {
		t.Error(diff, err)
	}
	_, err = w.importing(table, false)
	refused(t, err, "import_rows")
	if all, _, _ := w.List(w.ctx, office, directive.Filter{}); len(all) != 0 {
		t.Errorf("taken over in spite of errors: %+v", all)
	}
	for _, bad := range []string{"", "\xff\xfe\x00", "PK\x03\x04"} {
		_, err := w.importing(bad, true)
		refused(t, err, "import_file")
	}
	if got, err := w.importing("a,b\n1,2\n", true); err != nil || len(got.Errors) != 2 || got.Errors[0].Column != "head" {
		t.Errorf("without its columns: %+v, %v", got, err)
	}
}

func TestExport_IsImportedElsewhere(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	w.UseSheets(directive.Sheets{Write: xlsx.Write, Read: xlsx.Read})
	w.issue("q1", conclusionText)
	var file bytes.Buffer
	w.check(w.Export(w.ctx, office, directive.Filter{}, text.Vietnamese, &file))
	other := newWorld(t, testdb.SQLite(t))
	other.UseSheets(directive.Sheets{Write: xlsx.Write, Read: xlsx.Read})
	got, err := other.Import(other.ctx, office, "", "nhiem-vu.xlsx", &file, false)
	if err != nil || got.Imported != 4 || *got.Directives[0].Deadline != "2026-05-31" || got.Directives[3].Deadline != nil {
		t.Fatalf("imported: %+v, %v", got, err)
	}
}

func FuzzImport_NeverPanics(f *testing.F) {
	w := newWorld(f, testdb.SQLite(f))
	f.Add([]byte(elsewhere))
	f.Add([]byte("text,unit\n\"a\nb\",pleiku\n"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = w.Import(t.Context(), office, "", "x", bytes.NewReader(b), true)
	})
}

func TestHTTP_SheetsComeAndGo(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	w.UseSheets(directive.Sheets{Write: xlsx.Write, Read: xlsx.Read})
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	if got := upload(t, mux, pleiku, "/api/directives/import", "a.csv", elsewhere); got.Code != 403 {
		t.Errorf("by a unit: %d %s", got.Code, got.Body)
	}
	if got := upload(t, mux, office, "/api/directives/import?dry_run=true", "a.csv", elsewhere); got.Code != 200 || !strings.Contains(got.Body.String(), `"rows":2`) {
		t.Errorf("dry run: %d %s", got.Code, got.Body)
	}
	if got := upload(t, mux, office, "/api/directives/import", "a.csv", elsewhere); got.Code != 200 {
		t.Errorf("import: %d %s", got.Code, got.Body)
	}
	if got := upload(t, mux, office, "/api/directives/import", "a.csv", elsewhere); got.Code != 422 {
		t.Errorf("again: %d %s", got.Code, got.Body)
	}
	r := httptest.NewRequestWithContext(access.With(t.Context(), pleiku), "GET", "/api/directives/export.xlsx?state=open&lang=en", nil)
	out := httptest.NewRecorder()
	mux.ServeHTTP(out, r)
	rows, err := xlsx.Read(out.Body, 10)
	if err != nil || out.Code != 200 || len(rows) != 2 || rows[0][3] != "Lead unit" {
		t.Errorf("export: %d %v %v", out.Code, rows, err)
	}
}
