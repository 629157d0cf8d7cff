package meeting

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// PaperID names a paper.
type PaperID = string

// Paper is a document of an agenda item.
type Paper struct {
	ID        PaperID `json:"id"`
	ItemID    ItemID  `json:"item_id"`
	Name      string  `json:"name" doc:"of the file"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size" doc:"bytes"`
	Mark      Mark    `json:"mark" enum:",internal" doc:"its own or its item's; internal is not for watchers"`
	Shows     bool    `json:"shows" doc:"a PDF or a picture, which screens can show"`
	ByName    string  `json:"by_name"`
	At        Instant `json:"at"`

	conferenceID ConferenceID
	position     int
	hash         string
	byActor      string
}

const (
	maxPaper   = 50 << 20 // bytes
	mostPapers = 300      // of one conference
)

// shows tells whether a screen can show the type: page by page, or at once.
func shows(mediaType string) bool {
	return mediaType == "application/pdf" || strings.HasPrefix(mediaType, "image/")
}

// mark is the paper's mark, or that of its item.
func (c *Conference) marked(p Paper) Mark {
	if p.Mark != Unmarked {
		return p.Mark
	}
	if i := c.item(p.ItemID); i != nil {
		return i.Mark
	}
	return Unmarked
}

func (c *Conference) item(id ItemID) *AgendaItem {
	for i := range c.Agenda {
		if c.Agenda[i].ID == id {
			return &c.Agenda[i]
		}
	}
	return nil
}

// KeepFiles has papers kept in the store. For the wiring, before the service
// is used.
func (s *Service) KeepFiles(files *blob.Store) { s.files = files }

// OnShown says which paper a conference shows on its screens now, "" for none.
// For the wiring, before the service is used.
func (s *Service) OnShown(f func(ctx context.Context, id ConferenceID) (PaperID, error)) { s.shown = f }

// Papers lists the papers of a conference that the caller may read, in the
// order in which they were added.
func (s *Service) Papers(ctx context.Context, by access.Actor, id ConferenceID) ([]Paper, error) {
	c, err := s.follow(ctx, by, id)
	if err != nil {
		return nil, err
	}
	all, err := loadPapers(ctx, s.db, id)
	if err != nil {
		return nil, err
	}
	shown, err := s.showing(ctx, by, id)
	if err != nil {
		return nil, err
	}
	out := []Paper{}
	for _, p := range all {
		if c.item(p.ItemID) == nil || mayReadPaper(by, c, p, shown) != nil {
			continue
		}
		p.Mark = c.marked(p)
		out = append(out, p)
	}
	return out, nil
}

// follow loads a conference for a caller who may know of it: an account, or a
// device of this conference.
func (s *Service) follow(ctx context.Context, by access.Actor, id ConferenceID) (*Conference, error) {
	if err := access.SignedIn(by); err != nil {
		return nil, err
	}
	if by.Kind == access.Account || by.Kind == access.Server {
		return s.Conference(ctx, by, id)
	}
	unknown := fault.NotFound("conference_unknown", "no conference %q for %s", id, by)
	if !by.SeatIn(id) {
		return nil, unknown
	}
	c, err := loadOne(ctx, s.db, sqlConference, id)
	if err != nil {
		return nil, err
	}
	if c.State == Draft {
		return nil, unknown
	}
	return c, nil
}

// showing is what screens show, asked only for callers on whom it depends.
func (s *Service) showing(ctx context.Context, by access.Actor, id ConferenceID) (PaperID, error) {
	if s.shown == nil || by.Kind != access.Hall && by.Kind != access.Watch {
		return "", nil
	}
	return s.shown(ctx, id)
}

// MayAddPaper tells whether the caller may add a paper to the item. It is
// asked before a byte of the file is read.
func (s *Service) MayAddPaper(ctx context.Context, by access.Actor, id ConferenceID, item ItemID) error {
	c, err := s.follow(ctx, by, id)
	if err != nil {
		return err
	}
	i := c.item(item)
	if err := mayAddPaper(by, c, i); err != nil {
		return err
	}
	switch {
	case i == nil:
		return fault.NotFound("item_unknown", "no agenda item %q", item)
	case c.State == Closed:
		return fault.Conflict("conference_closed", "conference %s is closed", id)
	case c.State == Cancelled:
		return fault.Conflict("conference_cancelled", "conference %s is cancelled", id)
	case s.files == nil:
		return fault.Unavailable("files_off", "no folder for files has been set")
	}
	return nil
}

