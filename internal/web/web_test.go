package web_test

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/web"
)

func serve(t *testing.T, handler func(context.Context, *input) (*output, error)) string {
	t.Helper()
	mux := http.NewServeMux()
	api := web.NewAPI(mux)
	web.Register(api, huma.Operation{OperationID: "x", Method: http.MethodPost, Path: "/api/x"}, handler)
	identify := func(*http.Request) (access.Actor, error) { return access.Actor{}, nil }
	srv := httptest.NewServer(web.Handler(mux, identify, slog.New(slog.DiscardHandler)))
	t.Cleanup(srv.Close)
	return srv.URL + "/api/x"
}

type input struct {
	Body struct {
		Number int `json:"number"`
	}
}

type output struct {
	Body struct {
		Number int `json:"number"`
	}
}

func post(t *testing.T, url, body string, header ...string) (int, web.Problem) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var p web.Problem
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(b, &p); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
	}
	return resp.StatusCode, p
}

func TestRegister_TurnsAFaultIntoItsProblem(t *testing.T) {
	url := serve(t, func(context.Context, *input) (*output, error) {
		return nil, fault.Conflict("floor_taken", "held").With("holder", "site-1").WithFields(fault.Field{Name: "a.b", Rule: "number", Value: "x"})
	})
	st, p := post(t, url, `{"number":1}`)
	if st != 409 || p.Code != "floor_taken" || p.Params["holder"] != "site-1" || len(p.Fields) != 1 || p.Fields[0].Rule != "number" {
		t.Fatalf("%d %+v", st, p)
	}
}

func TestRegister_HidesWhatFailedInside(t *testing.T) {
	url := serve(t, func(context.Context, *input) (*output, error) { return nil, errors.New("password=hunter2") })
	if st, p := post(t, url, `{"number":1}`); st != 500 || p.Code != "internal" || strings.Contains(p.Detail, "hunter2") {
		t.Fatalf("%d %+v", st, p)
	}
}

func TestRegister_NamesTheFieldOfTheWrongType(t *testing.T) {
	url := serve(t, func(context.Context, *input) (*output, error) { return &output{}, nil })
	if st, p := post(t, url, `{"number":"two"}`); st != 422 || len(p.Fields) != 1 || p.Fields[0].Name != "number" || p.Fields[0].Rule != "number" {
		t.Fatalf("%d %+v", st, p)
	}
	if st, p := post(t, url, `{}`); st != 422 || len(p.Fields) != 1 || p.Fields[0].Rule != "required" {
		t.Fatalf("%d %+v", st, p)
	}
}

func TestHandler_RefusesAnotherSitesPage(t *testing.T) {
	url := serve(t, func(context.Context, *input) (*output, error) { return &output{}, nil })
	if st, _ := post(t, url, `{"number":1}`, "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"); st != 403 {
		t.Fatalf("cross-site write: %d", st)
	}
}

func TestStatic_ServesThePageForEveryRouteButNotForAssets(t *testing.T) {
	h := web.Static(fstest.MapFS{
		"index.html":      {Data: []byte("<script>let a=1</script>page")},
		"assets/app-1.js": {Data: []byte("js")},
	})
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	if w := get("/console/c1"); w.Code != 200 || !strings.Contains(w.Body.String(), "page") || !strings.Contains(w.Header().Get("Content-Security-Policy"), "'sha256-") {
		t.Fatalf("route: %d %s", w.Code, w.Body)
	}
	if w := get("/assets/app-1.js"); w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Fatalf("asset: %d %v", w.Code, w.Header())
	}
	if w := get("/assets/gone.js"); w.Code != 404 {
		t.Fatalf("missing asset: %d", w.Code)
	}
}

func TestStatic_SendsTextCompressedToWhoeverTakesIt(t *testing.T) {
	text := strings.Repeat("let a = 1;", 200)
	h := web.Static(fstest.MapFS{"index.html": {Data: []byte("page")}, "assets/app-1.js": {Data: []byte(text)}})
	for range 2 { // from the file, then from memory
		r := httptest.NewRequest(http.MethodGet, "/assets/app-1.js", nil)
		r.Header.Set("Accept-Encoding", "br, gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		z, err := gzip.NewReader(w.Body)
		if err != nil || w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("not compressed: %v %v", w.Header(), err)
		}
		if b, err := io.ReadAll(z); err != nil || string(b) != text {
			t.Fatalf("%d bytes: %v", len(b), err)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/assets/app-1.js", nil))
	if w.Body.String() != text || w.Header().Get("Content-Encoding") != "" {
		t.Fatalf("compressed for a client that did not ask: %v", w.Header())
	}
}

func TestAuthority_IssuesCertificatesThatItsOwnRootVerifies(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2024, 12, 4, 0, 0, 0, 0, time.UTC)
	if _, err := web.OpenAuthority(dir, now); err != nil {
		t.Fatal(err)
	}
	a, err := web.OpenAuthority(dir, now) // the one made before
	if err != nil {
		t.Fatal(err)
	}
	pair, err := a.Certificate([]string{"hop.example", "10.1.2.3"}, now)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.ReadFile(filepath.Join(dir, "authority.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(root)
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"hop.example", "10.1.2.3"} {
		if _, err := leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: pool, CurrentTime: now.Add(time.Hour)}); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if st, err := os.Stat(filepath.Join(dir, "authority.key")); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("key readable by others: %v %v", st.Mode(), err)
	}
}
