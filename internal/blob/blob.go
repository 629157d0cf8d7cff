// Package blob keeps files on disk, each under the hash of its content.
//
//	Put ──written beside, synced──▶ renamed to its hash ──Open──▶ read
//
// The same content is kept once. What has been put is never changed, so a file
// can be copied at any time by a backup; nothing here removes one. Names, types
// and who may read a file are the business of whoever put it.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrTooLarge is returned for content past the limit.
var ErrTooLarge = errors.New("content is too large")

// ErrUnknown is returned where no content has the hash.
var ErrUnknown = errors.New("no such content")

// Store is a folder of files.
type Store struct{ folder string }

// In returns the store in the folder, which is made when the first file is put.
func In(folder string) *Store { return &Store{folder: folder} }

// Put keeps what r gives and returns its hash and size. Content of more than
// limit bytes is ErrTooLarge and leaves nothing behind.
func (s *Store) Put(r io.Reader, limit int64) (hash string, size int64, err error) {
	if err := os.MkdirAll(s.folder, 0o750); err != nil {
		return "", 0, fmt.Errorf("files folder: %w", err)
	}
	f, err := os.CreateTemp(s.folder, ".put-*")
	if err != nil {
		return "", 0, fmt.Errorf("put file: %w", err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name()) // renamed away when all went well
	}()
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return "", 0, fmt.Errorf("put file: %w", err)
	case size > limit:
		return "", 0, ErrTooLarge
	}
	if err := f.Sync(); err != nil {
		return "", 0, fmt.Errorf("put file: %w", err)
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	to := s.path(hash)
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return "", 0, fmt.Errorf("put file: %w", err)
	}
	if err := os.Rename(f.Name(), to); err != nil {
		return "", 0, fmt.Errorf("put file: %w", err)
	}
	return hash, size, nil
}

// Open opens the content with the hash. The caller closes it.
func (s *Store) Open(hash string) (io.ReadCloser, error) {
	if len(hash) != 2*sha256.Size || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, ErrUnknown
	}
	f, err := os.Open(s.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return f, nil
}

func (s *Store) path(hash string) string { return filepath.Join(s.folder, hash[:2], hash) }
