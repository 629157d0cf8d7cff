package meeting

import (
	"context"
	"slices"

	"giaoban/internal/access"
	"giaoban/internal/fault"
)

// Links returns the join links of all devices of a conference. base goes
// before their path. A closed conference lets nobody in any more.
func (s *Service) Links(ctx context.Context, door Admission, base string, id ConferenceID) (Links, error) {
	out := Links{Sites: []SiteLink{}}
	c, err := s.admitting(ctx, id)
	if err != nil {
		return out, err
	}
	address := func(path string, kind access.Kind, site SiteID) (string, error) {
		token, err := door.Link(ctx, kind, id, site)
		return base + path + token, err
	}
	for _, site := range c.Sites {
		url, err := address("/join/", access.Site, site.ID)
		if err != nil {
			return out, err
		}
		out.Sites = append(out.Sites, SiteLink{SiteID: site.ID, URL: url})
	}
	if out.HallURL, err = address("/hall/", access.Hall, ""); err != nil {
		return out, err
	}
	out.WatchURL, err = address("/watch/", access.Watch, "")
	return out, err
}

// hasSite refuses a site that is not in the conference.
func (s *Service) hasSite(ctx context.Context, id ConferenceID, site SiteID) error {
	c, err := s.admitting(ctx, id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Sites, func(r SiteRef) bool { return r.ID == site }) {
		return fault.NotFound("site_unknown", "no site %q in conference %s", site, id).With("site", site)
	}
	return nil
}

func (s *Service) admitting(ctx context.Context, id ConferenceID) (*Conference, error) {
	c, err := loadOne(ctx, s.db, sqlConference, id)
	if err != nil {
		return nil, err
	}
	switch c.State {
	case Closed:
		return nil, fault.Conflict("conference_closed", "conference %s is closed", id)
	case Cancelled:
		return nil, fault.Conflict("conference_cancelled", "conference %s is cancelled", id)
	case Draft, Published, Checking, Live, Paused:
	}
	return c, nil
}
