package draft

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// level orders what a line's marker opens, from the outside in.
type level int

const (
	levelNone  level = iota // running text
	levelPart               // "A.", "Phần I"
	levelRoman              // "I."
	levelOne                // "1.", "Điều 1."
	levelTwo                // "1.1."
	levelThree              // "1.1.1."
	levelTitle              // a short line that is the name of a body or a topic
	levelPoint              // "a)", "(1)"
	levelDash               // "-"
	levelPlus               // "+", "•"
)

// line is one line of the text without its marker.
type line struct {
	from, to int // runes of the content
	level    level
	marked   bool
	gap      bool  // an empty line stands before it
	opens    level // as a heading: the level that holds the points below it
}

type marker struct {
	level level
	re    *regexp.Regexp
}

var markers = []marker{
	{levelThree, regexp.MustCompile(`^\d{1,2}\.\d{1,2}\.\d{1,2}[.):]?\s+`)},
	{levelTwo, regexp.MustCompile(`^\d{1,2}\.\d{1,2}[.):]?\s+`)},
	{levelOne, regexp.MustCompile(`^\d{1,2}[.)/]\s*`)},
	{levelPoint, regexp.MustCompile(`^\(\d{1,2}\)\s*`)},
	{levelOne, regexp.MustCompile(`^(?i:điều|mục|item)\s+\d{1,2}\s*[.:]\s*`)},
	{levelOne, regexp.MustCompile(`^(?i:no\.?|action|task|decision)\s*\d{1,2}\s*[.:)]\s*`)},
	{levelRoman, regexp.MustCompile(`^[IVX]{1,5}[./)]\s*`)},
	{levelPoint, regexp.MustCompile(`^\(?[a-zđ]\)\s*`)},
	{levelPoint, regexp.MustCompile(`^[a-zđ]\.\s+`)},
	{levelPart, regexp.MustCompile(`^[A-H]\.\s+`)},
	{levelPart, regexp.MustCompile(`^(?i:phần)\s+(?i:thứ\s+\p{L}+|[IVX]+)\s*[.:]?\s*`)},
	{levelDash, regexp.MustCompile(`^[-–—]\s*`)},
	{levelPlus, regexp.MustCompile(`^[+*•●▪◦‣·✓➢→]\s*`)},
}

// ordinals open a point in running words: "Một là,", "Thứ hai,", "First,".
var ordinals = regexp.MustCompile(`^(?i:(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười) là|thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:first|second|third|fourth|fifth|finally)(?:ly)?)\s*[,:]\s*`)

// boxes are the marks of a to-do list.
var boxes = regexp.MustCompile(`^\[[ xX]?\]\s*`)

// splitLines cuts the text into lines with their markers taken off.
func splitLines(runes []rune) []line {
	var lines []line
	gap := false
	for from := 0; from <= len(runes); {
		to := from
		for to < len(runes) && runes[to] != '\n' && runes[to] != '\r' && runes[to] != '\u2028' {
			to++
		}
		a, b := trim(runes, from, to)
		if a == b {
			gap = true
		} else {
			l := line{from: a, to: b, gap: gap}
			l.takeMarker(runes)
			lines, gap = append(lines, l), false
		}
		from = to + 1
	}
	return lines
}

func trim(runes []rune, from, to int) (int, int) {
	for from < to && (unicode.IsSpace(runes[from]) || runes[from] == '\ufeff' || runes[from] == '\u200b') {
		from++
	}
	for to > from && (unicode.IsSpace(runes[to-1]) || runes[to-1] == '\u200b') {
		to--
	}
	return from, to
}

// takeMarker moves the line's beginning behind its marker. A marker may carry
// another: "1. a) …", "- Một là, …".
func (l *line) takeMarker(runes []rune) {
	for range 2 {
		head := string(runes[l.from:min(l.to, l.from+40)])
		found := false
		for _, m := range markers {
			if at := m.re.FindString(head); at != "" && !isDateHead(head, m.level) {
				l.from += utf8.RuneCountInString(at)
				l.level, l.marked, found = max(l.level, m.level), true, true
				break
			}
		}
		head = string(runes[l.from:min(l.to, l.from+40)])
		if box := boxes.FindString(head); box != "" {
			l.from += utf8.RuneCountInString(box)
			l.level, l.marked = max(l.level, levelDash), true
		}
		if ord := ordinals.FindString(head); ord != "" {
			l.from += utf8.RuneCountInString(ord)
			l.level, l.marked = max(l.level, levelPoint), true
		}
		if !found {
			break
		}
	}
	l.from = min(l.from, l.to)
}

var dateHead = regexp.MustCompile(`^\d{1,2}[./]\d{1,2}`)

// isDateHead keeps "30/6 là hạn cuối" and "3.5 tỷ đồng" from losing a number.
func isDateHead(head string, of level) bool {
	if of != levelOne && of != levelTwo {
		return false
	}
	if of == levelOne {
		return dateHead.MatchString(head)
	}
	rest := strings.TrimLeft(head, "0123456789.):")
	rest = strings.TrimSpace(rest)
	return strings.HasPrefix(rest, "tỷ") || strings.HasPrefix(rest, "triệu") || strings.HasPrefix(rest, "%")
}
