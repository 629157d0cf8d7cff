// Package docx renders a [doc.Document] as an Office Open XML word-processing
// file (ISO/IEC 29500), the form in which offices exchange documents.
//
//	doc.Document → parts (XML) → ZIP package
//
// The same document always gives the same bytes: parts are in a fixed order
// and carry no time of packing. Only what an official document needs is
// written: exact margins, fonts, ruled tables, page numbers that begin on the
// second page. The package does not read DOCX, and knows only [doc].
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"giaoban/internal/doc"
)

// ContentType is the media type of the file.
const ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

type part struct {
	name string
	root node
}

// Render writes the document as a DOCX file.
func Render(w io.Writer, d doc.Document) error {
	zw := zip.NewWriter(w)
	for _, p := range parts(d) {
		f, err := zw.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("open part %s: %w", p.name, err)
		}
		if _, err := f.Write(p.bytes()); err != nil {
			return fmt.Errorf("write part %s: %w", p.name, err)
		}
	}
	if err := zw.Close(); err != nil {
		return fmt.Errorf("close the package: %w", err)
	}
	return nil
}

// Bytes is the document as a DOCX file in memory.
func Bytes(d doc.Document) ([]byte, error) {
	var buf bytes.Buffer
	if err := Render(&buf, d); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func (p part) bytes() []byte {
	var buf bytes.Buffer
	buf.WriteString(xmlHead)
	p.root.write(&buf)
	return buf.Bytes()
}

// parts lists the package's parts; the content types come first, as readers
// that stream expect.
func parts(d doc.Document) []part {
	return []part{
		{"[Content_Types].xml", contentTypes()},
		{"_rels/.rels", packageRels()},
		{"docProps/core.xml", coreProperties(d)},
		{"docProps/app.xml", appProperties()},
		{"word/document.xml", document(d)},
		{"word/_rels/document.xml.rels", documentRels()},
		{"word/styles.xml", styles(d)},
		{"word/settings.xml", settings(d)},
		{"word/header1.xml", pageNumberHeader(d.Profile)},
		{"word/header2.xml", emptyHeader()},
	}
}
