package live

import (
	"context"
	"slices"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/identity"
	"giaoban/internal/meeting"
)

// Inviter makes the secrets by which a delegate's own device comes in, knows
// the devices that are in and puts them out: package identity.
type Inviter interface {
	DelegateLink(ctx context.Context, conference, site, delegate string) (token string, err error)
	DelegateCode(ctx context.Context, conference, site, delegate string) (code string, expires time.Time, err error)
	Devices(ctx context.Context, conference string) ([]identity.Device, error)
	EndSeat(ctx context.Context, tx *db.Tx, conference, seat string) (identity.Device, error)
	RenewLink(ctx context.Context, tx *db.Tx, d identity.Device) (gone []string, err error)
}

// Invitation is how a delegate's own device comes in.
type Invitation struct {
	URL       string    `json:"url"`
	Code      string    `json:"code" doc:"six digits, for one device" example:"482913"`
	ExpiresAt time.Time `json:"expires_at" doc:"of the code"`
}

// UseInviter says who lets devices in, and what goes before the path of
// delegates' links. For the wiring, before the service is used.
func (s *Service) UseInviter(door Inviter, base string) { s.door, s.base = door, base }

// Delegates lists the delegates that the caller may see, by site and in their
// order.
func (s *Service) Delegates(ctx context.Context, by access.Actor, conf ConferenceID) ([]Delegate, error) {
	if err := access.SignedIn(by); err != nil {
		return nil, err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return nil, err
	}
	if err := mayFollow(by, c); err != nil {
		return nil, err
	}
	all, err := loadDelegates(ctx, s.db, conf, "")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d Delegate) bool { return maySeeDelegate(by, c, d) != nil })
	number := func(d Delegate) int { return c.site(d.SiteID).Number }
	slices.SortStableFunc(all, func(a, b Delegate) int { return number(a) - number(b) })
	return all, nil
}

// SaveDelegates replaces a site's list. Who keeps the id keeps what the site
// ticked.
func (s *Service) SaveDelegates(
	ctx context.Context, by access.Actor, conf ConferenceID, site SiteID, list []Delegate,
) ([]Delegate, error) {
	if err := access.SignedIn(by); err != nil {
		return nil, err
	}
	list = slices.Clone(list)
	_, err := s.changeIn(ctx, by, conf, func(tx *db.Tx, c *Conference) error {
		if _, err := c.known(site); err != nil && mayConductAny(by, c) {
			return err
		}
		if err := maySaveDelegates(by, c, site); err != nil {
			return err
		}
		if err := checkDelegates(list); err != nil {
			return err
		}
		was, err := loadDelegates(ctx, tx, conf, site)
		if err != nil {
			return err
		}
		left := map[DelegateID]Delegate{}
		for _, d := range was {
			left[d.ID] = d
		}
		for i := range list {
			before, known := left[list[i].ID]
			delete(left, list[i].ID) // an id sent twice is two people
			if !known {
				before = Delegate{ID: s.newID(), Presence: DelegateExpected}
			}
			list[i].ID, list[i].SiteID, list[i].Presence = before.ID, site, before.Presence
			if err := putDelegate(ctx, tx, conf, i+1, list[i]); err != nil {
				return err
			}
		}
		for id := range left {
			if err := deleteDelegate(ctx, tx, conf, id); err != nil {
				return err
			}
		}
		return c.NoteDelegates(site, list)
	})
	return list, err
}

