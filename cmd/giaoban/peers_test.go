package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/db"
	"giaoban/internal/demo"
	"giaoban/internal/live"
	"giaoban/internal/testdb"
)

// serveOn starts the program, as a process of its own, on a database that it
// shares with others.
func serveOn(t *testing.T, database string, flags ...string) *program {
	t.Helper()
	ports := freePorts(t, 3)
	p := &program{t: t, folder: t.TempDir()}
	p.ways.URL = fmt.Sprintf("http://127.0.0.1:%d", ports[0])
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(self, append([]string{
		"serve", "--data", p.folder, "--database", database, "--addr", strings.TrimPrefix(p.ways.URL, "http://"),
		"--media-port", strconv.Itoa(ports[1]), "--programme-port", strconv.Itoa(ports[2]), "--peer-url", p.ways.URL,
	}, flags...)...)
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stderr = &p.output
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.client = &http.Client{Jar: jar, Timeout: 20 * time.Second}
	p.eventually("the program serves", func() bool {
		return p.call(http.MethodPost, "/api/session", map[string]string{"login": "vanhanh", "password": demo.Password}, nil) == http.StatusOK
	})
	return p
}

// listen opens an event stream and hands on the lines of its data.
func (p *program) listen(path string) <-chan string {
	p.t.Helper()
	ctx, stop := context.WithCancel(p.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.ways.URL+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := (&http.Client{Jar: p.client.Jar}).Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		stop()
		_ = answer.Body.Close()
	})
	lines := make(chan string, 1000)
	go func() {
		s := bufio.NewScanner(answer.Body)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				lines <- data
			}
		}
	}()
	<-lines // the snapshot, or hello
	return lines
}

// hears waits for an event of the kind.
func hears(t *testing.T, lines <-chan string, kind string) {
	t.Helper()
	end := time.After(2 * time.Minute)
	for {
		select {
		case l := <-lines:
			if strings.Contains(l, `"kind":"`+kind+`"`) {
				return
			}
		case <-end:
			t.Fatalf("never heard %s", kind)
		}
	}
}

// carriers are the addresses of those who hold a lease of the conference.
func carriers(t *testing.T, d *db.DB, conference string) (out []string) {
	t.Helper()
	rows, err := d.QueryContext(t.Context(), `SELECT address FROM lease WHERE name = $1 AND until > $2`,
		"conference:"+conference, time.Now().UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var a string
		if err := rows.Scan(&a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func (p *program) restarts() (n int) {
	for _, e := range p.log() {
		if e.Kind == "server.restarted" {
			n++
		}
	}
	return n
}

// Two processes on one PostgreSQL: an act on the one reaches who listens to
// the other; one of them carries the conference's media, whichever a site asks;
// when that one dies, the other does. So it is with a LiveKit in each, with
// these as one cluster, and with one LiveKit elsewhere for both.
func TestPeers_ShareAConferenceAndTakeItOver(t *testing.T) {
	t.Run("each its own LiveKit", func(t *testing.T) { shareAndTakeOver(t) })
	t.Run("one cluster", func(t *testing.T) { shareAndTakeOver(t, "--livekit-redis", testdb.Redis(t)) })
	t.Run("LiveKit elsewhere", func(t *testing.T) { shareAndTakeOver(t, liveKitElsewhere(t)...) })
}

// liveKitElsewhere starts a LiveKit in this process, which is another than the
// program's, and returns the flags with which the program uses it.
func liveKitElsewhere(t *testing.T) []string {
	t.Helper()
	c := contribution.Config{Loopback: true, Key: "elsewhere", Secret: strings.Repeat("e", 32), SignalPort: freePorts(t, 1)[0]}
	e, err := contribution.Start(t.Context(), c, nobodyConducts{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Stop)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(c.Secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"--livekit-url", fmt.Sprintf("ws://127.0.0.1:%d", c.SignalPort), "--livekit-key", c.Key, "--livekit-secret-file", secret,
	}
}

func shareAndTakeOver(t *testing.T, flags ...string) {
	t.Helper()
	address := testdb.PostgresURL(t)
	d := testdb.Open(t, address)
	if err := demo.Seed(t.Context(), d, time.Now(), demo.Options{Password: demo.Password}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	a, b := serveOn(t, address, flags...), serveOn(t, address, flags...)
	var list struct {
		Conferences []struct {
			ID string `json:"id"`
		} `json:"conferences"`
	}
	a.call(http.MethodGet, "/api/conferences?state=live", nil, &list)
	if len(list.Conferences) != 1 {
		t.Fatalf("%+v", list)
	}
	conf := list.Conferences[0].ID
	a.ways.ConferenceID, b.ways.ConferenceID = conf, conf

	a.eventually("one carries the conference", func() bool { return len(carriers(t, d, conf)) == 1 })
	carrier, other := a, b
	if carriers(t, d, conf)[0] == b.ways.URL {
		carrier, other = b, a
	}

	conferenceStream, officeStream := b.listen(a.at("/events")), b.listen("/api/events")
	a.act("/agenda/next", nil)
	hears(t, conferenceStream, "agenda.started")
	a.act("/state", map[string]string{"to": "paused"})
	hears(t, conferenceStream, "conference.paused")
	hears(t, officeStream, "conference.paused")
	a.act("/state", map[string]string{"to": "live"})

	// A site that comes to the process which does not carry the conference.
	site := joinBy(t, other, conf)
	isOnline := func() bool {
		i := slices.IndexFunc(other.live().Sites, func(s live.Site) bool { return s.ID == "site-kbang" })
		return i >= 0 && other.live().Sites[i].Presence == live.Online
	}
	a.eventually("the site is there", isOnline)
	a.act("/floor/grant", map[string]string{"site_id": "site-kbang"})
	for _, p := range []*program{a, b} {
		p.eventually("the site is heard, whichever is asked", func() bool { return slices.Equal(p.microphones(), []string{"site-kbang"}) })
	}

	for _, p := range []*program{a, b} {
		w := p.watch(nil)
		p.eventually("the programme is seen and heard, whichever is asked", func() bool { return w.video.Load() > 30 && w.audio.Load() > 30 })
	}

	carrier.kill()
	other.eventually("the other carries the conference", func() bool { return slices.Equal(carriers(t, d, conf), []string{other.ways.URL}) })
	other.eventually("it was restored", func() bool { return other.restarts() == 1 })
	other.eventually("the site is back", isOnline)
	if open := other.microphones(); len(open) != 0 {
		t.Errorf("heard before the operator confirmed: %v", open)
	}
	other.act("/floor/confirm", nil)
	other.eventually("the site is heard again", func() bool { return slices.Equal(other.microphones(), []string{"site-kbang"}) })
	w := other.watch(nil)
	other.eventually("the programme is seen and heard again", func() bool { return w.video.Load() > 30 && w.audio.Load() > 30 })
	if site.ProcessState != nil {
		t.Error("the site has ended")
	}
}

// joinBy starts a synthetic site of Kbang at the process.
func joinBy(t *testing.T, p *program, conference string) *exec.Cmd {
	t.Helper()
	var links struct {
		Sites []struct {
			SiteID string `json:"site_id"`
			URL    string `json:"url"`
		} `json:"sites"`
	}
	p.call(http.MethodGet, "/api/conferences/"+conference+"/links", nil, &links)
	link := ""
	for _, s := range links.Sites {
		if s.SiteID == "site-kbang" {
			link = p.ways.URL + s.URL[strings.Index(s.URL, "/join/"):]
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "site", link, "--pictures", t.TempDir())
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var output bytes.Buffer
	cmd.Stderr = &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the site: %s", output.String())
		}
	})
	return cmd
}
