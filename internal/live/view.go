package live

import (
	"context"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/event"
	"giaoban/internal/meeting"
)

// Live is the conference as one viewer sees it.
type Live struct {
	State
	ServerTime time.Time `json:"server_time" doc:"clients show clocks with the offset to this"`
	You        You       `json:"you"`
}

// You says what the viewer is and may do.
type You struct {
	SiteID meeting.Ref `json:"site_id"`
	// DelegateID is set on a delegate's own device.
	DelegateID meeting.Ref `json:"delegate_id"`
	Can        []string    `json:"can" doc:"acts that the viewer's role allows"`
}

func (s *Service) view(by access.Actor, c *Conference) Live {
	l := Live{
		State: c.State(), ServerTime: s.now(),
		You: You{SiteID: meeting.Ref(by.SiteID), DelegateID: meeting.Ref(by.DelegateID), Can: can(by, c)},
	}
	if !seesControl(by, c) {
		l.Control = nil
	}
	return l
}

// Live returns the conference as the caller sees it.
func (s *Service) Live(ctx context.Context, by access.Actor, conf ConferenceID) (Live, error) {
	if err := access.SignedIn(by); err != nil {
		return Live{}, err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return Live{}, err
	}
	if err := mayFollow(by, c); err != nil {
		return Live{}, err
	}
	return s.view(by, c), nil
}

// allowed asks a right of the conference as it is now, for what is looked up
// before the act.
func (s *Service) allowed(ctx context.Context, by access.Actor, conf ConferenceID, may func(access.Actor, *Conference) error) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return err
	}
	return may(by, c)
}

// ChairedBy tells whether the conference names the caller's account as its
// chair or a co-chair.
func (s *Service) ChairedBy(ctx context.Context, by access.Actor, conf ConferenceID) (bool, error) {
	if by.Kind != access.Account {
		return false, nil
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return false, err
	}
	return c.chairedBy(by), nil
}

// LogEntry is one line of the conference's log.
type LogEntry struct {
	Rev       int64     `json:"rev"`
	At        time.Time `json:"at"`
	Kind      string    `json:"kind"`
	Actor     string    `json:"actor" doc:"account:<id>, site:<id>, seat:<id> or server"`
	ActorName string    `json:"actor_name"`
	Data      any       `json:"data"`
}

// logPage bounds one reading of the log.
const logPage = 1000

// Log returns all that happened after a revision, in order.
func (s *Service) Log(ctx context.Context, by access.Actor, conf ConferenceID, after int64) ([]LogEntry, error) {
	out := []LogEntry{}
	for {
		page, last, err := s.LogPage(ctx, by, conf, after)
		if err != nil {
			return nil, err
		}
		out = append(out, page...)
		if last == after {
			return out, nil
		}
		after = last
	}
}

// LogPage returns what happened after a revision, up to a thousand events, and
// the revision of the last one that was looked at: after itself at the end.
func (s *Service) LogPage(ctx context.Context, by access.Actor, conf ConferenceID, after int64) ([]LogEntry, int64, error) {
	if err := access.SignedIn(by); err != nil {
		return nil, 0, err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return nil, 0, err
	}
	if err := mayReadLog(by, c); err != nil {
		return nil, 0, err
	}
	entries, err := s.log.After(ctx, event.Conference(conf), after, logPage)
	if err != nil {
		return nil, 0, err
	}
	names, err := s.names.Names(ctx)
	if err != nil {
		return nil, 0, err
	}
	delegates, err := loadDelegates(ctx, s.db, conf, "")
	if err != nil {
		return nil, 0, err
	}
	for _, d := range delegates {
		names["delegate:"+d.ID] = d.Name
	}
	out := []LogEntry{}
	for _, e := range entries {
		after = e.Rev
		if e.Audience == forConductors && !seesControl(by, c) {
			continue
		}
		out = append(out, LogEntry{
			Rev: e.Rev, At: e.At, Kind: e.Kind, Actor: e.Actor, ActorName: c.actorName(e.Actor, names), Data: e.Data,
		})
	}
	return out, after, nil
}

// actorName names who acted: a person, a site, or nobody in particular.
func (c *Conference) actorName(actor string, accounts map[string]string) string {
	kind, id, _ := strings.Cut(actor, ":")
	switch kind {
	case "account":
		return accounts[id]
	case "delegate":
		return accounts[actor]
	case "site":
		if s := c.site(id); s != nil {
			return s.Name
		}
	}
	return ""
}
