package live_test

import (
	"fmt"
	"slices"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/testdb"
)

// endpoint is an act over HTTP and who may do it; everyone else is refused
// before any rule is asked.
type endpoint struct {
	method, path string
	body         any
	may          []string
}

func endpoints() []endpoint {
	floor, programme := []string{"operator", "chair", "deputy", "named"}, []string{"operator"}
	agenda := append([]string{"secretary"}, floor...)
	type m = map[string]any
	out := []endpoint{
		{"POST", "/floor/requests", m{"site_id": "s1"}, append([]string{"s1", "s1d"}, floor...)},
		{"DELETE", "/floor/requests/none", nil, append([]string{"s1", "s2", "s1d"}, floor...)},
		{"GET", "/delegates", nil, append([]string{"hall", "s1", "s2", "s1d", "reporter"}, agenda...)},
		{"PUT", "/sites/s1/delegates", m{"delegates": []m{{"name": ""}}}, []string{"secretary", "reporter"}},
		{"POST", "/delegates/none/presence", m{"presence": "present"}, []string{"s1", "s2", "secretary"}},
		{"POST", "/delegates/none/invitation", nil, []string{"s1", "s2", "secretary", "operator"}},
		{"POST", "/floor/requests/none/defer", nil, floor},
		{"PUT", "/floor/order", m{"request_ids": []string{}, "rev": 1}, floor},
		{"POST", "/floor/grant", m{"site_id": "none"}, floor},
		{"POST", "/floor/extend", m{"seconds": 60}, floor},
		{"POST", "/floor/dialogue", m{"site_ids": []string{"s1"}}, floor},
		{"POST", "/agenda/none/go", nil, agenda},
		{"POST", "/agenda/none/skip", nil, agenda},
		{"POST", "/agenda/none/defer", nil, agenda},
		{"POST", "/agenda", m{"title": "", "kind": "other", "minutes": 1}, agenda},
		{"POST", "/agenda/next", nil, agenda},
		{"POST", "/agenda/previous", nil, agenda},
		{"POST", "/mute", m{"site_id": "none"}, floor},
		{"POST", "/programme/preview", m{"site_id": nil}, programme},
		{"POST", "/programme/take", nil, programme},
		{"POST", "/programme/browse", m{"seconds": nil}, programme},
		{"PUT", "/rules", m{"speech_seconds": 0, "site_quota_seconds": 0, "auto_next": false}, agenda},
		{"POST", "/programme/scene", m{"scene": "split"}, programme},
		{"POST", "/programme/content", m{"paper_id": nil}, programme},
		{"POST", "/state", m{"to": "cancelled", "reason": "x"}, []string{"secretary"}},
		{"POST", "/programme/banner", m{"text": nil}, programme},
		{"POST", "/sites/s1/attendance", m{"status": "present"}, []string{"s1", "secretary"}},
		{"POST", "/state", m{"to": "checking"}, []string{"secretary", "operator"}},
		{"GET", "/live", nil, append([]string{"hall", "s1", "s2", "s1d", "reporter"}, agenda...)},
		{"GET", "/log", nil, append([]string{"reporter"}, agenda...)},
		{"GET", "", nil, append([]string{"reporter", "stranger", "namesake"}, agenda...)},
		{"PATCH", "", m{"title": "x", "rev": 99}, []string{"secretary"}},
		{"PUT", "/agenda", m{"items": []m{}, "rev": 99}, []string{"secretary"}},
		{"PUT", "/chairs", m{"chairs": []m{}, "rev": 1}, []string{"secretary"}},
		{"GET", "/links", nil, []string{"secretary", "operator"}},
		{"POST", "/sites/s1/code", nil, []string{"operator"}},
	}
	for _, a := range []string{"take-back", "interrupt", "confirm", "pause", "resume", "next"} {
		out = append(out, endpoint{"POST", "/floor/" + a, nil, floor})
	}
	return out
}

func TestEveryRight_IsDeniedToEveryoneElse(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	for _, e := range endpoints() {
		for who := range actors {
			st, p := h.call(t, who, e.method, e.path, e.body)
			code := fmt.Sprint(p["code"])
			denied := code == "forbidden" || code == "conference_unknown"
			if may := slices.Contains(e.may, who); may == denied || st >= 500 {
				t.Errorf("%s %s by %s: %d %s, may %v", e.method, e.path, who, st, code, may)
			}
		}
		if st, p := h.call(t, "", e.method, e.path, e.body); st != 401 {
			t.Errorf("%s %s by nobody: %d %v", e.method, e.path, st, p["code"])
		}
	}
}

func TestRefusals_CarryTheirCodesAndChangeNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d, nine)
		h.open(t)
		_, first := h.call(t, "chair", "POST", "/floor/grant", map[string]any{"site_id": "s1", "limit_seconds": 90})
		if first["floor"].(map[string]any)["holders"].([]any)[0].(map[string]any)["limit_seconds"] != 90.0 {
			t.Fatalf("%v", first["floor"])
		}
		st, p := h.call(t, "operator", "POST", "/floor/grant", map[string]any{"site_id": "s2"})
		if st != 409 || p["code"] != "floor_taken" || p["params"].(map[string]any)["holder"] != "s1" {
			t.Fatalf("%d %v", st, p)
		}
		for path, body := range map[string]map[string]any{
			"/floor/take-back": {}, "/floor/interrupt": {}, "/floor/dialogue": {"site_ids": []string{"s2", "hub"}},
		} {
			body["instead_of"] = "s2"
			if st, p = h.call(t, "operator", "POST", path, body); st != 409 || p["code"] != "speaker_changed" {
				t.Fatalf("%s instead of who does not speak: %d %v", path, st, p)
			}
		}
		if st, p = h.call(t, "operator", "POST", "/floor/extend", map[string]any{"seconds": "lots"}); st != 422 {
			t.Fatalf("%d %v", st, p)
		}
		if st, p = h.call(t, "operator", "POST", "/programme/scene", map[string]any{"scene": "opera"}); st != 422 {
			t.Fatalf("%d %v", st, p)
		}
		if st, p = h.call(t, "operator", "POST", "/agenda", map[string]any{"title": " ", "kind": "other", "minutes": 1}); st != 422 ||
			p["fields"].([]any)[0].(map[string]any)["name"] != "title" {
			t.Fatalf("%d %v", st, p)
		}
		_, now := h.call(t, "operator", "GET", "/live", nil)
		if now["rev"] != first["rev"] {
			t.Fatalf("revision %v, was %v", now["rev"], first["rev"])
		}
	})
}

func TestLive_HasTheShapeOfTheProtocol(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	_, l := h.call(t, "s1", "GET", "/live", nil)
	for _, key := range []string{
		"rev", "server_time", "conference", "agenda", "sites", "floor", "programme", "control", "open_mics", "you",
	} {
		if _, ok := l[key]; !ok {
			t.Errorf("no %s", key)
		}
	}
	if l["control"] != nil {
		t.Error("a site is told what is previewed")
	}
	you := l["you"].(map[string]any)
	if you["site_id"] != "s1" || !slices.Equal(you["can"].([]any), []any{"floor.request", "attendance"}) {
		t.Errorf("you %v", you)
	}
	if agenda := l["agenda"].(map[string]any); agenda["current_id"] != nil || len(agenda["items"].([]any)) != 4 {
		t.Errorf("agenda %v", agenda)
	}
	site := l["sites"].([]any)[2].(map[string]any)
	if site["lost_at"] != nil || site["headcount"] != nil || site["joined_at"] != "2024-12-04T01:00:00Z" {
		t.Errorf("site %v", site)
	}
}

func TestLinks_AreOnePerDeviceUntilTheConferenceIsClosed(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t), nine)
	h.open(t)
	_, links := h.call(t, "operator", "GET", "/links", nil)
	sites := links["sites"].([]any)
	if len(sites) != 6 || sites[1].(map[string]any)["url"] != "https://giaoban.example/join/site-s1" ||
		links["hall_url"] != "https://giaoban.example/hall/hall-" {
		t.Fatalf("%v", links)
	}
	if st, p := h.call(t, "operator", "POST", "/sites/s1/code", nil); st != 200 || p["code"] != "482913" {
		t.Fatalf("%d %v", st, p)
	}
	if st, p := h.call(t, "operator", "POST", "/sites/none/code", nil); st != 404 || p["code"] != "site_unknown" {
		t.Fatalf("%d %v", st, p)
	}
	h.call(t, "operator", "POST", "/state", map[string]string{"to": "closed"})
	if st, p := h.call(t, "operator", "GET", "/links", nil); st != 409 || p["code"] != "conference_closed" {
		t.Fatalf("%d %v", st, p)
	}
}
