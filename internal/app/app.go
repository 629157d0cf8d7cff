package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/clock"
	"giaoban/internal/contribution"
	"giaoban/internal/db"
	"giaoban/internal/docx"
	"giaoban/internal/identity"
	"giaoban/internal/lease"
	"giaoban/internal/letter"
	"giaoban/internal/live"
	"giaoban/internal/mail"
	"giaoban/internal/meeting"
	"giaoban/internal/relay"
	"giaoban/internal/web"
	front "giaoban/web"
)

// App is the whole program, ready to run.
type App struct {
	*Services
	config   Config
	log      *slog.Logger
	engine   *contribution.Engine
	handler  http.Handler
	lock     *os.File
	steward  *steward // nil where this process has the database to itself
	outbox   *mail.Outbox
	letters  *letter.Service
	base     string
	recorder *recorder
	// The next four are nil where the programme is not distributed by the
	// program's own relay.
	relay    *relay.Server
	trunk    *relay.Trunk
	producer *producer
	tickets  *tickets
}

// New opens the data folder and the database, restores the conferences that
// ran, starts the media engine and wires the routes.
func New(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	held, err := lock(c.Data)
	if err != nil {
		return nil, err
	}
	a := &App{config: c, log: log, lock: held}
	if err := a.start(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) start(ctx context.Context) error {
	d, err := OpenDatabase(ctx, a.config)
	if err != nil {
		return err
	}
	if a.Services, err = NewServices(d, clock.System{}, a.log); err != nil {
		_ = d.Close()
		return err
	}
	a.equip(a.config)
	if err := a.startLetters(); err != nil {
		return err
	}
	if a.config.Prepare != nil {
		if err := a.config.Prepare(ctx, d); err != nil {
			return err
		}
	}
	if err := a.share(ctx); err != nil {
		return err
	}
	key, err := secret(a.config.Data, "media")
	if err != nil {
		return err
	}
	media, err := a.config.contribution(key)
	if err != nil {
		return err
	}
	a.engine, err = contribution.Start(ctx, media, conductor{live: a.Live, seats: a.Identity, carries: a.steward.carries}, a.log)
	if err != nil {
		return a.config.explain(err)
	}
	a.Live.OnChange(func(id live.ConferenceID, _ live.State) { a.engine.Reconcile(id) })
	a.Live.OnSeatEnded(a.putOut)
	a.Live.OnAct(a.letters.Heard)
	a.Live.OnAct((&herald{log: a.Log, known: map[string]meeting.State{}}).heard)
	if a.config.Distribution == distributionRelay {
		if err := a.startRelay(key); err != nil {
			return err
		}
	}
	a.recorder = a.newRecorder()
	a.Live.OnChange(a.recorder.heard)
	a.base = a.config.base()
	a.handler = a.routes()
	return nil
}

// routes mounts everything that is served.
func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	api := web.NewAPI(mux)
	host := func(ctx context.Context) (identity.Organisation, error) {
		o, err := a.Org.Organisation(ctx)
		return identity.Organisation{Name: o.Name, NameEn: o.NameEn, OfficeID: o.OfficeID}, err
	}
	a.Identity.Routes(api, host, identity.Options{Secure: a.config.secure(), SignInLinks: a.config.SignInLinks})
	a.Org.Routes(api)
	a.Meeting.Routes(api, a.Identity, a.base)
	a.Live.UseInviter(a.Identity, a.base)
	a.Live.Routes(api, mux)
	a.Report.Routes(api)
	a.Directive.UseAddress(a.base)
	a.Directive.Routes(api)
	a.Paper.Routes(api, docx.Render, docx.ContentType, ".docx")
	screens := &screens{follows: a.Live.Follows}
	a.Live.OnChange(screens.follow)
	a.Live.OnSeatEnded(screens.leave)
	(&mediaAPI{engine: a.engine, live: a.Live, tickets: a.tickets, consoles: &consoles{next: map[string]int{}}, screens: screens}).routes(api)
	a.recorder.routes(api)
	(&mailAPI{outbox: a.outbox, jobs: a.Jobs}).routes(api)
	mux.Handle("GET /api/events", &officeStream{log: a.Log, clock: a.Clock})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if _, err := a.Log.Last(r.Context(), "office"); err != nil {
			http.Error(w, "database", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	if a.engine != nil {
		signalling := a.engine.Handler()
		mux.Handle("/rtc", signalling)
		mux.Handle("/rtc/", signalling)
	}
	if a.relay != nil {
		mux.Handle("/whep/", a.relay.Handler())
		mux.Handle("GET /relay/feed", a.trunk.Handler())
	}
	mux.Handle("/", web.Static(front.Dist()))
	return a.forward(web.HandlerEnding(mux, a.Identity.Identify, a.Identity.Ended, a.log))
}

// share restores the conferences that ran, or has the steward do so for those
// that come to this process.
func (a *App) share(ctx context.Context) error {
	if a.config.PeerURL == "" {
		if err := a.Live.Recover(ctx); err != nil {
			return fmt.Errorf("restore conferences: %w", err)
		}
		return nil
	}
	peer, err := url.Parse(a.config.PeerURL)
	if err != nil || peer.Host == "" || peer.Scheme != "http" && peer.Scheme != "https" || strings.Trim(peer.Path, "/") != "" {
		return fmt.Errorf("--peer-url %q: must be http://HOST:PORT or https://HOST:PORT", a.config.PeerURL)
	}
	if a.DB.Engine() != db.Postgres {
		return errors.New("--peer-url: processes can only share PostgreSQL (--database postgres://…)")
	}
	a.steward = newSteward(lease.NewKeeper(a.DB, a.Clock, a.config.PeerURL), a.Live, a.Meeting, a.log)
	a.startSteward()
	return nil
}

// Media is the media engine.
func (a *App) Media() *contribution.Engine { return a.engine }

// Base is how browsers reach the program: "http://127.0.0.1:8080".
func (a *App) Base() string { return a.base }

// base is the configured address, or the one served on.
func (c Config) base() string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	scheme := "http"
	if c.secure() {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(c.Addr)
	if err == nil && (host == "" || host == "0.0.0.0" || host == "::") {
		return scheme + "://" + net.JoinHostPort("localhost", port)
	}
	return scheme + "://" + c.Addr
}

// Run serves until ctx ends or a part fails. ready is told once requests are
// taken.
func (a *App) Run(ctx context.Context, ready func(url string)) error {
	if err := a.Directive.CatchUp(ctx, a.Jobs); err != nil {
		return err
	}
	if err := a.letters.CatchUp(ctx); err != nil {
		return err
	}
	listener, err := a.listen(ctx)
	if err != nil {
		return err
	}
	unfinished, err := a.recorder.left(ctx) // before anybody is answered
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := web.Serve(ctx, srv, func() error { return srv.Serve(listener) }); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error { return a.Live.Run(ctx) })
	group.Go(func() error {
		a.recorder.tend(ctx, unfinished)
		return nil
	})
	if a.config.MetricsAddr != "" {
		group.Go(func() error {
			if err := a.serveMetrics(ctx); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
	}
	group.Go(func() error { return a.Jobs.Run(ctx) })
	group.Go(func() error { return a.Log.Follow(ctx) })
	if a.steward != nil {
		group.Go(func() error {
			a.steward.run(ctx)
			return nil
		})
	}
	if a.producer != nil {
		if a.steward == nil {
			if err := a.produceRunning(ctx); err != nil {
				return err
			}
		}
		group.Go(func() error {
			a.producer.run(ctx)
			return nil
		})
	}
	group.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case <-a.engine.Done():
			if ctx.Err() == nil {
				return errors.New("the media engine has ended")
			}
			return nil
		}
	})
	ready(a.base)
	return group.Wait()
}

