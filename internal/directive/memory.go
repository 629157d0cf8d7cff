package directive

import (
	"context"
	"slices"
	"strings"
	"time"

	"giaoban/internal/access"
	"giaoban/internal/fault"
	"giaoban/internal/meeting"
	"giaoban/internal/text"
)

// Memory is what a series of conferences has ever concluded on some words.
type Memory struct {
	Conclusions []Remembered `json:"conclusions" doc:"the latest first; for the office and the chair"`
	Directives  []Listing    `json:"directives" doc:"that the caller may see"`
	Next        string       `json:"next" doc:"after of the next page of directives"`
}

// Remembered is a conference whose conclusion speaks of the words.
type Remembered struct {
	ConferenceID string    `json:"conference_id"`
	Title        string    `json:"title"`
	ScheduledAt  time.Time `json:"scheduled_at"`
	Passages     []Passage `json:"passages"`
}

// Passage is a sentence of a conclusion.
type Passage struct {
	Text  string `json:"text"`
	Start int    `json:"start" doc:"in characters (code points) of the conclusion"`
	End   int    `json:"end"`
}

// maxPassages are shown of one conclusion.
const maxPassages = 20

// passages finds the sentences that have all of the words, the last of which
// may go on.
func passages(body, words string) []Passage {
	wanted := strings.Fields(text.Key(words))
	out := []Passage{}
	if len(wanted) == 0 {
		return out
	}
	runes := []rune(body)
	for start := 0; start < len(runes) && len(out) < maxPassages; {
		end := start
		for end < len(runes) && !ends(runes, end) {
			end++
		}
		s := string(runes[start:end])
		if hasAll(strings.Fields(text.Key(s)), wanted) {
			lead := len([]rune(s)) - len([]rune(strings.TrimLeft(s, " \t\r")))
			out = append(out, Passage{Text: strings.TrimSpace(s), Start: start + lead, End: start + len([]rune(strings.TrimRight(s, " \t\r")))})
		}
		start = end + 1
	}
	return out
}

// ends tells whether a sentence ends before the character: at a line's end, at
// a ';', or at a full stop that is not part of a number.
func ends(runes []rune, i int) bool {
	switch runes[i] {
	case '\n', ';':
		return true
	case '.', '!', '?':
		return i+1 == len(runes) || runes[i+1] == ' ' || runes[i+1] == '\n' || runes[i+1] == '\r'
	}
	return false
}

func hasAll(have, wanted []string) bool {
	for i, w := range wanted {
		found := slices.Contains(have, w)
		if i == len(wanted)-1 {
			found = slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) })
		}
		if !found {
			return false
		}
	}
	return true
}

// Remember searches everything that a series has concluded, without
// diacritics. Conclusions as such are for those who may read them; directives
// for those who may see them.
func (s *Service) Remember(ctx context.Context, by access.Actor, series, words, cursor string, limit int) (Memory, error) {
	out := Memory{Conclusions: []Remembered{}, Directives: []Listing{}}
	if err := mayList(by); err != nil {
		return out, err
	}
	all, err := s.meeting.Series(ctx, by)
	if err != nil {
		return out, err
	}
	if !slices.ContainsFunc(all, func(x meeting.Series) bool { return string(x.ID) == series }) {
		return out, fault.NotFound("series_unknown", "no series %s", series)
	}
	page, err := s.Page(ctx, by, Filter{Series: series, Words: words}, cursor, limit)
	if err != nil {
		return out, err
	}
	out.Directives, out.Next = page.Directives, page.Next
	if !readsConclusion(by) || cursor != "" {
		return out, nil
	}
	conferences, err := s.meeting.Conferences(ctx, by, series, "")
	if err != nil {
		return out, err
	}
	ids := make([]string, 0, len(conferences))
	for _, c := range conferences {
		ids = append(ids, c.ID)
	}
	bodies, err := loadConclusions(ctx, s.db, ids)
	if err != nil {
		return out, err
	}
	for _, c := range conferences {
		if found := passages(bodies[c.ID], words); len(found) > 0 {
			out.Conclusions = append(out.Conclusions, Remembered{
				ConferenceID: c.ID, Title: c.Title, ScheduledAt: c.ScheduledAt.Time, Passages: found,
			})
		}
	}
	slices.SortFunc(out.Conclusions, func(a, b Remembered) int { return b.ScheduledAt.Compare(a.ScheduledAt) })
	return out, nil
}

func readsConclusion(by access.Actor) bool { return mayReadConclusion(by) == nil }