// AddPaper keeps a file as a paper of the item.
func (s *Service) AddPaper(
	ctx context.Context, by access.Actor, id ConferenceID, item ItemID, name string, mark Mark, content io.Reader,
) (Paper, error) {
	if err := s.MayAddPaper(ctx, by, id, item); err != nil {
		return Paper{}, err
	}
	p := Paper{
		ID: s.newID(), ItemID: item, Name: blob.FileName(name), Mark: mark, ByName: by.Name, At: At(s.now()),
		conferenceID: id, byActor: by.String(),
	}
	if f := checkMark(mark); f != nil {
		return p, fault.Invalid("invalid_input", "mark %q", mark).WithFields(*f)
	}
	head := bufio.NewReaderSize(content, 512)
	start, err := head.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return p, err
	}
	var ok bool
	if p.MediaType, ok = blob.OfficeType(p.Name, start); !ok {
		return p, fault.Invalid("file_type", "%q is of a type that is not taken", name).
			WithFields(fault.Field{Name: "file", Rule: "file_type", Value: name})
	}
	p.Shows = shows(p.MediaType)
	p.hash, p.Size, err = s.files.Put(head, maxPaper)
	if errors.Is(err, blob.ErrTooLarge) {
		return p, fault.Invalid("paper_size", "%q has more than %d bytes", name, maxPaper).
			WithFields(fault.Field{Name: "file", Rule: "file_size", Value: name})
	}
	if err != nil {
		return p, err
	}
	return p, s.keep(ctx, by, p)
}

func (s *Service) keep(ctx context.Context, by access.Actor, p Paper) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		c, err := loadOne(ctx, tx, sqlLock, p.conferenceID)
		if err != nil {
			return err
		}
		there, err := loadPapers(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if len(there) >= mostPapers {
			return fault.Conflict("papers_full", "conference %s has %d papers", c.ID, len(there))
		}
		for _, x := range there {
			p.position = max(p.position, x.position)
		}
		p.position++
		if err := insertPaper(ctx, tx, p); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, c)
	})
}

// RemovePaper takes a paper away, until the conference is opened: what was on
// the table in session stays on record.
func (s *Service) RemovePaper(ctx context.Context, by access.Actor, id ConferenceID, paper PaperID) error {
	if err := access.SignedIn(by); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		c, err := loadOne(ctx, tx, sqlLock, id)
		if err != nil {
			return err
		}
		p, err := loadPaper(ctx, tx, id, paper)
		if err != nil {
			return err
		}
		if err := mayRemovePaper(by, c, p); err != nil {
			return err
		}
		if p.ID == "" {
			return paperUnknown(id, paper)
		}
		switch c.State {
		case Draft, Published, Checking:
		case Live, Paused, Closed, Cancelled:
			return planLocked(c)
		}
		if err := deletePaper(ctx, tx, paper); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, c)
	})
}

// OpenPaper opens a paper for a caller who may read it. The caller closes it.
func (s *Service) OpenPaper(ctx context.Context, by access.Actor, id ConferenceID, paper PaperID) (Paper, io.ReadCloser, error) {
	c, err := s.follow(ctx, by, id)
	if err != nil {
		return Paper{}, nil, err
	}
	p, err := loadPaper(ctx, s.db, id, paper)
	if err != nil {
		return p, nil, err
	}
	shown, err := s.showing(ctx, by, id)
	if err != nil {
		return p, nil, err
	}
	if p.ID == "" || mayReadPaper(by, c, p, shown) != nil || s.files == nil {
		return p, nil, paperUnknown(id, paper)
	}
	r, err := s.files.Open(p.hash)
	if errors.Is(err, blob.ErrUnknown) {
		return p, nil, paperUnknown(id, paper)
	}
	return p, r, err
}

// Paper is a paper's description, for packages that have decided already who
// may see it.
func (s *Service) Paper(ctx context.Context, id ConferenceID, paper PaperID) (Paper, error) {
	p, err := loadPaper(ctx, s.db, id, paper)
	if err == nil && p.ID == "" {
		err = paperUnknown(id, paper)
	}
	return p, err
}

func paperUnknown(id ConferenceID, paper PaperID) error {
	return fault.NotFound("paper_unknown", "conference %s has no paper %q", id, paper)
}

// copyPapers brings the papers of copied items along.
func (s *Service) copyPapers(ctx context.Context, tx *db.Tx, from, to ConferenceID, items map[ItemID]ItemID) error {
	all, err := loadPapers(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, p := range all {
		item, ok := items[p.ItemID]
		if !ok {
			continue
		}
		p.ID, p.ItemID, p.conferenceID = s.newID(), item, to
		if err := insertPaper(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

// dropPapers removes the papers of items that are no longer planned.
func dropPapers(ctx context.Context, tx *db.Tx, c *Conference) error {
	all, err := loadPapers(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, p := range all {
		if !slices.ContainsFunc(c.Agenda, func(i AgendaItem) bool { return i.ID == p.ItemID }) {
			if err := deletePaper(ctx, tx, p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
