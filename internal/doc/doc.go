// Package doc describes an official document as a list of blocks, free of any
// file format, so that minutes, notices and syntheses are written once and
// shown on a screen, as DOCX or as PDF.
//
// A document's life:
//
//	facts → paper → []Block + Profile → docx (a file) | JSON (a preview)
//
// A [Profile] holds the legal form (paper, margins, faces); blocks name the
// component of that form they are ([Style]) and never a size of their own.
// The package does not render, and knows neither conferences nor directives.
package doc

import (
	"strings"
	"time"
)

// Document is a whole document, ready to be rendered.
type Document struct {
	Title    string    // for the file's properties, not printed
	Language string    // BCP 47: "vi" or "en"
	Author   string    // the issuing body, for the file's properties
	Created  time.Time // for the file's properties; zero leaves it out
	Profile  Profile
	Blocks   []Block
}

// Kind says which of a block's fields are filled.
type Kind string

// The kinds of blocks.
const (
	KindHeading    Kind = "heading"    // Level, Runs
	KindParagraph  Kind = "paragraph"  // Style, Runs
	KindTable      Kind = "table"      // Table
	KindPair       Kind = "pair"       // Left, Right: the head of an official document
	KindSignatures Kind = "signatures" // Left, Right: kept on one page
	KindRule       Kind = "rule"       // WidthMM: a centred line
	KindPageBreak  Kind = "page_break" // nothing
)

// Block is one piece of a document, from top to bottom.
type Block struct {
	Kind    Kind    `json:"kind" enum:"heading,paragraph,table,pair,signatures,rule,page_break"`
	Level   int     `json:"level,omitempty" doc:"1 or 2, of a heading"`
	Style   Style   `json:"style,omitempty" doc:"the component of the official form"`
	Runs    []Run   `json:"runs,omitempty"`
	Table   *Table  `json:"table,omitempty"`
	Left    []Block `json:"left,omitempty"`
	Right   []Block `json:"right,omitempty"`
	WidthMM float64 `json:"width_mm,omitempty"`
}

// Run is a stretch of text of one look. A newline in Text is a line break.
// The marks add to those of the block's style.
type Run struct {
	Text      string `json:"text"`
	Bold      bool   `json:"bold,omitempty"`
	Italic    bool   `json:"italic,omitempty"`
	Underline bool   `json:"underline,omitempty"`
}

// Align is where a line stands between the margins.
type Align string

// The alignments.
const (
	AlignLeft    Align = "left"
	AlignCenter  Align = "center"
	AlignRight   Align = "right"
	AlignJustify Align = "justify"
)

// Table is a ruled table whose first row is repeated on every page.
type Table struct {
	Columns []Column `json:"columns"`
	Head    []string `json:"head"`
	Rows    [][]Cell `json:"rows"`
}

// Column is a table's column; the shares of all columns fill the text width.
type Column struct {
	Share float64 `json:"share"`
	Align Align   `json:"align" enum:"left,center,right,justify"`
}

// Cell is the content of one table cell.
type Cell struct {
	Runs []Run `json:"runs"`
}

// Heading is a section heading: level 1 for "I.", level 2 for "1.".
func Heading(level int, text string) Block {
	style := StyleSection
	if level > 1 {
		style = StyleClauseTitle
	}
	return Block{Kind: KindHeading, Level: level, Style: style, Runs: []Run{{Text: text}}}
}

// Paragraph is a paragraph in the given style.
func Paragraph(style Style, runs ...Run) Block {
	return Block{Kind: KindParagraph, Style: style, Runs: runs}
}

// Body is a plain paragraph of the document's text.
func Body(text string) Block { return Paragraph(StyleBody, Run{Text: text}) }

// Pair sets two columns side by side without borders, as the head of an
// official document does.
func Pair(left, right []Block) Block { return Block{Kind: KindPair, Left: left, Right: right} }

// Signatures sets the signature places side by side.
func Signatures(left, right []Block) Block {
	return Block{Kind: KindSignatures, Left: left, Right: right}
}

// Rule is a centred solid line.
func Rule(widthMM float64) Block { return Block{Kind: KindRule, WidthMM: widthMM} }

// Text is a cell of plain text.
func Text(s string) Cell { return Cell{Runs: []Run{{Text: s}}} }

// Plain returns the block's own text without looks, its runs joined.
func (b Block) Plain() string {
	var s strings.Builder
	for _, r := range b.Runs {
		s.WriteString(r.Text)
	}
	return s.String()
}
