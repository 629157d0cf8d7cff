// Package xlsx writes and reads tables as Office Open XML spreadsheets
// (ISO/IEC 29500).
//
//	rows ──Write──▶ file        file ──Read──▶ rows of the first sheet
//
// A written table has a head that stays in sight, filters, and days as days.
// What is read comes as it is stored: a day is then the number of days since
// 30 December 1899. Formulas are neither written nor worked out.
package xlsx

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// ContentType is the media type of the file.
const ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Limits against files that unpack to more than any table holds.
const (
	maxUnpacked = 64 << 20
	maxSheet    = 32 << 20
	maxCell     = 32767 // characters, of the format
)

// ErrFile is returned for what is no spreadsheet or past the limits.
var ErrFile = errors.New("not a spreadsheet")

// Write writes one sheet. The first row is the head; cells are strings,
// numbers and, as days, time.Time. Widths are in characters, by column.
func Write(w io.Writer, sheet string, widths []float64, rows [][]any) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return fmt.Errorf("write spreadsheet: %w", err)
		}
	}
	err = out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return fmt.Errorf("write spreadsheet: %w", err)
		}
		if err := out.SetRow(at, styles.row(i == 0, row)); err != nil {
			return fmt.Errorf("write row %d: %w", i+1, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	return nil
}

type styles struct{ head, cell, day int }

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	dayFormat := "dd/mm/yyyy"
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	for _, one := range []struct {
		id    *int
		style *excelize.Style
	}{
		{&s.head, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: wrap}},
		{&s.cell, &excelize.Style{Alignment: wrap}},
		{&s.day, &excelize.Style{Alignment: wrap, CustomNumFmt: &dayFormat}},
	} {
		id, err := f.NewStyle(one.style)
		if err != nil {
			return s, fmt.Errorf("write spreadsheet: %w", err)
		}
		*one.id = id
	}
	return s, nil
}

func (s styles) row(head bool, row []any) []any {
	out := make([]any, len(row))
	for i, v := range row {
		c := excelize.Cell{StyleID: s.cell, Value: v}
		switch t := v.(type) {
		case time.Time:
			c.StyleID = s.day
			if t.IsZero() {
				c.Value = nil
			}
		case string:
			if r := []rune(t); len(r) > maxCell {
				c.Value = string(r[:maxCell])
			}
		}
		if head {
			c.StyleID = s.head
		}
		out[i] = c
	}
	return out
}

// Read returns the rows of the first sheet, no more than limit of them, each
// as long as its last filled cell.
func Read(r io.Reader, limit int) ([][]string, error) {
	f, err := excelize.OpenReader(r, excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxSheet, RawCellValue: true,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	defer func() { _ = rows.Close() }()
	var out [][]string
	for rows.Next() && len(out) < limit {
		row, err := rows.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: row %d: %w", ErrFile, len(out)+1, err)
		}
		out = append(out, row)
	}
	if err := rows.Error(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	return out, nil
}
