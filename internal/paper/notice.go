package paper

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"giaoban/internal/doc"
	"giaoban/internal/text"
)

// Notice writes the notice of the conclusion: an opening that tells when, who
// chaired and who took part; the assessment; one numbered point per task with
// lead, coordinating units and time limit; the signature by order of the body.
func Notice(f Facts) doc.Document {
	p, w := f.Letterhead.profile(), wordsOf(f.Language)
	m := writer{Facts: f, p: p, w: w}
	blocks := f.head(p, w, m.noticeNumber())
	blocks = append(blocks, f.title(p, w.notice, m.noticeSubject())...)
	if f.Language == text.English && p.Nation != "" {
		blocks = append(blocks, p.Line(doc.StyleNote, w.unofficial))
	}
	blocks = append(blocks, m.noticeOpening())
	if rest := Remainder(f.Conclusion, f.Passages); len(rest) > 0 {
		blocks = append(blocks, m.section(w.assessment))
		for _, s := range rest {
			blocks = append(blocks, doc.Body(s))
		}
	}
	if len(f.Directives) > 0 {
		blocks = append(blocks, m.section(w.tasks))
		for i, d := range f.Directives {
			blocks = append(blocks, doc.Paragraph(doc.StylePoint, m.task(i+1, d)...))
		}
	}
	office := f.Letterhead.Office
	if office == "" {
		office = f.Letterhead.Issuer
	}
	blocks = append(blocks, doc.Body(ended(fmt.Sprintf(w.noticeClosing, office), p.TextEnd)), m.noticeSignature(office))
	return doc.Document{
		Title: w.notice + ": " + f.Title, Language: string(w.lang), Author: f.Letterhead.Issuer,
		Created: f.ended(), Profile: p, Blocks: blocks,
	}
}

// noticeNumber is the number in the form of the profile; one that was typed
// whole ("12-TB/TU") is printed as it was typed.
func (m *writer) noticeNumber() string {
	if strings.ContainsFunc(m.Number, unicode.IsLetter) {
		prefix, _, _ := strings.Cut(m.p.NumberForm, "{nn}")
		return prefix + m.Number
	}
	return m.p.Number(m.Number, "TB", m.Letterhead.Symbol)
}

func (m *writer) noticeSubject() string {
	who := strings.TrimSpace(m.ChairTitle + " " + m.ChairName)
	if m.party() && m.w.comrade != "" {
		who = m.w.comrade + who
	}
	subject := "kết luận của " + who + " tại " + m.name()
	if m.w.lang == text.English {
		subject = "conclusion of " + who + " at “" + m.name() + "”"
	}
	if m.party() {
		return subject // the Party's form begins it with a small letter
	}
	return upperFirst(subject)
}

func (m *writer) noticeOpening() doc.Block {
	hub, came := m.Letterhead.Issuer, 0
	for _, s := range m.Sites {
		if s.Hub {
			hub = s.Name
		}
		if s.Attendance == Present || s.Attendance == Late {
			came++
		}
	}
	day := upperFirst(m.w.day(m.began().In(m.Zone)))
	who := m.w.person(m.party(), m.ChairName, m.ChairTitle)
	short := m.w.person(m.party(), m.ChairName, "")
	beside := ""
	if len(m.CoChairs) > 0 {
		beside = " " + fmt.Sprintf(m.w.coChairs, m.coChairs())
	}
	return doc.Body(fmt.Sprintf(m.w.noticeOpening, day, hub, who, m.name(), beside, came, len(m.Sites), short))
}

