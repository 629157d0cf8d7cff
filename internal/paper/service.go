package paper

import (
	"context"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/clock"
	"giaoban/internal/directive"
	"giaoban/internal/doc"
	"giaoban/internal/event"
	"giaoban/internal/meeting"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// pageOfLog is how many entries of the log are read at once.
const pageOfLog = 1000

// Service writes the papers of the conferences.
type Service struct {
	clock     clock.Clock
	zone      *time.Location
	log       *event.Log
	org       *org.Service
	meeting   *meeting.Service
	directive *directive.Service
	head      *Letterhead
}

// Needs is what the service works with.
type Needs struct {
	Clock     clock.Clock
	Zone      *time.Location
	Log       *event.Log
	Org       *org.Service
	Meeting   *meeting.Service
	Directive *directive.Service
	// Letterhead is derived from the organisation's name where it is nil.
	Letterhead *Letterhead
}

// New returns the service.
func New(n Needs) *Service {
	return &Service{
		clock: n.Clock, zone: n.Zone, log: n.Log, org: n.Org, meeting: n.Meeting, directive: n.Directive, head: n.Letterhead,
	}
}

// Minutes writes the conference's minutes as the caller may read them: a
// conclusion of which nothing has been issued is left out for those who may
// not see it yet.
func (s *Service) Minutes(ctx context.Context, by access.Actor, conference string, lang text.Lang) (doc.Document, error) {
	if err := mayReadMinutes(by); err != nil {
		return doc.Document{}, err
	}
	f, err := s.facts(ctx, by, conference, lang)
	if err != nil {
		return doc.Document{}, err
	}
	if len(f.Directives) == 0 && !seesUnissued(by) {
		f.Conclusion, f.Recorder = "", ""
	}
	return Minutes(f), nil
}

// Notice writes the notice of the conference's conclusion.
func (s *Service) Notice(ctx context.Context, by access.Actor, conference string, lang text.Lang) (doc.Document, error) {
	if err := mayWriteNotice(by); err != nil {
		return doc.Document{}, err
	}
	f, err := s.facts(ctx, by, conference, lang)
	if err != nil {
		return doc.Document{}, err
	}
	return Notice(f), nil
}

// facts gathers what is known of the conference.
func (s *Service) facts(ctx context.Context, by access.Actor, conference string, lang text.Lang) (Facts, error) {
	c, err := s.meeting.Conference(ctx, by, conference)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{
		Language: lang, Zone: s.zone, Now: s.clock.Now(), Title: c.Title, Scheduled: c.ScheduledAt.Time,
		ChairName: c.ChairName, ChairTitle: c.ChairTitle,
	}
	for _, p := range c.CoChairs {
		f.CoChairs = append(f.CoChairs, CoChair{Name: p.Name, Title: p.Title})
	}
	units, err := s.names(ctx, lang)
	if err != nil {
		return f, err
	}
	if f.Letterhead, err = s.letterhead(ctx, units); err != nil {
		return f, err
	}
	for _, x := range c.Sites {
		site := Site{ID: x.ID, Number: x.Number, Name: x.Name, Hub: x.Role == meeting.Hub, Attendance: Expected}
		if lang == text.English && x.NameEn != "" {
			site.Name = x.NameEn
		}
		f.Sites = append(f.Sites, site)
	}
	log, err := s.readLog(ctx, conference)
	if err != nil {
		return f, err
	}
	if err := f.Follow(log); err != nil {
		return f, err
	}
	concluded, err := s.directive.Conclusion(ctx, conference)
	if err != nil {
		return f, err
	}
	f.Conclusion, f.Recorder, f.Passages = concluded.Text, concluded.SavedBy, concluded.Passages
	list, err := s.directive.Of(ctx, conference)
	f.Directives, f.Number = gather(list, units)
	return f, err
}

func (s *Service) readLog(ctx context.Context, conference string) ([]LogEntry, error) {
	var out []LogEntry
	for rev := int64(0); ; {
		page, err := s.log.After(ctx, event.Conference(conference), rev, pageOfLog)
		if err != nil || len(page) == 0 {
			return out, err
		}
		for _, e := range page {
			out = append(out, LogEntry{At: e.At, Kind: e.Kind, Data: e.Data})
		}
		rev = page[len(page)-1].Rev
	}
}

// names are the units' names in the paper's language, by id.
func (s *Service) names(ctx context.Context, lang text.Lang) (map[string]string, error) {
	units, err := s.org.Units(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, u := range units {
		out[u.ID] = u.Name
		if lang == text.English && u.NameEn != "" {
			out[u.ID] = u.NameEn
		}
	}
	return out, nil
}

func (s *Service) letterhead(ctx context.Context, units map[string]string) (Letterhead, error) {
	if s.head != nil {
		return *s.head, nil
	}
	o, err := s.org.Organisation(ctx)
	if err != nil {
		return Letterhead{}, err
	}
	return LetterheadOf(o.Name, units[o.OfficeID]), nil
}

// gather puts the directives of one draft together again, as the chair spoke
// them: one task, several units, with the time limit of that day. What was
// extended or cancelled later is no matter of these papers. It also finds the
// last number given.
func gather(list []directive.Directive, units map[string]string) (out []Directive, number string) {
	at := map[string]int{}
	for _, d := range list {
		if strings.TrimSpace(d.Number) != "" {
			number = d.Number
		}
		i, ok := at[d.DraftID]
		if !ok {
			i = len(out)
			at[d.DraftID] = i
			n := Directive{Text: d.Text, Deadline: d.FirstDeadline, Recurrence: d.Recurrence}
			for _, u := range d.Coordinating {
				n.Coordinating = append(n.Coordinating, units[u])
			}
			out = append(out, n)
		}
		out[i].Units = append(out[i].Units, units[d.UnitID])
	}
	return out, number
}
