package draft

import (
	"regexp"
	"strings"
)

// reader goes through the text once, line by line.
type reader struct {
	runes  []rune // as read
	source []rune // as written; the same but for marks put back
	opt    Options
	own    *phrases
	set    setting
	drafts []Draft
	// english is the language of the text, for lines that do not tell.
	english bool
	number  int // sentences so far
	skip    skipping
}

// skipping is what the reader passes over: a distribution list, an address.
type skipping int

const (
	skipNothing skipping = iota
	skipAddress          // "Kính gửi:" and its lines
	skipRest             // "Nơi nhận:" to the end
)

func newReader(s string, opt Options) *reader {
	r := &reader{runes: []rune(s), opt: opt}
	r.source = r.runes
	if withoutMarks(s) {
		r.runes = mark(r.runes)
		s = string(r.runes)
	}
	r.english = !isVietnamese(s)
	r.set.askers = map[string]bool{}
	r.set.minutes = minuted.MatchString(s[:min(len(s), maxHead)])
	if len(opt.Introducers) > 0 {
		r.own = words(strings.ToLower(strings.Join(opt.Introducers, ",")))
	}
	if r.opt.Day.IsZero() {
		r.opt.Day = dayInText(s)
	}
	return r
}

func (r *reader) read() {
	lines := splitLines(r.runes)
	for i, l := range lines {
		toks := tokenize(r.runes, l.from, l.to)
		if len(toks) == 0 || r.passOver(l, toks) {
			continue
		}
		parent := i+1 < len(lines) && lines[i+1].marked && lines[i+1].level > l.level
		if parent && !l.marked {
			l.opens = min(levelTitle, lines[i+1].level-1)
		}
		r.line(l, toks, parent)
	}
	for i := range r.drafts {
		r.finish(&r.drafts[i])
	}
}

// passOver reports whether the line belongs to an address or a distribution
// list, which name many and ask nobody.
func (r *reader) passOver(l line, toks []token) bool {
	head := joinWords(toks[:min(2, len(toks))])
	switch {
	case head == "nơi nhận" || head == "noi nhan" || (toks[0].w == "distribution" || toks[0].w == "cc") && len(toks) > 1 && toks[1].w == ":":
		r.skip = skipRest
	case head == "kính gửi" || head == "kính trình":
		r.skip = skipAddress
	case toks[len(toks)-1].w == ":" && len(toks) > 2 && telegraphs(toks):
		r.skip = skipAddress
	case r.skip == skipAddress && (l.marked || toks[len(toks)-1].w == ";"):
	case r.skip == skipRest && (l.marked || len(toks) < 12):
	default:
		r.skip = skipNothing
	}
	return r.skip != skipNothing
}

// line reads one line: a heading that opens something, or sentences.
func (r *reader) line(l line, toks []token, parent bool) {
	english := r.isEnglish(toks)
	switch {
	case l.level != levelNone:
		r.set.descend(l.level)
	case l.level == levelNone:
		r.set.descend(levelPoint)
	}
	if top := r.set.top(); l.marked && top != nil && len(top.names) > 0 && !top.spoken {
		r.set.last = nil // a point below a heading goes by the heading
	}
	r.set.flowing = false
	if !l.marked || l.gap {
		r.set.flowing = false
	}
	listed := l.marked && r.set.inTasks() || r.set.inTasks() && !l.marked && len(r.set.frames) > 0
	if r.heading(l, toks, english, parent) {
		r.number++
		return
	}
	for _, s := range splitSentences(toks, r.runes, r.number+1) {
		r.number = s.number
		r.sentence(l, s, english, listed)
	}
}

// sentence reads a sentence piece by piece.
func (r *reader) sentence(l line, s sentence, english, listed bool) {
	toks := s.toks
	if len(toks) == 0 {
		return
	}
	if last := toks[len(toks)-1]; last.w == ":" {
		r.leadIn(l, toks, english)
		return
	}
	if r.set.flowing && len(r.drafts) > 0 && onlyTime(toks) {
		r.date(toks)
		return
	}
	if !english && (isOccasion(toks) || speaksHimself(toks)) {
		r.set.concluding = r.set.concluding || concludes(toks)
	}
	toks, labelled := r.label(l, toks, english, listed)
	st := state{listed: listed || labelled, marked: l.marked, labelled: labelled, flowing: r.set.flowing, english: english, number: s.number}
	for i, part := range joinNames(toks, splitAt(toks, ";"), r.own) {
		if len(part) > 0 {
			r.piece(part, i == 0, &st)
		}
	}
	r.set.flowing = st.asked
	if english {
		if at := skipEnConnectors(toks, 0); at < len(toks) && !isPronounEn(toks, at, at+1) {
			r.set.spokenOf = leadingName(toks)
		}
	}
}

// telegraphs reports whether a line is the head of an official telegram's
// address: "CHỦ TỊCH UBND TỈNH điện:", "… gửi:".
func telegraphs(toks []token) bool {
	w := toks[len(toks)-2].w
	return (w == "điện" || w == "gửi") && namesSomebody(toks, 0) && len(toks) < 20
}

// minuted knows a record of a meeting by its head.
var minuted = regexp.MustCompile(`(?i)\b(?:minutes|meeting|actions?|stand-?up|review)\b`)
