package app_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/demo"
	"giaoban/internal/identity"
	"giaoban/internal/meeting"
)

var update = flag.Bool("update", false, "write the golden files")

// caller is somebody in the matrix: a cookie or a bearer token.
type caller struct {
	name   string
	cookie *http.Cookie
	seat   string
}

// TestMatrix_EveryRoleMeetsEveryEndpoint calls every operation of the API and
// every event stream as every kind of caller and compares who is let in with
// the table in testdata. Bodies are made from the description, ids are real:
// what is refused is refused for want of a right, not of a thing.
func TestMatrix_EveryRoleMeetsEveryEndpoint(t *testing.T) {
	w := newMatrix(t)
	var table strings.Builder
	header := []string{"operation"}
	for _, c := range w.callers {
		header = append(header, c.name)
	}
	fmt.Fprintln(&table, strings.Join(header, "\t"))
	for _, op := range w.operations() {
		row := []string{op.method + " " + op.path}
		for _, c := range w.callers {
			row = append(row, w.verdict(t, op, c))
		}
		fmt.Fprintln(&table, strings.Join(row, "\t"))
	}
	golden := filepath.Join("testdata", "matrix.tsv")
	if *update {
		if err := os.WriteFile(golden, []byte(table.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(table.String(), "\n")); diff != "" {
		t.Errorf("who may do what has changed (-want +got); with -update if that is meant:\n%s", diff)
	}
}

type operation struct {
	method, path string
	body         any
}

type matrix struct {
	app     *app.App
	doc     map[string]any
	callers []caller
	ids     map[string]string
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	folder := t.TempDir()
	a, err := app.Quiet(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.DB.Close() })
	if err := demo.Seed(t.Context(), a.DB, a.Clock.Now(), demo.Options{Password: demo.Password}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	m := &matrix{app: a, ids: map[string]string{"site": "site-kbang", "unit": "pc-kbang", "number": "1"}}
	m.describe(t)
	m.know(t)
	m.callers = append(m.callers, caller{name: "nobody"})
	for _, role := range append([]access.Role{"none"}, access.Roles...) {
		m.callers = append(m.callers, m.account(t, string(role), "pc-kbang", role))
	}
	m.callers = append(m.callers, m.coChair(t))
	m.callers = append(m.callers, m.account(t, "other_reporter", "pc-chu-se", access.Reporter))
	for _, kind := range []access.Kind{access.Site, access.Hall, access.Watch} {
		m.callers = append(m.callers, m.device(t, kind, m.ids["conference"]))
	}
	m.callers = append(m.callers, m.delegate(t))
	m.callers = append(m.callers, m.device(t, access.Site, "another-conference"))
	m.callers[len(m.callers)-1].name = "other_site"
	return m
}

func (m *matrix) describe(t *testing.T) {
	t.Helper()
	w := httptest.NewRecorder()
	m.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil))
	if err := json.Unmarshal(w.Body.Bytes(), &m.doc); err != nil {
		t.Fatal(err)
	}
}

