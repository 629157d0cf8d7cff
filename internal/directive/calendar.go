package directive

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/ical"
	"giaoban/internal/text"
)

// DueKind is what falls due on a day.
type DueKind string

// The kinds.
const (
	DueDeadline DueKind = "deadline" // a directive's time limit
	DuePart     DueKind = "part"     // that of a part handed on
	DueTurn     DueKind = "turn"     // one turn of a recurring directive
)

// Due is something that falls due on a day.
type Due struct {
	DirectiveID string     `json:"directive_id"`
	Kind        DueKind    `json:"kind" enum:"deadline,part,turn"`
	PartID      string     `json:"part_id" doc:"of a part"`
	UnitID      string     `json:"unit_id" doc:"that has to do it"`
	GiverID     string     `json:"giver_id" doc:"of a part"`
	Text        string     `json:"text"`
	Number      string     `json:"number"`
	From        string     `json:"from" doc:"YYYY-MM-DD: issued, or handed on"`
	Day         string     `json:"day" doc:"YYYY-MM-DD"`
	DoneOn      *string    `json:"done_on"`
	Percent     int        `json:"percent"`
	State       State      `json:"state" enum:"issued,acknowledged,in_progress,reported_done,returned,confirmed,suspended,cancelled" doc:"of the directive"`
	Timeliness  Timeliness `json:"timeliness" enum:"no_deadline,in_time,due_soon,overdue,done_late,done_in_time"`
	rev         int64
}

// Calendar is what falls due in a stretch of days.
type Calendar struct {
	Entries []Due `json:"entries" doc:"by day; of a day directives before parts before turns"`
	Cut     bool  `json:"cut" doc:"there are more than are shown"`
}

const (
	maxCalendar     = 3000 // entries
	maxCalendarDays = 500
)

// dueOf is the directive's own time limit as an entry; false where it has none.
func (d Directive) dueOf(zone *time.Location, today text.Date) (Due, bool) {
	return Due{
		DirectiveID: d.ID, Kind: DueDeadline, UnitID: d.UnitID, Text: d.Text, Number: d.Number,
		From: text.DateOf(d.IssuedAt.In(zone)).String(), Day: d.Deadline.String(), DoneOn: dayOrNull(d.DoneOn),
		Percent: d.Progress(), State: d.State, Timeliness: d.Timeliness(today), rev: d.Rev,
	}, !d.Deadline.IsZero()
}

// partsDue are the parts that are out, as entries. Of units that look it shows
// what they have and what they gave; nil is every unit.
func (d Directive) partsDue(parts []Part, units []string, zone *time.Location, today text.Date) []Due {
	var out []Due
	for _, p := range parts {
		own := units == nil || slices.Contains(units, p.UnitID) || slices.Contains(units, p.GiverID)
		as := Directive{State: d.State, Deadline: p.Deadline, DoneOn: p.DoneOn}
		if as.Deadline.IsZero() {
			as.Deadline = d.Due()
		}
		if p.TakenBack || !own || as.Deadline.IsZero() {
			continue
		}
		timeliness := as.Timeliness(today)
		if timeliness == InTime && !p.DoneOn.IsZero() {
			timeliness = DoneInTime // nobody confirms a part
		}
		out = append(out, Due{
			DirectiveID: d.ID, Kind: DuePart, PartID: p.ID, UnitID: p.UnitID, GiverID: p.GiverID, Text: p.Text, Number: d.Number,
			From: text.DateOf(p.GivenAt.In(zone)).String(), Day: as.Deadline.String(), DoneOn: dayOrNull(p.DoneOn),
			Percent: progressOf(parts, p), State: d.State, Timeliness: timeliness, rev: d.Rev,
		})
	}
	return out
}

