package report_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/testdb"
	"giaoban/internal/web"
)

// call sends a request as the actor and returns status and answer.
func call(t *testing.T, h http.Handler, by access.Actor, method, path, body string) (int, map[string]any) {
	t.Helper()
	r := httptest.NewRequestWithContext(access.With(t.Context(), by), method, path, bytes.NewBufferString(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	out := map[string]any{}
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
			t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
		}
	}
	return w.Code, out
}

func TestHTTP_AReportIsTypedRefusedCorrectedAndAccepted(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	const path = "/api/periods/q3/units/pleiku/report"

	steps := []struct {
		by           access.Actor
		method, path string
		body         string
		status       int
		code, state  string
	}{
		{reporter, "GET", path, "", 200, "", "missing"},
		{access.Actor{}, "GET", path, "", 401, "signed_out", ""},
		{stranger, "GET", path, "", 403, "forbidden", ""},
		{reporter, "PUT", path, `{"rev":0,"areas":[{"area_id":"a1","text":"Tốt"}],"indicators":[{"indicator_id":"i1","plan":"một","actual":"5","note":""},{"indicator_id":"i2","plan":"1","actual":"1","note":""}]}`, 200, "", "draft"},
		{reporter, "PUT", path, `{"rev":0,"areas":[]}`, 409, "stale", ""},
		{reporter, "POST", path + "/submit", "", 422, "report_incomplete", ""},
		{reporter, "PUT", path, `{"rev":1,"indicators":[{"indicator_id":"i1","plan":"10","actual":"5","note":""}]}`, 200, "", "draft"},
		{reporter, "POST", path + "/submit", "", 200, "", "submitted"},
		{office, "POST", path + "/return", `{"reason":""}`, 422, "reason_missing", ""},
		{office, "POST", path + "/accept", "{}", 200, "", "accepted"},
		{office, "POST", path + "/accept", "", 409, "report_state", ""},
	}
	for _, s := range steps {
		status, out := call(t, mux, s.by, s.method, s.path, s.body)
		if status != s.status || s.code != "" && out["code"] != s.code || s.state != "" && out["state"] != s.state {
			t.Errorf("%s %s %s as %s: %d %v", s.method, s.path, s.body, s.by.Name, status, out)
		}
	}
	for _, path := range []string{"/api/periods", "/api/periods/q3/reports", "/api/periods/q3/synthesis"} {
		if status, out := call(t, mux, office, "GET", path, ""); status != 200 {
			t.Errorf("GET %s: %d %v", path, status, out)
		}
	}
}
