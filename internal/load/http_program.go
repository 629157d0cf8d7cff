package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaoban/internal/synthetic"
)

// The conference that the whole program is measured by: so many sites beside
// the hub, each with camera and microphone and watching the programme, an
// operator with all of them on the wall, and a change of floor every so often.
const (
	programSites = 18
	programEvery = 10 * time.Second
)

// hall is the site of the hub, which does not ask for the floor.
const hall = "site-hub"

// demo is what a demo that serves tells of itself in its data folder.
type demo struct {
	URL        string            `json:"url"`
	Conference string            `json:"conference_id"`
	Operator   string            `json:"operator"` // address that signs in
	Token      string            `json:"watch_token"`
	Sites      map[string]string `json:"sites"` // join links
}

// measureProgram measures the whole program, a process of its own on core 0,
// with a conference of programSites sites that join from here as browsers do.
func measureProgram(ctx context.Context, o Options) (row Row, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	folder, err := os.MkdirTemp("", "giaoban-load-")
	if err != nil {
		return row, fmt.Errorf("folder for the program: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	cmd, d, err := startProgram(ctx, o, folder)
	if err != nil {
		return row, err
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	operator, err := d.signIn(ctx)
	if err != nil {
		return row, err
	}
	sites := d.remote()
	var joined sync.WaitGroup
	defer joined.Wait()
	defer cancel()
	d.join(ctx, sites, filepath.Join(folder, "pictures"), &joined)
	if err := d.wall(ctx, operator, &joined); err != nil {
		return row, err
	}
	c, err := newCrowd(len(sites) + 1) // the sites and the hall
	if err != nil {
		return row, err
	}
	defer c.close()
	m := &measured{engine: "program", whep: d.URL + "/whep/" + d.Conference, token: d.Token}
	_, _ = fmt.Fprintln(o.Log, "program: joining")
	if err := m.joinAll(ctx, c); err != nil {
		return row, err
	}
	first := sites[0]
	for tries := 60; ; tries-- { // the last of them are still on their way
		err := errors.Join(d.post(ctx, operator, "/floor/take-back", nil), d.give(ctx, operator, first, ""))
		if err == nil {
			break
		}
		if tries == 0 || pause(ctx, time.Second) != nil {
			return row, err
		}
	}
	_, _ = fmt.Fprintln(o.Log, "program: watching, a change of floor every", programEvery)
	if err := pause(ctx, 12*time.Second); err != nil { // layers that nobody watches end after some seconds
		return row, err
	}
	c.mark()
	cpu, err := usedBy(cmd.Process.Pid)
	if err != nil {
		return row, err
	}
	from, packets := now(), c.packets.Load()
	changes := min(o.Switches, max(3, o.Seconds/int(programEvery/time.Second)))
	for i, before := 0, first; i < changes; i++ {
		next := sites[(i+1)*7%len(sites)]
		if err := d.give(ctx, operator, next, before); err != nil {
			return row, err
		}
		before = next
		if err := pause(ctx, programEvery); err != nil {
			return row, err
		}
	}
	after, err := usedBy(cmd.Process.Pid)
	if err != nil {
		return row, err
	}
	took := now().Sub(from).Seconds()
	expected, got := c.lost()
	row = Row{Engine: "program", Watchers: len(c.all), Cores: (after - cpu) / took, PacketsPerSecond: float64(c.packets.Load()-packets) / took}
	if expected == 0 {
		return row, errors.New("no packet of the programme came")
	}
	row.Loss = 1 - float64(got)/float64(expected)
	return row, nil
}

// startProgram starts the program with a demo of its own and waits until it
// serves.
func startProgram(ctx context.Context, o Options, folder string) (*exec.Cmd, *demo, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, nil, fmt.Errorf("find this program: %w", err)
	}
	ports, err := freePorts(ctx, 3)
	if err != nil {
		return nil, nil, err
	}
	args := append(slices.Clone(o.Program), "--data", folder, "--addr", "127.0.0.1:"+strconv.Itoa(ports[0]),
		"--media-port", strconv.Itoa(ports[1]), "--programme-port", strconv.Itoa(ports[2]))
	cmd := exec.CommandContext(ctx, exe, args...)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	if err := startOn(cmd, 0); err != nil {
		return nil, nil, fmt.Errorf("start the program: %w", err)
	}
	d := &demo{}
	for range 300 {
		b, err := os.ReadFile(filepath.Join(folder, "demo.json"))
		if err == nil && json.Unmarshal(b, d) == nil && d.serves(ctx) {
			return cmd, d, nil
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			break
		}
	}
	_ = cmd.Process.Kill()
	return nil, nil, errors.Join(errors.New("the program does not serve"), cmd.Wait())
}

// serves tells whether somebody answers at the demo's address.
func (d *demo) serves(ctx context.Context) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(d.URL, "http://"))
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// freePorts are ports of this machine that are free for TCP and for UDP.
func freePorts(ctx context.Context, n int) (ports []int, err error) {
	for len(ports) < n {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer func() { _ = l.Close() }()
		u, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp4", l.Addr().String())
		if err != nil {
			continue
		}
		defer func() { _ = u.Close() }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

// signIn is the operator's browser.
func (d *demo) signIn(ctx context.Context) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("cookies: %w", err)
	}
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	token, _, _ := strings.Cut(strings.TrimPrefix(d.Operator, d.URL+"/enter/"), "?")
	return client, d.call(ctx, client, http.MethodPost, "/api/session", map[string]string{"link": token}, nil)
}

func (d *demo) call(ctx context.Context, client *http.Client, method, path string, body, into any) error {
	var b []byte
	var err error
	if body != nil {
		if b, err = json.Marshal(body); err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, d.URL+path, bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer func() { _ = w.Body.Close() }()
	if w.StatusCode >= http.StatusMultipleChoices {
		why, _ := io.ReadAll(io.LimitReader(w.Body, 1<<12))
		return fmt.Errorf("%s %s: the program answers %s: %s", method, path, w.Status, why)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(w.Body).Decode(into)
}

// remote are the sites that take part beside the hall, in one order.
func (d *demo) remote() (sites []string) {
	for s := range d.Sites {
		if s != hall {
			sites = append(sites, s)
		}
	}
	slices.Sort(sites)
	return sites[:min(programSites, len(sites))]
}

// join lets the sites join, each by its own link.
func (d *demo) join(ctx context.Context, sites []string, pictures string, wg *sync.WaitGroup) {
	painter := &synthetic.Painter{Dir: pictures}
	for i, s := range sites {
		link := d.Sites[s]
		site := &synthetic.Site{
			Name: s, Number: i + 2, Kind: synthetic.Steady, Painter: painter, Log: slog.New(slog.DiscardHandler),
			Server: d.URL, JoinToken: link[strings.LastIndex(link, "/")+1:],
		}
		wg.Go(func() { _ = site.Run(ctx) })
	}
}

// wall has the operator's console watch every camera in its smallest layer.
func (d *demo) wall(ctx context.Context, operator *http.Client, wg *sync.WaitGroup) error {
	var media struct{ URL, Token string }
	if err := d.call(ctx, operator, http.MethodGet, "/api/conferences/"+d.Conference+"/media", nil, &media); err != nil {
		return err
	}
	if media.URL == "" {
		media.URL = d.URL
	}
	w := &synthetic.Watcher{
		Ticket: synthetic.Ticket{URL: media.URL, Token: media.Token}, Log: slog.New(slog.DiscardHandler),
		Want: func(_ string, microphone bool) synthetic.Wish { return synthetic.Wish{Watch: !microphone} },
	}
	wg.Go(func() { _ = w.Run(ctx) })
	return nil
}

// give gives a site the floor, in the place of who has it.
func (d *demo) give(ctx context.Context, operator *http.Client, site, before string) error {
	return d.post(ctx, operator, "/floor/grant", map[string]string{"site_id": site, "instead_of": before})
}

func (d *demo) post(ctx context.Context, operator *http.Client, act string, body any) error {
	return d.call(ctx, operator, http.MethodPost, "/api/conferences/"+d.Conference+act, body, nil)
}
