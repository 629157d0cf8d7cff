package load_test

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"giaoban/internal/contribution"
	"giaoban/internal/load"
)

// liveKit lends the embedded LiveKit as the program's wiring does.
func liveKit() *load.LiveKit {
	return &load.LiveKit{Start: func(ctx context.Context) (http.Handler, func(room, identity string, publish bool) (string, error), error) {
		e, err := contribution.Start(ctx, contribution.Config{
			Loopback: true, Key: "load", Secret: "0123456789abcdef0123456789abcdef",
		}, idle{}, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, nil, err
		}
		go func() { <-ctx.Done(); e.Stop() }()
		token := func(room, identity string, publish bool) (string, error) {
			r := contribution.WatchRights()
			if publish {
				r = contribution.SiteRights()
				r.PublishMicrophone = true
			}
			return e.Token(room, contribution.Identity(identity), "", identity, r, time.Hour)
		}
		return e.Handler(), token, nil
	}}
}

// idle is no conference: the load's participants are no sites of one.
type idle struct{}

func (idle) Desired(string) ([]string, bool) { return nil, false }

func (idle) Presence(context.Context, contribution.Presence) error { return nil }

func (idle) Admits(context.Context, string) bool { return false }
