package doc

import "strings"

// Style names a component of the official form.
type Style string

// The components, named as the guidance and the decree number their cells.
const (
	StyleNation          Style = "nation"           // the Party's heading or the national title
	StyleMotto           Style = "motto"            // state documents only
	StyleSuperior        Style = "superior"         // the body above
	StyleIssuer          Style = "issuer"           // the issuing body
	StyleStar            Style = "star"             // the mark below the issuing body
	StyleNumber          Style = "number"           // number and symbol
	StylePlaceDate       Style = "place_date"       // place and date
	StyleTypeName        Style = "type_name"        // "THÔNG BÁO", "BIÊN BẢN"
	StyleSubject         Style = "subject"          // the subject below the type
	StyleHyphens         Style = "hyphens"          // "-----" below a Party document's subject
	StyleBody            Style = "body"             // the text
	StyleSection         Style = "section"          // "I. …"
	StyleClauseTitle     Style = "clause_title"     // "1. …" with a title of its own
	StylePoint           Style = "point"            // "1. …", "- …" running on as text
	StyleAuthority       Style = "authority"        // "T/M BAN THƯỜNG VỤ"
	StylePosition        Style = "position"         // the signer's position
	StyleSignerName      Style = "signer_name"      // the signer's name
	StyleSignSpace       Style = "sign_space"       // room for signature and seal
	StyleRecipientsLabel Style = "recipients_label" // "Nơi nhận:"
	StyleRecipients      Style = "recipients"       // one recipient per line
	StyleTableHead       Style = "table_head"
	StyleTableCell       Style = "table_cell"
	StyleNote            Style = "note" // small remarks: unofficial translation, still running
)

// Face is how a component looks.
type Face struct {
	SizePt    float64
	Bold      bool
	Italic    bool
	Underline bool
	Upper     bool // printed in capitals
	Align     Align
}

// Profile is the legal form of a document. Lengths are millimetres, sizes and
// spacings points.
type Profile struct {
	Name   string
	Source string // the regulation the values come from

	WidthMM, HeightMM      float64
	TopMM, BottomMM        float64
	LeftMM, RightMM        float64
	HeaderMM               float64 // the page number's distance from the paper's edge
	Font                   string
	PageNumberPt           float64 // not shown on the first page
	FirstLineMM            float64 // indent of a paragraph's first line
	ParagraphPt            float64 // space after a paragraph of text
	LinePt                 float64 // exact line height; 0 is single spacing
	TextEnd                string  // closes the document's text: "." or "./."
	IssuerRule             bool    // a rule below the issuing body; else a star
	SubjectRule            bool    // a rule below the subject; else hyphens
	LeftShare              float64 // the left column's part of the head, 0 to 1
	NumberForm             string  // with {nn}, {type}, {body}
	ByAuthority, OnBehalf  string  // "T/L", "T/M" or "TL.", "TM."
	Nation, Motto          string
	NationEn, MottoEn      string
	RecorderVi, PresiderVi string // the signers of minutes
	Faces                  map[Style]Face
}

// Face returns the look of a component; an unknown one looks like the text.
func (p Profile) Face(s Style) Face {
	if f, ok := p.Faces[s]; ok {
		return f
	}
	return p.Faces[StyleBody]
}

// Line is a paragraph in the given style, in capitals where the form asks.
func (p Profile) Line(s Style, text string) Block {
	if p.Face(s).Upper {
		text = strings.ToUpper(text)
	}
	return Paragraph(s, Run{Text: text})
}

// TextWidthMM is the width between the margins.
func (p Profile) TextWidthMM() float64 { return p.WidthMM - p.LeftMM - p.RightMM }

// Number writes a document's number in the profile's form: "Số 12-TB/TU",
// "Số: 12/TB-UBND". A single digit gets a leading zero; an empty number
// leaves room to write it by hand.
func (p Profile) Number(nn, symbol, body string) string {
	if nn == "" {
		nn = "      "
	}
	if len(nn) == 1 && nn[0] >= '0' && nn[0] <= '9' {
		nn = "0" + nn
	}
	out := strings.NewReplacer("{nn}", nn, "{type}", symbol, "{body}", body).Replace(p.NumberForm)
	return strings.TrimRight(out, "/- ")
}
