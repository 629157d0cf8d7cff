package directive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/access"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/id"
	"giaoban/internal/org"
	"giaoban/internal/text"
)

// Imported is what came of a table of directives from elsewhere.
type Imported struct {
	Rows       int           `json:"rows" doc:"read, the head and empty ones left out"`
	Imported   int           `json:"imported" doc:"none on a dry run, or where a row is wrong"`
	DryRun     bool          `json:"dry_run"`
	Errors     []ImportError `json:"errors"`
	Directives []Listing     `json:"directives"`
}

// ImportError is a cell that breaks a rule.
type ImportError struct {
	Row    int    `json:"row" doc:"as the spreadsheet numbers it, the head is 1"`
	Column string `json:"column" enum:"text,unit,coordinating,deadline,done_on,percent,head"`
	Rule   string `json:"rule" enum:"required,unknown,ambiguous,date,range,too_long,duplicate,after"`
	Value  string `json:"value"`
}

const (
	maxImport      = 5_000 // rows
	maxImportBytes = 10 << 20
)

// importHeads are the names under which a column is known, folded.
var importHeads = map[string][]string{
	"text":         {"noi dung", "noi dung nhiem vu", "nhiem vu", "text", "directive", "task"},
	"unit":         {"don vi chu tri", "don vi thuc hien", "don vi", "chu tri", "lead unit", "unit", "lead"},
	"coordinating": {"don vi phoi hop", "phoi hop", "coordinating units", "coordinating"},
	"deadline":     {"thoi han", "han hoan thanh", "deadline", "due"},
	"work_area":    {"linh vuc", "work area"},
	"number":       {"so van ban", "so ky hieu", "number"},
	"recurrence":   {"dinh ky", "recurrence"},
	"percent":      {"tien do", "progress", "percent"},
	"done_on":      {"ngay hoan thanh", "done on"},
}

// incoming is one row, read.
type incoming struct {
	row int
	Directive
}

// importer reads rows and gathers what is wrong with them.
type importer struct {
	units  map[string][]string // by folded name
	areas  map[string]int      // column by what it holds
	today  text.Date
	errors []ImportError
}

func (m *importer) wrong(row int, column, rule, value string) {
	m.errors = append(m.errors, ImportError{Row: row, Column: column, Rule: rule, Value: value})
}

func newImporter(units []org.Unit, head []string, today text.Date) *importer {
	m := &importer{units: map[string][]string{}, areas: map[string]int{}, today: today}
	for _, u := range units {
		for _, name := range distinct(append([]string{text.Key(u.ID), text.Key(u.Name), text.Key(u.NameEn), text.Key(u.Short)}, keyed(u.Aliases)...)) {
			m.units[name] = append(m.units[name], u.ID)
		}
	}
	for i, h := range head {
		for column, names := range importHeads {
			if _, taken := m.areas[column]; !taken && slices.Contains(names, text.Key(h)) {
				m.areas[column] = i
			}
		}
	}
	for _, column := range []string{"text", "unit"} {
		if _, ok := m.areas[column]; !ok {
			m.wrong(1, "head", "required", column)
		}
	}
	return m
}

func keyed(names []string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		out = append(out, text.Key(n))
	}
	return out
}

func (m *importer) cell(row []string, column string) string {
	if i, ok := m.areas[column]; ok && i < len(row) {
		return text.NFC(strings.TrimSpace(row[i]))
	}
	return ""
}

// unit finds a unit by its id, name, short name or alias.
func (m *importer) unit(row int, column, name string) string {
	switch found := m.units[text.Key(name)]; len(found) {
	case 0:
		m.wrong(row, column, "unknown", name)
	case 1:
		return found[0]
	default:
		m.wrong(row, column, "ambiguous", name)
	}
	return ""
}

// epoch is the day 0 of spreadsheets.
var epoch = text.Date{Year: 1899, Month: 12, Day: 30}

