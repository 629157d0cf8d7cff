package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/clock"
	"giaoban/internal/relay"
	"giaoban/internal/web"
)

type relayCmd struct {
	From         []string `required:"" placeholder:"URL" help:"The program, or a relay nearer to it: https://host. Several of one database share their conferences: all of them." env:"GIAOBAN_FROM"`
	Token        string   `required:"" help:"What stands in relay.key of the program's data folder." env:"GIAOBAN_RELAY_TOKEN"`
	Name         string   `help:"The relay's name; the machine's where empty." env:"GIAOBAN_RELAY_NAME"`
	Units        []string `help:"Units whose sites, and those of units below them, are to watch here: pc-kbang,pc-an-khe; any where empty." env:"GIAOBAN_RELAY_UNITS"`
	Addr         string   `default:"127.0.0.1:8081" help:"Address for relays below this one, and for programs that watch here." env:"GIAOBAN_ADDR"`
	ProgrammeUDP int      `name:"programme-port" default:"7884" help:"UDP and TCP port to which watchers come." env:"GIAOBAN_PROGRAMME_PORT"`
	NodeIP       string   `help:"Address given to watchers; all of the machine's where empty." env:"GIAOBAN_NODE_IP"`
	Watchers     int      `default:"4000" help:"How many it takes."`
	CA           string   `type:"existingfile" help:"Authority that signed the program's certificate (PEM), where the system does not know it."`
	LogLevel     string   `default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error." env:"GIAOBAN_LOG_LEVEL"`
}

// relaySlots is how many microphones a programme carries, as the program's own
// relay takes them.
const relaySlots = 3

// Run carries the programmes on until interrupted.
func (c *relayCmd) Run(e *env) error {
	log, err := logger(e, c.LogLevel)
	if err != nil {
		return err
	}
	trust, err := trust(c.CA)
	if err != nil {
		return err
	}
	if c.Name == "" {
		if c.Name, err = os.Hostname(); err != nil {
			return fmt.Errorf("the machine has no name (--name gives one): %w", err)
		}
	}
	now := clock.System{}.Now
	var fs []*relay.Follower
	for _, from := range c.From {
		f, err := relay.NewFollower(relay.FollowOptions{
			From: from, Secret: c.Token, Name: c.Name, Units: c.Units, Room: c.Watchers, TLS: trust, Now: now, Log: log,
		})
		if err != nil {
			return err
		}
		fs = append(fs, f)
	}
	o := relay.Options{
		Now: now, Check: relay.CheckAny(fs...), Listen: ":" + strconv.Itoa(c.ProgrammeUDP), TCP: true,
		Slots: relaySlots, Watchers: c.Watchers, Log: log,
	}
	if c.NodeIP != "" {
		ip, err := netip.ParseAddr(c.NodeIP)
		if err != nil {
			return fmt.Errorf("--node-ip %q: %w", c.NodeIP, err)
		}
		o.Addresses = []netip.Addr{ip}
	}
	s, err := relay.New(o)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	trunk := relay.NewTrunk(s, c.Token)
	defer trunk.Close()
	return c.serve(e.ctx, s, trunk, fs)
}

func (c *relayCmd) serve(ctx context.Context, s *relay.Server, trunk *relay.Trunk, fs []*relay.Follower) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (--addr names another)", c.Addr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("/whep/", s.Handler())
	mux.Handle("GET /relay/feed", trunk.Handler())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := web.Serve(ctx, srv, func() error { return srv.Serve(l) }); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	for _, f := range fs {
		group.Go(func() error { return f.Run(ctx, s, trunk) })
	}
	return group.Wait()
}

// trust is the authority named, or nil for those of the system.
func trust(authority string) (*tls.Config, error) {
	if authority == "" {
		return nil, nil //nolint:nilnil // the system's
	}
	pem, err := os.ReadFile(authority)
	if err != nil {
		return nil, fmt.Errorf("read the authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", authority)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}
