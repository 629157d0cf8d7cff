package draft

import (
	"strconv"
	"strings"
	"time"

	"giaoban/internal/text"
)

// readDayMonth reads day, month and, where written, year. Without a year it
// is the next such day.
func readDayMonth(m []string, on text.Date) (text.Date, bool) {
	day, month := atoi(m[1]), time.Month(atoi(m[2]))
	if year := yearIn(m[3:]); year > 0 {
		return text.NewDate(year, month, day)
	}
	return nextDay(month, day, on)
}

func nextDay(month time.Month, day int, on text.Date) (text.Date, bool) {
	if on.IsZero() {
		return text.Date{}, false
	}
	for year := on.Year; year <= on.Year+4; year++ {
		if d, ok := text.NewDate(year, month, day); ok && !d.Before(on) {
			return d, true
		}
	}
	return text.Date{}, false
}

func readDayOnly(m []string, on text.Date) (text.Date, bool) {
	if on.IsZero() {
		return text.Date{}, false
	}
	day := atoi(m[1])
	for i := range 3 {
		first := time.Date(on.Year, on.Month+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
		if d, ok := text.NewDate(first.Year(), first.Month(), day); ok && !d.Before(on) {
			return d, true
		}
	}
	return text.Date{}, false
}

// before reports whether a period's words set its beginning as the limit.
func before(m string) bool {
	return strings.HasPrefix(strings.TrimLeft(m, " ,(\n"), "trước") && !strings.Contains(m, "cuối") && !strings.Contains(m, "hết")
}

func readMonth(m []string, on text.Date) (text.Date, bool) {
	month := time.Month(atoi(m[1]))
	if month < 1 || month > 12 {
		return text.Date{}, false
	}
	year := yearIn(m[2:])
	if year == 0 {
		if on.IsZero() {
			return text.Date{}, false
		}
		if year = on.Year; month < on.Month {
			year++
		}
	}
	if before(m[0]) {
		month--
	}
	return text.EndOfMonth(year, month), true
}

func readMiddle(m []string, on text.Date) (text.Date, bool) {
	d, ok := readMonth(m, on)
	d.Day = 15
	return d, ok
}

func readQuarter(m []string, on text.Date) (text.Date, bool) {
	q, _, ok := text.ParseQuarter("quý " + m[1])
	if !ok {
		return text.Date{}, false
	}
	year := yearIn(m[2:])
	if year == 0 {
		if on.IsZero() {
			return text.Date{}, false
		}
		if year = on.Year; q < on.Quarter() {
			year++
		}
	}
	if before(m[0]) {
		return text.EndOfMonth(year, time.Month(q*3-3)), true
	}
	return text.EndOfQuarter(year, q), true
}

func readYear(m []string, _ text.Date) (text.Date, bool) {
	year := atoi(m[1])
	if before(m[0]) {
		year--
	}
	return text.NewDate(year, time.December, 31)
}

func readHalf(m []string, on text.Date) (text.Date, bool) {
	year := atoi(m[3])
	if year == 0 {
		year = on.Year
	}
	if m[2] == "đầu" {
		return text.NewDate(year, time.June, 30)
	}
	return text.NewDate(year, time.December, 31)
}

// readThis reads "tháng này", "quý tới", "tuần sau": its last day; a week ends
// on Sunday.
func readThis(m []string, on text.Date) (text.Date, bool) {
	if on.IsZero() {
		return text.Date{}, false
	}
	step := 0
	if m[2] == "tới" || m[2] == "sau" {
		step = 1
	}
	if before(m[0]) {
		step--
	}
	switch m[1] {
	case "tuần":
		return endOfWeek(on).AddDays(7 * step), true
	case "tháng":
		return text.EndOfMonth(on.Year, on.Month+time.Month(step)), true
	case "quý":
		return text.EndOfMonth(on.Year, time.Month(3*(on.Quarter()+step))), true
	}
	return text.NewDate(on.Year+step, time.December, 31)
}

func endOfWeek(on text.Date) text.Date {
	return on.AddDays((7 - int(on.Time().Weekday())) % 7)
}

var numerals = map[string]int{
	"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "a": 1,
}

func readWithin(m []string, on text.Date) (text.Date, bool) {
	if m[3] != "" {
		if d, ok := dayFrom(m[3], on); ok {
			on = d
		}
	}
	n, ok := numerals[m[1]]
	if !ok {
		n = atoi(m[1])
	}
	if on.IsZero() || n == 0 {
		return text.Date{}, false
	}
	return later(on, n, m[2]), true
}

// later counts days, working days, weeks or months from a day.
func later(on text.Date, n int, unit string) text.Date {
	switch unit {
	case "tuần", "week", "weeks":
		return on.AddDays(7 * n)
	case "tháng", "month", "months":
		return text.DateOf(on.Time().AddDate(0, n, 0))
	case "ngày làm việc", "working days", "working day", "business days", "business day":
		for n > 0 {
			on = on.AddDays(1)
			if w := on.Time().Weekday(); w != time.Saturday && w != time.Sunday {
				n--
			}
		}
		return on
	}
	return on.AddDays(n)
}

func readToday(m []string, on text.Date) (text.Date, bool) {
	if on.IsZero() {
		return text.Date{}, false
	}
	if strings.Contains(m[0], "mai") {
		return on.AddDays(1), true
	}
	return on, true
}

var weekdays = map[string]time.Weekday{
	"thứ hai": time.Monday, "thứ ba": time.Tuesday, "thứ tư": time.Wednesday, "thứ năm": time.Thursday, "thứ sáu": time.Friday, "thứ bảy": time.Saturday, "chủ nhật": time.Sunday,
	"thứ 2": time.Monday, "thứ 3": time.Tuesday, "thứ 4": time.Wednesday, "thứ 5": time.Thursday, "thứ 6": time.Friday, "thứ 7": time.Saturday,
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

func readWeekday(m []string, on text.Date) (text.Date, bool) {
	day, ok := weekdays[strings.Join(strings.Fields(m[1]), " ")]
	if !ok || on.IsZero() {
		return text.Date{}, false
	}
	if len(m) > 2 && strings.HasPrefix(m[2], "tuần") && !strings.HasSuffix(m[2], "này") {
		on = endOfWeek(on).AddDays(1)
	}
	return on.AddDays((int(day) - int(on.Time().Weekday()) + 7) % 7), true
}

func yearIn(groups []string) int {
	for _, g := range groups {
		if y := atoi(g); y > 1900 {
			return y
		}
	}
	return 0
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
