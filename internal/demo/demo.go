// Package demo is a running conference of 19 sites for whoever starts the
// program for the first time: the reference organisation with a quarter behind
// it, and synthetic sites that really join.
//
//	Run ──(empty folder)──▶ Seed ──▶ serve ──▶ sites join ──▶ autopilot
//
// Everything goes through the program's own services and its own HTTP; there
// is no second way in. It is for one machine: it honours sign-in links and has
// a known password, so it refuses to listen for others with that password.
package demo

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/clock"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/web"
)

// Options are the demo's own choices.
type Options struct {
	Reset     bool     // throw the demo's data away and begin anew
	Autopilot bool     // conduct by itself
	Without   []string // sites that stay away, for somebody else to join as
	Password  string   // of every account
	Calm      bool     // nobody is late and no line drops: for measurements
	Light     bool     // the sites' pictures take a tenth of a camera's bits: for small machines
	Sites     int      // how many a new demo has, 19 to 150; 0: 19
	// Trust is whom the synthetic sites trust; nil: the system's authorities and
	// the program's own.
	Trust *tls.Config
}

// Access is what the demo prints and writes to demo.json.
type Access struct {
	URL          string            `json:"url"`
	ConferenceID string            `json:"conference_id"`
	Password     string            `json:"password"`
	Accounts     map[string]string `json:"accounts"` // login by what it is for
	Operator     string            `json:"operator"` // the next ones sign in by themselves
	Chair        string            `json:"chair"`
	Secretary    string            `json:"secretary"`
	Reporter     string            `json:"reporter"`
	Head         string            `json:"head"`
	Admin        string            `json:"admin"`
	Site         string            `json:"site"` // join link
	Hall         string            `json:"hall"`
	Watch        string            `json:"watch"`
	WatchToken   string            `json:"watch_token"`
	Sites        map[string]string `json:"sites"` // join link by site
}

// exampleSite is the site whose join link is printed.
const exampleSite = "site-kbang"

// Run serves the demo until ctx ends.
func Run(ctx context.Context, c app.Config, o Options, out io.Writer, log *slog.Logger) error {
	if o.Password == Password && !c.Loopback() {
		return fault.Invalid("demo_exposed", "the demo with its known password serves this machine only; give another --password to use --addr %s", c.Addr)
	}
	if o.Reset {
		if err := reset(c); err != nil {
			return err
		}
	}
	c.SignInLinks = true
	c.Prepare = func(ctx context.Context, d *db.DB) error { return prepare(ctx, d, o, log) }
	a, err := app.New(ctx, c, log)
	if err != nil {
		return err
	}
	defer a.Close()
	conference, err := newest(ctx, a)
	if err != nil {
		return err
	}
	ways, err := ways(ctx, a, conference, o.Password)
	if err != nil {
		return err
	}
	if err := ways.write(filepath.Join(c.Data, "demo.json")); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return a.Run(ctx, func(string) {
			ways.print(out)
			invite(out, c, ways.URL)
			if c.TLSOwn {
				_, _ = fmt.Fprintf(out, "  Browsers warn until they are told, once, to trust %s.\n\n", filepath.Join(c.Data, "authority.pem"))
			}
			group.Go(func() error { return people(ctx, a, ways, c.Data, o, out, log) })
		})
	})
	return group.Wait()
}

// reset removes what a demo leaves in its folder, and nothing else.
func reset(c app.Config) error {
	if c.Database != "" {
		return fault.Invalid("demo_database", "--reset throws away the demo's own SQLite database; empty %s yourself", "the other one")
	}
	for _, pattern := range []string{"giaoban.db*", "*.key", "demo.json"} {
		files, err := filepath.Glob(filepath.Join(c.Data, pattern))
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("reset: %w", err)
			}
		}
	}
	return nil
}

// prepare seeds an empty database and leaves any other as it is.
func prepare(ctx context.Context, d *db.DB, o Options, log *slog.Logger) error {
	s, err := app.NewServices(d, clock.System{}, log)
	if err != nil {
		return err
	}
	if done, err := Seeded(ctx, s); done || err != nil {
		return err
	}
	return Seed(ctx, d, s.Clock.Now(), o, log)
}

// newest is the conference that the demo is about.
func newest(ctx context.Context, a *app.App) (string, error) {
	list, err := a.Meeting.Conferences(ctx, access.System, seriesID, "")
	if err != nil {
		return "", err
	}
	for _, c := range list {
		if c.State == meeting.Live || c.State == meeting.Paused || c.State == meeting.Checking {
			return c.ID, nil
		}
	}
	if len(list) == 0 {
		return "", errors.New("the data folder holds no demo: start with --reset")
	}
	return list[0].ID, nil
}

