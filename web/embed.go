// Package web holds the built front end. An unbuilt tree holds only .keep; the
// program then serves a page that says how to build it.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Dist is the built front end, rooted at index.html.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil { // the name is a constant above
		panic(err)
	}
	return dist
}
