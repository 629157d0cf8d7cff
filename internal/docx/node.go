package docx

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// node is an XML element with ordered attributes: the package's output has to
// be the same byte for byte, and encoding/xml cannot keep prefixes.
type node struct {
	name  string
	attrs []string // name, value, name, value …
	text  string
	kids  []node
}

func el(name string, attrs ...string) node { return node{name: name, attrs: attrs} }

func (n node) with(kids ...node) node {
	n.kids = append(append([]node(nil), n.kids...), kids...)
	return n
}

func (n node) withText(s string) node {
	n.text = clean(s)
	return n
}

func (n node) write(b *bytes.Buffer) {
	b.WriteByte('<')
	b.WriteString(n.name)
	for i := 0; i+1 < len(n.attrs); i += 2 {
		b.WriteByte(' ')
		b.WriteString(n.attrs[i])
		b.WriteString(`="`)
		escape(b, n.attrs[i+1])
		b.WriteByte('"')
	}
	if n.text == "" && len(n.kids) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	escape(b, n.text)
	for _, k := range n.kids {
		k.write(b)
	}
	b.WriteString("</")
	b.WriteString(n.name)
	b.WriteByte('>')
}

func escape(b *bytes.Buffer, s string) {
	// A bytes.Buffer does not fail.
	_ = xml.EscapeText(b, []byte(s))
}

// clean composes the text (Word draws decomposed Vietnamese badly) and drops
// control characters, which XML 1.0 cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}
