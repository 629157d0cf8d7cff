package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrNotText is returned for a file that holds no text that can be read.
var ErrNotText = errors.New("không phải văn bản (not a text): UTF-8, UTF-16 or DOCX expected")

// PlainText returns the text of a text file or DOCX, one paragraph a line,
// or ErrNotText.
func PlainText(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return docxText(raw)
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return utf16Text(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return utf16Text(raw[2:], binary.BigEndian)
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(raw) || isBinary(raw) {
		return "", ErrNotText
	}
	return string(raw), nil
}

// isBinary reports control characters that no text has.
func isBinary(raw []byte) bool {
	for _, b := range raw {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' {
			return true
		}
	}
	return false
}

func utf16Text(raw []byte, order binary.ByteOrder) (string, error) {
	if len(raw)%2 != 0 {
		return "", ErrNotText
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	s := string(utf16.Decode(units))
	if strings.ContainsRune(s, utf8.RuneError) || isBinary([]byte(s)) {
		return "", ErrNotText
	}
	return s, nil
}

// maxDocument bounds the unpacked body of a DOCX.
const maxDocument = 64 << 20

func docxText(raw []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", ErrNotText
	}
	body, err := z.Open("word/document.xml")
	if err != nil {
		return "", ErrNotText
	}
	defer body.Close() //nolint:errcheck // only read from
	s, err := paragraphs(io.LimitReader(body, maxDocument))
	if err != nil {
		return "", fmt.Errorf("word/document.xml: %w", err)
	}
	return s, nil
}

// paragraphs reads WordprocessingML (ECMA-376 part 1, 17.3): the runs of text
// of each paragraph, a line each. Automatic numbering is kept as a dash, since
// its numbers are not in the body. Deleted text is left out.
func paragraphs(in io.Reader) (string, error) {
	var b, p strings.Builder
	dec := xml.NewDecoder(in)
	inText, listed := false, false
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				inText = true
			case "tab":
				p.WriteByte(' ')
			case "br", "cr":
				p.WriteByte('\n')
			case "noBreakHyphen":
				p.WriteByte('-')
			case "numPr":
				listed = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inText = false
			case "p":
				if listed && strings.TrimSpace(p.String()) != "" {
					b.WriteString("- ")
				}
				b.WriteString(p.String() + "\n")
				p.Reset()
				listed = false
			}
		case xml.CharData:
			if inText {
				p.Write(t)
			}
		}
	}
}
