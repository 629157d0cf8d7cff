package meeting

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/ical"
	"giaoban/internal/text"
)

// usualLength is how long a conference is taken to last whose agenda says
// nothing of it.
const usualLength = time.Hour

// Entry is the conference as a calendar shows it. Its UID stays whatever
// becomes of the plan, and its sequence rises with each change of it and once
// more when it is called off. base goes before the address of its page, ""
// where it has none. Of the agenda it tells only how long it is: calendars are
// read by others.
func (c *Conference) Entry(base string, lang text.Lang, now time.Time) ical.Entry {
	length := time.Duration(0)
	for _, it := range c.Agenda {
		length += time.Duration(it.Minutes) * time.Minute
	}
	if length <= 0 {
		length = usualLength
	}
	e := ical.Entry{
		UID: "conference-" + c.ID + "@giaoban", Sequence: c.Rev, Stamp: now,
		Start: c.ScheduledAt.Time, End: c.ScheduledAt.Add(length),
		Summary: c.Title, Busy: true,
	}
	chaired, together := "Chủ trì: ", "Đồng chủ trì: "
	if lang == text.English {
		chaired, together = "Chair: ", "Co-chairs: "
	}
	var said []string
	if chair := strings.TrimSpace(c.ChairTitle + " " + c.ChairName); chair != "" {
		said = append(said, chaired+chair)
	}
	if len(c.CoChairs) > 0 {
		said = append(said, together+c.CoChairNames())
	}
	if base != "" {
		e.URL = base + "/conferences/" + c.ID
		said = append(said, e.URL)
	}
	e.Description = strings.Join(said, "\n")
	if i := slices.IndexFunc(c.Sites, func(r SiteRef) bool { return r.ID == c.HubSiteID }); i >= 0 {
		e.Location = c.Sites[i].Name
		if lang == text.English && c.Sites[i].NameEn != "" {
			e.Location = c.Sites[i].NameEn
		}
	}
	if c.State == Cancelled {
		e.Cancelled, e.Busy, e.Sequence = true, false, c.Rev+1
	}
	return e
}

// UseZone says in which zone calendars tell hours. For the wiring, before the
// service is used.
func (s *Service) UseZone(zone *time.Location) { s.zone = zone }

// Calendar is the conference as a calendar file, with the file's name.
func (s *Service) Calendar(ctx context.Context, by access.Actor, id ConferenceID, base string, lang text.Lang) (file []byte, name string, err error) {
	c, err := s.Conference(ctx, by, id)
	if err != nil {
		return nil, "", err
	}
	file, err = ical.Calendar{
		Method: ical.Publish, Zone: s.zone, Entries: []ical.Entry{c.Entry(base, lang, s.now())},
	}.File()
	return file, "hoi-nghi-" + c.ScheduledAt.In(s.zone).Format(time.DateOnly) + ".ics", err
}