// turnsDue are the turns of a recurring directive from one day to another. Of
// one that is over only those that were done.
func (d Directive) turnsDue(done map[text.Date]text.Date, from, to text.Date, zone *time.Location, today text.Date) []Due {
	if d.Recurrence == "" || !d.Deadline.IsZero() {
		return nil
	}
	issued := text.DateOf(d.IssuedAt.In(zone))
	var out []Due
	for _, due := range occurrences(d.Recurrence, issued, to) {
		as := Directive{State: InProgress, Deadline: due, DoneOn: done[due]}
		if d.State == Suspended {
			as.State = Suspended
		}
		if due.Before(from) || to.Before(due) || !d.State.Open() && as.DoneOn.IsZero() {
			continue
		}
		timeliness, percent := as.Timeliness(today), 0
		if !as.DoneOn.IsZero() {
			percent = 100
			if timeliness == InTime {
				timeliness = DoneInTime
			}
		}
		out = append(out, Due{
			DirectiveID: d.ID, Kind: DueTurn, UnitID: d.UnitID, Text: d.Text, Number: d.Number, From: issued.String(), Day: due.String(),
			DoneOn: dayOrNull(as.DoneOn), Percent: percent, State: d.State, Timeliness: timeliness, rev: d.Rev,
		})
	}
	return out
}

// Calendar lists what falls due between the filter's days: directives at their
// time limits, parts at theirs, and the turns of recurring directives. A unit
// sees of the parts those that it has or gave. Without days it is the present
// month.
func (s *Service) Calendar(ctx context.Context, by access.Actor, f Filter) (Calendar, error) {
	out := Calendar{Entries: []Due{}}
	if err := mayList(by); err != nil {
		return out, err
	}
	today := s.today()
	if f.From.IsZero() {
		f.From = text.Date{Year: today.Year, Month: today.Month, Day: 1}
	}
	if f.To.IsZero() {
		f.To = text.EndOfMonth(f.From.Year, f.From.Month)
	}
	if f.From.AddDays(maxCalendarDays).Before(f.To) {
		return out, fault.Invalid("invalid_input", "from %s to %s is too long", f.From, f.To).
			WithFields(fault.Field{Name: "deadline_to", Rule: "range", Value: f.To.String()})
	}
	q := query{Filter: f, units: scope(by, f.Unit), limit: maxCalendar + 1, today: today}
	if q.units != nil && len(q.units) == 0 {
		return out, nil
	}
	var due, parted, recurring []Directive
	group, all := errgroup.WithContext(ctx)
	group.Go(func() (err error) { due, err = loadPage(all, s.db, q); return err })
	group.Go(func() (err error) { parted, err = loadPartsDue(all, s.db, q); return err })
	group.Go(func() (err error) { recurring, err = loadRecurring(all, s.db, q); return err })
	if err := group.Wait(); err != nil {
		return out, err
	}
	out.Cut = len(due) > maxCalendar || len(parted) > maxCalendar || len(recurring) > maxCalendar
	parts, err := loadPartsIn(ctx, s.db, slices.Concat(due, parted))
	if err != nil {
		return out, err
	}
	done, err := loadOccurrencesIn(ctx, s.db, recurring)
	if err != nil {
		return out, err
	}
	add := func(e Due) {
		within := e.Day >= f.From.String() && e.Day <= f.To.String()
		if within && (f.Timeliness == "" || f.Timeliness == string(e.Timeliness)) {
			out.Entries = append(out.Entries, e)
		}
	}
	seen := map[string]bool{}
	for _, d := range slices.Concat(due, parted) {
		if seen[d.ID] {
			continue
		}
		seen[d.ID] = true
		if e, ok := d.dueOf(s.zone, today); ok {
			add(e)
		}
		for _, e := range d.partsDue(parts[d.ID], q.units, s.zone, today) {
			add(e)
		}
	}
	for _, d := range recurring {
		for _, e := range d.turnsDue(done[d.ID], f.From, f.To, s.zone, today) {
			add(e)
		}
	}
	slices.SortStableFunc(out.Entries, func(a, b Due) int {
		return strings.Compare(a.Day+string(a.Kind), b.Day+string(b.Kind)) // deadline, part, turn
	})
	if len(out.Entries) > maxCalendar {
		out.Entries, out.Cut = out.Entries[:maxCalendar], true
	}
	return out, nil
}

