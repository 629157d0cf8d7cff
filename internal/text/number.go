package text

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// ErrNumber is returned for a text that is no number, or that groups its
// digits in a way that no language does.
var ErrNumber = errors.New("not a number")

// ParseNumber reads a number as people of the program type it.
//
// The Vietnamese form is the rule: '.' (or a space) groups thousands, ','
// begins the decimals, so "1.234.567,89" is 1234567.89 and "1.234" is 1234.
// Where that reading is impossible, the plain or English one is taken: "12.5"
// and "1,234,567.89" and "1,234,567". A lone "1,234" is the Vietnamese 1.234.
// A leading sign and a trailing percent sign are allowed; the percent sign
// does not divide.
func ParseNumber(s string) (float64, error) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(NFC(s)), "%"))
	negative := false
	for _, sign := range []string{"-", "−", "+"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			s, negative = strings.TrimSpace(rest), sign != "+"
			break
		}
	}
	plain, ok := plainDigits(s)
	if !ok {
		return 0, ErrNumber
	}
	f, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, ErrNumber
	}
	if negative {
		f = -f
	}
	return f, nil
}

// plainDigits brings s to digits with at most one '.', the decimal point.
func plainDigits(s string) (string, bool) {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	group, point := ".", ","
	switch {
	case dots == 0 && commas > 1,
		dots == 1 && commas > 0 && strings.LastIndex(s, ".") > strings.LastIndex(s, ","),
		dots == 1 && commas == 0 && !grouped(strings.Split(s, ".")):
		group, point = ",", "."
	}
	whole, decimals, hasPoint := strings.Cut(s, point)
	if hasPoint && !digits(decimals) {
		return "", false
	}
	if strings.Contains(whole, " ") {
		group = " "
	}
	parts := strings.Split(whole, group)
	if len(parts) > 1 && !grouped(parts) || len(parts) == 1 && !digits(whole) {
		return "", false
	}
	whole = strings.Join(parts, "")
	if hasPoint {
		return whole + "." + decimals, true
	}
	return whole, true
}

// grouped reports whether parts are digits in thousands: 1 to 3, then 3 each;
// a single leading 0 ("0.125") is no thousands group.
func grouped(parts []string) bool {
	for i, p := range parts {
		if !digits(p) || i > 0 && len(p) != 3 || i == 0 && (len(p) > 3 || p[0] == '0') {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// FormatNumber prints f with the given count of decimals, grouped in
// thousands: "1.234.567,89" in Vietnamese, "1,234,567.89" in English. A
// negative count prints as many decimals as the value needs.
func FormatNumber(f float64, decimals int, lang Lang) string {
	s := strconv.FormatFloat(f, 'f', max(decimals, -1), 64)
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return s
	}
	group, point := ".", ","
	if lang == English {
		group, point = ",", "."
	}
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		s = rest
		if strings.Trim(rest, "0.") != "" {
			sign = "-"
		}
	}
	whole, fraction, hasPoint := strings.Cut(s, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if hasPoint {
		b.WriteString(point + fraction)
	}
	return b.String()
}
