// Package migrations holds the schema, one SQL text for both engines.
//
// A file "NNNNN_name.sql" runs on both; "NNNNN_name.sqlite.sql" and
// "NNNNN_name.postgres.sql" run on one, for what has no common text.
package migrations

import (
	"embed"
	"io/fs"
	"strings"
	"testing/fstest"
)

//go:embed *.sql
var files embed.FS

// For returns the migrations of one engine ("sqlite" or "postgres").
func For(engine string) (fs.FS, error) {
	other := ".postgres.sql"
	if engine == "postgres" {
		other = ".sqlite.sql"
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	out := fstest.MapFS{}
	for _, n := range names {
		if strings.HasSuffix(n, other) {
			continue
		}
		b, err := files.ReadFile(n)
		if err != nil {
			return nil, err
		}
		out[n] = &fstest.MapFile{Data: b}
	}
	return out, nil
}
