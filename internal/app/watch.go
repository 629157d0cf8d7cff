package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/identity"
	"giaoban/internal/live"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/programme"
	"giaoban/internal/relay"
)

// ticketLife is how long a watcher's ticket is good for joining; who watches
// stays.
const ticketLife = 6 * time.Hour

// tickets signs and checks what lets a device watch a conference's programme.
// A ticket is its content and an HMAC-SHA-256 over it, both base64url.
type tickets struct {
	key      []byte
	clock    clock.Clock
	identity *identity.Service
	units    func(ctx context.Context, site string) []string // of a site, the nearest first; none where no relay asks
}

type ticket struct {
	Conference string   `json:"c"`
	Site       string   `json:"s,omitempty"` // who never hears itself
	Seat       string   `json:"d,omitempty"` // of the device, while which stands the ticket is good
	Until      int64    `json:"u"`           // seconds since 1970
	Units      []string `json:"n,omitempty"` // to choose a relay by
}

func (t *tickets) sign(content []byte) string {
	m := hmac.New(sha256.New, t.key)
	_, _ = m.Write(content)
	enc := base64.RawURLEncoding
	return enc.EncodeToString(content) + "." + enc.EncodeToString(m.Sum(nil))
}

// issue gives a caller who may watch the conference a ticket.
func (t *tickets) issue(ctx context.Context, by access.Actor, conference string) (string, error) {
	b, err := json.Marshal(ticket{
		Conference: conference, Site: by.SiteID, Seat: by.SeatID, Until: t.clock.Now().Add(ticketLife).Unix(), Units: t.units(ctx, by.SiteID),
	})
	if err != nil {
		return "", fmt.Errorf("issue ticket: %w", err)
	}
	return t.sign(b), nil
}

// check is the relay's question: a ticket, or the token of a link of the
// conference for programs that have nothing else.
func (t *tickets) check(ctx context.Context, conference, token string) (relay.Grant, error) {
	body, _, signed := strings.Cut(token, ".")
	if !signed {
		by, err := t.identity.ActorOfToken(ctx, token)
		if err != nil || !by.SeatIn(conference) || by.Kind == access.Handheld {
			return relay.Grant{}, relay.ErrRefused
		}
		return relay.Grant{Site: programme.SiteID(by.SiteID), Units: t.units(ctx, by.SiteID), Seat: by.SeatID}, nil
	}
	content, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || !hmac.Equal([]byte(t.sign(content)), []byte(token)) {
		return relay.Grant{}, relay.ErrRefused
	}
	var x ticket
	if json.Unmarshal(content, &x) != nil || x.Conference != conference || x.Until < t.clock.Now().Unix() {
		return relay.Grant{}, relay.ErrRefused
	}
	stands, err := t.identity.Stands(ctx, x.Seat)
	if err != nil {
		return relay.Grant{}, err
	}
	if !stands {
		return relay.Grant{}, relay.ErrRefused
	}
	return relay.Grant{Site: programme.SiteID(x.Site), Units: x.Units, Seat: x.Seat}, nil
}

// putOut ends what a device has of a conference's pictures and sound.
func (a *App) putOut(conference live.ConferenceID, seat live.SeatID) {
	a.engine.EndSeat(conference, seat)
	if a.relay != nil {
		a.relay.EndSeat(seat)
	}
}

// unitsOf are the unit of a site and those above it, the nearest first, while
// there are relays that are chosen by unit.
func (a *App) unitsOf(ctx context.Context, site string) (units []string) {
	if site == "" || a.trunk == nil || !a.trunk.Units() {
		return nil
	}
	sites, err := a.Org.Sites(ctx)
	at := slices.IndexFunc(sites, func(s org.Site) bool { return s.ID == site })
	if err != nil || at < 0 {
		return nil // any relay will do
	}
	for id := sites[at].UnitID; id != "" && len(units) < mostUnits; {
		units = append(units, id)
		u, err := a.Org.Unit(ctx, id)
		if err != nil {
			break
		}
		id = u.ParentID
	}
	return units
}

// mostUnits bounds the way up the organisation's tree.
const mostUnits = 12

// startRelay opens the programme's distribution.
func (a *App) startRelay(key string) error {
	a.tickets = &tickets{key: []byte(key), clock: a.Clock, identity: a.Identity, units: a.unitsOf}
	o := relay.Options{
		Now: a.Clock.Now, Check: a.tickets.check, TCP: true, Slots: audioSlots, Log: a.log,
		Listen: ":" + strconv.Itoa(a.config.ProgrammeUDP),
		Links: func(relay.Grant) []string {
			links, err := a.engine.TURNServers()
			if err != nil {
				a.log.Error("watchers are not told of TURN", "error", err.Error())
			}
			return links
		},
	}
	if a.config.Loopback() {
		o.Loopback = true
	} else if a.config.NodeIP != "" {
		ip, err := netip.ParseAddr(a.config.NodeIP)
		if err != nil {
			return fmt.Errorf("--node-ip %q: %w", a.config.NodeIP, err)
		}
		o.Addresses = []netip.Addr{ip}
	}
	var err error
	if a.relay, err = relay.New(o); err != nil {
		return fmt.Errorf("programme's distribution: %w", err)
	}
	shared, err := secret(a.config.Data, "relay")
	if err != nil {
		return err
	}
	a.trunk = relay.NewTrunk(a.relay, shared)
	a.producer = newProducer(a.engine, a.relay, a.trunk, a.Clock, a.log)
	a.producer.note = func(ctx context.Context, id live.ConferenceID, site live.SiteID, joins int, m live.SiteMedia) error {
		if !a.steward.carries(id) { // another process knows better
			return nil
		}
		return a.Live.NoteMedia(ctx, id, site, joins, m)
	}
	a.Live.OnChange(func(id live.ConferenceID, s live.State) {
		if a.steward.carries(id) {
			a.producer.want(id, live.DesiredOf(s))
		}
	})
	return nil
}

// produceRunning begins the programmes of the conferences that run already:
// after a restart no act tells of them.
func (a *App) produceRunning(ctx context.Context) error {
	for _, state := range meeting.States {
		if !live.Conducts(state) {
			continue
		}
		list, err := a.Meeting.Conferences(ctx, access.System, "", string(state))
		if err != nil {
			return err
		}
		for _, c := range list {
			a.producer.want(c.ID, a.Live.Desired(ctx, c.ID))
		}
	}
	return nil
}
