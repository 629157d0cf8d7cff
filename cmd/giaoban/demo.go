package main

import (
	"giaoban/internal/app"
	"giaoban/internal/demo"
)

type demoCmd struct {
	app.Config `embed:""`
	Reset      bool     `help:"Throw the demo's data away and begin anew."`
	Autopilot  bool     `help:"Conduct the conference by itself."`
	Without    []string `help:"Sites that stay away, for you to join as: site-kbang; all for all."`
	Password   string   `help:"Password of every demo account." default:"giaoban-demo"`
	Calm       bool     `help:"Nobody is late and no line drops."`
	Light      bool     `help:"Sites send a tenth of what cameras do, for small machines."`
	Sites      int      `help:"Sites of a new demo, 19 to 150: the further ones are communes." default:"19"`
}

// Run serves the demo until interrupted.
func (c *demoCmd) Run(e *env) error {
	if c.LogLevel == "info" {
		c.LogLevel = "warn" // the addresses are what a newcomer is to see
	}
	log, err := logger(e, c.LogLevel)
	if err != nil {
		return err
	}
	return demo.Run(e.ctx, c.Config, demo.Options{
		Reset: c.Reset, Autopilot: c.Autopilot, Without: c.Without, Password: c.Password, Calm: c.Calm, Light: c.Light, Sites: c.Sites,
	}, e.stdout, log)
}
