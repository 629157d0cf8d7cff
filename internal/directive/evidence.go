package directive

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/blob"
	"giaoban/internal/fault"
	"giaoban/internal/id"
)

// File is evidence of what was done.
type File struct {
	ID          string `json:"id"`
	DirectiveID string `json:"-"`
	Seq         int64  `json:"-"` // of the history it was reported with, 0 before
	Name        string `json:"name"`
	MediaType   string `json:"media_type"`
	Size        int64  `json:"size" doc:"bytes"`
	hash        string
	byActor     string
	ByName      string `json:"by_name"`
	UnitID      string `json:"unit_id"`
	at          time.Time
}

const (
	maxFile  = 20 << 20 // bytes
	maxFiles = 10       // with one entry
)

// mediaType names a file's type by its name, and refuses one whose content
// does not begin as that type does.
func mediaType(name string, head []byte) (string, error) {
	t, ok := blob.OfficeType(name, head)
	if !ok {
		return "", fault.Invalid("file_type", "%q is of a type that is not taken", name).
			WithFields(fault.Field{Name: "file", Rule: "file_type", Value: name})
	}
	return t, nil
}

// KeepFiles has evidence kept in the store. For the wiring, before the service
// is used.
func (s *Service) KeepFiles(files *blob.Store) { s.files = files }

// mayAttach allows those who may report on the directive. It is asked before
// a byte of the file is read.
func (s *Service) mayAttach(ctx context.Context, by access.Actor, directive string) (Directive, error) {
	if err := mayList(by); err != nil {
		return Directive{}, err
	}
	d, err := loadDirective(ctx, s.db, directive)
	if err != nil {
		return d, err
	}
	if actsFor(by, &d) == "" {
		return d, access.Deny("directive.attach")
	}
	if !d.State.working() {
		return d, d.Allowed(ActProgress)
	}
	if s.files == nil {
		return d, fault.Unavailable("files_off", "no folder for files has been set")
	}
	return d, nil
}

// Attach keeps a file for the next report of the caller on the directive. Only
// the report shows it.
func (s *Service) Attach(ctx context.Context, by access.Actor, directive, name string, content io.Reader) (File, error) {
	d, err := s.mayAttach(ctx, by, directive)
	if err != nil {
		return File{}, err
	}
	now := s.clock.Now()
	f := File{
		ID: id.New(now), DirectiveID: directive, Name: blob.FileName(name),
		byActor: by.String(), ByName: by.Name, UnitID: actsFor(by, &d), at: now,
	}
	head := bufio.NewReaderSize(content, 512)
	start, err := head.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return f, err
	}
	if f.MediaType, err = mediaType(f.Name, start); err != nil {
		return f, err
	}
	f.hash, f.Size, err = s.files.Put(head, maxFile)
	if errors.Is(err, blob.ErrTooLarge) {
		return f, fault.Invalid("file_size", "%q has more than %d bytes", name, maxFile).
			WithFields(fault.Field{Name: "file", Rule: "file_size", Value: name})
	}
	if err != nil {
		return f, err
	}
	return f, insertFile(ctx, s.db, f)
}

// OpenFile opens a file for those who may see the directive; one not yet
// reported only for who attached it. The caller closes it.
func (s *Service) OpenFile(ctx context.Context, by access.Actor, directive, file string) (File, io.ReadCloser, error) {
	d, err := loadDirective(ctx, s.db, directive)
	if err != nil {
		return File{}, nil, s.hide(by, err)
	}
	if err := mayRead(by, &d); err != nil {
		return File{}, nil, err
	}
	unknown := fault.NotFound("file_unknown", "directive %s has no file %s", directive, file)
	f, err := loadFile(ctx, s.db, directive, file)
	if err != nil {
		return f, nil, err
	}
	if f.ID == "" || f.Seq == 0 && f.byActor != by.String() || s.files == nil {
		return f, nil, unknown
	}
	r, err := s.files.Open(f.hash)
	if errors.Is(err, blob.ErrUnknown) {
		return f, nil, unknown
	}
	return f, r, err
}
