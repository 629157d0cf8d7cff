package paper

import (
	"strings"

	"giaoban/internal/doc"
	"giaoban/internal/text"
)

// Letterhead says in whose name and form the papers are written.
type Letterhead struct {
	Profile  string // of package doc: "party-hd36-2018", "state-nd30-2020", "common"
	Superior string // the body above, empty where none is printed
	Issuer   string // "Tỉnh ủy Gia Lai"
	Office   string // "Văn phòng Tỉnh ủy"
	Symbol   string // of the issuer in numbers: "TU"
	Place    string // "Gia Lai"
}

// bodies are the kinds of bodies whose names begin so, with their symbols in
// document numbers (Hướng dẫn 36-HD/VPTW; Nghị định 30/2020/NĐ-CP, annex III).
var bodies = []struct{ prefix, profile, symbol string }{
	{"Tỉnh ủy", "party-hd36-2018", "TU"},
	{"Thành ủy", "party-hd36-2018", "TU"},
	{"Huyện ủy", "party-hd36-2018", "HU"},
	{"Thị ủy", "party-hd36-2018", "TU"},
	{"Quận ủy", "party-hd36-2018", "QU"},
	{"Đảng ủy", "party-hd36-2018", "ĐU"},
	{"Ủy ban nhân dân", "state-nd30-2020", "UBND"},
	{"UBND", "state-nd30-2020", "UBND"},
	{"Sở", "state-nd30-2020", ""},
	{"Bộ", "state-nd30-2020", ""},
}

// levels stand between a body's kind and its place: "Ủy ban nhân dân tỉnh Gia
// Lai".
var levels = []string{"tỉnh", "thành phố", "huyện", "thị xã", "xã", "phường"}

// LetterheadOf derives the letterhead from the organisation's and its office's
// names: a Party committee writes in the Party's form, a People's Committee in
// the state's, everybody else without a national title.
func LetterheadOf(organisation, office string) Letterhead {
	l := Letterhead{Profile: "common", Issuer: organisation, Office: office}
	for _, b := range bodies {
		rest, ok := cutFolded(organisation, b.prefix)
		if !ok {
			continue
		}
		l.Profile, l.Symbol = b.profile, b.symbol
		for _, level := range levels {
			if place, ok := cutFolded(rest, level); ok {
				rest = place
				break
			}
		}
		l.Place = rest
		break
	}
	return l
}

// cutFolded cuts a first word or words off, in whatever spelling and case.
func cutFolded(s, prefix string) (string, bool) {
	words, first := strings.Fields(s), strings.Fields(prefix)
	if len(words) < len(first) || !text.Same(strings.Join(words[:len(first)], " "), prefix) {
		return s, false
	}
	return strings.Join(words[len(first):], " "), true
}

// profile is the form in which the letterhead writes.
func (l Letterhead) profile() doc.Profile { return doc.ProfileNamed(l.Profile) }

// head is the top of the first page: who writes beside the national title,
// and below, on one line, the number beside place and date.
func (f Facts) head(p doc.Profile, w words, number string) []doc.Block {
	l := f.Letterhead
	var left, right []doc.Block
	if l.Superior != "" {
		left = append(left, p.Line(doc.StyleSuperior, l.Superior))
	}
	size := p.Face(doc.StyleIssuer).SizePt
	issuer := balanced(strings.ToUpper(l.Issuer), size, p.TextWidthMM()*p.LeftShare)
	left = append(left, p.Line(doc.StyleIssuer, issuer))
	if p.IssuerRule {
		first, _, _ := strings.Cut(issuer, "\n")
		left = append(left, doc.Rule(doc.WidthMM(first, size)*0.4))
	} else if p.Nation != "" {
		left = append(left, p.Line(doc.StyleStar, "*"))
	}
	nation, motto := p.Nation, p.Motto
	if f.Language == text.English {
		nation, motto = p.NationEn, p.MottoEn
	}
	if nation != "" {
		right = append(right, p.Line(doc.StyleNation, nation))
		under, style := nation, doc.StyleNation
		if motto != "" {
			right = append(right, p.Line(doc.StyleMotto, motto))
			under, style = motto, doc.StyleMotto
		}
		right = append(right, doc.Rule(doc.WidthMM(under, p.Face(style).SizePt)))
	}
	return []doc.Block{
		doc.Pair(left, right),
		doc.Pair([]doc.Block{p.Line(doc.StyleNumber, number)},
			[]doc.Block{p.Line(doc.StylePlaceDate, w.placeDate(l.Place, f.ended().In(f.Zone)))}),
	}
}

// balanced breaks a line that is too wide for its room near its middle, so
// that no single word is left over.
func balanced(line string, sizePt, roomMM float64) string {
	if doc.WidthMM(line, sizePt) <= roomMM {
		return line
	}
	best := -1
	for i, r := range line {
		if r == ' ' && (best < 0 || abs(2*i-len(line)) < abs(2*best-len(line))) {
			best = i
		}
	}
	if best < 0 {
		return line
	}
	return line[:best] + "\n" + line[best+1:]
}

func abs(n int) int { return max(n, -n) }

// title is the type of the paper and its subject, with the form's mark below.
func (f Facts) title(p doc.Profile, kind, subject string) []doc.Block {
	out := []doc.Block{p.Line(doc.StyleTypeName, kind), p.Line(doc.StyleSubject, subject)}
	switch {
	case p.SubjectRule:
		out = append(out, doc.Rule(p.TextWidthMM()*0.3))
	case p.Nation != "":
		out = append(out, p.Line(doc.StyleHyphens, "-----"))
	}
	return out
}
