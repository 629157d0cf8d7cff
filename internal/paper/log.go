package paper

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// LogEntry is one entry of a conference's event log, in the vocabulary of the
// protocol ("agenda.started", "floor.taken_back", "site.lost").
type LogEntry struct {
	At   time.Time
	Kind string
	Data json.RawMessage
}

// logged is what this package reads of an entry's data.
type logged struct {
	ItemID    string  `json:"item_id"`
	Title     string  `json:"title"`
	Finished  *string `json:"finished"`
	SiteID    string  `json:"site_id"`
	Status    string  `json:"status"`
	Headcount *int    `json:"headcount"`
	Note      string  `json:"note"`
	Listed    int     `json:"listed"`
	Present   int     `json:"present"`
	Ended     []struct {
		SiteID       string    `json:"site_id"`
		SpeakerName  string    `json:"speaker_name"`
		SpeakerTitle string    `json:"speaker_title"`
		Topic        string    `json:"topic"`
		ItemID       *string   `json:"item_id"`
		StartedAt    time.Time `json:"started_at"`
		Seconds      float64   `json:"seconds"`
	} `json:"ended"`
}

// Follow reads the course of the conference out of its log into the facts:
// the opening and the closing, which items came up when, who spoke, which
// sites joined, were lost, and what the roll call said. Sites of the log that
// f.Sites does not list are left out.
func (f *Facts) Follow(log []LogEntry) error {
	for _, e := range log {
		var d logged
		if len(e.Data) > 0 {
			if err := json.Unmarshal(e.Data, &d); err != nil {
				return fmt.Errorf("read %s of the log: %w", e.Kind, err)
			}
		}
		f.follow(e, d)
	}
	slices.SortStableFunc(f.Speeches, func(a, b Speech) int { return a.Started.Compare(b.Started) })
	for i := range f.Sites {
		f.Sites[i].settle(f.Opened)
	}
	return nil
}

func (f *Facts) follow(e LogEntry, d logged) {
	for _, s := range d.Ended {
		speech := Speech{
			SiteID: s.SiteID, Name: s.SpeakerName, Title: s.SpeakerTitle, Topic: s.Topic, Started: s.StartedAt,
			Spoken: time.Duration(s.Seconds * float64(time.Second)),
		}
		if s.ItemID != nil {
			speech.ItemID = *s.ItemID
		}
		f.Speeches = append(f.Speeches, speech)
	}
	switch e.Kind {
	case "conference.opened":
		f.Opened = e.At
	case "conference.closed":
		f.Closed = e.At
		f.finish("", e.At)
	case "agenda.started":
		f.finish("", e.At)
		it := f.item(d)
		it.Skipped, it.Deferred, it.Ended = false, false, time.Time{}
		if it.Started.IsZero() {
			it.Started = e.At
		}
	case "agenda.finished":
		f.finish(d.ItemID, e.At)
	case "agenda.skipped":
		f.finish(d.ItemID, e.At)
		if it := f.item(d); it.Started.IsZero() {
			it.Skipped = true
		}
	case "agenda.deferred":
		f.finish(d.ItemID, e.At)
		f.item(d).Deferred = true
	case "site.joined", "site.rejoined", "site.lost", "site.attendance", "site.delegates":
		f.followSite(e, d)
	}
}

func (f *Facts) followSite(e LogEntry, d logged) {
	i := slices.IndexFunc(f.Sites, func(s Site) bool { return s.ID == d.SiteID })
	if i < 0 {
		return
	}
	s := &f.Sites[i]
	switch e.Kind {
	case "site.joined", "site.rejoined":
		if s.Joined.IsZero() {
			s.Joined = e.At
		}
	case "site.lost":
		// After the closing everybody leaves; that is no lost line.
		if f.Closed.IsZero() {
			s.Lost++
		}
	case "site.delegates":
		s.Listed, s.Came = d.Listed, d.Present
	case "site.attendance":
		s.Attendance, s.Note = Attendance(d.Status), d.Note
		if d.Headcount != nil {
			s.Headcount = *d.Headcount
		}
	}
}

// item finds the agenda item of an entry, and adds it where it is new.
func (f *Facts) item(d logged) *Item {
	i := slices.IndexFunc(f.Items, func(it Item) bool { return it.ID == d.ItemID })
	if i < 0 {
		f.Items = append(f.Items, Item{ID: d.ItemID, Title: d.Title})
		i = len(f.Items) - 1
	}
	return &f.Items[i]
}

// finish ends the named item, or whatever item goes on where none is named.
func (f *Facts) finish(id string, at time.Time) {
	for i := range f.Items {
		it := &f.Items[i]
		if (id == "" || it.ID == id) && !it.Started.IsZero() && it.Ended.IsZero() {
			it.Ended = at
		}
	}
}

// settle says how a site attended where the roll call did not: who joined by
// the opening was present, who joined after it late.
func (s *Site) settle(opened time.Time) {
	if s.Attendance != Expected && s.Attendance != "" {
		return
	}
	switch {
	case s.Joined.IsZero():
		s.Attendance = Expected
	case opened.IsZero() || !s.Joined.After(opened):
		s.Attendance = Present
	default:
		s.Attendance = Late
	}
}
