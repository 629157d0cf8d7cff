package docx

import (
	"strconv"
	"strings"

	"giaoban/internal/doc"
)

func document(d doc.Document) node {
	body := el("w:body").with(blocks(d.Profile, d.Blocks, false)...)
	return el("w:document", "xmlns:w", nsW, "xmlns:r", nsR).with(body.with(section(d.Profile)))
}

func section(p doc.Profile) node {
	return el("w:sectPr").with(
		el("w:headerReference", "w:type", "default", "r:id", "rId3"),
		el("w:headerReference", "w:type", "first", "r:id", "rId4"),
		el("w:pgSz", "w:w", twips(p.WidthMM), "w:h", twips(p.HeightMM)),
		el("w:pgMar", "w:top", twips(p.TopMM), "w:right", twips(p.RightMM),
			"w:bottom", twips(p.BottomMM), "w:left", twips(p.LeftMM),
			"w:header", twips(p.HeaderMM), "w:footer", twips(p.HeaderMM), "w:gutter", "0"),
		el("w:titlePg"),
	)
}

// blocks renders a list of blocks; keep binds each paragraph to the next, so
// that a signature block is never torn over two pages.
func blocks(p doc.Profile, list []doc.Block, keep bool) []node {
	var out []node
	for _, b := range list {
		switch b.Kind {
		case doc.KindHeading, doc.KindParagraph:
			out = append(out, paragraph(p, b, keep))
		case doc.KindTable:
			if b.Table != nil {
				// Word merges tables that touch: a hair of a paragraph parts them.
				out = append(out, table(p, *b.Table), spacer())
			}
		case doc.KindPair:
			out = append(out, pair(p, b, p.LeftShare, false), spacer())
		case doc.KindSignatures:
			out = append(out, spacer(), pair(p, b, 0.5, true), spacer())
		case doc.KindRule:
			out = append(out, rule(b.WidthMM, p.TextWidthMM(), keep))
		case doc.KindPageBreak:
			out = append(out, el("w:p").with(el("w:r").with(el("w:br", "w:type", "page"))))
		}
	}
	return out
}

func paragraph(p doc.Profile, b doc.Block, keep bool) node {
	face := p.Face(b.Style)
	props := el("w:pPr")
	if b.Kind == doc.KindHeading {
		props = props.with(el("w:pStyle", "w:val", "Heading"+strconv.Itoa(min(max(b.Level, 1), 2))))
	}
	if keep || b.Kind == doc.KindHeading {
		props = props.with(el("w:keepNext"))
	}
	props = props.with(spacing(p, b.Style), indent(p, b.Style), el("w:jc", "w:val", justification(face.Align)))
	n := el("w:p").with(props)
	for _, r := range b.Runs {
		n = n.with(run(face, r)...)
	}
	if len(b.Runs) == 0 {
		n = n.with(run(face, doc.Run{})...)
	}
	return n
}

// flows tells the components that are the document's running text, and so
// take its line height, indent and spacing.
func flows(s doc.Style) bool {
	switch s {
	case doc.StyleBody, doc.StyleSection, doc.StyleClauseTitle, doc.StylePoint:
		return true
	default:
		return false
	}
}

func spacing(p doc.Profile, s doc.Style) node {
	before, after := 0.0, 0.0
	switch {
	case flows(s):
		after = p.ParagraphPt
	case s == doc.StyleTypeName:
		before = 12
	case s == doc.StyleHyphens:
		after = p.ParagraphPt
	case s == doc.StyleNote:
		after = p.ParagraphPt
	case s == doc.StyleTableHead || s == doc.StyleTableCell:
		before, after = 2, 2
	case s == doc.StyleNumber || s == doc.StylePlaceDate:
		before = 2
	}
	n := el("w:spacing", "w:before", pointTwips(before), "w:after", pointTwips(after))
	if flows(s) && p.LinePt > 0 {
		n.attrs = append(n.attrs, "w:line", pointTwips(p.LinePt), "w:lineRule", "exact")
	}
	return n
}

func indent(p doc.Profile, s doc.Style) node {
	if flows(s) {
		return el("w:ind", "w:firstLine", twips(p.FirstLineMM))
	}
	return el("w:ind", "w:firstLine", "0")
}

func justification(a doc.Align) string {
	switch a {
	case doc.AlignJustify:
		return "both"
	case doc.AlignCenter:
		return "center"
	case doc.AlignRight:
		return "right"
	case doc.AlignLeft:
		return "left"
	default:
		return "left"
	}
}

// run renders one run; newlines become line breaks, tabs become tabs.
func run(face doc.Face, r doc.Run) []node {
	props := el("w:rPr")
	if face.Bold || r.Bold {
		props = props.with(el("w:b"), el("w:bCs"))
	}
	if face.Italic || r.Italic {
		props = props.with(el("w:i"), el("w:iCs"))
	}
	size := halfPoints(face.SizePt)
	props = props.with(el("w:sz", "w:val", size), el("w:szCs", "w:val", size))
	if face.Underline || r.Underline {
		props = props.with(el("w:u", "w:val", "single"))
	}
	n := el("w:r").with(props)
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			n = n.with(el("w:br"))
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				n = n.with(el("w:tab"))
			}
			if piece != "" {
				n = n.with(el("w:t", "xml:space", "preserve").withText(piece))
			}
		}
	}
	return []node{n}
}
