package paper_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/directive"
	"giaoban/internal/doc"
	"giaoban/internal/event"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/paper"
	"giaoban/internal/report"
	"giaoban/internal/testdb"
	"giaoban/internal/text"
	"giaoban/internal/web"
)

func account(name string, role access.Role) access.Actor {
	return access.Actor{
		Kind: access.Account, AccountID: name, Name: name, UnitID: "office",
		Grants: []access.Grant{{Role: role, UnitID: "office"}},
	}
}

// serve is the papers' part of the program over one conference, "q1", whose
// conclusion puts one task to Pleiku. The renderer writes a file of one word.
func serve(t *testing.T) http.Handler {
	t.Helper()
	d, c := testdb.SQLite(t), clock.NewManual(at(16, 0, 0))
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	course := log(t)
	tree, log := org.New(d), event.NewLog(d, c)
	check(tree.Import(t.Context(), org.Tree{
		Organisation: org.Organisation{ID: "gialai", Name: "Tỉnh ủy Gia Lai", OfficeID: "office"},
		Units: []org.Unit{
			{ID: "office", Name: "Văn phòng Tỉnh ủy", ValidFrom: "2020-01-01"},
			{ID: "pleiku", ParentID: "office", Name: "Thành ủy Pleiku", ValidFrom: "2020-01-01"},
		},
		Sites: []org.Site{{ID: "hub", Number: 1, UnitID: "office", Name: "Tỉnh ủy", Hub: true}},
	}))
	meetings := meeting.New(d, log, tree, c)
	_, err := meetings.Create(t.Context(), access.System, meeting.Conference{
		ID: "q1", Title: "Hội nghị giao ban quý I", ScheduledAt: meeting.At(at(14, 0, 0)), ChairName: "Trần Minh Khoa",
	})
	check(err)
	for _, e := range course {
		check(log.Write(t.Context(), event.Entry{Stream: event.Conference("q1"), At: e.At, Kind: e.Kind, Data: e.Data}))
	}
	directives := directive.New(directive.Needs{
		DB: d, Log: log, Clock: c, Zone: zone, Org: tree, Meeting: meetings, Report: report.New(d, log, c, zone),
		Draft: func(string, text.Date, []org.Unit, []org.Group, directive.Learned) []directive.Proposal { return nil },
	})
	body := "Rà soát chỉ tiêu"
	_, err = directives.AddDraft(t.Context(), account("thuky", access.Secretary), "q1", directive.Edit{Text: &body, UnitIDs: &[]string{"pleiku"}})
	check(err)
	_, err = directives.Issue(t.Context(), account("thuky", access.Secretary), "q1", nil, "12-TB/TU")
	check(err)
	mux := http.NewServeMux()
	paper.New(paper.Needs{Clock: c, Zone: zone, Log: log, Org: tree, Meeting: meetings, Directive: directives}).
		Routes(web.NewAPI(mux), func(w io.Writer, d doc.Document) error {
			_, err := io.WriteString(w, d.Title)
			return err
		}, "application/x-paper", ".docx")
	return mux
}

func get(t *testing.T, h http.Handler, by access.Actor, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(access.With(t.Context(), by), http.MethodGet, path, http.NoBody))
	return w
}

func TestHTTP_MinutesForAccountsNoticeForTheOffice(t *testing.T) {
	h := serve(t)
	secretary, operator := account("thuky", access.Secretary), account("vanhanh", access.Operator)
	site := access.Actor{Kind: access.Site, SiteID: "hub", ConferenceID: "q1"}
	for _, c := range []struct {
		by     access.Actor
		path   string
		status int
	}{
		{secretary, "/minutes", 200},
		{operator, "/minutes?lang=en", 200},
		{operator, "/minutes.docx", 200},
		{site, "/minutes", 403},
		{access.Actor{}, "/minutes", 401},
		{access.Actor{}, "/minutes.docx", 401},
		{secretary, "/notice.docx", 200},
		{operator, "/notice.docx", 403},
		{secretary, "/minutes?lang=fr", 422},
	} {
		if got := get(t, h, c.by, "/api/conferences/q1"+c.path); got.Code != c.status {
			t.Errorf("%s by %q: %d %s", c.path, c.by.Name, got.Code, got.Body)
		}
	}
	if got := get(t, h, secretary, "/api/conferences/nowhere/minutes"); got.Code != http.StatusNotFound {
		t.Errorf("minutes of nothing: %d", got.Code)
	}
	preview := get(t, h, secretary, "/api/conferences/q1/minutes").Body.String()
	for _, want := range []string{`"profile":"party-hd36-2018"`, "Thành ủy Pleiku", "Rà soát chỉ tiêu", "5 phút 20 giây"} {
		if !strings.Contains(preview, want) {
			t.Errorf("%s is not in the preview", want)
		}
	}
	file := get(t, h, secretary, "/api/conferences/q1/notice.docx")
	if file.Header().Get("Content-Type") != "application/x-paper" ||
		file.Header().Get("Content-Disposition") != `attachment; filename="thong-bao-ket-luan-`+at(15, 5, 0).Format(time.DateOnly)+`.docx"` ||
		file.Body.String() != "Thông báo: Hội nghị giao ban quý I" {
		t.Errorf("%v %s", file.Header(), file.Body)
	}
}