func (a *App) listen(ctx context.Context) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", a.config.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w (is another program using the port? --addr names another)", a.config.Addr, err)
	}
	if !a.config.secure() {
		return l, nil
	}
	cert, err := a.certificate()
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	return tls.NewListener(l, &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
	}), nil
}

func (a *App) certificate() (tls.Certificate, error) {
	if a.config.TLSCert != "" {
		cert, err := tls.LoadX509KeyPair(a.config.TLSCert, a.config.TLSKey)
		if err != nil {
			return cert, fmt.Errorf("certificate: %w", err)
		}
		return cert, nil
	}
	authority, err := web.OpenAuthority(a.config.Data, a.Clock.Now())
	if err != nil {
		return tls.Certificate{}, err
	}
	return authority.Certificate(a.config.names(), a.Clock.Now())
}

// names are what the certificate of the own authority is for: how this machine
// may be called, and how browsers are told to.
func (c Config) names() []string {
	names := web.LocalHosts()
	for _, address := range []string{c.base(), c.PeerURL} {
		if u, err := url.Parse(address); err == nil && u.Hostname() != "" && !slices.Contains(names, u.Hostname()) {
			names = append(names, u.Hostname())
		}
	}
	return names
}

// Close ends the media engine and lets go of the data folder.
func (a *App) Close() {
	if a.recorder != nil {
		a.recorder.close(context.Background())
	}
	if a.relay != nil {
		a.trunk.Close()
		if err := a.relay.Close(); err != nil {
			a.log.Error("close the programme's distribution", "error", err.Error())
		}
	}
	if a.engine != nil {
		a.engine.Stop()
	}
	if a.Services != nil {
		if err := a.DB.Close(); err != nil {
			a.log.Error("close database", "error", err.Error())
		}
	}
	_ = a.lock.Close()
}
