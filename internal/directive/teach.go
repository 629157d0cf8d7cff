package directive

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/directive/draft"
	"giaoban/internal/id"
	"giaoban/internal/meeting"
	"giaoban/internal/text"
)

// Lessons lists what the corrections have taught.
func (s *Service) Lessons(ctx context.Context, by access.Actor) ([]Lesson, error) {
	if err := mayDraft(by); err != nil {
		return nil, err
	}
	return loadLessons(ctx, s.db)
}

// Teach keeps a lesson that the office writes by hand.
func (s *Service) Teach(ctx context.Context, by access.Actor, r Lesson) ([]Lesson, error) {
	if err := mayDraft(by); err != nil {
		return nil, err
	}
	r.UnitIDs = distinct(r.UnitIDs)
	if err := s.checkDraft(ctx, Draft{Text: r.Words, UnitIDs: r.UnitIDs}); err != nil {
		return nil, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error { return s.teach(ctx, tx, by, r) })
	if err != nil {
		return nil, err
	}
	return loadLessons(ctx, s.db)
}

// Unteach takes a lesson back.
func (s *Service) Unteach(ctx context.Context, by access.Actor, lesson string) ([]Lesson, error) {
	if err := mayDraft(by); err != nil {
		return nil, err
	}
	if err := s.db.InTx(ctx, func(tx *db.Tx) error { return dropLesson(ctx, tx, lesson) }); err != nil {
		return nil, err
	}
	return loadLessons(ctx, s.db)
}

// NotDirective takes a draft off the desk as no directive at all: the passage
// is proposed in no conclusion again, and an introducer that was learned and
// found it is forgotten.
func (s *Service) NotDirective(ctx context.Context, by access.Actor, conference, which string) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, _ conclusion, drafts []Draft, _ *meeting.Conference) error {
		d, err := open(drafts, which, -1)
		if err != nil {
			return err
		}
		if d.Quote != "" {
			if err := s.teach(ctx, tx, by, Lesson{Kind: LessonNotDirective, Words: d.Quote, ConferenceID: conference}); err != nil {
				return err
			}
		}
		if err := forget(ctx, tx, d.Why); err != nil {
			return err
		}
		d.State, d.Rev = DraftSetAside, d.Rev+1
		return putDraft(ctx, tx, *d)
	})
}

// forget takes back the introducers among the words that gave a draft away.
func forget(ctx context.Context, tx *db.Tx, why []string) error {
	lessons, err := loadLessons(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range lessons {
		if r.Kind == LessonIntroducer && slices.ContainsFunc(why, func(w string) bool { return text.Same(w, r.Words) }) {
			if err := dropLesson(ctx, tx, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// proposeAgain takes back that a passage is no directive.
func proposeAgain(ctx context.Context, tx *db.Tx, quote string) error {
	lessons, err := loadLessons(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range lessons {
		if r.Kind == LessonNotDirective && text.Key(r.Words) == text.Key(quote) {
			if err := dropLesson(ctx, tx, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// teach keeps a lesson in the transaction of the act that taught it.
func (s *Service) teach(ctx context.Context, tx *db.Tx, by access.Actor, r Lesson) error {
	r.Words = text.NFC(strings.Join(strings.Fields(r.Words), " "))
	if err := r.check(); err != nil {
		return err
	}
	r.ID, r.TaughtAt, r.TaughtBy = id.New(s.clock.Now()), s.clock.Now(), by.Name
	return putLesson(ctx, tx, r)
}

// learnFrom keeps what a correction of a draft's units says of their names.
func (s *Service) learnFrom(ctx context.Context, tx *db.Tx, by access.Actor, before Draft, after *Draft) error {
	words, units, ok := aliasTaught(before, *after)
	r := Lesson{Kind: LessonAlias, Words: words, UnitIDs: units, ConferenceID: after.ConferenceID}
	if !ok || !r.sound() {
		return nil
	}
	after.recognise(words)
	return s.teach(ctx, tx, by, r)
}

// learnHand keeps the words before a unit's name, in a passage of the
// conclusion that was laid on the desk by hand, as an introducer.
func (s *Service) learnHand(ctx context.Context, tx *db.Tx, by access.Actor, c conclusion, d Draft) error {
	if len(d.UnitIDs) == 0 || !strings.Contains(text.Key(c.Text), text.Key(d.Text)) {
		return nil
	}
	units, err := s.org.UnitsOn(ctx, s.today().String())
	if err != nil {
		return err
	}
	var called []string
	for _, u := range units {
		if slices.Contains(d.UnitIDs, u.ID) {
			called = append(called, append([]string{u.Name, u.NameEn, u.Short}, u.Aliases...)...)
		}
	}
	words, ok := draft.IntroducerIn(d.Text, called)
	if !ok {
		return nil
	}
	return s.teach(ctx, tx, by, Lesson{Kind: LessonIntroducer, Words: words, ConferenceID: d.ConferenceID})
}
