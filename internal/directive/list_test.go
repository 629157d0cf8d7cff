package directive_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/db"
	"giaoban/internal/directive"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

func ids(list []directive.Listing) []string {
	out := []string{}
	for _, v := range list {
		out = append(out, v.ID)
	}
	return out
}

func TestPage_WalksTheWholeListOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		text := ""
		for i := range 7 {
			text += fmt.Sprintf("Pleiku, Kbang: việc thứ %d @2026-0%d-15\n", i, 4+i%3)
		}
		w.issue("q1", text+"Pleiku: việc không thời hạn")
		all, counts, err := w.List(w.ctx, office, directive.Filter{})
		if err != nil || len(all) != 15 || counts.Total != 15 {
			t.Fatalf("all: %d, %+v, %v", len(all), counts, err)
		}
		if last := all[14]; last.Deadline != nil {
			t.Errorf("one without a time limit stands before the end: %+v", last)
		}
		for _, limit := range []int{1, 4, 15, 20} {
			var walked []directive.Listing
			for after := ""; ; {
				page, err := w.Page(w.ctx, office, directive.Filter{}, after, limit)
				w.check(err)
				walked = append(walked, page.Directives...)
				if after = page.Next; after == "" {
					break
				}
			}
			if diff := cmp.Diff(ids(all), ids(walked)); diff != "" {
				t.Errorf("by pages of %d: %s", limit, diff)
			}
		}
		_, err = w.Page(w.ctx, office, directive.Filter{}, "###", 5)
		refused(t, err, "invalid_input")
	})
}

func TestList_IsNarrowedByEveryFilter(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.issue("q1", conclusionText)
		w.issue("q2", "Kbang: giữ vững quốc phòng, an ninh @2026-09-15")
		day := func(m time.Month, d int) text.Date { return text.Date{Year: 2026, Month: m, Day: d} }
		for _, c := range []struct {
			f    directive.Filter
			want int
		}{
			{directive.Filter{}, 5},
			{directive.Filter{Unit: "kbang"}, 2},
			{directive.Filter{Conference: "q1"}, 4},
			{directive.Filter{Series: "giao-ban"}, 5},
			{directive.Filter{Series: "khac"}, 0},
			{directive.Filter{WorkArea: "kinh-te"}, 0},
			{directive.Filter{Timeliness: "no_deadline"}, 1},
			{directive.Filter{State: "open"}, 5},
			{directive.Filter{State: "confirmed"}, 0},
			{directive.Filter{From: day(6, 1)}, 2},
			{directive.Filter{From: day(5, 31), To: day(6, 30)}, 3},
			{directive.Filter{To: day(5, 31)}, 2},
			{directive.Filter{Words: "QUOC PHONG"}, 1},
			{directive.Filter{Words: "phòng quốc"}, 1},
			{directive.Filter{Words: "chỉ tiêu rà s"}, 2},
			{directive.Filter{Words: "chi tieu", Unit: "kbang"}, 1},
			{directive.Filter{Words: "' OR * \" AND ("}, 0},
			{directive.Filter{Words: "..."}, 5},
		} {
			got, counts, err := w.List(w.ctx, office, c.f)
			if err != nil || len(got) != c.want {
				t.Errorf("%+v: %d, %v, want %d", c.f, len(got), err, c.want)
			}
			if c.f.State == "" && c.f.Timeliness == "" && counts.Total != c.want {
				t.Errorf("%+v: counted %d, want %d", c.f, counts.Total, c.want)
			}
		}
		for _, own := range []directive.Filter{{}, {Unit: "pleiku"}, {Unit: "kbang"}} {
			got, _, err := w.List(w.ctx, pleiku, own)
			if slices.ContainsFunc(got, func(v directive.Listing) bool { return v.UnitID != "pleiku" }) || err != nil {
				t.Errorf("Pleiku sees of others with %+v: %+v, %v", own, got, err)
			}
		}
	})
}

// TestTimeliness_IsTheSameInSQLAndInGo holds the two texts of one rule
// together, whatever has been done and whenever it is asked.
func TestTimeliness_IsTheSameInSQLAndInGo(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.issue("q1", conclusionText+"\nKbang: một @2026-04-10\nPleiku: hai @2026-04-02\nKbang: ba @2026-05-01")
		all, _, err := w.List(w.ctx, office, directive.Filter{})
		w.check(err)
		rapid.Check(t, func(t *rapid.T) {
			w.clock.Advance(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour / 4)
			v := rapid.SampledFrom(all).Draw(t, "directive")
			a := rapid.SampledFrom(everyAct).Draw(t, "act")
			in := directive.Input{Text: "Lý do", Percent: 10, Until: text.DateOf(w.clock.Now()).AddDays(9)}
			for _, by := range everyone {
				_, _ = w.Do(w.ctx, by, v.ID, a, in, -1) // refusals are part of the game
			}
			now, counts, err := w.List(w.ctx, office, directive.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]int{}
			for _, v := range now {
				want[string(v.Timeliness)]++
			}
			if diff := cmp.Diff(want, counts.Timeliness); diff != "" {
				t.Fatal(diff)
			}
			for kind, n := range want {
				got, _, err := w.List(w.ctx, office, directive.Filter{Timeliness: kind})
				if err != nil || len(got) != n {
					t.Fatalf("%s: %d, %v, want %d", kind, len(got), err, n)
				}
			}
		})
	})
}

func TestHTTP_ListIsNarrowedAndPaged(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	w.issue("q1", conclusionText)
	get := func(query string, want int) map[string]any {
		t.Helper()
		status, out := call(t, mux, office, "GET", "/api/directives?"+query, "")
		if status != want {
			t.Fatalf("%s: %d %v", query, status, out)
		}
		return out
	}
	first := get("limit=3", 200)
	if len(first["directives"].([]any)) != 3 || first["next"] == "" {
		t.Fatalf("first page: %v", first)
	}
	rest := get("limit=3&after="+first["next"].(string), 200)
	if len(rest["directives"].([]any)) != 1 || rest["next"] != "" {
		t.Errorf("last page: %v", rest)
	}
	if out := get("deadline_from=2026-06-01&unit=so-taichinh&series=giao-ban&q=giai+ngan", 200); len(out["directives"].([]any)) != 1 {
		t.Errorf("narrowed: %v", out)
	}
	get("deadline_to=tomorrow", 422)
	get("limit=100000", 422)
	get("after=%23", 422)
}
