package text

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Date is a day of the calendar, without an hour or a zone. The zero Date is
// no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ErrDate is returned for a text that names no day of the calendar.
var ErrDate = errors.New("not a date")

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// NewDate returns the day, or false where the calendar has no such day.
func NewDate(year int, month time.Month, day int) (Date, bool) {
	d := Date{Year: year, Month: month, Day: day}
	return d, year >= 1 && year <= 9999 && DateOf(d.Time()) == d
}

// EndOfMonth returns the last day of a month.
func EndOfMonth(year int, month time.Month) Date {
	return DateOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

// EndOfQuarter returns the last day of quarter q, 1 to 4.
func EndOfQuarter(year, q int) Date { return EndOfMonth(year, time.Month(q*3)) }

// Time returns the beginning of the day in UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Time().Before(other.Time()) }

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Quarter returns the quarter of d, 1 to 4.
func (d Date) Quarter() int { return (int(d.Month) + 2) / 3 }

// String returns the day as YYYY-MM-DD.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText writes the day as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		return ErrDate
	}
	*d = DateOf(t)
	return nil
}

// Day prints the day of t as official papers write it: "ngày 04 tháng 12 năm
// 2024". Days below 10 and the months 1 and 2 carry a leading zero (Decree
// 30/2020/NĐ-CP, annex I).
func Day(t time.Time) string {
	month := strconv.Itoa(int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", t.Day(), month, t.Year())
}

var (
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	plainDate = regexp.MustCompile(`^(\d{1,2})\s?[/.\-–]\s?(\d{1,2})(?:\s?[/.\-–]\s?(\d{4}|\d{2}))?$`)
	wordDate  = regexp.MustCompile(`^(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(\d{4})|\s*/\s*(\d{4}))?$`)
)

// ParseDay reads one day: "ngày 04 tháng 12 năm 2024", "4/12/2024",
// "04-12-2024", "09.1.2026", "2024-12-04". Where the year is not written, it is
// the year of near in which the day lies closest to near.
func ParseDay(s string, near Date) (Date, error) {
	key := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(Fold(s)), "ngay"))
	if m := isoDate.FindStringSubmatch(key); m != nil {
		return dayOf(m[3], m[2], m[1], near)
	}
	if m := plainDate.FindStringSubmatch(key); m != nil {
		return dayOf(m[1], m[2], m[3], near)
	}
	if m := wordDate.FindStringSubmatch(key); m != nil {
		return dayOf(m[1], m[2], m[3]+m[4], near)
	}
	return Date{}, ErrDate
}

func dayOf(day, month, year string, near Date) (Date, error) {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	if year == "" {
		return nearest(d, time.Month(m), near)
	}
	if len(year) == 2 {
		y += 2000
	}
	if date, ok := NewDate(y, time.Month(m), d); ok {
		return date, nil
	}
	return Date{}, ErrDate
}

// nearest returns the day of that month closest to near. The day without any
// known year is no day.
func nearest(day int, month time.Month, near Date) (Date, error) {
	best, found := Date{}, false
	if near.IsZero() {
		return best, ErrDate
	}
	for year := near.Year - 1; year <= near.Year+1; year++ {
		d, ok := NewDate(year, month, day)
		if ok && (!found || gap(d, near) < gap(best, near)) {
			best, found = d, true
		}
	}
	if !found {
		return best, ErrDate
	}
	return best, nil
}

func gap(a, b Date) time.Duration { return a.Time().Sub(b.Time()).Abs() }
