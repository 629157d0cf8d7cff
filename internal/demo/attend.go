package demo

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/org"
	"giaoban/internal/synthetic"
)

// When the late site comes, and when the unlucky one's line drops and is back.
const (
	lateSite  = "site-ia-pa"
	lateAfter = 75 * time.Second
	dropSite  = "site-phu-thien"
	dropAfter = 3 * time.Minute
	dropFor   = 40 * time.Second
)

// everySite in Options.Without leaves all synthetic sites away.
const everySite = "all"

// attend lets the synthetic sites join, each by its own link, as a person's
// browser would, until ctx ends.
func attend(ctx context.Context, sites []org.Site, w *Access, folder string, o Options, trust *tls.Config, out io.Writer, log *slog.Logger) error {
	painter := &synthetic.Painter{Dir: filepath.Join(folder, "pictures"), Light: o.Light}
	c := &complaints{out: out, server: w.URL, of: map[string]string{}}
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range sites {
		link, ok := w.Sites[s.ID]
		if !ok || slices.Contains(o.Without, s.ID) || slices.Contains(o.Without, everySite) {
			continue
		}
		site := &synthetic.Site{
			Name: s.Name, Number: s.Number, Kind: synthetic.Steady, Painter: painter, Log: log,
			Server: w.URL, TLS: trust, JoinToken: link[strings.LastIndex(link, "/")+1:],
			Trouble: func(err error) { c.hear(s.Name, err) },
		}
		switch {
		case o.Calm:
		case s.ID == lateSite:
			site.Kind, site.After = synthetic.Late, lateAfter
		case s.ID == dropSite:
			site.Kind, site.After, site.Away = synthetic.Dropping, dropAfter, dropFor
		}
		group.Go(func() error {
			if err := site.Run(ctx); ctx.Err() == nil {
				return err
			}
			return nil
		})
	}
	return group.Wait()
}
