package paper

import (
	"fmt"
	"strconv"
	"strings"

	"giaoban/internal/doc"
	"giaoban/internal/text"
)

// Minutes writes the minutes. Their content follows what Quyết định
// 45/2018/QĐ-TTg asks of them: chair and those present, course, opinions,
// conclusion; opening and closing with hour and day.
func Minutes(f Facts) doc.Document {
	p, w := f.Letterhead.profile(), wordsOf(f.Language)
	m := writer{Facts: f, p: p, w: w}
	blocks := f.head(p, w, m.minutesNumber())
	blocks = append(blocks, f.title(p, w.minutes, m.name())...)
	if f.Language == text.English && p.Nation != "" {
		blocks = append(blocks, p.Line(doc.StyleNote, w.unofficial))
	}
	for _, part := range [][]doc.Block{m.timePlace(), m.present(), m.course(), m.conclusion(), m.tasks(), m.closing()} {
		blocks = append(blocks, part...)
	}
	return doc.Document{
		Title: w.minutes + ": " + f.Title, Language: string(w.lang), Author: f.Letterhead.Issuer,
		Created: f.ended(), Profile: p, Blocks: append(blocks, m.signatures()),
	}
}

// writer writes one paper.
type writer struct {
	Facts
	p        doc.Profile
	w        words
	sections int
}

func (m *writer) minutesNumber() string {
	if m.Letterhead.Symbol == "" {
		return ""
	}
	return m.p.Number("", "BB", m.Letterhead.Symbol)
}

// name is the conference's name within a Vietnamese sentence, which begins it
// small; in an English one it stands as a foreign name.
func (m *writer) name() string {
	if m.w.lang == text.English {
		return m.Title
	}
	return lowerFirst(m.Title)
}

func (m *writer) party() bool { return m.Letterhead.Profile == doc.Party().Name }

// section begins the next section: "II. …".
func (m *writer) section(title string) doc.Block {
	m.sections++
	b := m.p.Line(doc.StyleSection, roman(m.sections)+". "+title)
	return doc.Heading(1, b.Plain())
}

func roman(n int) string {
	return [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}[n]
}

func (m *writer) timePlace() []doc.Block {
	began := m.began().In(m.Zone)
	remote := 0
	hub := m.Letterhead.Issuer
	for _, s := range m.Sites {
		if s.Hub {
			hub = s.Name
		} else {
			remote++
		}
	}
	opens := m.w.opens
	if m.Opened.IsZero() {
		opens = m.w.toOpen
	}
	return []doc.Block{
		m.section(m.w.timePlace),
		doc.Body(fmt.Sprintf(opens, m.w.hour(began), m.w.day(began))),
		doc.Body(fmt.Sprintf(m.w.linked, hub, remote)),
	}
}

func (m *writer) present() []doc.Block {
	out := []doc.Block{m.section(m.w.present)}
	if m.ChairName != "" {
		out = append(out, doc.Body(fmt.Sprintf(m.w.chair, m.w.person(m.party(), m.ChairName, m.ChairTitle))))
	}
	if len(m.CoChairs) > 0 {
		out = append(out, doc.Body(fmt.Sprintf(m.w.coChairs, m.coChairs())))
	}
	if m.Recorder != "" {
		out = append(out, doc.Body(fmt.Sprintf(m.w.recorder, m.w.person(m.party(), m.Recorder, ""))))
	}
	came, heads := 0, 0
	table := doc.Table{Head: m.w.siteColumns, Columns: []doc.Column{
		{Share: 8, Align: doc.AlignCenter},
		{Share: 39, Align: doc.AlignLeft},
		{Share: 21, Align: doc.AlignLeft},
		{Share: 15, Align: doc.AlignCenter},
		{Share: 16, Align: doc.AlignCenter},
		{Share: 26, Align: doc.AlignLeft},
	}}
	for i, s := range m.Sites {
		if s.Attendance == Present || s.Attendance == Late {
			came++
		}
		heads += s.heads()
		table.Rows = append(table.Rows, m.siteRow(i+1, s))
	}
	count := ""
	if heads > 0 {
		count = fmt.Sprintf(m.w.delegates, heads)
	}
	return append(out,
		doc.Body(fmt.Sprintf(m.w.sitesHead, came, len(m.Sites), count)),
		doc.Block{Kind: doc.KindTable, Table: &table})
}

