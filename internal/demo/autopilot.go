package demo

import (
	"context"
	"log/slog"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/app"
	"giaoban/internal/fault"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
)

// autopilot conducts the conference by itself, through the same service as a
// person at the console: sites ask, the floor is given and taken back, the
// agenda moves.
type autopilot struct {
	*app.Services
	conference string
	units      map[string]org.Unit
	by         access.Actor
	log        *slog.Logger
	turn       int
}

// longQueue is how many wait before no more are made to ask.
const longQueue = 4

// beat is the time between two acts: long enough to see what each does.
const beat = 6 * time.Second

// run acts until ctx ends or the conference is closed.
func (a *autopilot) run(ctx context.Context) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := a.act(ctx)
		if fault.Is(err, "conference_closed") {
			return
		}
		if err != nil && fault.As(err) == nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "autopilot", "error", err.Error())
		}
	}
}

// act does what a chair would do next. A rule that refuses (a site has just
// gone) is no failure: the next turn does something else.
func (a *autopilot) act(ctx context.Context) error {
	l, err := a.Live.Live(ctx, a.by, a.conference)
	if err != nil {
		return err
	}
	if l.Conference.State != meeting.Live {
		return nil
	}
	a.turn++
	if h := l.Floor.Holders; len(h) > 0 && h[0].WaitingConfirm {
		_, err = a.Live.Confirm(ctx, a.by, a.conference)
		return err
	}
	switch a.turn % 6 {
	case 1, 2:
		if len(l.Floor.Queue) < longQueue {
			return a.ask(ctx, l)
		}
	case 3:
		if len(l.Floor.Queue) > 0 {
			_, err = a.Live.Preview(ctx, a.by, a.conference, l.Floor.Queue[0].SiteID)
		}
	case 4:
		_, err = a.Live.Next(ctx, a.by, a.conference, nil)
	case 5:
		return nil // let them speak
	case 0:
		if _, err = a.Live.TakeBack(ctx, a.by, a.conference, nil); err != nil {
			return err
		}
		if a.turn%18 == 0 {
			_, err = a.Live.NextItem(ctx, a.by, a.conference)
		}
	}
	return err
}

// ask has the next remote site that is online ask for the floor.
func (a *autopilot) ask(ctx context.Context, l live.Live) error {
	for i := range l.Sites {
		s := l.Sites[(a.turn*7+i)%len(l.Sites)]
		if s.Role == meeting.Hub || s.Presence != live.Online || waits(l, s.ID) {
			continue
		}
		name, position := speaker(s.Number, a.units[s.UnitID])
		category := live.Report
		if a.turn%4 == 2 {
			category = live.Discussion
		}
		_, err := a.Live.Ask(ctx, a.by, a.conference, live.Request{
			SiteID: s.ID, Topic: topics[a.turn%len(topics)], Category: category, SpeakerName: name, SpeakerTitle: position,
		})
		return err
	}
	return nil
}

func waits(l live.Live, site string) bool {
	for _, r := range l.Floor.Queue {
		if r.SiteID == site {
			return true
		}
	}
	for _, h := range l.Floor.Holders {
		if h.SiteID == site {
			return true
		}
	}
	return false
}
