// Package ical writes calendar files (RFC 5545), for calendar programs to take
// in: one that invites or calls off (RFC 5546), or one that only tells.
//
// An entry keeps its UID for ever, and its sequence rises with every change,
// by which a program knows which of two files is the newer. It does not read
// calendars, nor does it know what entries are about.
package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"giaoban/internal/text"
)

// MediaType is that of a calendar file.
const MediaType = "text/calendar; charset=utf-8"

// Method is what the reader's program is to do with a file (RFC 5546).
type Method string

// The methods.
const (
	Publish Method = "PUBLISH" // take it in
	Request Method = "REQUEST" // an invitation, or a change of one
	Cancel  Method = "CANCEL"  // what was invited to is called off
)

// Person is who invites or is invited.
type Person struct {
	Name  string
	Email string
}

// Entry is an event with hours, or a whole day where Day is set.
type Entry struct {
	UID         string
	Sequence    int64
	Stamp       time.Time // when this was written
	Start, End  time.Time
	Day         text.Date
	Summary     string
	Description string
	Location    string
	URL         string
	Cancelled   bool
	Busy        bool // keeps its time from being given away
	Organizer   Person
	Attendee    Person // nobody where the email is empty
}

// Calendar is a file. Hours are written in Zone, with the rules of that zone
// for as long as the entries last.
type Calendar struct {
	Method  Method
	Name    string
	Zone    *time.Location
	Entries []Entry
}

// File is the calendar as it is sent: lines of at most 75 octets that end in
// CR LF.
func (c Calendar) File() ([]byte, error) {
	out := ics.NewCalendar()
	out.SetProductId("-//Giao ban//Giao ban//VI")
	out.SetCalscale("GREGORIAN")
	out.SetMethod(ics.Method(c.Method))
	if c.Name != "" {
		out.SetXWRCalName(clean(c.Name))
	}
	if zone := c.zone(); zone != nil {
		out.Components = append(out.Components, zone)
	}
	for _, e := range c.Entries {
		out.AddVEvent(c.event(e))
	}
	var file strings.Builder
	if err := out.SerializeTo(&file, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("write calendar: %w", err)
	}
	return []byte(file.String()), nil
}

const (
	utc   = "20060102T150405Z"
	local = "20060102T150405"
	day   = "20060102"
)

func (c Calendar) event(e Entry) *ics.VEvent {
	v := ics.NewEvent(e.UID)
	v.SetProperty(ics.ComponentPropertySequence, strconv.FormatInt(e.Sequence, 10))
	v.SetProperty(ics.ComponentPropertyDtstamp, e.Stamp.UTC().Format(utc))
	if e.Day.IsZero() {
		zone := ics.WithTZID(c.Zone.String())
		v.SetProperty(ics.ComponentPropertyDtStart, e.Start.In(c.Zone).Format(local), zone)
		v.SetProperty(ics.ComponentPropertyDtEnd, e.End.In(c.Zone).Format(local), zone)
	} else { // the end is the first day that is no longer in it
		date := ics.WithValue(string(ics.ValueDataTypeDate))
		v.SetProperty(ics.ComponentPropertyDtStart, e.Day.Time().Format(day), date)
		v.SetProperty(ics.ComponentPropertyDtEnd, e.Day.AddDays(1).Time().Format(day), date)
	}
	v.SetSummary(clean(e.Summary))
	if e.Description != "" {
		v.SetDescription(clean(e.Description))
	}
	if e.Location != "" {
		v.SetLocation(clean(e.Location))
	}
	if e.URL != "" {
		v.SetURL(e.URL)
	}
	status, shown := ics.ObjectStatusConfirmed, ics.TransparencyTransparent
	if e.Cancelled {
		status = ics.ObjectStatusCancelled
	}
	if e.Busy {
		shown = ics.TransparencyOpaque
	}
	v.SetStatus(status)
	v.SetTimeTransparency(shown)
	if e.Organizer.Email != "" {
		v.SetOrganizer("mailto:"+e.Organizer.Email, ics.WithCN(e.Organizer.named()))
	}
	if e.Attendee.Email != "" {
		v.AddAttendee("mailto:"+e.Attendee.Email, ics.WithCN(e.Attendee.named()), &ics.KeyValues{Key: string(ics.ParameterRsvp), Value: []string{"FALSE"}})
	}
	return v
}

// zone describes the calendar's zone from the first entry's hours to the last
// one's: an observance for each time that its clocks were set (RFC 5545,
// 3.6.5). It is nil where no entry has hours.
func (c Calendar) zone() ics.Component {
	var first, last time.Time
	for _, e := range c.Entries {
		if !e.Day.IsZero() {
			continue
		}
		if first.IsZero() || e.Start.Before(first) {
			first = e.Start
		}
		if last.Before(e.End) {
			last = e.End
		}
	}
	if first.IsZero() {
		return nil
	}
	out := ics.NewTimezone(c.Zone.String())
	for at := first.In(c.Zone); ; {
		begin, end := at.ZoneBounds()
		name, offset := at.Zone()
		before := offset
		onset := time.Date(1970, time.January, 1, 0, 0, 0, 0, time.UTC)
		if !begin.IsZero() {
			_, before = begin.Add(-time.Second).Zone()
			onset = begin.UTC().Add(time.Duration(before) * time.Second) // by the clocks before they were set
		}
		base := ics.ComponentBase{}
		base.SetProperty(ics.ComponentPropertyDtStart, onset.Format(local))
		base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), east(before))
		base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), east(offset))
		base.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
		if at.IsDST() {
			out.Components = append(out.Components, &ics.Daylight{ComponentBase: base})
		} else {
			out.Components = append(out.Components, &ics.Standard{ComponentBase: base})
		}
		if end.IsZero() || !end.Before(last) {
			return out
		}
		at = end
	}
}

// east is an offset as "+0700".
func east(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}

// clean leaves no character that a calendar file may not hold (RFC 5545, 3.1).
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// named is the person's name as a parameter's value, which can hold no
// quotation mark and is not quoted: signs that would end it become spaces.
func (p Person) named() string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`,;:"'\`, r) || r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, p.Name)
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return p.Email
	}
	return s
}