// coChairs are the co-chairs in order, as the paper's form names people.
func (m *writer) coChairs() string {
	out := make([]string, 0, len(m.CoChairs))
	for _, p := range m.CoChairs {
		out = append(out, m.w.person(m.party(), p.Name, p.Title))
	}
	return strings.Join(out, "; ")
}

func (m *writer) siteRow(n int, s Site) []doc.Cell {
	heads, joined, notes := "", "", []string{}
	if n := s.heads(); n > 0 {
		heads = strconv.Itoa(n)
	}
	if s.Listed > 0 && s.Came > 0 {
		notes = append(notes, fmt.Sprintf(m.w.listed, s.Came, s.Listed))
	}
	if !s.Joined.IsZero() {
		joined = s.Joined.In(m.Zone).Format("15:04")
	}
	if s.Lost > 0 {
		notes = append(notes, fmt.Sprintf(m.w.lost, s.Lost))
	}
	if s.Note != "" {
		notes = append(notes, s.Note)
	}
	return []doc.Cell{
		doc.Text(strconv.Itoa(n)), doc.Text(s.Name), doc.Text(m.w.attendance[s.Attendance]),
		doc.Text(heads), doc.Text(joined), doc.Text(strings.Join(notes, "; ")),
	}
}

// heads is how many were in the room: as the site counted, else as it ticked
// its list.
func (s Site) heads() int {
	if s.Headcount > 0 {
		return s.Headcount
	}
	return s.Came
}

func (m *writer) conclusion() []doc.Block {
	paragraphs := paragraphsOf(m.Conclusion)
	if len(paragraphs) == 0 {
		return nil
	}
	out := []doc.Block{m.section(m.w.conclusion)}
	for _, s := range paragraphs {
		out = append(out, doc.Body(s))
	}
	return out
}

// paragraphsOf parts a text at its line ends.
func paragraphsOf(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (m *writer) tasks() []doc.Block {
	if len(m.Directives) == 0 {
		return nil
	}
	table := doc.Table{Head: m.w.taskColumns, Columns: []doc.Column{
		{Share: 9, Align: doc.AlignCenter},
		{Share: 52, Align: doc.AlignLeft},
		{Share: 33, Align: doc.AlignLeft},
		{Share: 25, Align: doc.AlignLeft},
		{Share: 20, Align: doc.AlignCenter},
	}}
	for i, d := range m.Directives {
		table.Rows = append(table.Rows, []doc.Cell{
			doc.Text(strconv.Itoa(i + 1)), doc.Text(upperFirst(d.Text)), doc.Text(strings.Join(d.Units, "; ")),
			doc.Text(strings.Join(d.Coordinating, "; ")), doc.Text(m.limit(d, "02/01/2006")),
		})
	}
	return []doc.Block{m.section(m.w.tasks), {Kind: doc.KindTable, Table: &table}}
}

// limit is a directive's time limit in the given layout, else how it recurs.
func (m *writer) limit(d Directive, layout string) string {
	switch {
	case d.Deadline.IsZero():
		return d.Recurrence
	case layout == "":
		return m.w.day(d.Deadline.Time())
	}
	return d.Deadline.Time().Format(layout)
}

func (m *writer) closing() []doc.Block {
	if m.Opened.IsZero() {
		return nil
	}
	form, at := m.w.soFar, m.ended().In(m.Zone)
	if m.closed() {
		form = m.w.closes
	}
	return []doc.Block{doc.Body(ended(fmt.Sprintf(form, m.w.hour(at), m.w.day(at)), m.p.TextEnd))}
}

func (m *writer) signatures() doc.Block {
	left, right := m.p.RecorderVi, m.p.PresiderVi
	if m.w.lang == text.English {
		left, right = "MINUTES TAKEN BY", "CHAIR OF THE CONFERENCE"
	}
	side := func(role, name string) []doc.Block {
		return []doc.Block{
			m.p.Line(doc.StyleAuthority, role), m.p.Line(doc.StyleSignSpace, "\n\n\n"), m.p.Line(doc.StyleSignerName, name),
		}
	}
	return doc.Signatures(side(left, m.Recorder), side(right, m.ChairName))
}
