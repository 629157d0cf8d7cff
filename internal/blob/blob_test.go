package blob_test

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"giaoban/internal/blob"
)

func files(t *testing.T, folder string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPut_KeepsTheSameContentOnce(t *testing.T) {
	folder := t.TempDir()
	s := blob.In(folder)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			hash, size, err := s.Put(strings.NewReader("minh chứng"), 100)
			if err != nil || size != 12 || len(hash) != 64 {
				t.Errorf("put: %q %d %v", hash, size, err)
			}
		})
	}
	all.Wait()
	hash, _, err := s.Put(strings.NewReader("minh chứng"), 12)
	if err != nil || files(t, folder) != 1 {
		t.Fatalf("%d files, %v", files(t, folder), err)
	}
	r, err := s.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); string(b) != "minh chứng" || err != nil {
		t.Errorf("read %q, %v", b, err)
	}
}

func TestPut_LeavesNothingOfWhatIsTooLarge(t *testing.T) {
	folder := t.TempDir()
	if _, _, err := blob.In(folder).Put(strings.NewReader("12345"), 4); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("put: %v", err)
	}
	if n := files(t, folder); n != 0 {
		t.Errorf("%d files left", n)
	}
}

func TestOpen_NamesOnlyHashes(t *testing.T) {
	s := blob.In(t.TempDir())
	for _, name := range []string{"", "../../etc/passwd", strings.Repeat("a", 64), strings.Repeat("/", 64), strings.Repeat("G", 64)} {
		if _, err := s.Open(name); !errors.Is(err, blob.ErrUnknown) {
			t.Errorf("open %q: %v", name, err)
		}
	}
}