// TickDelegate notes that a delegate came, or did not.
func (s *Service) TickDelegate(
	ctx context.Context, by access.Actor, conf ConferenceID, id DelegateID, presence DelegatePresence,
) (Live, error) {
	if err := access.SignedIn(by); err != nil {
		return Live{}, err
	}
	c, err := s.changeIn(ctx, by, conf, func(tx *db.Tx, c *Conference) error {
		d, err := loadDelegate(ctx, tx, conf, id)
		if err != nil {
			return err
		}
		if d.ID == "" {
			d.SiteID = by.SiteID // whether it is there is told to those who may tick
		}
		if err := mayNoteAttendance(by, c, d.SiteID); err != nil {
			return err
		}
		if d.ID == "" {
			return delegateUnknown(id)
		}
		switch presence {
		case DelegateExpected, DelegatePresent, DelegateAbsent:
		default:
			return fault.Invalid("invalid_input", "presence %q", presence).
				WithFields(fault.Field{Name: "presence", Rule: "one_of", Value: string(presence)})
		}
		list, err := loadDelegates(ctx, tx, conf, d.SiteID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(x Delegate) bool { return x.ID == id })
		if list[i].Presence == presence {
			return nil
		}
		list[i].Presence = presence
		if err := putDelegate(ctx, tx, conf, i+1, list[i]); err != nil {
			return err
		}
		return c.NoteDelegates(d.SiteID, list)
	})
	if err != nil {
		return Live{}, err
	}
	return s.view(by, c), nil
}

// Invite makes the link and a code for a delegate's own device.
func (s *Service) Invite(ctx context.Context, by access.Actor, conf ConferenceID, id DelegateID) (Invitation, error) {
	var out Invitation
	if err := access.SignedIn(by); err != nil {
		return out, err
	}
	c, err := s.read(ctx, conf)
	if err != nil {
		return out, err
	}
	d, err := loadDelegate(ctx, s.db, conf, id)
	if err != nil {
		return out, err
	}
	if d.ID == "" {
		d.SiteID = by.SiteID
	}
	if err := mayInviteDelegate(by, c, d.SiteID); err != nil {
		return out, err
	}
	if d.ID == "" {
		return out, delegateUnknown(id)
	}
	if err := c.during(meeting.Published, meeting.Checking, meeting.Live, meeting.Paused); err != nil {
		return out, err
	}
	if s.door == nil {
		return out, fault.Unavailable("codes_exhausted", "nobody lets devices in")
	}
	token, err := s.door.DelegateLink(ctx, conf, d.SiteID, id)
	if err != nil {
		return out, err
	}
	out.URL = s.base + "/join/" + token
	out.Code, out.ExpiresAt, err = s.door.DelegateCode(ctx, conf, d.SiteID, id)
	return out, err
}

func delegateUnknown(id DelegateID) error {
	return fault.NotFound("delegate_unknown", "no delegate %q", id)
}

// speaker fills in who speaks where the request names a delegate of the list.
func (s *Service) speaker(ctx context.Context, conf ConferenceID, r *Request) error {
	if r.DelegateID == "" {
		return nil
	}
	d, err := loadDelegate(ctx, s.db, conf, string(r.DelegateID))
	if err != nil {
		return err
	}
	if d.ID == "" || d.SiteID != r.SiteID {
		return delegateUnknown(string(r.DelegateID))
	}
	r.SpeakerName, r.SpeakerTitle = d.Name, d.Title
	return nil
}

// copyDelegates brings the lists of the sites that take part again into a
// copied conference; nobody has come yet.
func (s *Service) copyDelegates(ctx context.Context, tx *db.Tx, from, to *meeting.Conference, with meeting.Copied) error {
	if !with.Delegates {
		return nil
	}
	all, err := loadDelegates(ctx, tx, from.ID, "")
	if err != nil {
		return err
	}
	for i, d := range all {
		if !slices.ContainsFunc(to.Sites, func(r meeting.SiteRef) bool { return r.ID == d.SiteID }) {
			continue
		}
		d.ID, d.Presence = s.newID(), DelegateExpected
		if err := putDelegate(ctx, tx, to.ID, i+1, d); err != nil {
			return err
		}
	}
	return nil
}

// sumUp counts the delegates of a conference that has not begun to run.
func sumUp(ctx context.Context, q db.Queryer, c *Conference) error {
	all, err := loadDelegates(ctx, q, c.Info.ID, "")
	if err != nil {
		return err
	}
	bySite := map[SiteID][]Delegate{}
	for _, d := range all {
		bySite[d.SiteID] = append(bySite[d.SiteID], d)
	}
	for i := range c.Sites {
		c.Sites[i].Delegates = rollOf(bySite[c.Sites[i].ID])
	}
	return nil
}
