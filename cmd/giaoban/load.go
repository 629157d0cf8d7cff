package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/load"
)

type loadCmd struct {
	Engines  []string `default:"relay,livekit,pion,limit" enum:"relay,livekit,pion,limit,program" help:"What to measure: relay, livekit, pion, limit; program: the whole of it with a conference of 18 sites."`
	Watchers int      `default:"150" help:"How many watch."`
	Seconds  int      `default:"10" help:"How long carrying is measured, each."`
	Switches int      `default:"20" help:"Changes of floor to time, each."`
	JSON     bool     `name:"json" help:"Print rows as JSON."`
	WHEP     string   `name:"whep" placeholder:"URL" help:"Watch a server that runs already, at its WHEP address."`
	Token    string   `help:"Bearer token for --whep." env:"GIAOBAN_TOKEN"`
}

// Run measures each engine in a process of its own and prints the table.
func (c *loadCmd) Run(e *env) error {
	return load.Run(e.ctx, load.Options{
		Engines: c.Engines, Watchers: c.Watchers, Seconds: c.Seconds, Switches: c.Switches, JSON: c.JSON,
		Subcommand: []string{"load-engine"}, Program: []string{"demo", "--calm", "--without", "all"}, WHEP: c.WHEP, Token: c.Token, Log: e.stderr,
	}, e.stdout)
}

type loadEngineCmd struct {
	Engine string `arg:"" help:"What to serve."`
}

// Run is the measured process, which load starts.
func (c *loadEngineCmd) Run(e *env) error {
	return load.Serve(e.ctx, load.ServeOptions{Engine: c.Engine, LiveKit: lentLiveKit()}, e.stdout)
}

// lentLiveKit lends the embedded LiveKit, as the program runs it, to the
// measurement.
func lentLiveKit() *load.LiveKit {
	return &load.LiveKit{Start: func(ctx context.Context) (http.Handler, func(room, identity string, publish bool) (string, error), error) {
		engine, err := contribution.Start(ctx, contribution.Config{
			Loopback: true, Key: "load", Secret: "only-this-machine-only-this-measurement",
		}, nobodyConducts{}, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, nil, err
		}
		context.AfterFunc(ctx, engine.Stop)
		token := func(room, identity string, publish bool) (string, error) {
			rights := contribution.WatchRights()
			if publish {
				rights = contribution.SiteRights()
				rights.PublishMicrophone = true
			}
			return engine.Token(room, contribution.Identity(identity), "", identity, rights, time.Hour)
		}
		return engine.Handler(), token, nil
	}}
}

// nobodyConducts is no conference: the load's participants are no sites of one.
type nobodyConducts struct{}

func (nobodyConducts) Desired(string) (open []string, running bool) { return nil, false }

func (nobodyConducts) Presence(context.Context, contribution.Presence) error { return nil }

func (nobodyConducts) Admits(context.Context, string) bool { return false }
