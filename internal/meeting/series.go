package meeting

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// Beginning is what a series begins with: its name, its cadence and its first
// conference, from which all later ones are copied.
type Beginning struct {
	Name        string
	NameEn      string
	Cadence     Cadence
	Title       string // of the first conference; "" takes the series' name
	ScheduledAt time.Time
	ChairName   string
	ChairTitle  string
	HubSiteID   SiteID       // "" takes the organisation's hub
	SiteIDs     []SiteID     // nil takes every site of the organisation
	SpeechLimit int          // seconds; 0 takes the default
	Agenda      []AgendaItem // nil takes StandardAgenda
}

// StandardAgenda is what a series begins with where nobody gives another; the
// office changes it before publishing.
func StandardAgenda() []AgendaItem {
	return []AgendaItem{
		{Title: "Khai mạc", Kind: Opening, Minutes: 10},
		{Title: reviewTitle, Kind: Review, Minutes: 15},
		{Title: "Báo cáo tổng hợp", Kind: Report, Minutes: 20},
		{Title: "Thảo luận", Kind: Discussion, Minutes: 60},
		{Title: "Kết luận", Kind: Conclusion, Minutes: 20},
	}
}

const (
	longestSeries = 200 // characters of a series' name
	longestPerson = 120 // of a person's name or position
)

// check names every field that breaks a rule, so that a form is corrected in
// one go. sites are the organisation's.
func (b *Beginning) check(sites []SiteRef) error {
	var bad []fault.Field
	line := func(field string, s *string, most int, required bool) {
		*s = text.NFC(strings.TrimSpace(*s))
		switch n := utf8.RuneCountInString(*s); {
		case n == 0 && required:
			bad = append(bad, fault.Field{Name: field, Rule: "required"})
		case n > most:
			bad = append(bad, fault.Field{Name: field, Rule: "too_long"})
		}
	}
	line("name", &b.Name, longestSeries, true)
	line("name_en", &b.NameEn, longestSeries, false)
	line("title", &b.Title, 300, false)
	line("chair_name", &b.ChairName, longestPerson, true)
	line("chair_title", &b.ChairTitle, longestPerson, false)
	if !b.Cadence.known() {
		bad = append(bad, fault.Field{Name: "cadence", Rule: "one_of", Value: string(b.Cadence)})
	}
	if b.ScheduledAt.IsZero() {
		bad = append(bad, fault.Field{Name: "scheduled_at", Rule: "required"})
	}
	if b.SpeechLimit < 0 || b.SpeechLimit > mostSpeech {
		bad = append(bad, fault.Field{Name: "speech_seconds", Rule: "range", Value: strconv.Itoa(b.SpeechLimit)})
	}
	if b.HubSiteID == "" {
		if i := slices.IndexFunc(sites, func(s SiteRef) bool { return s.Role == Hub }); i >= 0 {
			b.HubSiteID = sites[i].ID
		} else {
			bad = append(bad, fault.Field{Name: "hub_site_id", Rule: "required"})
		}
	}
	bad = append(bad, checkSites(b.SiteIDs, b.HubSiteID, sites)...)
	if b.Agenda == nil {
		b.Agenda = StandardAgenda()
	}
	for i, it := range b.Agenda {
		bad = append(bad, CheckItem(fmt.Sprintf("agenda.%d", i), it)...)
	}
	if len(b.Agenda) == 0 {
		bad = append(bad, fault.Field{Name: "agenda", Rule: "required"})
	}
	if len(bad) > 0 {
		return fault.Invalid("invalid_input", "a series with %d entries to correct", len(bad)).WithFields(bad...)
	}
	return nil
}

// known tells whether it is one of the cadences.
func (c Cadence) known() bool {
	switch c {
	case Weekly, Monthly, Quarterly, HalfYear, Yearly, AdHoc:
		return true
	}
	return false
}

// checkSites refuses a choice of sites that the organisation does not have, or
// that leaves the hub out. nil is no choice.
func checkSites(chosen []SiteID, hub SiteID, sites []SiteRef) []fault.Field {
	known := func(id SiteID) bool {
		return slices.ContainsFunc(sites, func(s SiteRef) bool { return s.ID == id })
	}
	if hub != "" && !known(hub) {
		return []fault.Field{{Name: "hub_site_id", Rule: "unknown", Value: hub}}
	}
	if chosen == nil {
		return nil
	}
	for _, id := range chosen {
		if !known(id) {
			return []fault.Field{{Name: "site_ids", Rule: "unknown", Value: id}}
		}
	}
	if hub != "" && !slices.Contains(chosen, hub) {
		return []fault.Field{{Name: "site_ids", Rule: "hub"}}
	}
	return nil
}

// chosenSites are the chosen ones of the organisation's, with their roles; all
// of them where nothing was chosen.
func chosenSites(sites []SiteRef, chosen []SiteID, hub SiteID) []SiteRef {
	out := make([]SiteRef, 0, len(sites))
	for _, s := range sites {
		if chosen != nil && !slices.Contains(chosen, s.ID) {
			continue
		}
		s.Role = Remote
		if s.ID == hub {
			s.Role = Hub
		}
		out = append(out, s)
	}
	return out
}

// BeginSeries adds a series and the draft of its first conference, both or
// neither.
func (s *Service) BeginSeries(ctx context.Context, by access.Actor, b Beginning) (*Conference, error) {
	if err := mayPrepare(by); err != nil {
		return nil, err
	}
	sites, err := s.sites(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.check(sites); err != nil {
		return nil, err
	}
	host, err := s.org.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	series := Series{ID: s.newID(), Name: b.Name, NameEn: b.NameEn, Cadence: b.Cadence, UnitID: host.OfficeID}
	c := &Conference{
		ID: s.newID(), SeriesID: Ref(series.ID), Title: b.Title, State: Draft, ScheduledAt: At(b.ScheduledAt),
		HubSiteID: b.HubSiteID, ChairName: b.ChairName, ChairTitle: b.ChairTitle, SpeechLimit: b.SpeechLimit, Rev: 1,
		Sites: chosenSites(sites, b.SiteIDs, b.HubSiteID),
	}
	if c.Title == "" {
		c.Title = b.Name
	}
	if s.period != nil {
		period, err := s.period(ctx, by)
		if err != nil {
			return nil, err
		}
		c.PeriodID = Ref(period)
	}
	for i := range b.Agenda {
		b.Agenda[i].Title, b.Agenda[i].Presenter = text.NFC(b.Agenda[i].Title), text.NFC(b.Agenda[i].Presenter)
	}
	if err := c.Replan(b.Agenda, s.newID); err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := insertSeries(ctx, tx, series); err != nil {
			return err
		}
		return s.addIn(ctx, tx, by, c)
	})
	return c, err
}
