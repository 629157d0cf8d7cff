package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// running is the whole program with the demo's conference, media included.
type running struct {
	*matrix
	t   *testing.T
	url string
}

func run(t *testing.T) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	addr := httptest.NewUnstartedServer(nil).Listener
	at := addr.Addr().String()
	_ = addr.Close()
	log := slog.New(slog.DiscardHandler)
	a, err := app.New(ctx, app.Config{Data: t.TempDir(), Addr: at, Distribution: "relay"}, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Seed(ctx, a.DB, a.Clock.Now(), demo.Options{Password: demo.Password}, log); err != nil {
		t.Fatal(err)
	}
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(url string) { ready <- url }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		a.Close()
	})
	r := &running{matrix: &matrix{app: a, ids: map[string]string{}}, t: t}
	r.know(t)
	select {
	case r.url = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	return r
}

// device is one that was let in, with what it sends to show itself.
type device struct {
	seat   string
	cookie *http.Cookie
}

func (r *running) letIn(kind access.Kind, site, name string) device {
	r.t.Helper()
	link, err := r.app.Identity.Link(r.t.Context(), kind, r.ids["conference"], site)
	if err != nil {
		r.t.Fatal(err)
	}
	seat, secret, err := r.app.Identity.Redeem(r.t.Context(), link, name)
	if err != nil {
		r.t.Fatal(err)
	}
	return device{seat: seat.ID, cookie: &http.Cookie{Name: "gb_seat_" + seat.ID, Value: secret}}
}

// ask sends a request and reads the answer into into, unless that is nil.
func (r *running) ask(method, path string, show func(*http.Request), into any) (status int) {
	r.t.Helper()
	resp := r.send(method, path, show)
	defer func() { _ = resp.Body.Close() }()
	if into != nil {
		if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
			r.t.Fatal(err)
		}
	}
	return resp.StatusCode
}

func (r *running) send(method, path string, show func(*http.Request)) *http.Response {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	show(req)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp
}

func (d device) show(req *http.Request) {
	req.AddCookie(d.cookie)
	req.Header.Set("X-Seat", d.seat)
}

// TestEndSeat_ThrowsTheDeviceOutOfTheWholeProgram lets two devices of one site
// in, has the operator end one, and looks at every way in that it had: its
// event stream, its requests, its tokens for sound and pictures.
func TestEndSeat_ThrowsTheDeviceOutOfTheWholeProgram(t *testing.T) {
	r := run(t)
	const site = "site-kbang"
	of := "/api/conferences/" + r.ids["conference"]
	out, stays := r.letIn(access.Site, site, "Firefox"), r.letIn(access.Site, site, "Chrome")
	session, _, err := r.app.Identity.SignIn(t.Context(), "vanhanh", demo.Password, "")
	if err != nil {
		t.Fatal(err)
	}
	operator := func(req *http.Request) { req.AddCookie(&http.Cookie{Name: "gb_account", Value: session}) }

	stream := func(d device) *bufio.Reader {
		resp := r.send(http.MethodGet, of+"/events", d.show)
		t.Cleanup(func() { _ = resp.Body.Close() })
		b := bufio.NewReader(resp.Body)
		if _, err := b.ReadString('\n'); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp.Status, err)
		}
		return b
	}
	ends, goesOn := stream(out), stream(stays)
	var media app.Media
	r.ask(http.MethodGet, of+"/media", out.show, &media)
	signal := func() int {
		return r.ask(http.MethodGet, "/rtc/validate?access_token="+media.Token, func(*http.Request) {}, nil)
	}
	watch := func() int {
		return r.ask(http.MethodPost, media.Programme.URL, func(req *http.Request) {
			req.Header.Set("Authorization", "Bearer "+media.Programme.Token)
			req.Header.Set("Content-Type", "application/sdp")
		}, nil)
	}
	if s, w := signal(), watch(); s != http.StatusOK || w != http.StatusBadRequest { // no offer, but let in
		t.Fatalf("before: signalling %d, programme %d", s, w)
	}

	var listed struct {
		Seats []struct {
			ID        string `json:"id"`
			SiteID    string `json:"site_id"`
			Device    string `json:"device"`
			Connected bool   `json:"connected"`
		} `json:"seats"`
	}
	seats := func() (ids []string) {
		for _, s := range listed.Seats {
			if s.SiteID == site && s.Connected {
				ids = append(ids, s.ID)
			}
		}
		return ids
	}
	r.ask(http.MethodGet, of+"/seats", operator, &listed)
	if !slices.Equal(seats(), []string{out.seat, stays.seat}) {
		t.Fatalf("listed: %+v", listed)
	}
	r.ask(http.MethodDelete, of+"/seats/"+out.seat, operator, &listed)
	if !slices.Equal(seats(), []string{stays.seat}) {
		t.Fatalf("listed afterwards: %+v", listed)
	}

	if _, err := io.Copy(io.Discard, ends); err != nil {
		t.Errorf("its event stream: %v", err)
	}
	var why struct {
		Code string `json:"code"`
	}
	if status := r.ask(http.MethodGet, "/api/me", out.show, &why); status != http.StatusUnauthorized || why.Code != "seat_ended" {
		t.Errorf("its requests: %d %s", status, why.Code)
	}
	if s, w := signal(), watch(); s != http.StatusUnauthorized || w != http.StatusForbidden {
		t.Errorf("after: signalling %d, programme %d", s, w)
	}
	if status := r.ask(http.MethodGet, of+"/media", stays.show, nil); status != http.StatusOK {
		t.Errorf("the other device: %d", status)
	}
	for { // its stream brings what happened
		line, err := goesOn.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(line, `"seat.ended"`) {
			break
		}
	}
}
