package demo_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// terminal is what somebody at the terminal reads.
type terminal struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (w *terminal) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.Write(b)
}

func (w *terminal) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.String()
}

// overTLS runs a demo of three synthetic sites with the program's own
// authority until the test ends.
func overTLS(t *testing.T, address string, change func(*demo.Options)) (ways demo.Access, folder string, says *terminal) {
	t.Helper()
	folder, says = t.TempDir(), &terminal{}
	c := app.Config{
		Addr: fmt.Sprintf("%s:%d", address, freePort(t)), Data: folder, MediaPort: freePort(t), ProgrammeUDP: freePort(t),
		TLSOwn: true,
	}
	o := demo.Options{Password: demo.Password, Calm: true, Without: []string{
		"site-ayun-pa", "site-kbang", "site-dak-doa", "site-chu-pah", "site-ia-grai", "site-mang-yang", "site-kong-chro", "site-duc-co",
		"site-chu-prong", "site-chu-se", "site-dak-po", "site-ia-pa", "site-krong-pa", "site-phu-thien", "site-chu-puh",
	}}
	if change != nil {
		change(&o)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- demo.Run(ctx, c, o, says, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	})
	until(t, "the demo serves", func() bool { return strings.Contains(says.String(), "Accounts") })
	b, err := os.ReadFile(filepath.Join(folder, "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &ways); err != nil {
		t.Fatal(err)
	}
	return ways, folder, says
}

// here counts the sites that are there, as the operator's browser is told.
func here(t *testing.T, ways demo.Access, folder string) func() int {
	t.Helper()
	pem, err := os.ReadFile(filepath.Join(folder, "authority.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
	call := func(method, path, body string, into any) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, ways.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		w, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = w.Body.Close() }()
		if w.StatusCode >= http.StatusMultipleChoices {
			t.Fatalf("%s %s: %s", method, path, w.Status)
		}
		if into == nil {
			return
		}
		if err := json.NewDecoder(w.Body).Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	_, link, _ := strings.Cut(ways.Operator, "/enter/")
	link, _, _ = strings.Cut(link, "?")
	call(http.MethodPost, "/api/session", fmt.Sprintf(`{"link":%q}`, link), nil)
	return func() (n int) {
		var l struct {
			Sites []struct{ Presence string }
		}
		call(http.MethodGet, "/api/conferences/"+ways.ConferenceID+"/live", "", &l)
		for _, s := range l.Sites {
			if s.Presence == "online" {
				n++
			}
		}
		return n
	}
}

func TestRun_SitesTrustTheProgramsOwnAuthority(t *testing.T) {
	ways, folder, says := overTLS(t, "127.0.0.1", nil)
	if !strings.HasPrefix(ways.URL, "https://") {
		t.Fatalf("serves at %s", ways.URL)
	}
	n := here(t, ways, folder)
	until(t, "four sites are there", func() bool { return n() == 4 })
	if strings.Contains(says.String(), "cannot come in") {
		t.Errorf("it complained:\n%s", says)
	}
}

// The certificate names the address that the links do, whichever it is.
func TestRun_CertificateIsForTheAddressServedOn(t *testing.T) {
	ways, folder, _ := overTLS(t, "127.0.0.7", nil)
	n := here(t, ways, folder)
	until(t, "four sites are there", func() bool { return n() == 4 })
}

func TestRun_SaysInPlainWordsWhyItsSitesCannotComeIn(t *testing.T) {
	ways, folder, says := overTLS(t, "127.0.0.1", func(o *demo.Options) {
		o.Trust = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
	})
	until(t, "it says so", func() bool { return strings.Contains(says.String(), "cannot come in") })
	if said := says.String(); !strings.Contains(said, "at "+ways.URL) || !strings.Contains(said, "authority that is not trusted") {
		t.Errorf("it says\n%s", said)
	}
	n := here(t, ways, folder)
	if n() != 0 {
		t.Error("sites are there after all")
	}
	if c := strings.Count(says.String(), "cannot come in"); c != 1 {
		t.Errorf("it says so %d times", c)
	}
}
