package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
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

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

// asProgram makes this test's own binary the program, so that a test can start
// it and end it as a power cut does.
const asProgram = "GIAOBAN_TEST_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// program is the demo in a process of its own.
type program struct {
	t      *testing.T
	folder string
	args   []string
	cmd    *exec.Cmd
	output bytes.Buffer
	client *http.Client
	ways   struct {
		URL          string            `json:"url"`
		ConferenceID string            `json:"conference_id"`
		Operator     string            `json:"operator"`
		Sites        map[string]string `json:"sites"`
	}
}

// freePorts are ports of this machine that are free for TCP and for UDP.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var out []int
	for len(out) < n {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		u, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", l.Addr().String())
		if err != nil {
			continue
		}
		defer func() { _ = u.Close() }()
		out = append(out, l.Addr().(*net.TCPAddr).Port)
	}
	return out
}

func startProgram(t *testing.T, flags ...string) *program {
	t.Helper()
	ports := freePorts(t, 3)
	p := &program{t: t, folder: t.TempDir()}
	p.args = append([]string{
		"demo", "--data", p.folder, "--addr", fmt.Sprintf("127.0.0.1:%d", ports[0]),
		"--media-port", strconv.Itoa(ports[1]), "--programme-port", strconv.Itoa(ports[2]),
	}, flags...)
	p.start()
	t.Cleanup(p.kill)
	return p
}

func (p *program) start() {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd = exec.Command(self, p.args...)
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	p.cmd.Stderr = &p.output
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	p.client = &http.Client{Jar: jar, Timeout: 20 * time.Second}
	p.eventually("the program serves", func() bool {
		b, err := os.ReadFile(filepath.Join(p.folder, "demo.json"))
		if err != nil || json.Unmarshal(b, &p.ways) != nil {
			return false
		}
		token, _, _ := strings.Cut(strings.TrimPrefix(p.ways.Operator, p.ways.URL+"/enter/"), "?")
		return p.call(http.MethodPost, "/api/session", map[string]string{"link": token}, nil) == http.StatusOK
	})
}

// kill ends the program at once, as a power cut does.
func (p *program) kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
}

// eventually looks until the condition holds; the bound is for a test that
// would never end.
func (p *program) eventually(what string, holds func() bool) {
	p.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			p.t.Fatalf("never: %s\n%s", what, p.output.String())
		}
		<-time.After(100 * time.Millisecond)
	}
}

// call returns the status, 0 where nobody answers.
func (p *program) call(method, path string, body, into any) int {
	p.t.Helper()
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			p.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.ways.URL+path, bytes.NewReader(b))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := p.client.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0
	}
	if into != nil && resp.StatusCode == http.StatusOK {
		if err := json.Unmarshal(raw, into); err != nil {
			p.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
		}
	}
	return resp.StatusCode
}

// act does something in the conference and fails the test when it is refused.
func (p *program) act(path string, body any) {
	p.t.Helper()
	if st := p.call(http.MethodPost, p.at(path), body, nil); st != http.StatusOK {
		p.t.Fatalf("POST %s: status %d", path, st)
	}
}

func (p *program) at(path string) string { return "/api/conferences/" + p.ways.ConferenceID + path }

func (p *program) live() (l live.Live) {
	p.call(http.MethodGet, p.at("/live"), nil, &l)
	return l
}

func (p *program) log() []live.LogEntry {
	var out struct {
		Events []live.LogEntry `json:"events"`
	}
	p.call(http.MethodGet, p.at("/log"), nil, &out)
	return out.Events
}

// microphones are those whose sound the server takes in.
func (p *program) microphones() []string {
	var out struct {
		Open []string `json:"open"`
	}
	p.call(http.MethodGet, p.at("/microphones"), nil, &out)
	return out.Open
}

func (p *program) online() (n int) {
	for _, s := range p.live().Sites {
		if s.Presence == live.Online {
			n++
		}
	}
	return n
}

// A power cut in the middle of a speech: the conference is where it was, the
// sites come back by themselves, and nobody is heard until the operator
// confirms.
func TestRestart_ConferenceGoesOnWhereItWas(t *testing.T) {
	p := startProgram(t, "--calm")
	p.eventually("all sites are there", func() bool { return p.online() == 19 })

	p.act("/agenda/next", nil)
	for _, site := range []string{"site-kbang", "site-chu-se", "site-pleiku"} {
		p.act("/floor/requests", map[string]any{
			"site_id": site, "topic": "Báo cáo của " + site, "category": "report", "speaker_name": "A", "speaker_title": "B",
		})
	}
	p.act("/floor/next", nil)
	p.eventually("the speaker is heard, and nobody else", func() bool {
		return slices.Equal(p.microphones(), []string{"site-kbang"})
	})
	before, history := p.live(), p.log()

	p.kill()
	p.start()

	after := p.live()
	if after.Conference.State != meeting.Live {
		t.Errorf("the conference is %s", after.Conference.State)
	}
	if diff := cmp.Diff(before.Floor.Queue, after.Floor.Queue); diff != "" {
		t.Errorf("the queue has changed (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before.Agenda, after.Agenda); diff != "" {
		t.Errorf("the agenda has changed (-before +after):\n%s", diff)
	}
	if len(after.Floor.Holders) != 1 || after.Floor.Holders[0].SiteID != "site-kbang" || !after.Floor.Holders[0].WaitingConfirm {
		t.Fatalf("floor: %+v", after.Floor.Holders)
	}
	if len(after.OpenMics) != 0 {
		t.Errorf("microphones open after the restart: %v", after.OpenMics)
	}
	now := p.log()
	if diff := cmp.Diff(history, now[:min(len(history), len(now))]); diff != "" {
		t.Errorf("the log has changed (-before +after):\n%s", diff)
	}
	if !slices.ContainsFunc(now, func(e live.LogEntry) bool { return e.Kind == "server.restarted" }) {
		t.Error("the log does not tell of the restart")
	}

	p.eventually("all sites are back", func() bool { return p.online() == 19 })
	for _, s := range p.live().Sites {
		if s.Confirmed {
			t.Errorf("%s is back with its microphone trusted", s.ID)
		}
	}
	if open := p.microphones(); len(open) != 0 {
		t.Errorf("heard before the operator confirmed: %v", open)
	}
	p.act("/floor/confirm", nil)
	p.eventually("the speaker is heard again, and nobody else", func() bool {
		return slices.Equal(p.microphones(), []string{"site-kbang"})
	})
	h := p.live().Floor.Holders[0]
	if h.RanSeconds < before.Floor.Holders[0].RanSeconds || h.LimitSeconds != before.Floor.Holders[0].LimitSeconds {
		t.Errorf("the clock gained time: %+v, before %+v", h, before.Floor.Holders[0])
	}
}