// withShares adds to listings their parts and turns, for a time line.
func (s *Service) withShares(ctx context.Context, by access.Actor, unit string, list []Directive, views []Listing) error {
	today, units := s.today(), scope(by, unit)
	parts, err := loadPartsIn(ctx, s.db, list)
	if err != nil {
		return err
	}
	done, err := loadOccurrencesIn(ctx, s.db, list)
	if err != nil {
		return err
	}
	for i, d := range list {
		turns := d.turnsDue(done[d.ID], text.Date{}, d.shownTo(s.zone, today), s.zone, today)
		views[i].Shares = append(d.partsDue(parts[d.ID], units, s.zone, today), turns[max(0, len(turns)-maxOccurrences):]...)
	}
	return nil
}

// shownTo is the last day of the directive's turns that a time line shows: the
// next from today on.
func (d Directive) shownTo(zone *time.Location, today text.Date) text.Date {
	turns := occurrences(d.Recurrence, text.DateOf(d.IssuedAt.In(zone)), today)
	if len(turns) == 0 {
		return today
	}
	return turns[len(turns)-1]
}

// UseAddress says how browsers reach the program, for the links in calendar
// files. For the wiring, before the service is used.
func (s *Service) UseAddress(base string) { s.base = base }

// CalendarFile is the calendar for a calendar program: what falls due from a
// month before today to a year after it, where the filter names no days.
func (s *Service) CalendarFile(ctx context.Context, by access.Actor, f Filter, lang text.Lang) ([]byte, error) {
	today := s.today()
	if f.From.IsZero() {
		f.From = today.AddDays(-31)
	}
	if f.To.IsZero() {
		f.To = today.AddDays(366)
	}
	calendar, err := s.Calendar(ctx, by, f)
	if err != nil {
		return nil, err
	}
	units, err := s.org.Units(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, u := range units {
		names[u.ID] = u.Name
		if lang == text.English && u.NameEn != "" {
			names[u.ID] = u.NameEn
		}
	}
	words := sheetIn[lang]
	title := map[text.Lang]string{text.Vietnamese: "Thời hạn nhiệm vụ", text.English: "Deadlines of directives"}[lang]
	if name := names[f.Unit]; name != "" {
		title += ": " + name
	}
	out := ical.Calendar{Method: ical.Publish, Name: title, Zone: s.zone}
	for _, e := range calendar.Entries {
		said := []string{e.Text, names[e.UnitID] + " · " + words.timeliness[e.Timeliness]}
		address := ""
		if s.base != "" {
			address = s.base + "/directives/" + e.DirectiveID
			said = append(said, address)
		}
		out.Entries = append(out.Entries, ical.Entry{
			UID: e.uid(), Sequence: e.rev, Stamp: s.clock.Now(), Day: day(e.Day), Summary: names[e.UnitID] + ": " + brief(e.Text),
			Description: strings.Join(said, "\n"), URL: address, Cancelled: e.State == Cancelled,
		})
	}
	return out.File()
}

// uid names the entry for ever: a time limit that moves keeps it.
func (e Due) uid() string {
	switch e.Kind {
	case DueDeadline:
	case DuePart:
		return "part-" + e.PartID + "@giaoban"
	case DueTurn:
		return "directive-" + e.DirectiveID + "-" + e.Day + "@giaoban"
	}
	return "directive-" + e.DirectiveID + "@giaoban"
}

// brief is a text in the length of a title.
func brief(s string) string {
	const longest = 120
	if utf8.RuneCountInString(s) > longest {
		return string([]rune(s)[:longest]) + "…"
	}
	return s
}
