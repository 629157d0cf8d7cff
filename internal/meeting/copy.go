package meeting

import (
	"slices"
	"time"
)

// reviewTitle names the item with which a conference of a series opens.
const reviewTitle = "Tình hình thực hiện kết luận hội nghị trước"

// Copied is what a copy takes instead of the last conference's own.
type Copied struct {
	ID          ConferenceID
	Title       string    // '' keeps the last one's
	ScheduledAt time.Time // zero: the series' next day
	PeriodID    string    // '' where it discusses none yet
	Cadence     Cadence
	Sites       []SiteRef // the organisation's sites today, by id; nil keeps the last one's
	// Chosen are the sites that take part; nil keeps those of the last one.
	Chosen []SiteID
	// WithoutAgenda leaves the items out, but for the review.
	WithoutAgenda bool
	// Papers and Delegates come along where they are chosen.
	Papers, Delegates bool
	// Took is told which item came from which.
	Took func(items map[ItemID]ItemID)
}

// CopyFrom plans the next conference from the last: chair, co-chairs, hub, sites with
// their names of today, and the planned agenda with its durations. What was
// inserted while the last one ran is not copied, but an item that it deferred
// comes again; an agenda without a review of the last conclusions gets one
// first.
func CopyFrom(last *Conference, with Copied, newID func() string) *Conference {
	c := &Conference{
		ID: with.ID, SeriesID: last.SeriesID, PeriodID: Ref(with.PeriodID), PreviousID: Ref(last.ID),
		Title: with.Title, State: Draft, HubSiteID: last.HubSiteID,
		ChairName: last.ChairName, ChairTitle: last.ChairTitle, ChairAccount: last.ChairAccount,
		CoChairs: slices.Clone(last.CoChairs), SpeechLimit: last.SpeechLimit, Rev: 1,
		ScheduledAt: At(with.ScheduledAt),
	}
	if c.Title == "" {
		c.Title = last.Title
	}
	if c.ScheduledAt.IsZero() && !last.ScheduledAt.IsZero() {
		c.ScheduledAt = At(with.Cadence.Next(last.ScheduledAt.Time))
	}
	c.Sites = copySites(last.Sites, with.Sites)
	if with.Chosen != nil {
		c.Sites = chosenSites(with.Sites, with.Chosen, last.HubSiteID)
	}
	reviewed := false
	took := map[ItemID]ItemID{}
	for _, it := range last.Agenda {
		if with.WithoutAgenda || it.Inserted && it.State != Deferred {
			continue
		}
		reviewed = reviewed || it.Kind == Review
		c.Agenda = append(c.Agenda, AgendaItem{
			ID: newID(), Title: it.Title, Kind: it.Kind, Minutes: it.Minutes, Presenter: it.Presenter,
			UnitID: it.UnitID, Mark: it.Mark, SpeechSeconds: it.SpeechSeconds, State: Pending,
		})
		took[it.ID] = c.Agenda[len(c.Agenda)-1].ID
	}
	if !reviewed {
		c.Agenda = withReview(c.Agenda, newID)
	}
	for i := range c.Agenda {
		c.Agenda[i].Number = i + 1
	}
	if with.Took != nil {
		with.Took(took)
	}
	return c
}

// withReview puts the review first, after an opening.
func withReview(items []AgendaItem, newID func() string) []AgendaItem {
	at := 0
	if len(items) > 0 && items[0].Kind == Opening {
		at = 1
	}
	review := AgendaItem{ID: newID(), Title: reviewTitle, Kind: Review, Minutes: 15, State: Pending}
	out := append([]AgendaItem{}, items[:at]...)
	out = append(out, review)
	return append(out, items[at:]...)
}

func copySites(last, today []SiteRef) []SiteRef {
	now := map[SiteID]SiteRef{}
	for _, s := range today {
		now[s.ID] = s
	}
	out := make([]SiteRef, 0, len(last))
	for _, s := range last {
		if t, ok := now[s.ID]; ok {
			t.Role = s.Role
			s = t
		}
		out = append(out, s)
	}
	return out
}
