package app_test

import (
	"bufio"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// TestStreams_EndWithTheirSession opens both event streams as the operator,
// signs the operator out, and reads both to their end.
func TestStreams_EndWithTheirSession(t *testing.T) {
	a, err := app.Quiet(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.DB.Close() })
	if err := demo.Seed(t.Context(), a.DB, a.Clock.Now(), demo.Options{Password: demo.Password}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	m := &matrix{app: a, ids: map[string]string{}}
	m.know(t)
	srv := httptest.NewServer(a.Handler())
	t.Cleanup(srv.Close)
	secret, _, err := a.Identity.SignIn(t.Context(), "vanhanh", demo.Password, "")
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := a.Identity.SignIn(t.Context(), "vanhanh", demo.Password, "")
	if err != nil {
		t.Fatal(err)
	}
	open := func(path, session string) *bufio.Reader {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "gb_account", Value: session})
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		r := bufio.NewReader(resp.Body)
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, resp.StatusCode)
		}
		if _, err := r.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		return r
	}
	conference := "/api/conferences/" + m.ids["conference"] + "/events"
	streams := []*bufio.Reader{open(conference, secret), open("/api/events", secret)}
	kept := open(conference, other)
	if err := a.Identity.SignOut(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	for i, s := range streams {
		if _, err := io.Copy(io.Discard, s); err != nil {
			t.Errorf("stream %d: %v", i, err)
		}
	}
	// Another session of the same account is not touched.
	if _, err := kept.ReadString('\n'); err != nil {
		t.Errorf("the other session's stream: %v", err)
	}
}
