package directive

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// OccurrenceView is one turn of a recurring directive.
type OccurrenceView struct {
	Due        string     `json:"due" doc:"YYYY-MM-DD"`
	DoneOn     *string    `json:"done_on"`
	Timeliness Timeliness `json:"timeliness" enum:"in_time,due_soon,overdue,done_late"`
}

// maxOccurrences are shown of one directive: a year of weeks.
const maxOccurrences = 53

// maxRhythm is the longest rhythm, in days, weeks or months.
const maxRhythm = 400

// rhythm is how a phrase comes again: every so many days or months, on a day
// of the week (0 to 6) or month (1 to 31; 31 is its last), -1 for none named.
type rhythm struct {
	days, months     int
	weekday, inMonth int
}

var (
	everyDays = regexp.MustCompile(`\bdinh ky (\d+) (ngay|tuan|thang)\b`)
	onDay     = regexp.MustCompile(`\b(?:ngay|mung|mong|the|on|by|before) (\d{1,2})(?:st|nd|rd|th)?\b`)
	weekdays  = map[string]time.Weekday{
		"chu nhat": time.Sunday, "sunday": time.Sunday, "thu hai": time.Monday, "monday": time.Monday,
		"thu ba": time.Tuesday, "tuesday": time.Tuesday, "thu tu": time.Wednesday, "wednesday": time.Wednesday,
		"thu nam": time.Thursday, "thursday": time.Thursday, "thu sau": time.Friday, "friday": time.Friday,
		"thu bay": time.Saturday, "saturday": time.Saturday,
	}
	units = []struct {
		words        []string
		days, months int
	}{
		{[]string{"hang tuan", "moi tuan", "tung tuan", "every week", "each week", "weekly"}, 7, 0},
		{[]string{"hang thang", "moi thang", "tung thang", "every month", "each month", "monthly"}, 0, 1},
		{[]string{"hang quy", "moi quy", "tung quy", "every quarter", "each quarter", "quarterly"}, 0, 3},
		{[]string{"hang nam", "moi nam", "every year", "each year", "annually"}, 0, 12},
		{[]string{"hang ngay", "moi ngay", "every day", "each day", "daily"}, 1, 0},
		{[]string{"fortnight"}, 14, 0},
	}
)

// rhythmOf reads the phrase of a recurring day as drafting leaves it ("ngày 25
// hằng tháng", "every Friday"); false where it is not understood.
func rhythmOf(phrase string) (rhythm, bool) {
	r, k := rhythm{weekday: -1, inMonth: -1}, " "+text.Key(phrase)+" "
	if m := everyDays.FindStringSubmatch(k); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > maxRhythm {
			return r, false
		}
		switch m[2] {
		case "ngay":
			r.days = n
		case "tuan":
			r.days = 7 * n
		case "thang":
			r.months = n
		}
		return r, true
	}
	for _, u := range units {
		for _, w := range u.words {
			if r.days+r.months == 0 && strings.Contains(k, " "+w+" ") {
				r.days, r.months = u.days, u.months
			}
		}
	}
	for name, d := range weekdays {
		if strings.Contains(k, " "+name+" ") {
			r.weekday = int(d)
			r.days, r.months = 7, 0
		}
	}
	if m := onDay.FindStringSubmatch(k); m != nil && r.months > 0 {
		r.inMonth, _ = strconv.Atoi(m[1]) // digits
	}
	return r, r.days+r.months > 0
}

// occurrences lists the days on which the phrase falls due after the day from,
// up to the first that is not before to. A month, quarter or year without a
// named day is due on its last.
func occurrences(phrase string, from, to text.Date) []text.Date {
	r, ok := rhythmOf(phrase)
	if !ok {
		return nil
	}
	var out []text.Date
	add := func(d text.Date) bool {
		if from.Before(d) {
			out = append(out, d)
		}
		return d.Before(to)
	}
	if r.months > 0 {
		// Counted from the first month of the year, so that quarters end with
		// March, June, September and December.
		at := time.Date(from.Year, time.January, 1, 0, 0, 0, 0, time.UTC).AddDate(0, r.months-1, 0)
		for add(inMonth(at, r.inMonth)) {
			at = at.AddDate(0, r.months, 0)
		}
		return out
	}
	at := from.AddDays(r.days)
	if r.weekday >= 0 {
		at = from.AddDays(1)
		for int(at.Time().Weekday()) != r.weekday {
			at = at.AddDays(1)
		}
	}
	for add(at) {
		at = at.AddDays(r.days)
	}
	return out
}

func inMonth(month time.Time, day int) text.Date {
	last := text.EndOfMonth(month.Year(), month.Month())
	if day < 1 || day > last.Day {
		return last
	}
	return text.Date{Year: last.Year, Month: last.Month, Day: day}
}

// nextTurn is the earliest day on which the directive falls due again and that
// was not reported done; zero where it does not recur.
func (d Directive) nextTurn(done map[text.Date]text.Date, zone *time.Location) text.Date {
	issued := text.DateOf(d.IssuedAt.In(zone))
	for to := issued; ; {
		turns := occurrences(d.Recurrence, issued, to)
		for _, due := range turns {
			if done[due].IsZero() {
				return due
			}
		}
		if len(turns) == 0 {
			return text.Date{}
		}
		to = turns[len(turns)-1].AddDays(1)
	}
}

// viewOccurrences shows the turns of a recurring directive from its issue to
// the next, the latest of them.
func (d Directive) viewOccurrences(done map[text.Date]text.Date, zone *time.Location, today text.Date) []OccurrenceView {
	out := []OccurrenceView{}
	for _, due := range occurrences(d.Recurrence, text.DateOf(d.IssuedAt.In(zone)), today) {
		as := Directive{State: InProgress, Deadline: due, DoneOn: done[due]}
		out = append(out, OccurrenceView{Due: due.String(), DoneOn: dayOrNull(as.DoneOn), Timeliness: as.Timeliness(today)})
	}
	return out[max(0, len(out)-maxOccurrences):]
}

// ReportOccurrence reports one turn of a recurring directive done.
func (s *Service) ReportOccurrence(ctx context.Context, by access.Actor, directive string, due text.Date, in Input) (Story, error) {
	in.Text = text.NFC(in.Text)
	return s.onParts(ctx, by, directive, ActOccurrence, in, func(tx *db.Tx, d *Directive, parts []Part) ([]Part, Step, error) {
		known := false
		for _, o := range occurrences(d.Recurrence, text.DateOf(d.IssuedAt.In(s.zone)), s.today()) {
			known = known || o == due
		}
		if !known {
			return nil, Step{}, fault.NotFound("occurrence_unknown", "directive %s does not fall due on %s", d.ID, due)
		}
		fresh, err := putOccurrence(ctx, tx, d.ID, due, s.today(), d.Rev)
		if err == nil && !fresh {
			err = fault.Conflict("occurrence_done", "directive %s was reported done for %s", d.ID, due)
		}
		if err != nil {
			return nil, Step{}, err
		}
		done, err := loadOccurrences(ctx, tx, d.ID)
		d.Next = d.nextTurn(done, s.zone)
		return parts, Step{Act: ActOccurrence, UnitID: d.UnitID, Text: in.Text, Percent: d.Percent, Until: dayOrNull(due)}, err
	})
}
