package directive_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/report"
	"giaoban/internal/testdb"
	"giaoban/internal/web"
)

// withIndicators gives the catalogue two indicators.
func (w *world) withIndicators(d *db.DB) {
	w.t.Helper()
	w.check(report.New(d, w.log, w.clock, zone).SetCatalogue(w.ctx, access.System, report.Catalogue{Indicators: []report.Indicator{
		{ID: "grdp", Name: "Tốc độ tăng trưởng", NameEn: "Growth"}, {ID: "thu-ns", Name: "Thu ngân sách", NameEn: "Revenue"},
	}}))
}

func area(s string) directive.Correction      { return directive.Correction{WorkArea: &s} }
func indicator(s string) directive.Correction { return directive.Correction{IndicatorID: &s} }

func TestCorrect_FilesADirectiveElsewhereAndKeepsWhereItWas(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.withIndicators(d)
		id := w.issue("q1", conclusionText)[0].ID
		before, err := w.Directive(w.ctx, office, id)
		w.check(err)
		_, err = w.Correct(w.ctx, office, id, area(" kinh-te "), "Ghi nhầm lĩnh vực", before.Rev)
		w.check(err)
		_, err = w.Correct(w.ctx, office, id, indicator("grdp"), "Thiếu chỉ tiêu", -1)
		w.check(err)
		both := directive.Correction{WorkArea: new("an-sinh"), IndicatorID: new("thu-ns")}
		v, err := w.Correct(w.ctx, office, id, both, "Lần cuối", -1)
		w.check(err)
		if v.WorkArea != "an-sinh" || v.IndicatorID != "thu-ns" || v.Text != before.Text || v.State != before.State || v.Rev != before.Rev+3 {
			t.Errorf("corrected: %+v", v.Listing)
		}
		var got [][]directive.Corrected
		for _, s := range v.History[1:] {
			if s.Act != directive.ActCorrect || s.Text == "" || s.Actor != office.Name {
				t.Errorf("line %d: %+v", s.Seq, s)
			}
			got = append(got, s.Corrected)
		}
		if diff := cmp.Diff([][]directive.Corrected{
			{{Field: "work_area", From: "", To: "kinh-te"}},
			{{Field: "indicator_id", From: "", To: "grdp"}},
			{{Field: "work_area", From: "kinh-te", To: "an-sinh"}, {Field: "indicator_id", From: "grdp", To: "thu-ns"}},
		}, got); diff != "" {
			t.Errorf("history: %s", diff)
		}
		if diff := cmp.Diff(before.History[0], v.History[0]); diff != "" {
			t.Errorf("the issue was rewritten: %s", diff)
		}
		// Its units read the indicators' names, now and before.
		seen, err := w.Directive(w.ctx, pleiku, id)
		w.check(err)
		if len(seen.Indicators) != 2 || seen.Indicators[1].Name != "Thu ngân sách" {
			t.Errorf("named to the unit: %+v", seen.Indicators)
		}
		for where, want := range map[string]int{"kinh-te": 0, "an-sinh": 1} {
			list, _, err := w.List(w.ctx, office, directive.Filter{WorkArea: where})
			w.check(err)
			if len(list) != want {
				t.Errorf("%d listed under %s, want %d", len(list), where, want)
			}
		}
	})
}

func TestCorrect_IsTheOfficesInAnyStateAndRefusesWhatIsNoCorrection(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.withIndicators(d)
		id := w.issue("q1", conclusionText)[0].ID
		try := func(by access.Actor, c directive.Correction, reason string, rev int64, code string) {
			t.Helper()
			_, err := w.Correct(w.ctx, by, id, c, reason, rev)
			refused(t, err, code)
		}
		for _, by := range []access.Actor{chair, operator, pleiku, kbang, finance} {
			try(by, area("kinh-te"), "Lý do", -1, "forbidden")
			try(by, indicator("nowhere"), "Lý do", -1, "forbidden")
		}
		try(access.Actor{}, area("kinh-te"), "Lý do", -1, "signed_out")
		try(office, area("kinh-te"), "  ", -1, "invalid_input")
		try(office, area(""), "Như cũ", -1, "invalid_input")
		try(office, directive.Correction{}, "Không có gì", -1, "invalid_input")
		try(office, indicator("nowhere"), "Lý do", -1, "invalid_input")
		try(office, area(strings.Repeat("a", 201)), "Lý do", -1, "invalid_input")
		try(office, area("kinh-te"), "Lý do", 99, "stale")
		if v, err := w.Directive(w.ctx, office, id); err != nil || len(v.History) != 1 || v.WorkArea != "" {
			t.Errorf("a refused correction left a trace: %+v, %v", v.History, err)
		}
		w.do(pleiku, id, directive.ActDone, directive.Input{Text: "Xong"})
		w.do(office, id, directive.ActConfirm, directive.Input{})
		v, err := w.Correct(w.ctx, office, id, area("kinh-te"), "Khi đã hoàn thành", -1)
		if err != nil || v.State != directive.Confirmed || v.WorkArea != "kinh-te" || v.DoneOn == nil {
			t.Errorf("of a confirmed one: %+v, %v", v.Listing, err)
		}
	})
}

func TestHTTP_CorrectsADirective(t *testing.T) {
	d := testdb.SQLite(t)
	w := newWorld(t, d)
	w.withIndicators(d)
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	path := "/api/directives/" + w.issue("q1", conclusionText)[0].ID
	status, out := call(t, mux, office, "POST", path+"/correct", `{"work_area":"kinh-te","indicator_id":"grdp","reason":"Ghi nhầm","rev":1}`)
	if status != 200 || out["work_area"] != "kinh-te" || out["indicator_id"] != "grdp" {
		t.Errorf("corrected: %d %v", status, out)
	}
	status, out = call(t, mux, office, "POST", path+"/correct", `{"indicator_id":"","reason":"Không có chỉ tiêu"}`)
	if status != 200 || out["work_area"] != "kinh-te" || out["indicator_id"] != "" {
		t.Errorf("taken away: %d %v", status, out)
	}
	if status, out = call(t, mux, pleiku, "GET", "/api/directives/indicators", ""); status != 200 || len(out["indicators"].([]any)) != 2 {
		t.Errorf("indicators: %d %v", status, out)
	}
}
