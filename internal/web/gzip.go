package web

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// packed keeps the front end's text files compressed, each from its first
// request on: they do not change while the program runs.
type packed struct {
	dist fs.FS

	mu    sync.Mutex
	files map[string][]byte // nil where compressing does not pay
}

// worthPacking are the kinds of files that compress well.
var worthPacking = map[string]bool{".js": true, ".mjs": true, ".css": true, ".html": true, ".svg": true, ".json": true, ".wasm": true}

// serve answers with the file compressed and returns true, or leaves the
// request alone where the client or the file does not want that.
func (p *packed) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	if !worthPacking[path.Ext(name)] || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Header.Get("Range") != "" {
		return false
	}
	b := p.file(name)
	if b == nil {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Content-Encoding", "gzip")
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(b)
	}
	return true
}

func (p *packed) file(name string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, ok := p.files[name]; ok {
		return b
	}
	plain, err := fs.ReadFile(p.dist, name)
	if err != nil {
		return nil
	}
	p.files[name] = pack(plain)
	return p.files[name]
}

// pack compresses, and returns nil where that saves nothing.
func pack(plain []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(plain) // a buffer takes everything
	if z.Close() != nil || b.Len() >= len(plain) {
		return nil
	}
	return b.Bytes()
}
