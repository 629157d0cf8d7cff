package main

import (
	"errors"
	"net/url"
	"strings"

	"giaoban/internal/synthetic"
)

type siteCmd struct {
	Link     string `arg:"" help:"The site's join link: http://…/join/…"`
	Name     string `default:"Điểm cầu thử" help:"Name drawn in the picture."`
	Number   int    `default:"1" help:"Number marked in the picture; the choice of its colours and voice."`
	Pictures string `help:"Folder that keeps drawn pictures for the next time." type:"path"`
	CA       string `type:"existingfile" help:"Authority that signed the program's certificate (PEM), where the system does not know it."`
	LogLevel string `default:"info" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
}

// Run joins as a synthetic site until interrupted.
func (c *siteCmd) Run(e *env) error {
	log, err := logger(e, c.LogLevel)
	if err != nil {
		return err
	}
	u, err := url.Parse(c.Link)
	i := strings.LastIndex(c.Link, "/join/")
	if err != nil || u.Host == "" || i < 0 {
		return errors.New("the link of a site looks like http://host/join/…")
	}
	authority, err := trust(c.CA)
	if err != nil {
		return err
	}
	site := &synthetic.Site{
		Name: c.Name, Number: c.Number, Kind: synthetic.Steady, Painter: &synthetic.Painter{Dir: c.Pictures}, Log: log,
		Server: c.Link[:i], TLS: authority, JoinToken: c.Link[i+len("/join/"):],
	}
	return site.Run(e.ctx)
}
