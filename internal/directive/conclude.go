package directive

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/meeting"
	"giaoban/internal/text"
)

// maxConclusion is the longest conclusion, in characters: some eighty pages.
const maxConclusion = 200_000

// apart is the room between the places of two neighbouring drafts, so that
// what is split off finds one between them.
const apart = 1 << 20

// Desk returns a conference's conclusion and its open drafts.
func (s *Service) Desk(ctx context.Context, by access.Actor, conference string) (Desk, error) {
	if err := mayReadConclusion(by); err != nil {
		return Desk{}, err
	}
	if _, err := s.meeting.Conference(ctx, by, conference); err != nil {
		return Desk{}, err
	}
	return s.readDesk(ctx, s.db, conference)
}

func (s *Service) readDesk(ctx context.Context, q db.Queryer, conference string) (Desk, error) {
	c, err := loadConclusion(ctx, q, conference)
	if err != nil {
		return Desk{}, err
	}
	drafts, err := loadDrafts(ctx, q, conference)
	if err != nil {
		return Desk{}, err
	}
	like, err := s.pointOut(ctx, q, drafts)
	return desk(c, drafts, like), err
}

// SaveConclusion keeps what has been typed so far. It does not draft.
func (s *Service) SaveConclusion(ctx context.Context, by access.Actor, conference, body string, rev int64) (Desk, error) {
	if err := s.atDesk(ctx, by, conference); err != nil {
		return Desk{}, err
	}
	if err := checkText(body); err != nil {
		return Desk{}, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		return saveConclusion(ctx, tx, conference, text.NFC(body), rev, by.Name, s.clock.Now())
	})
	if err != nil {
		return Desk{}, err
	}
	out, err := s.readDesk(ctx, s.db, conference)
	if err == nil {
		s.note(ctx, by, conference, "conclusion.saved", map[string]any{"rev": out.Rev})
	}
	return out, err
}

// checkText refuses what is no text: bytes that are not UTF-8, or control
// characters such as those of a file that was pasted by mistake.
func checkText(body string) error {
	bad := func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError }
	if !utf8.ValidString(body) || strings.ContainsFunc(body, bad) {
		return fault.Invalid("not_text", "the conclusion is not text")
	}
	if n := utf8.RuneCountInString(body); n > maxConclusion {
		return fault.Invalid("invalid_input", "conclusion of %d characters", n).
			WithFields(fault.Field{Name: "text", Rule: "too_long"})
	}
	return nil
}

// DraftAll drafts directives from the saved text. Open drafts that nobody has
// corrected are replaced; corrected ones, and what was set aside or issued,
// stay as they are.
func (s *Service) DraftAll(ctx context.Context, by access.Actor, conference string) (Desk, error) {
	return s.change(ctx, by, conference, func(tx *db.Tx, c conclusion, drafts []Draft, m *meeting.Conference) error {
		if err := checkText(c.Text); err != nil {
			return err
		}
		if strings.TrimSpace(c.Text) == "" {
			return fault.Invalid("conclusion_empty", "conference %s has no conclusion yet", conference).
				WithFields(fault.Field{Name: "text", Rule: "required"})
		}
		found, err := s.propose(ctx, c.Text, m)
		if err != nil {
			return err
		}
		_, drop, fresh := redraft(drafts, found)
		for _, d := range drop {
			if err := dropDraft(ctx, tx, d); err != nil {
				return err
			}
		}
		for _, p := range fresh {
			d := newDraft(id.New(s.clock.Now()), conference, p)
			d.Position = (p.Start + 1) * apart
			if err := putDraft(ctx, tx, d); err != nil {
				return err
			}
		}
		return keepConclusion(ctx, tx, conference, by.String(), "draft", s.clock.Now())
	})
}

// Preview drafts from a text as it is being typed, and keeps nothing: what a
// desk would hold if nobody had corrected anything.
func (s *Service) Preview(ctx context.Context, by access.Actor, conference, body string) ([]DraftView, error) {
	if err := mayDraft(by); err != nil {
		return nil, err
	}
	m, err := s.meeting.Conference(ctx, by, conference)
	if err != nil {
		return nil, err
	}
	body = text.NFC(body)
	if err := checkText(body); err != nil {
		return nil, err
	}
	found, err := s.propose(ctx, body, m)
	out := make([]DraftView, 0, len(found))
	for _, p := range found {
		out = append(out, newDraft("", conference, p).view())
	}
	return out, err
}

// ReadText has files read as text: package extract, which stands above this
// one. For the wiring, before the service is used.
func (s *Service) ReadText(read func(file []byte) (string, error)) { s.read = read }

// maxTextFile is the largest file of a conclusion that is read, in bytes.
const maxTextFile = 10 << 20

// TextOf reads the text of a file, a paragraph a line.
func (s *Service) TextOf(by access.Actor, file io.Reader) (string, error) {
	if err := mayDraft(by); err != nil {
		return "", err
	}
	if s.read == nil {
		return "", fault.Unavailable("files_off", "no files are read")
	}
	raw, err := io.ReadAll(io.LimitReader(file, maxTextFile+1))
	if err != nil {
		return "", fmt.Errorf("read a conclusion's file: %w", err)
	}
	if len(raw) > maxTextFile {
		return "", fault.Invalid("file_size", "more than %d bytes", maxTextFile).
			WithFields(fault.Field{Name: "file", Rule: "file_size"})
	}
	body, err := s.read(raw)
	if err != nil {
		return "", fault.Invalid("not_text", "the file holds no text: %v", err).
			WithFields(fault.Field{Name: "file", Rule: "file_type"})
	}
	body = strings.TrimSpace(text.NFC(body))
	return body, checkText(body)
}

func (s *Service) propose(ctx context.Context, body string, m *meeting.Conference) ([]Proposal, error) {
	day := text.DateOf(m.ScheduledAt.In(s.zone))
	units, err := s.org.UnitsOn(ctx, day.String())
	if err != nil {
		return nil, err
	}
	groups, err := s.org.Groups(ctx)
	if err != nil {
		return nil, err
	}
	lessons, err := loadLessons(ctx, s.db)
	if err != nil {
		return nil, err
	}
	taught := learned(lessons)
	return taught.heed(s.draft(body, day, units, groups, taught)), nil
}

// atDesk is what stands before every act on the desk: the right, and that
// there is such a conference.
func (s *Service) atDesk(ctx context.Context, by access.Actor, conference string) error {
	if err := mayDraft(by); err != nil {
		return err
	}
	_, err := s.meeting.Conference(ctx, by, conference)
	return err
}

// change is the frame of an act on the desk, in one transaction.
func (s *Service) change(ctx context.Context, by access.Actor, conference string,
	do func(*db.Tx, conclusion, []Draft, *meeting.Conference) error,
) (Desk, error) {
	if err := mayDraft(by); err != nil {
		return Desk{}, err
	}
	m, err := s.meeting.Conference(ctx, by, conference)
	if err != nil {
		return Desk{}, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		c, drafts, err := takeDesk(ctx, tx, conference)
		if err != nil {
			return err
		}
		return do(tx, c, drafts, m)
	})
	if err != nil {
		return Desk{}, err
	}
	return s.readDesk(ctx, s.db, conference)
}
