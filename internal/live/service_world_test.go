package live_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/web"
)

// The people and devices of the house; their key is what a test's request
// carries.
var actors = map[string]access.Actor{
	"operator":  account("operator", access.Operator),
	"chair":     account("chair", access.Chair),
	"deputy":    account("deputy", access.Chair),
	"secretary": account("secretary", access.Secretary),
	// The conference names "named" as co-chair; "namesake" has only the name.
	"named":    {Kind: access.Account, AccountID: "named", Name: "Võ Thị Thanh Nhàn", UnitID: "elsewhere"},
	"namesake": {Kind: access.Account, AccountID: "namesake", Name: "Võ Thị Thanh Nhàn", UnitID: "elsewhere"},
	"reporter": {Kind: access.Account, AccountID: "reporter", UnitID: "u1", Grants: []access.Grant{{Role: access.Reporter, UnitID: "u1"}}},
	"stranger": {Kind: access.Account, AccountID: "stranger", UnitID: "elsewhere"},
	"s1":       {Kind: access.Site, SeatID: "d1", ConferenceID: "c1", SiteID: "s1"},
	"s2":       {Kind: access.Site, SeatID: "d2", ConferenceID: "c1", SiteID: "s2"},
	"alien":    {Kind: access.Site, SeatID: "d3", ConferenceID: "c2", SiteID: "s1"},
	"s1d":      {Kind: access.Handheld, SeatID: "d4", ConferenceID: "c1", SiteID: "s1", DelegateID: "nobody"},
	"hall":     {Kind: access.Hall, SeatID: "h1", ConferenceID: "c1"},
}

func account(id string, r access.Role) access.Actor {
	return access.Actor{
		Kind: access.Account, AccountID: id, Name: id, UnitID: "u0",
		Grants: []access.Grant{{Role: r, UnitID: "u0"}},
	}
}

type noNames struct{}

func (noNames) Names(context.Context) (map[string]string, error) {
	return map[string]string{"chair": "Trần Minh Khoa"}, nil
}

// house is a program with one conference.
type house struct {
	*live.Service
	meeting *meeting.Service
	log     *event.Log
	clock   *clock.Manual
	db      *db.DB
	url     string
}

// newHouse starts the program on d. On a database that it knows it goes on
// where it was.
func newHouse(t *testing.T, d *db.DB, at time.Time) *house {
	t.Helper()
	h := &house{db: d, clock: clock.NewManual(at)}
	h.log = event.NewLog(d, h.clock)
	tree := org.New(d)
	h.meeting = meeting.New(d, h.log, tree, h.clock)
	h.meeting.UseAccounts(func(context.Context) ([]meeting.Chair, error) {
		return []meeting.Chair{{AccountID: "named"}, {AccountID: "reporter"}}, nil
	})
	h.Service = live.New(d, h.log, h.meeting, noNames{}, h.clock, slog.New(slog.DiscardHandler))
	if _, err := tree.Organisation(t.Context()); err != nil {
		found(t, tree, h.meeting)
	}
	mux := http.NewServeMux()
	api := web.NewAPI(mux)
	h.meeting.Routes(api, door{}, "https://giaoban.example")
	h.Routes(api, mux)
	identify := func(r *http.Request) (access.Actor, error) { return actors[r.Header.Get("As")], nil }
	srv := httptest.NewServer(web.Handler(mux, identify, slog.New(slog.DiscardHandler)))
	t.Cleanup(srv.Close)
	h.url = srv.URL + "/api/conferences/c1"
	return h
}

// found sets up the organisation and its conference, a draft.
func found(t *testing.T, tree *org.Service, m *meeting.Service) {
	t.Helper()
	in := org.Tree{Organisation: org.Organisation{ID: "o", Name: "Tỉnh ủy", OfficeID: "u0"}}
	p := plan(5)
	for _, s := range p.Sites {
		in.Units = append(in.Units, org.Unit{ID: s.UnitID, Name: s.Name, ValidFrom: "2020-01-01"})
		in.Sites = append(in.Sites, org.Site{ID: s.ID, Number: s.Number, UnitID: s.UnitID, Name: s.Name, Hub: s.Role == meeting.Hub})
	}
	if err := tree.Import(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, err := m.CreateSeries(t.Context(), access.System, meeting.Series{
		ID: "quarterly", Name: "Giao ban quý", Cadence: meeting.Quarterly, UnitID: "u0",
	}); err != nil {
		t.Fatal(err)
	}
	p.SeriesID, p.HubSiteID, p.Sites = "quarterly", "", nil
	if _, err := m.Create(t.Context(), access.System, *p); err != nil {
		t.Fatal(err)
	}
}

type door struct{}

func (door) Link(_ context.Context, kind access.Kind, _, site string) (string, error) {
	return string(kind) + "-" + site, nil
}

func (door) NewCode(context.Context, access.Kind, string, string) (string, time.Time, error) {
	return "482913", nine, nil
}

// open brings the conference into session with every site online.
func (h *house) open(t *testing.T) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, to := range []meeting.State{meeting.Published, meeting.Checking, meeting.Live} {
		l, err := h.Move(t.Context(), access.System, "c1", to)
		must(err)
		for _, s := range l.Sites {
			if to == meeting.Checking {
				must(h.SiteJoined(t.Context(), "c1", s.ID, "first-"+s.ID))
			}
		}
	}
}

// call sends body as who and returns the status and the answer.
func (h *house) call(t *testing.T, who, method, path string, body any) (int, map[string]any) {
	t.Helper()
	var b io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		b = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, b)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("As", who)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	out := map[string]any{}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil && err != io.EOF {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return resp.StatusCode, out
}
