package identity_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"testing"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/org"
	"giaoban/internal/testdb"
	"giaoban/internal/web"
)

type world struct {
	*identity.Service
	clock *clock.Manual
	url   string
}

func newWorld(t *testing.T, d *db.DB) world {
	t.Helper()
	c := clock.NewManual(time.Date(2024, 12, 4, 7, 0, 0, 0, time.UTC))
	tree := org.Tree{
		Organisation: org.Organisation{ID: "o", Name: "Tỉnh ủy", OfficeID: "office"},
		Units:        []org.Unit{{ID: "office", Name: "Văn phòng Tỉnh ủy", ValidFrom: "2020-01-01"}},
	}
	if err := org.New(d).Import(t.Context(), tree); err != nil {
		t.Fatal(err)
	}
	s, err := identity.New(d, c)
	if err != nil {
		t.Fatal(err)
	}
	acc := identity.Account{Login: "Thuky", Name: "Lê Thị Thư", UnitID: "office", Grants: []access.Grant{{Role: access.Secretary, UnitID: "office"}}}
	if _, err := s.CreateAccount(t.Context(), acc, "mat-khau-1"); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Routes(web.NewAPI(mux), func(context.Context) (identity.Organisation, error) {
		return identity.Organisation{Name: "Tỉnh ủy"}, nil
	}, identity.Options{SignInLinks: true})
	srv := httptest.NewServer(web.Handler(mux, s.Identify, slog.New(slog.DiscardHandler)))
	t.Cleanup(srv.Close)
	return world{Service: s, clock: c, url: srv.URL}
}

// call sends body as JSON and returns the status and the answer's fields.
func call(t *testing.T, client *http.Client, method, url string, body any, header ...string) (int, map[string]any) {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
	}
	return resp.StatusCode, out
}

func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

type login struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

func TestSignIn_OpensASessionThatSignOutEnds(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, b := newWorld(t, d), browser(t)
		if st, p := call(t, b, "POST", w.url+"/api/session", login{"thuky", "sai-mat-khau"}); st != 401 || p["code"] != "wrong_password" {
			t.Fatalf("wrong password: %d %v", st, p)
		}
		if st, p := call(t, b, "POST", w.url+"/api/session", login{"ai-do", "sai-mat-khau"}); st != 401 || p["code"] != "wrong_password" {
			t.Fatalf("unknown login: %d %v", st, p)
		}
		if st, _ := call(t, b, "GET", w.url+"/api/me", nil); st != 401 {
			t.Fatalf("me before signing in: %d", st)
		}
		st, me := call(t, b, "POST", w.url+"/api/session", login{"THUKY", "mat-khau-1"})
		if st != 200 || me["account"].(map[string]any)["name"] != "Lê Thị Thư" {
			t.Fatalf("sign in: %d %v", st, me)
		}
		if st, me = call(t, b, "GET", w.url+"/api/me", nil); st != 200 || me["kind"] != "account" {
			t.Fatalf("me: %d %v", st, me)
		}
		if st, _ = call(t, b, "DELETE", w.url+"/api/session", nil); st != 204 {
			t.Fatalf("sign out: %d", st)
		}
		if st, _ = call(t, b, "GET", w.url+"/api/me", nil); st != 401 {
			t.Fatalf("me after signing out: %d", st)
		}
	})
}

func TestSession_RunsOut(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, b := newWorld(t, d), browser(t)
		call(t, b, "POST", w.url+"/api/session", login{"thuky", "mat-khau-1"})
		w.clock.Advance(8 * 24 * time.Hour)
		if st, _ := call(t, b, "GET", w.url+"/api/me", nil); st != 401 {
			t.Fatalf("me after eight days: %d", st)
		}
	})
}

func TestSignIn_SlowsGuessing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, b := newWorld(t, d), browser(t)
		for range 10 {
			call(t, b, "POST", w.url+"/api/session", login{"thuky", "doan-mo"})
		}
		if st, p := call(t, b, "POST", w.url+"/api/session", login{"thuky", "mat-khau-1"}); st != 429 || p["code"] != "too_many_attempts" {
			t.Fatalf("eleventh attempt: %d %v", st, p)
		}
		w.clock.Advance(7 * time.Second)
		if st, _ := call(t, b, "POST", w.url+"/api/session", login{"thuky", "mat-khau-1"}); st != 200 {
			t.Fatalf("after waiting: %d", st)
		}
	})
}

func TestJoin_CodeLetsOneDeviceInOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, b := newWorld(t, d), browser(t)
		code, _, err := w.NewCode(t.Context(), access.Site, "c1", "site-1")
		if err != nil || len(code) != 6 {
			t.Fatalf("code %q: %v", code, err)
		}
		st, seat := call(t, b, "POST", w.url+"/api/join", map[string]string{"code": code[:3] + " " + code[3:]})
		if st != 200 || seat["site_id"] != "site-1" || seat["kind"] != "site" {
			t.Fatalf("join: %d %v", st, seat)
		}
		if st, me := call(t, b, "GET", w.url+"/api/me", nil, "X-Seat", seat["seat"].(string)); st != 200 || me["site_id"] != "site-1" {
			t.Fatalf("me as the seat: %d %v", st, me)
		}
		if st, p := call(t, browser(t), "POST", w.url+"/api/join", map[string]string{"code": code}); st != 410 || p["code"] != "code_used" {
			t.Fatalf("second use: %d %v", st, p)
		}
		if st, p := call(t, browser(t), "GET", w.url+"/api/me", nil, "X-Seat", seat["seat"].(string)); st != 401 || p["code"] != "seat_unknown" {
			t.Fatalf("seat without its cookie: %d %v", st, p)
		}
	})
}

func TestJoin_LinkServesManyDevicesAndIsTheSameEachTime(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		link, err := w.Link(t.Context(), access.Hall, "c1", "")
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.Link(t.Context(), access.Hall, "c1", "")
		if err != nil || again != link {
			t.Fatalf("link changed: %q %q %v", link, again, err)
		}
		for range 2 {
			if st, seat := call(t, browser(t), "POST", w.url+"/api/join", map[string]string{"token": link}); st != 200 || seat["kind"] != "hall" {
				t.Fatalf("join: %d %v", st, seat)
			}
		}
		if st, me := call(t, browser(t), "GET", w.url+"/api/me", nil, "Authorization", "Bearer "+link); st != 200 || me["kind"] != "hall" {
			t.Fatalf("bearer: %d %v", st, me)
		}
		w.clock.Advance(91 * 24 * time.Hour)
		if _, _, err := w.Redeem(t.Context(), link, "x"); !fault.Is(err, "code_expired") {
			t.Fatalf("after its life: %v", err)
		}
	})
}

func TestSignInLink_OpensItsAccountAndNothingElse(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w, b := newWorld(t, d), browser(t)
		_, me := call(t, browser(t), "POST", w.url+"/api/session", login{"thuky", "mat-khau-1"})
		link, err := w.SignInLink(t.Context(), me["account"].(map[string]any)["id"].(string))
		if err != nil {
			t.Fatal(err)
		}
		if st, p := call(t, b, "POST", w.url+"/api/join", map[string]string{"token": link}); st != 404 {
			t.Fatalf("as a device: %d %v", st, p)
		}
		if st, p := call(t, b, "GET", w.url+"/api/me", nil, "Authorization", "Bearer "+link); st != 401 {
			t.Fatalf("as a bearer token: %d %v", st, p)
		}
		if st, me := call(t, b, "POST", w.url+"/api/session", map[string]string{"link": link}); st != 200 || me["kind"] != "account" {
			t.Fatalf("sign in: %d %v", st, me)
		}
		if st, _ := call(t, b, "GET", w.url+"/api/me", nil); st != 200 {
			t.Fatal("the session does not hold")
		}
	})
}

func TestDelegateLink_LetsInTheDelegateAndNobodyElse(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		s, ctx := newWorld(t, d), t.Context()
		one, err := s.DelegateLink(ctx, "c1", "s1", "lan")
		if err != nil {
			t.Fatal(err)
		}
		again, _ := s.DelegateLink(ctx, "c1", "s1", "lan")
		other, _ := s.DelegateLink(ctx, "c1", "s1", "nam")
		if one != again || one == other {
			t.Fatal("a link is one per delegate, and always the same")
		}
		code, _, err := s.DelegateCode(ctx, "c1", "s1", "nam")
		if err != nil {
			t.Fatal(err)
		}
		for secret, want := range map[string]string{one: "lan", code: "nam"} {
			seat, cookie, err := s.Redeem(ctx, secret, "phone")
			if err != nil {
				t.Fatal(err)
			}
			by, err := s.ActorOfSeat(ctx, seat.ID, cookie)
			if err != nil || by.Kind != access.Handheld || by.DelegateID != want || by.SiteID != "s1" || by.String() != "delegate:"+want {
				t.Fatalf("%+v %v", by, err)
			}
		}
	})
}

func TestPeople_AreThoseWhoCanSignIn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, a := range []identity.Account{
			{ID: "b", Login: "chutri", Name: "An", Title: "Bí thư", UnitID: "office"}, {ID: "c", Login: "cu", Name: "Bình", UnitID: "office"},
		} {
			if _, err := w.CreateAccount(t.Context(), a, "mat-khau-1"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.ExecContext(t.Context(), `UPDATE account SET disabled = 1 WHERE id = 'c'`); err != nil {
			t.Fatal(err)
		}
		got, err := w.People(t.Context())
		if err != nil || len(got) != 2 || got[0].ID != "b" || got[0].Title != "Bí thư" || got[1].Name != "Lê Thị Thư" {
			t.Fatalf("%+v %v", got, err)
		}
	})
}