// day reads a day as people or spreadsheets write it.
func (m *importer) day(row int, column, value string) text.Date {
	if value == "" {
		return text.Date{}
	}
	var d text.Date
	if d.UnmarshalText([]byte(value)) == nil {
		return d
	}
	if n, err := strconv.ParseFloat(value, 64); err == nil && n > 20_000 && n < 80_000 {
		return epoch.AddDays(int(n))
	}
	d, err := text.ParseDay(value, m.today)
	if err != nil {
		m.wrong(row, column, "date", value)
		return text.Date{}
	}
	return d
}

// read reads one row; what is wrong is noted.
func (m *importer) read(n int, row []string) incoming {
	in := incoming{row: n}
	in.Text, in.WorkArea = m.cell(row, "text"), m.cell(row, "work_area")
	in.Number, in.Recurrence = m.cell(row, "number"), m.cell(row, "recurrence")
	switch {
	case in.Text == "":
		m.wrong(n, "text", "required", "")
	case utf8.RuneCountInString(in.Text) > maxText:
		m.wrong(n, "text", "too_long", "")
	}
	if name := m.cell(row, "unit"); name == "" {
		m.wrong(n, "unit", "required", "")
	} else {
		in.UnitID = m.unit(n, "unit", name)
	}
	for _, name := range strings.FieldsFunc(m.cell(row, "coordinating"), func(r rune) bool { return r == ';' || r == '\n' }) {
		if name = strings.TrimSpace(name); name != "" {
			in.Coordinating = append(in.Coordinating, m.unit(n, "coordinating", name))
		}
	}
	in.Coordinating = without(in.Coordinating, []string{in.UnitID})
	in.Deadline = m.day(n, "deadline", m.cell(row, "deadline"))
	in.DoneOn = m.day(n, "done_on", m.cell(row, "done_on"))
	if m.today.Before(in.DoneOn) {
		m.wrong(n, "done_on", "after", in.DoneOn.String())
	}
	if p := strings.TrimSpace(strings.TrimSuffix(m.cell(row, "percent"), "%")); p != "" {
		v, err := text.ParseNumber(p)
		if err != nil || v < 0 || v > 100 {
			m.wrong(n, "percent", "range", p)
		}
		in.Percent = int(v)
	}
	return in
}

