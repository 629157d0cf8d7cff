package app

import (
	"context"
	"fmt"
	"sync"

	"giaoban/internal/access"
	"giaoban/internal/contribution"
	"giaoban/internal/identity"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
)

// conductor stands between the running conferences and the media engine: it
// says what the conferences want and takes in who is there. The engine calls
// it; the domain never calls the engine.
type conductor struct {
	live    *live.Service
	seats   *identity.Service
	carries func(live.ConferenceID) bool // whether the media are this process's
}

// Desired says whose microphones the conference wants open.
func (c conductor) Desired(room string) (open []string, running bool) {
	if !c.carries(room) {
		return nil, false
	}
	d := c.live.Desired(context.Background(), room)
	return d.OpenMics, d.Running
}

// Admits says whether a device is still let in. Where that cannot be found out,
// it is not: the device asks again.
func (c conductor) Admits(ctx context.Context, seat string) bool {
	stands, err := c.seats.Stands(ctx, seat)
	return err == nil && stands
}

// Presence takes in that a site's connection began or ended. Only sites are
// part of the record; consoles, halls and watchers come and go.
func (c conductor) Presence(ctx context.Context, p contribution.Presence) error {
	site, ok := p.Identity.SiteID()
	if !ok || !c.carries(p.Room) { // another process knows better who is there
		return nil
	}
	act := c.live.SiteLost
	if p.Joined {
		act = c.live.SiteJoined
	}
	if err := act(ctx, p.Room, site, p.Session); err != nil {
		return fmt.Errorf("presence of %s: %w", site, err)
	}
	return nil
}

// consoles numbers the consoles of each account, since one may have several
// open and LiveKit tells participants apart by identity.
type consoles struct {
	mu   sync.Mutex
	next map[string]int
}

func (c *consoles) number(account string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next[account]++
	return c.next[account]
}

// seat is what a caller is in the media room.
func (c *consoles) seat(by access.Actor) (contribution.Identity, contribution.Rights) {
	switch by.Kind {
	case access.Site:
		return contribution.Site(by.SiteID), contribution.SiteRights()
	case access.Hall:
		return contribution.Hall(by.SeatID), contribution.WatchRights()
	case access.Watch:
		return contribution.Watcher(by.SeatID), contribution.WatchRights()
	case access.Account, access.Nobody, access.Server, access.Handheld: // the last is refused by mayWatch
	}
	return contribution.Operator(by.AccountID, c.number(by.AccountID)), contribution.WatchRights()
}

// mayWatch allows the conference's devices, those who conduct or prepare it and
// those whom it names as chairs (chairs), to take part in its media, but not a delegate's own device, which has none. Other accounts follow by their site's screen.
func mayWatch(by access.Actor, conference meeting.ConferenceID, chairs bool) error {
	if by.SeatIn(conference) && by.Kind != access.Handheld || by.Has(access.Operator, access.Chair, access.Secretary) || chairs {
		return nil
	}
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return access.Deny("media")
}