func ways(ctx context.Context, a *app.App, conference, password string) (*Access, error) {
	base := a.Base()
	w := &Access{
		URL: base, ConferenceID: conference, Password: password, Sites: map[string]string{},
		Accounts: map[string]string{
			"operator": "vanhanh", "chair": "chutri", "deputy": "photri", "secretary": "thuky",
			"reporter": "kbang", "head": "kbang.truong", "admin": "quantri",
		},
	}
	for _, x := range []struct {
		into      *string
		login, to string
	}{
		{&w.Operator, "vanhanh", "/console/" + conference},
		{&w.Chair, "chutri", "/chair/" + conference},
		{&w.Secretary, "thuky", "/conferences/" + conference},
		{&w.Reporter, "kbang", "/reports"},
		{&w.Head, "kbang.truong", "/"},
		{&w.Admin, "quantri", "/"},
	} {
		token, err := a.Identity.SignInLink(ctx, "demo-"+strings.ReplaceAll(x.login, ".", "-"))
		if err != nil {
			return nil, err
		}
		*x.into = base + "/enter/" + token + "?to=" + x.to
	}
	links, err := a.Meeting.Links(ctx, a.Identity, base, conference)
	if fault.Is(err, "conference_closed") {
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	for _, s := range links.Sites {
		w.Sites[s.SiteID] = s.URL
	}
	w.Site, w.Hall, w.Watch = w.Sites[exampleSite], links.HallURL, links.WatchURL
	w.WatchToken = w.Watch[strings.LastIndex(w.Watch, "/")+1:]
	return w, nil
}

func (w *Access) write(file string) error {
	b, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

func (w *Access) print(out io.Writer) {
	if w.Site == "" {
		_, _ = fmt.Fprintf(out, "\nThe demo's conference is closed: its record can be read; --reset begins a new one.\n")
	}
	_, _ = fmt.Fprintf(out, `
Giao ban: %s

  Operator's console   %s
  Chair                %s
  Secretary            %s
  Reporter (Kbang)     %s
  A site joins         %s
  A hall's screen      %s
  A watcher            %s
  Watcher's token      %s

  Accounts, password %s:
    vanhanh (operator)  chutri (chair)  photri (deputy)  thuky (secretary)
    kbang (reporter)  kbang.truong (head)  quantri (administrator)

  All of this is in demo.json in the data folder. Ctrl+C ends the program;
  the next start goes on with the same data, --reset begins anew.

`, w.URL, w.Operator, w.Chair, w.Secretary, w.Reporter, w.Site, w.Hall, w.Watch, w.WatchToken, w.Password)
}

// invite tells how other computers reach a demo that serves them, where its
// links name this one only.
func invite(out io.Writer, c app.Config, links string) {
	host, port, err := net.SplitHostPort(c.Addr)
	if err != nil || c.PublicURL != "" || host != "" && !net.ParseIP(host).IsUnspecified() {
		return
	}
	scheme, _, _ := strings.Cut(links, ":")
	for _, address := range web.LocalHosts() {
		if ip := net.ParseIP(address); ip != nil && ip.To4() != nil && !ip.IsLoopback() {
			_, _ = fmt.Fprintf(out, "  Other computers have %s://%s in place of %s; --public-url writes it into the links.\n",
				scheme, net.JoinHostPort(address, port), links)
		}
	}
	if c.TLSOwn {
		_, _ = fmt.Fprintf(out, "  They trust the program by authority.pem in the data folder. Cameras need https.\n\n")
	}
}

// people lets the synthetic sites join and, with the autopilot, conducts.
func people(ctx context.Context, a *app.App, w *Access, folder string, o Options, out io.Writer, log *slog.Logger) error {
	sites, err := a.Org.Sites(ctx)
	if err != nil {
		return err
	}
	all, err := a.Org.Units(ctx)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	trust := o.Trust
	if trust == nil {
		trust = &tls.Config{RootCAs: a.Trusted(), MinVersion: tls.VersionTLS12}
	}
	group.Go(func() error { return attend(ctx, sites, w, folder, o, trust, out, log) })
	if o.Autopilot {
		units := map[string]org.Unit{}
		for _, u := range all {
			units[u.ID] = u
		}
		by := access.Actor{Kind: access.Account, AccountID: "demo-chutri", Name: office[2].name, UnitID: hubUnit, Grants: []access.Grant{
			{Role: access.Chair, UnitID: hubUnit}, {Role: access.Operator, UnitID: hubUnit},
		}}
		pilot := &autopilot{Services: a.Services, conference: w.ConferenceID, units: units, by: by, log: log}
		group.Go(func() error {
			pilot.run(ctx)
			return nil
		})
	}
	return group.Wait()
}