// rows reads a spreadsheet or a text with ',', ';' or tabs between its cells.
func (s *Service) rows(content io.Reader) ([][]string, error) {
	b, err := io.ReadAll(io.LimitReader(content, maxImportBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	unreadable := fault.Invalid("import_file", "no table of at most %d rows", maxImport).
		WithFields(fault.Field{Name: "file", Rule: "file_type"})
	if len(b) > maxImportBytes {
		return nil, unreadable
	}
	var out [][]string
	if bytes.HasPrefix(b, []byte(pk)) && s.sheets.Read != nil {
		out, err = s.sheets.Read(bytes.NewReader(b), maxImport+2)
	} else {
		out, err = readText(b)
	}
	if err != nil || len(out) == 0 || len(out) > maxImport+1 {
		return nil, unreadable
	}
	return out, nil
}

func readText(b []byte) ([][]string, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	control := func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }
	if !utf8.Valid(b) || bytes.ContainsFunc(b, control) {
		return nil, fault.Invalid("import_file", "not text in UTF-8")
	}
	head, _, _ := bufio.ScanLines(b, true)
	line := string(b[:max(head, 0)])
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for _, sign := range []rune{',', ';', '\t'} {
		if strings.Count(line, string(sign)) > strings.Count(line, string(r.Comma)) {
			r.Comma = sign
		}
	}
	return r.ReadAll()
}

// Import takes directives from elsewhere over: all rows or, where one is
// wrong, none. A dry run only tells what is wrong. conference may be empty.
func (s *Service) Import(ctx context.Context, by access.Actor, conference, name string, content io.Reader, dry bool) (Imported, error) {
	out := Imported{DryRun: dry, Errors: []ImportError{}, Directives: []Listing{}}
	if err := may(by, ActImport, &Directive{}); err != nil {
		return out, err
	}
	series := ""
	if conference != "" {
		c, err := s.meeting.Conference(ctx, by, conference)
		if err != nil {
			return out, err
		}
		series = string(c.SeriesID)
	}
	table, err := s.rows(content)
	if err != nil {
		return out, err
	}
	units, err := s.org.UnitsOn(ctx, s.today().String())
	if err != nil {
		return out, err
	}
	m := newImporter(units, table[0], s.today())
	var list []incoming
	for i, row := range table[1:] {
		if strings.TrimSpace(strings.Join(row, "")) == "" || len(m.areas) == 0 {
			continue
		}
		list = append(list, m.read(i+2, row))
	}
	out.Rows = len(list)
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := m.duplicates(ctx, tx, list); err != nil {
			return err
		}
		if out.Errors = append(out.Errors, m.errors...); dry || len(m.errors) > 0 {
			return nil
		}
		for i := range list {
			list[i].ConferenceID, list[i].SeriesID = conference, series
			d, err := s.importOne(ctx, tx, by, list[i].Directive, name)
			if err != nil {
				return err
			}
			out.Directives = append(out.Directives, d.view(by, s.today()))
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	out.Imported = len(out.Directives)
	if !dry && len(out.Errors) > 0 {
		return out, refuseRows(out.Errors)
	}
	return out, nil
}

func refuseRows(list []ImportError) error {
	var bad []fault.Field
	for _, e := range list {
		bad = append(bad, fault.Field{Name: "rows." + strconv.Itoa(e.Row) + "." + e.Column, Rule: e.Rule, Value: e.Value})
	}
	return fault.Invalid("import_rows", "%d cells are wrong", len(bad)).WithFields(bad...)
}

// duplicates notes rows that are there already, or twice in the table.
func (m *importer) duplicates(ctx context.Context, tx *db.Tx, list []incoming) error {
	seen := map[string]bool{}
	for _, in := range list {
		if in.UnitID == "" || in.Text == "" {
			continue
		}
		key := in.UnitID + "\n" + text.Key(in.Text) + "\n" + written(in.Deadline)
		there, err := isThere(ctx, tx, in.Directive)
		if err != nil {
			return err
		}
		if there || seen[key] {
			m.wrong(in.row, "text", "duplicate", in.Text)
		}
		seen[key] = true
	}
	return nil
}

// importOne takes one directive over, with the progress that it has made; each
// step stands in its history.
func (s *Service) importOne(ctx context.Context, tx *db.Tx, by access.Actor, in Directive, from string) (Directive, error) {
	now, today := s.clock.Now(), s.today()
	d := in
	d.ID, d.State, d.Rev, d.Percent, d.DoneOn = id.New(now), Drafted, 1, 0, text.Date{}
	if err := tx.QueryRowContext(ctx, sqlLastOrdinal, d.ConferenceID).Scan(&d.Ordinal); err != nil {
		return d, fmt.Errorf("number an imported directive: %w", err)
	}
	d.Ordinal++
	if err := d.Apply(ActImport, Input{}, now, today); err != nil {
		return d, err
	}
	d.Next = d.nextTurn(nil, s.zone)
	if err := insertDirective(ctx, tx, d); err != nil {
		return d, err
	}
	if err := s.record(ctx, tx, by, d, Step{Act: ActImport, Text: d.Text, Until: dayOrNull(d.Deadline)}); err != nil {
		return d, err
	}
	further := func(a Act, step Step, on text.Date) error {
		taken, err := takeDirective(ctx, tx, d.ID, -1)
		if err != nil {
			return err
		}
		if err := taken.Apply(a, Input{UnitID: d.UnitID, Text: from, Percent: in.Percent}, now, on); err != nil {
			return err
		}
		d = taken
		if err := updateDirective(ctx, tx, d); err != nil {
			return err
		}
		step.Act, step.UnitID, step.Text, step.Percent = a, d.UnitID, from, d.Progress()
		return s.record(ctx, tx, by, d, step)
	}
	var err error
	switch {
	case !in.DoneOn.IsZero():
		err = further(ActDone, Step{Until: dayOrNull(in.DoneOn)}, in.DoneOn)
	case in.Percent > 0:
		err = further(ActProgress, Step{}, today)
	}
	return d, err
}

// pk is how a spreadsheet (XLSX) begins: it is a ZIP archive.
const pk = "PK\x03\x04"
