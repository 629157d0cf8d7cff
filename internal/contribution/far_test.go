package contribution_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"giaoban/internal/contribution"
	"giaoban/internal/synthetic"
)

func TestStart_SaysThatLiveKitElsewhereRefuses(t *testing.T) {
	c := elsewhere(t)
	for what, change := range map[string]func(*contribution.Config){
		"secret": func(c *contribution.Config) { c.Secret = strings.Repeat("x", 32) },
		"key":    func(c *contribution.Config) { c.Key = "somebody" },
	} {
		wrong := c
		change(&wrong)
		_, err := contribution.Start(t.Context(), wrong, &conference{}, discard)
		if !errors.Is(err, contribution.ErrRefused) || strings.Contains(err.Error(), wrong.Secret) {
			t.Errorf("wrong %s: %v", what, err)
		}
	}
	page := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(page.Close)
	c.Elsewhere.URL, _ = url.Parse(page.URL)
	if _, err := contribution.Start(t.Context(), c, &conference{}, discard); !errors.Is(err, contribution.ErrNotLiveKit) {
		t.Errorf("a page: %v", err)
	}
}

func TestStart_TrustsLiveKitElsewhereByItsAuthority(t *testing.T) {
	c := elsewhere(t)
	front := httptest.NewTLSServer(httputil.NewSingleHostReverseProxy(c.Elsewhere.URL))
	t.Cleanup(front.Close)
	at, err := url.Parse(front.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.Elsewhere = &contribution.Elsewhere{URL: at}
	if _, err := contribution.Start(t.Context(), c, &conference{}, discard); !errors.Is(err, contribution.ErrUntrusted) {
		t.Errorf("an unknown authority: %v", err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(front.Certificate())
	c.Elsewhere.TLS = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
	w := worldOf(t, c) // calls, its own signalling and the sites' all go over TLS
	s := w.site("a", 1)
	w.connected(s)
	until(t, "known", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	w.want("a")
	until(t, "its microphone", func() bool { return len(w.microphones()) == 1 })
}

// A LiveKit elsewhere that is not there at first, then is, ends and comes back.
func TestElsewhere_MayComeLaterAndComeBack(t *testing.T) {
	c := contribution.Config{Loopback: true, Key: "elsewhere", Secret: strings.Repeat("e", 32), SignalPort: freePort(t)}
	far := c
	far.Elsewhere = &contribution.Elsewhere{URL: &url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.SignalPort))}}
	w := worldOf(t, far)
	sink := &tape{keys: map[int]int{}}
	if _, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, sink); err != nil {
		t.Fatal(err)
	}
	s := w.site("a", 1)
	packets := func() int { return sink.get(func(s *tape) int { return s.packets }) }

	server := start(t, c, &conference{deaf: true})
	w.connected(s)
	until(t, "its picture", func() bool { return packets() > 20 })
	until(t, "known", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	w.want("a")
	until(t, "its microphone", func() bool { return len(w.microphones()) == 1 })

	server.Stop()
	until(t, "missed", func() bool { return w.conf.history(contribution.Site("a")) == "joined left" })
	before := packets()
	start(t, c, &conference{deaf: true})
	until(t, "its picture again", func() bool { return packets() > before+20 })
	until(t, "known again", func() bool { return w.conf.history(contribution.Site("a")) == "joined left joined" })
	if m := w.microphones(); len(m) != 0 {
		t.Errorf("back with open microphones %v", m)
	}
}

func TestTap_OfARoomElsewhere(t *testing.T) {
	w := worldOf(t, elsewhere(t))
	sink := &tape{keys: map[int]int{}}
	tap, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, sink)
	if err != nil {
		t.Fatal(err)
	}
	w.connected(w.site("a", 1)) // comes after the tap
	keys := func() int { return sink.get(func(s *tape) int { return s.keys[0] }) }
	until(t, "a key frame", func() bool { return keys() > 0 })
	if f := sink.formats[0]; f.Mime != "video/VP8" || f.ClockRate != 90000 {
		t.Errorf("format %+v", f)
	}
	until(t, "a sender report", func() bool { return sink.get(func(s *tape) int { return s.reports }) > 0 })
	before := keys()
	until(t, "a key frame on request", func() bool {
		tap.RequestKeyFrame(0)
		return keys() > before
	})
	for _, p := range w.engine.Snapshot(room) {
		if _, site := p.Identity.SiteID(); !site {
			t.Errorf("%+v is in the room for all to see", p)
		}
	}
	packets := func() int { return sink.get(func(s *tape) int { return s.packets }) }
	tap.Close()
	after := packets()
	until(t, "tap closed", func() bool { return packets() == after })

	// A second tap of the same track, after the first has let go of it.
	again := &tape{keys: map[int]int{}}
	if _, err := w.engine.Tap(t.Context(), room, contribution.Site("a"), contribution.Camera, again); err != nil {
		t.Fatal(err)
	}
	until(t, "packets of the second tap", func() bool { return again.get(func(s *tape) int { return s.packets }) > 20 })
}

// Another process takes a conference over whose room is elsewhere: the site's
// signalling is cut, and it comes back.
func TestElsewhere_DismissedSitesComeBackByThemselves(t *testing.T) {
	w := worldOf(t, elsewhere(t))
	w.engine.Reconcile(room)
	s := w.site("a", 1)
	w.connected(s)
	until(t, "joined", func() bool { return w.conf.history(contribution.Site("a")) == "joined" })
	w.engine.Dismiss(room)
	until(t, "back", func() bool { return w.conf.joinsOf(contribution.Site("a")) == 2 })
	until(t, "there", func() bool {
		return slices.ContainsFunc(w.engine.Snapshot(room), func(p contribution.Participant) bool { return p.Connected && len(p.Tracks) == 1 })
	})
}

// The process that carried a conference dies; another carries it on, in the
// same room elsewhere, where the site's session of before lives on for a while.
func TestElsewhere_AnotherProcessTakesOver(t *testing.T) {
	c := elsewhere(t)
	first, second := worldOf(t, c), worldOf(t, c)
	second.carry(false)
	a := first.site("a", 1)
	first.connected(a)
	until(t, "known", func() bool { return first.conf.history(contribution.Site("a")) == "joined" })
	first.want("a")
	until(t, "its microphone", func() bool { return len(first.microphones()) == 1 })

	a.cut(synthetic.ErrCut)
	first.engine.Stop()
	second.carry(true)
	again := second.site("a", 1)
	second.connected(again)
	until(t, "known", func() bool { return second.conf.history(contribution.Site("a")) == "joined" })
	if m := second.microphones(); len(m) != 0 {
		t.Errorf("came over with open microphones %v", m)
	}
	second.want("a")
	until(t, "its microphone again", func() bool { return len(second.microphones()) == 1 })
	if h := second.conf.history(contribution.Site("a")); h != "joined" {
		t.Errorf("history %q", h)
	}
}
