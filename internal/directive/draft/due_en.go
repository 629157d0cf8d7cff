package draft

import (
	"regexp"
	"strings"
	"time"

	"giaoban/internal/text"
)

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

const (
	enMonth = `(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?`
	enLimit = `\b(?:by|before|until|till|no later than|not later than|on or before|prior to|due(?: by| on)?|deadline:?|within|in|during|up to)\s+(?:the\s+)?(?:close of (?:business|play)(?: on)?\s+|noon(?: on)?\s+|\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?\s+on\s+)?`
	enUpTo  = `\b(?:by|before|until|till|no later than|not later than|on or before|prior to|due(?: by| on)?|deadline:?|up to)\s+(?:the\s+)?(?:close of (?:business|play)(?: on)?\s+|noon(?: on)?\s+|\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm)?\s+on\s+)?(?:\w+day,?\s+)?`
)

var enRules = []rule{
	{regexp.MustCompile(enUpTo + `(\d{4})-(\d{1,2})-(\d{1,2})\b`), func(m []string, _ text.Date) (text.Date, bool) {
		return text.NewDate(atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3]))
	}},
	{regexp.MustCompile(enUpTo + `(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?` + enMonth + `(?:,?\s+(\d{4}))?`), func(m []string, on text.Date) (text.Date, bool) {
		return dayOfMonthEn(m[1], m[2], m[3], on)
	}},
	{regexp.MustCompile(enUpTo + enMonth + `\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?`), func(m []string, on text.Date) (text.Date, bool) {
		return dayOfMonthEn(m[2], m[1], m[3], on)
	}},
	{regexp.MustCompile(enUpTo + `(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b`), readDayMonth},
	{regexp.MustCompile(enLimit + `end of\s+` + enMonth + `(?:,?\s+(\d{4}))?`), readMonthEn},
	{regexp.MustCompile(`\b(?:by|before|within|in|during)\s+(?:the\s+)?(?:end of\s+)?q([1-4])(?:\s+(\d{4}))?\b`), func(m []string, on text.Date) (text.Date, bool) {
		return readQuarter([]string{"", m[1], m[2]}, on)
	}},
	{regexp.MustCompile(`\b(?:by|before|within|in|during)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(first|second|third|fourth)\s+quarter(?:\s+(?:of\s+)?(\d{4}))?`), func(m []string, on text.Date) (text.Date, bool) {
		return readQuarter([]string{"", map[string]string{"first": "1", "second": "2", "third": "3", "fourth": "4"}[m[1]], m[2]}, on)
	}},
	{regexp.MustCompile(`\b(?:by|before|until)\s+(?:the\s+)?(week|month|quarter|year)[- ]end\b`), readThisEn},
	{regexp.MustCompile(enLimit + `end of\s+(?:the\s+|this\s+)?(week|month|quarter|year)\b`), readThisEn},
	{regexp.MustCompile(`\b(?:by|within|in|during|before)\s+(?:the\s+)?(?:end of\s+)?(?:this\s+)(week|month|quarter|year)\b`), readThisEn},
	{regexp.MustCompile(`\b(?:by|within|in|during|before)\s+(?:end of\s+)?next\s+(week|month|quarter|year)\b`), func(m []string, on text.Date) (text.Date, bool) {
		return readThis([]string{"", map[string]string{"week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}[m[1]], "sau"}, on)
	}},
	{regexp.MustCompile(`\b(?:within|in)\s+(?:the next\s+)?(\d{1,3}|one|two|three|four|five|six|seven|ten|a)\s+(working days?|business days?|days?|weeks?|months?)\b`), func(m []string, on text.Date) (text.Date, bool) {
		return readWithin([]string{"", m[1], m[2], ""}, on)
	}},
	{regexp.MustCompile(enUpTo + `(next\s+|this\s+)?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b`), func(m []string, on text.Date) (text.Date, bool) {
		if strings.HasPrefix(m[1], "next") {
			return readWeekday([]string{"", m[2], "tuần sau"}, on)
		}
		return readWeekday([]string{"", m[2]}, on)
	}},
	{regexp.MustCompile(`\b(?:by|before)\s+(today|tomorrow)\b|\b(today|tomorrow)\b`), func(m []string, on text.Date) (text.Date, bool) {
		if on.IsZero() {
			return on, false
		}
		if m[1]+m[2] == "tomorrow" {
			return on.AddDays(1), true
		}
		return on, true
	}},
	{regexp.MustCompile(`\b(?:by|before|in|during|within|end of)\s+` + enMonth + `(?:,?\s+(\d{4}))?(?:$|[^\w\s]|\s+\D)`), func(m []string, on text.Date) (text.Date, bool) {
		d, ok := readMonthEn(m, on)
		if ok && strings.HasPrefix(m[0], "before") {
			d = text.EndOfMonth(d.Year, d.Month-1)
		}
		return d, ok
	}},
}

// readDayEn reads an English time limit out of lower-case text.
func readDayEn(lower string, on text.Date) (best text.Date, ok bool) {
	if !containsAny(lower, enLimits) {
		return best, false
	}
	for _, r := range enRules {
		for _, m := range r.re.FindAllStringSubmatch(lower, -1) {
			if d, found := r.read(m, on); found {
				best, ok = d, true
			}
		}
		if ok {
			return best, true
		}
	}
	return best, false
}

func dayOfMonthEn(day, month, year string, on text.Date) (text.Date, bool) {
	if y := atoi(year); y > 0 {
		return text.NewDate(y, months[month], atoi(day))
	}
	return nextDay(months[month], atoi(day), on)
}

func readMonthEn(m []string, on text.Date) (text.Date, bool) {
	month, year := months[m[1]], atoi(m[2])
	if year == 0 {
		if on.IsZero() {
			return text.Date{}, false
		}
		if year = on.Year; month < on.Month {
			year++
		}
	}
	return text.EndOfMonth(year, month), true
}

func readThisEn(m []string, on text.Date) (text.Date, bool) {
	return readThis([]string{"", map[string]string{"week": "tuần", "month": "tháng", "quarter": "quý", "year": "năm"}[m[1]], "này"}, on)
}

// enLimits are the words without one of which no English time limit is read.
var enLimits = []string{"by ", "before ", "until ", "till ", "than ", "prior ", "due", "deadline", "within ", "in ", "during ", "up to ", "end of ", "today", "tomorrow"}
