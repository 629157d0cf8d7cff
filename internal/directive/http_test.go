package directive_test

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

func TestHTTP_FromConclusionToConfirmed(t *testing.T) {
	w := newWorld(t, testdb.SQLite(t))
	mux := http.NewServeMux()
	w.Routes(web.NewAPI(mux))
	ask := func(by access.Actor, method, path, body string, want int) map[string]any {
		t.Helper()
		status, out := call(t, mux, by, method, path, body)
		if status != want {
			t.Fatalf("%s %s %s as %s: %d %v", method, path, body, by.Name, status, out)
		}
		return out
	}
	const conference = "/api/conferences/q1"
	ask(office, "GET", conference+"/conclusion", "", 200)
	ask(pleiku, "GET", conference+"/conclusion", "", 403)
	ask(office, "GET", "/api/conferences/nowhere/conclusion", "", 404)
	if out := ask(office, "POST", conference+"/conclusion/draft", "", 422); out["code"] != "conclusion_empty" {
		t.Errorf("drafting from nothing: %v", out)
	}
	ask(office, "PUT", conference+"/conclusion", `{"text":"Pleiku: rà soát @2026-05-31","rev":0}`, 200)
	desk := ask(office, "POST", conference+"/conclusion/draft", "", 200)
	draft := desk["drafts"].([]any)[0].(map[string]any)
	path := conference + "/drafts/" + draft["id"].(string)
	out := ask(office, "PATCH", path, `{"deadline":"2026-06-15","work_area":"kinh-te","rev":1}`, 200)
	if d := out["drafts"].([]any)[0].(map[string]any); d["deadline"] != "2026-06-15" || d["touched"] != true {
		t.Errorf("corrected: %v", d)
	}
	ask(office, "PATCH", path, `{"deadline":"tomorrow"}`, 422)
	out = ask(office, "PATCH", path, `{"deadline":null}`, 200)
	if d := out["drafts"].([]any)[0].(map[string]any); d["deadline"] != nil || d["work_area"] != "kinh-te" {
		t.Errorf("without a time limit: %v", d)
	}
	ask(office, "PATCH", path, `{"deadline":"2026-06-15"}`, 200)
	ask(office, "POST", conference+"/drafts", `{"text":"Việc khác","unit_ids":["kbang"],"deadline":""}`, 200)
	issued := ask(office, "POST", conference+"/drafts/issue", `{"number":"12-TB/TU"}`, 200)["directives"].([]any)
	if len(issued) != 2 {
		t.Fatalf("issued: %v", issued)
	}
	one := "/api/directives/" + issued[0].(map[string]any)["id"].(string)
	ask(pleiku, "POST", one+"/acknowledge", "", 200)
	ask(pleiku, "POST", one+"/progress", `{"percent":30,"text":"Đang làm","rev":1}`, 409)
	ask(pleiku, "POST", one+"/progress", `{"percent":30,"text":"Đang làm","rev":2}`, 200)
	ask(pleiku, "POST", one+"/extension", `{"until":"2026-07-01","reason":"Chờ số liệu"}`, 200)
	ask(office, "POST", one+"/extension/refuse", `{"reason":"Đủ thời gian"}`, 200)
	ask(pleiku, "POST", one+"/done", `{"text":"Xong"}`, 200)
	ask(office, "POST", one+"/return", `{}`, 422)
	ask(office, "POST", one+"/return", `{"reason":"Thiếu minh chứng"}`, 200)
	ask(pleiku, "POST", one+"/done", `{"text":"Xong, có minh chứng"}`, 200)
	story := ask(office, "POST", one+"/confirm", "", 200)
	if story["state"] != "confirmed" || len(story["history"].([]any)) != 9 {
		t.Errorf("confirmed: %v", story)
	}
	list := ask(pleiku, "GET", "/api/directives?state=confirmed&q=ra+soat", "", 200)
	if len(list["directives"].([]any)) != 1 {
		t.Errorf("listed: %v", list)
	}
	ask(office, "GET", "/api/conferences/q2/carry-over", "", 200)
	ask(chair, "GET", "/api/conferences/q2/units/kbang/brief", "", 200)
	ask(pleiku, "GET", "/api/conferences/q2/units/kbang/brief", "", 403)
	ask(access.Actor{}, "GET", "/api/directives", "", 401)
}