// task is one numbered point. Words that name the addressee themselves are
// printed as they were issued; else the units stand before them.
func (m *writer) task(n int, d Directive) []doc.Run {
	runs := []doc.Run{{Text: strconv.Itoa(n) + ". "}}
	body := d.Text
	if !names(d) {
		lead := strings.Join(d.Units, ", ")
		if len(d.Coordinating) > 0 {
			lead += m.coordinates(d.Coordinating)
		}
		runs = append(runs, doc.Run{Text: fmt.Sprintf(m.w.lead, lead), Bold: true})
		body = lowerFirst(body)
	} else {
		body = upperFirst(body)
	}
	runs = append(runs, doc.Run{Text: ended(body, ".")})
	if limit := m.limit(d, ""); limit != "" && !tellsDay(d.Text, d.Deadline) {
		runs = append(runs, doc.Run{Text: " " + fmt.Sprintf(m.w.limit, limit)})
	}
	return runs
}

func (m *writer) coordinates(units []string) string {
	if m.w.lang == text.English {
		return ", with " + strings.Join(units, ", ")
	}
	return " chủ trì, phối hợp với " + strings.Join(units, ", ")
}

// names tells whether the directive's own words name one of its units.
func names(d Directive) bool {
	body := " " + text.Key(d.Text) + " "
	for _, u := range d.Units {
		if k := text.Key(u); k != "" && strings.Contains(body, " "+k+" ") {
			return true
		}
	}
	return false
}

// tellsDay tells whether the words already name the day, written in whatever
// way: "ngày 04 tháng 12 năm 2024", "4/12", "4 December".
func tellsDay(words string, day text.Date) bool {
	if day.IsZero() {
		return false
	}
	var tokens []string
	for t := range strings.FieldsSeq(text.Key(words)) {
		if t != "thang" {
			tokens = append(tokens, strings.TrimLeft(t, "0"))
		}
	}
	d, month := strconv.Itoa(day.Day), strings.ToLower(day.Month.String())
	for i := 1; i < len(tokens); i++ {
		a, b := tokens[i-1], tokens[i]
		if a == d && (b == strconv.Itoa(int(day.Month)) || b == month) || a == month && b == d {
			return true
		}
	}
	return false
}

// noticeSignature: by order of the standing committee or the head, signed by
// the chief of office; an organisation without such an office leaves it to the
// chair.
func (m *writer) noticeSignature(office string) doc.Block {
	signer, right := "", []doc.Block{}
	switch m.Letterhead.Profile {
	case doc.Party().Name:
		right = append(right, m.p.Line(doc.StyleAuthority, m.p.ByAuthority+" "+m.w.authority("Ban Thường vụ", "Standing Committee")),
			m.p.Line(doc.StylePosition, m.w.chiefOfOffice))
	case doc.State().Name:
		right = append(right, m.p.Line(doc.StyleAuthority, m.p.ByAuthority+" "+m.w.authority("Chủ tịch", "the Chairman")),
			m.p.Line(doc.StylePosition, m.w.chiefOfOffice))
	default:
		signer = m.ChairName
		right = append(right, m.p.Line(doc.StyleAuthority, m.ChairTitle))
	}
	right = append(right, m.p.Line(doc.StyleSignSpace, "\n\n\n"), m.p.Line(doc.StyleSignerName, signer))
	return doc.Signatures(m.recipients(office), right)
}

// recipients: one line each, closed with ',' in the Party's form and with ';'
// in the state's.
func (m *writer) recipients(office string) []doc.Block {
	mark := ";"
	out := []doc.Block{m.p.Line(doc.StyleRecipientsLabel, m.w.recipients)}
	if m.party() {
		mark = ","
		kind, _, _ := strings.Cut(m.Letterhead.Issuer, " "+m.Letterhead.Place)
		out = append(out, m.p.Line(doc.StyleRecipients, fmt.Sprintf(m.w.leadersFirst, kind)+mark))
	}
	return append(out,
		m.p.Line(doc.StyleRecipients, m.w.unitsAsked+mark),
		m.p.Line(doc.StyleRecipients, fmt.Sprintf(m.w.fileCopy, office)))
}

func (w words) authority(vi, en string) string {
	if w.lang == text.English {
		return en
	}
	return vi
}
