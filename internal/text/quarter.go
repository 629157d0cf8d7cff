package text

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var romans = [...]string{"I", "II", "III", "IV"}

// Roman returns the Roman numeral of quarter q, or the plain number where q is
// no quarter.
func Roman(q int) string {
	if q < 1 || q > len(romans) {
		return strconv.Itoa(q)
	}
	return romans[q-1]
}

// Quarter prints a quarter: "quý IV năm 2024", or "Q4 2024" in English. Year 0
// is left out.
func Quarter(q, year int, lang Lang) string {
	switch {
	case lang == English && year == 0:
		return fmt.Sprintf("Q%d", q)
	case lang == English:
		return fmt.Sprintf("Q%d %d", q, year)
	case year == 0:
		return "quý " + Roman(q)
	}
	return fmt.Sprintf("quý %s năm %d", Roman(q), year)
}

var (
	quarterVi = regexp.MustCompile(`^quy\s+(iv|i{1,3}|[1-4])(?:\s*[/-]\s*(\d{4})|(?:\s+nam)?\s+(\d{4}))?$`)
	quarterEn = regexp.MustCompile(`^q([1-4])(?:\s*[/-]?\s*(\d{4}))?$`)
)

// ParseQuarter reads "quý IV năm 2024", "quý I/2023", "quý 4", "Q4 2024". The
// year is 0 where none is written.
func ParseQuarter(s string) (q, year int, ok bool) {
	key := strings.TrimSpace(Fold(s))
	m := quarterVi.FindStringSubmatch(key)
	if m == nil {
		m = quarterEn.FindStringSubmatch(key)
	}
	if m == nil {
		return 0, 0, false
	}
	for _, y := range m[2:] {
		if y != "" {
			year, _ = strconv.Atoi(y)
		}
	}
	for i, r := range romans {
		if m[1] == strings.ToLower(r) || m[1] == strconv.Itoa(i+1) {
			return i + 1, year, true
		}
	}
	return 0, 0, false
}
