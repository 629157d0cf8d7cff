package paper

import (
	"fmt"
	"strconv"
	"strings"

	"giaoban/internal/doc"
)

// course tells the agenda as it ran, and under each item who spoke from where,
// when and how long.
func (m *writer) course() []doc.Block {
	out := []doc.Block{m.section(m.w.course)}
	if len(m.Items) == 0 && len(m.Speeches) == 0 {
		return append(out, doc.Body(m.w.nothing))
	}
	out = append(out, m.speeches("")...)
	n := 0
	for _, it := range m.Items {
		n++
		line := strconv.Itoa(n) + ". " + it.Title
		switch {
		case it.Skipped:
			out = append(out, doc.Body(fmt.Sprintf(m.w.skipped, line)))
			continue
		case it.Started.IsZero() && it.Deferred:
			out = append(out, doc.Body(fmt.Sprintf(m.w.deferred, line)))
			continue
		case it.Ended.IsZero():
			line += " (" + fmt.Sprintf(m.w.ongoing, it.Started.In(m.Zone).Format("15:04")) + ")"
		default:
			line += " (" + fmt.Sprintf(m.w.until, it.Started.In(m.Zone).Format("15:04"), it.Ended.In(m.Zone).Format("15:04")) + ")"
		}
		out = append(out, doc.Heading(2, line))
		out = append(out, m.speeches(it.ID)...)
	}
	return out
}

// speeches are the speeches under one item; of none those outside every item.
func (m *writer) speeches(item string) []doc.Block {
	var out []doc.Block
	for _, s := range m.Speeches {
		if s.ItemID != item {
			continue
		}
		at, site := s.Started.In(m.Zone).Format("15:04"), m.siteName(s.SiteID)
		who := m.w.person(m.party() && s.Name != "", s.Name, s.Title)
		if s.Name == "" {
			who = strings.TrimPrefix(who, ", ")
		}
		if who == "" {
			who = site
		}
		line := fmt.Sprintf(m.w.speaks, at, site, who, s.Topic, m.w.length(s.Spoken))
		if s.Topic == "" {
			line = fmt.Sprintf(m.w.speaksNoTopic, at, site, who, m.w.length(s.Spoken))
		}
		out = append(out, doc.Paragraph(doc.StylePoint, doc.Run{Text: "- " + line}))
	}
	return out
}

func (m *writer) siteName(id string) string {
	for _, s := range m.Sites {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}