// know finds real things for the paths' parameters.
func (m *matrix) know(t *testing.T) {
	t.Helper()
	secretary := access.Actor{Kind: access.Account, Grants: []access.Grant{{Role: access.Secretary, UnitID: "tinh-uy"}}}
	list, err := m.app.Meeting.Conferences(t.Context(), secretary, "", "live")
	if err != nil || len(list) == 0 {
		t.Fatalf("no conference: %v", err)
	}
	m.ids["conference"] = list[0].ID
	l, err := m.app.Live.Live(t.Context(), secretary, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	m.ids["item"] = l.Agenda.Items[3].ID
	if _, m.ids["period"], err = m.app.Report.Periods(t.Context(), secretary); err != nil {
		t.Fatal(err)
	}
	m.ids["request"], m.ids["draft"], m.ids["directive"] = "none", "none", m.directive(t)
	m.ids["part"], m.ids["file"], m.ids["day"] = "none", "none", "2026-01-01"
	m.ids["series"], m.ids["filter"], m.ids["lesson"] = "none", "none", "none"
	m.ids["series"], m.ids["paper"], m.ids["delegate"] = "none", "none", "none"
	m.ids["job"], m.ids["seat"] = "none", "none"
}

func (m *matrix) directive(t *testing.T) string {
	t.Helper()
	secretary := access.Actor{Kind: access.Account, Grants: []access.Grant{{Role: access.Secretary, UnitID: "tinh-uy"}}}
	list, _, err := m.app.Directive.List(t.Context(), secretary, directiveOf("pc-kbang"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no directive: %v", err)
	}
	return list[0].ID
}

func (m *matrix) account(t *testing.T, name, unit string, role access.Role) caller {
	t.Helper()
	a := identity.Account{Login: "m-" + name, Name: name, UnitID: unit}
	if role != "none" {
		on := unit
		if role == access.Secretary || role == access.Operator || role == access.Chair || role == access.Admin {
			on = "tinh-uy"
		}
		a.Grants = []access.Grant{{Role: role, UnitID: on}}
	}
	if _, err := m.app.Identity.CreateAccount(t.Context(), a, "mat-khau-1"); err != nil {
		t.Fatal(err)
	}
	secret, _, err := m.app.Identity.SignIn(t.Context(), a.Login, "mat-khau-1", "")
	if err != nil {
		t.Fatal(err)
	}
	return caller{name: name, cookie: &http.Cookie{Name: "gb_account", Value: secret}}
}

// coChair is an account without a role that the conference names as co-chair,
// while it runs.
func (m *matrix) coChair(t *testing.T) caller {
	t.Helper()
	out := m.account(t, "co_chair", "pc-kbang", "none")
	people, err := m.app.Identity.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := m.app.Meeting.Conference(t.Context(), access.System, m.ids["conference"])
	if err != nil {
		t.Fatal(err)
	}
	chairs := c.Chairs()
	for _, p := range people {
		if p.Name == "co_chair" {
			chairs = append(chairs, meeting.Chair{Name: "x", AccountID: meeting.Ref(p.ID)})
		}
	}
	if _, err := m.app.Meeting.NameChairs(t.Context(), access.System, c.ID, chairs, c.Rev); err != nil {
		t.Fatal(err)
	}
	return out
}

func (m *matrix) device(t *testing.T, kind access.Kind, conference string) caller {
	t.Helper()
	site := ""
	if kind == access.Site {
		site = m.ids["site"]
	}
	link, err := m.app.Identity.Link(t.Context(), kind, conference, site)
	if err != nil {
		t.Fatal(err)
	}
	seat, secret, err := m.app.Identity.Redeem(t.Context(), link, "")
	if err != nil {
		t.Fatal(err)
	}
	return caller{name: string(kind), seat: seat.ID, cookie: &http.Cookie{Name: "gb_seat_" + seat.ID, Value: secret}}
}

// delegate is a delegate's own device.
func (m *matrix) delegate(t *testing.T) caller {
	t.Helper()
	link, err := m.app.Identity.DelegateLink(t.Context(), m.ids["conference"], m.ids["site"], "somebody")
	if err != nil {
		t.Fatal(err)
	}
	seat, secret, err := m.app.Identity.Redeem(t.Context(), link, "")
	if err != nil {
		t.Fatal(err)
	}
	return caller{name: "own_device", seat: seat.ID, cookie: &http.Cookie{Name: "gb_seat_" + seat.ID, Value: secret}}
}

// operations are those of the description and the two event streams, reading
// ones first, so that nothing they need has been ended.
func (m *matrix) operations() []operation {
	var out []operation
	paths, _ := m.doc["paths"].(map[string]any)
	for path, methods := range paths {
		for method, raw := range methods.(map[string]any) {
			out = append(out, operation{method: strings.ToUpper(method), path: path, body: m.body(raw.(map[string]any))})
		}
	}
	out = append(out, operation{method: http.MethodGet, path: "/api/conferences/{conference}/events"}, operation{method: http.MethodGet, path: "/api/events"})
	order := func(o operation) string {
		if o.method == http.MethodDelete && o.path == "/api/session" {
			return "~" // last: it ends the session that the others need
		}
		return o.path + " " + o.method
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(order(a), order(b)) })
	return out
}

func (m *matrix) body(op map[string]any) any {
	rb, ok := op["requestBody"].(map[string]any)
	if !ok {
		return nil
	}
	for _, media := range rb["content"].(map[string]any) {
		return m.example(media.(map[string]any)["schema"].(map[string]any))
	}
	return nil
}

// example makes the least value that fits a schema.
func (m *matrix) example(schema map[string]any) any {
	if ref, ok := schema["$ref"].(string); ok {
		parts := strings.Split(ref, "/")
		schemas := m.doc["components"].(map[string]any)["schemas"].(map[string]any)
		return m.example(schemas[parts[len(parts)-1]].(map[string]any))
	}
	if enum, ok := schema["enum"].([]any); ok {
		return enum[0]
	}
	kind, _ := schema["type"].(string)
	if list, ok := schema["type"].([]any); ok {
		kind, _ = list[0].(string)
	}
	switch kind {
	case "object":
		out := map[string]any{}
		required, _ := schema["required"].([]any)
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range required {
			out[name.(string)] = m.example(properties[name.(string)].(map[string]any))
		}
		return out
	case "array":
		return []any{}
	case "integer", "number":
		return 0
	case "boolean":
		return false
	}
	if schema["format"] == "date-time" {
		return "2026-01-01T00:00:00Z"
	}
	return "x"
}

// verdict is "in" where the caller's right is not what is refused.
func (m *matrix) verdict(t *testing.T, op operation, c caller) string {
	t.Helper()
	path := op.path
	ids := maps.Clone(m.ids)
	ids["id"] = ids["conference"]
	if strings.HasPrefix(path, "/api/directives") {
		ids["id"] = ids["directive"]
	}
	for k, v := range ids {
		path = strings.ReplaceAll(path, "{"+k+"}", v)
	}
	if strings.Contains(path, "{") {
		t.Fatalf("%s: no value for a parameter", op.path)
	}
	b, err := json.Marshal(op.body)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextEndingAtFirstWrite(t)
	req := httptest.NewRequest(op.method, path, bytes.NewReader(b)).WithContext(ctx)
	req.Header.Set("Content-Type", "application/json")
	if c.cookie != nil {
		req.AddCookie(c.cookie)
	}
	if c.seat != "" {
		req.Header.Set("X-Seat", c.seat)
	}
	w := &cutter{ResponseRecorder: httptest.NewRecorder(), cut: cancel}
	m.app.Handler().ServeHTTP(w, req)
	var p struct {
		Code string `json:"code"`
	}
	_ = json.Unmarshal(w.Body.Bytes(), &p)
	switch {
	case w.Code == http.StatusUnauthorized && p.Code == "signed_out":
		return "401"
	case w.Code == http.StatusForbidden:
		return "403"
	case strings.Contains(path, ids["conference"]) && p.Code == "conference_unknown", w.Code == http.StatusNotFound && p.Code == "directive_unknown":
		return "404" // what one may not see does not exist
	case w.Code == http.StatusInternalServerError:
		t.Errorf("%s %s as %s: %s", op.method, op.path, c.name, w.Body)
	}
	return "in"
}
