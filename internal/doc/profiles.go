package doc

// Party is the form of Party documents: Hướng dẫn 36-HD/VPTW of 3 April 2018,
// annex 3 (rows 1–6 found in a copy of the annex; signature and recipients
// from digests of it). Where the guidance leaves a range, the smaller value.
func Party() Profile {
	body := Face{SizePt: 14, Align: AlignJustify}
	return Profile{
		Name: "party-hd36-2018", Source: "Hướng dẫn 36-HD/VPTW 03/4/2018, Phụ lục 3",
		WidthMM: 210, HeightMM: 297, TopMM: 20, BottomMM: 20, LeftMM: 30, RightMM: 15, HeaderMM: 10,
		Font: "Times New Roman", PageNumberPt: 14,
		FirstLineMM: 10, ParagraphPt: 6, LinePt: 18, TextEnd: ".",
		LeftShare: 0.46, NumberForm: "Số {nn}-{type}/{body}",
		ByAuthority: "T/L", OnBehalf: "T/M",
		Nation: "ĐẢNG CỘNG SẢN VIỆT NAM", NationEn: "COMMUNIST PARTY OF VIET NAM",
		RecorderVi: "NGƯỜI GHI BIÊN BẢN", PresiderVi: "CHỦ TRÌ HỘI NGHỊ",
		Faces: map[Style]Face{
			StyleNation:          {SizePt: 15, Bold: true, Upper: true, Align: AlignCenter},
			StyleSuperior:        {SizePt: 14, Upper: true, Align: AlignCenter},
			StyleIssuer:          {SizePt: 14, Bold: true, Upper: true, Align: AlignCenter},
			StyleStar:            {SizePt: 14, Align: AlignCenter},
			StyleNumber:          {SizePt: 14, Align: AlignCenter},
			StylePlaceDate:       {SizePt: 14, Italic: true, Align: AlignCenter},
			StyleTypeName:        {SizePt: 16, Bold: true, Upper: true, Align: AlignCenter},
			StyleSubject:         {SizePt: 14, Bold: true, Align: AlignCenter},
			StyleHyphens:         {SizePt: 14, Align: AlignCenter},
			StyleBody:            body,
			StyleSection:         {SizePt: 14, Bold: true, Align: AlignJustify},
			StyleClauseTitle:     {SizePt: 14, Bold: true, Align: AlignJustify},
			StylePoint:           body,
			StyleAuthority:       {SizePt: 14, Bold: true, Upper: true, Align: AlignCenter},
			StylePosition:        {SizePt: 14, Upper: true, Align: AlignCenter},
			StyleSignerName:      {SizePt: 14, Bold: true, Align: AlignCenter},
			StyleSignSpace:       {SizePt: 14, Align: AlignCenter},
			StyleRecipientsLabel: {SizePt: 14, Underline: true, Align: AlignLeft},
			StyleRecipients:      {SizePt: 12, Align: AlignLeft},
			StyleTableHead:       {SizePt: 12, Bold: true, Align: AlignCenter},
			StyleTableCell:       {SizePt: 12, Align: AlignLeft},
			StyleNote:            {SizePt: 12, Italic: true, Align: AlignCenter},
		},
	}
}

// State is the form of the state's administrative documents: Nghị định
// 30/2020/NĐ-CP of 5 March 2020, annex I. Where the decree leaves a range: the
// smallest margins and the larger letters.
func State() Profile {
	body := Face{SizePt: 14, Align: AlignJustify}
	return Profile{
		Name: "state-nd30-2020", Source: "Nghị định 30/2020/NĐ-CP 05/3/2020, Phụ lục I",
		WidthMM: 210, HeightMM: 297, TopMM: 20, BottomMM: 20, LeftMM: 30, RightMM: 15, HeaderMM: 10,
		Font: "Times New Roman", PageNumberPt: 13,
		FirstLineMM: 10, ParagraphPt: 6, LinePt: 0, TextEnd: "./.", IssuerRule: true, SubjectRule: true,
		LeftShare: 0.42, NumberForm: "Số: {nn}/{type}-{body}",
		ByAuthority: "TL.", OnBehalf: "TM.",
		Nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Motto: "Độc lập - Tự do - Hạnh phúc",
		NationEn: "SOCIALIST REPUBLIC OF VIET NAM", MottoEn: "Independence - Freedom - Happiness",
		RecorderVi: "THƯ KÝ", PresiderVi: "CHỦ TỌA",
		Faces: map[Style]Face{
			StyleNation:          {SizePt: 12, Bold: true, Upper: true, Align: AlignCenter},
			StyleMotto:           {SizePt: 13, Bold: true, Align: AlignCenter},
			StyleSuperior:        {SizePt: 12, Upper: true, Align: AlignCenter},
			StyleIssuer:          {SizePt: 12, Bold: true, Upper: true, Align: AlignCenter},
			StyleNumber:          {SizePt: 13, Align: AlignCenter},
			StylePlaceDate:       {SizePt: 13, Italic: true, Align: AlignCenter},
			StyleTypeName:        {SizePt: 14, Bold: true, Upper: true, Align: AlignCenter},
			StyleSubject:         {SizePt: 14, Bold: true, Align: AlignCenter},
			StyleBody:            body,
			StyleSection:         {SizePt: 14, Bold: true, Upper: true, Align: AlignJustify},
			StyleClauseTitle:     {SizePt: 14, Bold: true, Align: AlignJustify},
			StylePoint:           body,
			StyleAuthority:       {SizePt: 14, Bold: true, Upper: true, Align: AlignCenter},
			StylePosition:        {SizePt: 14, Bold: true, Upper: true, Align: AlignCenter},
			StyleSignerName:      {SizePt: 14, Bold: true, Align: AlignCenter},
			StyleSignSpace:       {SizePt: 14, Align: AlignCenter},
			StyleRecipientsLabel: {SizePt: 12, Bold: true, Italic: true, Align: AlignLeft},
			StyleRecipients:      {SizePt: 11, Align: AlignLeft},
			StyleTableHead:       {SizePt: 12, Bold: true, Align: AlignCenter},
			StyleTableCell:       {SizePt: 12, Align: AlignLeft},
			StyleNote:            {SizePt: 12, Italic: true, Align: AlignCenter},
		},
	}
}

// Common is the form for organisations under no regulation of form: the
// state's page and letters without the national title, motto and rules.
func Common() Profile {
	p := State()
	p.Name, p.Source = "common", "no regulation: page and letters of state-nd30-2020"
	p.Nation, p.Motto, p.NationEn, p.MottoEn = "", "", "", ""
	p.NumberForm, p.TextEnd = "{nn}/{type}", "."
	p.SubjectRule = false
	return p
}

// ProfileNamed finds a profile by its name; an unknown name gives Common.
func ProfileNamed(name string) Profile {
	switch name {
	case "party-hd36-2018":
		return Party()
	case "state-nd30-2020":
		return State()
	default:
		return Common()
	}
}
