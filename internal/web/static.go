package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

const unbuilt = `<!doctype html><meta charset="utf-8"><title>Giao ban</title>
<body style="font:16px/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>Giao ban</h1>
<p>Chương trình này được biên dịch mà chưa có giao diện. Chạy <code>make web</code> rồi biên dịch lại.</p>
<p>This program was compiled without its front end. Run <code>make web</code> and compile again.</p>
`

var inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// Static serves the built front end: files as they are, every other path the
// page itself, whose router then decides. Hashed assets are kept for a year.
func Static(dist fs.FS) http.Handler {
	index, err := fs.ReadFile(dist, "index.html")
	if err != nil {
		index = []byte(unbuilt)
	}
	policy := contentPolicy(index)
	files := http.FileServerFS(dist)
	small := &packed{dist: dist, files: map[string][]byte{}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if st, err := fs.Stat(dist, name); err == nil && !st.IsDir() && name != "index.html" {
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			if !small.serve(w, r, name) {
				files.ServeHTTP(w, r)
			}
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = w.Write(index)
	})
}

// contentPolicy allows only the program's own files, and the page's inline
// scripts by their hash.
func contentPolicy(index []byte) string {
	var scripts strings.Builder
	scripts.WriteString("'self'")
	for _, m := range inlineScript.FindAllSubmatch(index, -1) {
		sum := sha256.Sum256(m[1])
		scripts.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	return "default-src 'self'; script-src " + scripts.String() + "; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; " +
		"connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
}
