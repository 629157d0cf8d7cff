package directive

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/text"
)

// LessonKind is what a correction has taught.
type LessonKind string

// The kinds of what is learned.
const (
	LessonAlias        LessonKind = "alias"         // words that name units: "khối văn xã"
	LessonIntroducer   LessonKind = "introducer"    // words that put a task: "trông cậy"
	LessonNotDirective LessonKind = "not_directive" // a passage that puts none
)

// Lesson is one thing that the office has taught the drafting. The next drafting
// of any conclusion goes by it; the office may take it back.
type Lesson struct {
	ID           string
	Kind         LessonKind
	Words        string // as written
	UnitIDs      []string
	ConferenceID string // whose conclusion taught it; "" by hand
	TaughtAt     time.Time
	TaughtBy     string
}

// Learned is what drafting goes by besides the built-in rules.
type Learned struct {
	Aliases     []Lesson
	Introducers []string
	silent      map[string]bool // keys of passages that put no task
}

// maxLessonWords is the longest alias or introducer, in characters.
const maxLessonWords = 120

// check refuses a lesson that would say nothing, or too much.
func (r Lesson) check() error {
	bad := func(field, rule string) error {
		return fault.Invalid("invalid_input", "lesson %q: %s %s", r.Words, field, rule).WithFields(fault.Field{Name: field, Rule: rule})
	}
	n := utf8.RuneCountInString(text.Key(r.Words))
	switch {
	case n == 0:
		return bad("words", "required")
	case r.Kind == LessonAlias && len(r.UnitIDs) == 0:
		return bad("unit_ids", "required")
	case r.Kind != LessonAlias && len(r.UnitIDs) > 0:
		return bad("unit_ids", "range")
	case r.Kind != LessonNotDirective && n > maxLessonWords:
		return bad("words", "too_long")
	case r.Kind != LessonNotDirective && n < 2:
		return bad("words", "too_short")
	}
	return nil
}

// sound reports whether a lesson has words to go by.
func (r Lesson) sound() bool { return r.check() == nil }

// learned sorts the lessons by what they are for.
func learned(lessons []Lesson) Learned {
	l := Learned{silent: map[string]bool{}}
	for _, r := range lessons {
		switch r.Kind {
		case LessonAlias:
			l.Aliases = append(l.Aliases, r)
		case LessonIntroducer:
			l.Introducers = append(l.Introducers, strings.ToLower(r.Words))
		case LessonNotDirective:
			l.silent[text.Key(r.Words)] = true
		}
	}
	return l
}

// heed leaves out what has been marked as no directive.
func (l Learned) heed(found []Proposal) []Proposal {
	return slices.DeleteFunc(found, func(p Proposal) bool { return l.silent[text.Key(p.Quote)] })
}

// aliasTaught reads out of a correction which words name which units: the one
// addressee that no unit answered to stands for the units put in, and the only
// addressee of a draft for the units that it is put to now. Where several
// names could be meant nothing is learned.
func aliasTaught(before, after Draft) (words string, unitIDs []string, ok bool) {
	added := without(after.UnitIDs, before.UnitIDs)
	switch {
	case len(added) == 0:
		return "", nil, false
	case len(before.Unrecognised) == 1:
		return before.Unrecognised[0], added, true
	case len(before.Unrecognised) == 0 && len(before.Addressees) == 1:
		return before.Addressees[0], after.UnitIDs, true
	}
	return "", nil, false
}

// recognise takes words off the list of those that no unit answers to.
func (d *Draft) recognise(words string) {
	d.Unrecognised = slices.DeleteFunc(slices.Clone(d.Unrecognised), func(w string) bool { return text.Same(w, words) })
}
