package docx

import (
	"math"
	"strconv"

	"giaoban/internal/doc"
)

// rule draws a line of the given width in the middle of the room it has.
func rule(widthMM, roomMM float64, keep bool) node {
	side := twips(math.Max(0, (roomMM-widthMM)/2))
	props := el("w:pPr")
	if keep {
		props = props.with(el("w:keepNext"))
	}
	return el("w:p").with(props.with(
		el("w:pBdr").with(el("w:top", "w:val", "single", "w:sz", "6", "w:space", "1", "w:color", "000000")),
		el("w:spacing", "w:before", "20", "w:after", "40", "w:line", "60", "w:lineRule", "exact"),
		el("w:ind", "w:left", side, "w:right", side),
	))
}

func spacer() node {
	return el("w:p").with(el("w:pPr").with(
		el("w:spacing", "w:before", "0", "w:after", "0", "w:line", "120", "w:lineRule", "exact")))
}

func borders(val string) node {
	n := el("w:tblBorders")
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		if val == "none" {
			n = n.with(el("w:"+side, "w:val", "none", "w:sz", "0", "w:space", "0", "w:color", "auto"))
		} else {
			n = n.with(el("w:"+side, "w:val", val, "w:sz", "4", "w:space", "0", "w:color", "000000"))
		}
	}
	return n
}

func tableProps(width int, border string, sideMargin string) node {
	return el("w:tblPr").with(
		el("w:tblW", "w:w", strconv.Itoa(width), "w:type", "dxa"),
		el("w:jc", "w:val", "center"),
		borders(border),
		el("w:tblLayout", "w:type", "fixed"),
		el("w:tblCellMar").with(
			el("w:left", "w:w", sideMargin, "w:type", "dxa"),
			el("w:right", "w:w", sideMargin, "w:type", "dxa")),
	)
}

// pair is a table without borders of two cells.
func pair(p doc.Profile, b doc.Block, leftShare float64, keep bool) node {
	total := twipsInt(p.TextWidthMM())
	left := int(float64(total) * leftShare)
	side := func(width int, list []doc.Block) node {
		inner := p
		// Rules within a column are centred in the column.
		inner.WidthMM = float64(width)/1440*25.4 + p.LeftMM + p.RightMM
		kids := blocks(inner, list, keep)
		if len(kids) == 0 {
			kids = []node{el("w:p")}
		}
		return el("w:tc").with(el("w:tcPr").with(
			el("w:tcW", "w:w", strconv.Itoa(width), "w:type", "dxa"))).with(kids...)
	}
	row := el("w:tr").with(el("w:trPr").with(el("w:cantSplit")), side(left, b.Left), side(total-left, b.Right))
	return el("w:tbl").with(tableProps(total, "none", "0"), grid([]int{left, total - left}), row)
}

func grid(widths []int) node {
	n := el("w:tblGrid")
	for _, w := range widths {
		n = n.with(el("w:gridCol", "w:w", strconv.Itoa(w)))
	}
	return n
}

// table is a ruled table; its head row is repeated on every page and no row
// is torn.
func table(p doc.Profile, t doc.Table) node {
	total := twipsInt(p.TextWidthMM())
	widths := columnWidths(t.Columns, total)
	n := el("w:tbl").with(tableProps(total, "single", "85"), grid(widths))
	if len(t.Head) > 0 {
		row := el("w:tr").with(el("w:trPr").with(el("w:cantSplit"), el("w:tblHeader")))
		for i, w := range widths {
			text := ""
			if i < len(t.Head) {
				text = t.Head[i]
			}
			row = row.with(tableCell(p, w, doc.Paragraph(doc.StyleTableHead, doc.Run{Text: text}), doc.AlignCenter))
		}
		n = n.with(row)
	}
	for _, cells := range t.Rows {
		row := el("w:tr").with(el("w:trPr").with(el("w:cantSplit")))
		for i, w := range widths {
			var runs []doc.Run
			if i < len(cells) {
				runs = cells[i].Runs
			}
			row = row.with(tableCell(p, w, doc.Paragraph(doc.StyleTableCell, runs...), t.Columns[i].Align))
		}
		n = n.with(row)
	}
	return n
}

func columnWidths(columns []doc.Column, total int) []int {
	sum := 0.0
	for _, c := range columns {
		sum += c.Share
	}
	widths, used := make([]int, len(columns)), 0
	for i, c := range columns {
		if sum > 0 {
			widths[i] = int(float64(total) * c.Share / sum)
		}
		used += widths[i]
	}
	if len(widths) > 0 {
		widths[len(widths)-1] += total - used
	}
	return widths
}

func tableCell(p doc.Profile, width int, b doc.Block, align doc.Align) node {
	inner := p
	face := p.Face(b.Style)
	face.Align = align
	inner.Faces = map[doc.Style]doc.Face{b.Style: face}
	return el("w:tc").with(
		el("w:tcPr").with(el("w:tcW", "w:w", strconv.Itoa(width), "w:type", "dxa"),
			el("w:vAlign", "w:val", "center")),
		paragraph(inner, b, false))
}
