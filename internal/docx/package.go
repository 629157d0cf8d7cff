package docx

import (
	"time"

	"giaoban/internal/doc"
)

const (
	nsW       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsR       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRels    = "http://schemas.openxmlformats.org/package/2006/relationships"
	relOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	typeWord  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

func contentTypes() node {
	over := func(part, kind string) node { return el("Override", "PartName", part, "ContentType", kind) }
	return el("Types", "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types").with(
		el("Default", "Extension", "rels", "ContentType", "application/vnd.openxmlformats-package.relationships+xml"),
		el("Default", "Extension", "xml", "ContentType", "application/xml"),
		over("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
		over("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
		over("/word/document.xml", typeWord+"document.main+xml"),
		over("/word/styles.xml", typeWord+"styles+xml"),
		over("/word/settings.xml", typeWord+"settings+xml"),
		over("/word/header1.xml", typeWord+"header+xml"),
		over("/word/header2.xml", typeWord+"header+xml"),
	)
}

func rel(id, kind, target string) node {
	return el("Relationship", "Id", id, "Type", kind, "Target", target)
}

func packageRels() node {
	return el("Relationships", "xmlns", nsRels).with(
		rel("rId1", relOffice+"officeDocument", "word/document.xml"),
		rel("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
		rel("rId3", relOffice+"extended-properties", "docProps/app.xml"),
	)
}

func documentRels() node {
	return el("Relationships", "xmlns", nsRels).with(
		rel("rId1", relOffice+"styles", "styles.xml"),
		rel("rId2", relOffice+"settings", "settings.xml"),
		rel("rId3", relOffice+"header", "header1.xml"),
		rel("rId4", relOffice+"header", "header2.xml"),
	)
}

func coreProperties(d doc.Document) node {
	n := el("cp:coreProperties",
		"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
	).with(
		el("dc:title").withText(d.Title),
		el("dc:creator").withText(d.Author),
		el("dc:language").withText(d.Language),
	)
	if !d.Created.IsZero() {
		n = n.with(el("dcterms:created", "xsi:type", "dcterms:W3CDTF").
			withText(d.Created.UTC().Format(time.RFC3339)))
	}
	return n
}

func appProperties() node {
	return el("Properties", "xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties").
		with(el("Application").withText("Giao ban"))
}

func settings(d doc.Document) node {
	// Compatibility mode 15 keeps Word from opening the file as an old one.
	return el("w:settings", "xmlns:w", nsW).with(
		el("w:zoom", "w:percent", "100"),
		el("w:defaultTabStop", "w:val", twips(10)),
		el("w:characterSpacingControl", "w:val", "doNotCompress"),
		el("w:compat").with(el("w:compatSetting", "w:name", "compatibilityMode",
			"w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15")),
		el("w:themeFontLang", "w:val", language(d)),
	)
}

func styles(d doc.Document) node {
	p := d.Profile
	font := el("w:rFonts", "w:ascii", p.Font, "w:hAnsi", p.Font, "w:eastAsia", p.Font, "w:cs", p.Font)
	size := halfPoints(p.Face(doc.StyleBody).SizePt)
	named := func(id, name string, props ...node) node {
		return el("w:style", "w:type", "paragraph", "w:styleId", id).with(
			el("w:name", "w:val", name), el("w:basedOn", "w:val", "Normal"),
			el("w:next", "w:val", "Normal"), el("w:qFormat")).with(props...)
	}
	outline := func(level string) node {
		return el("w:pPr").with(el("w:keepNext"), el("w:outlineLvl", "w:val", level))
	}
	return el("w:styles", "xmlns:w", nsW).with(
		el("w:docDefaults").with(
			el("w:rPrDefault").with(el("w:rPr").with(font,
				el("w:sz", "w:val", size), el("w:szCs", "w:val", size),
				el("w:lang", "w:val", language(d), "w:eastAsia", language(d)))),
			el("w:pPrDefault").with(el("w:pPr").with(el("w:spacing", "w:before", "0", "w:after", "0"))),
		),
		el("w:style", "w:type", "paragraph", "w:default", "1", "w:styleId", "Normal").with(
			el("w:name", "w:val", "Normal"), el("w:qFormat")),
		named("Heading1", "heading 1", outline("0")),
		named("Heading2", "heading 2", outline("1")),
		named("Header", "header"),
	)
}

func language(d doc.Document) string {
	if d.Language == "en" {
		return "en-GB"
	}
	return "vi-VN"
}

// pageNumberHeader stands on every page but the first.
func pageNumberHeader(p doc.Profile) node {
	size := el("w:rPr").with(el("w:sz", "w:val", halfPoints(p.PageNumberPt)),
		el("w:szCs", "w:val", halfPoints(p.PageNumberPt)))
	field := func(kind string) node {
		return el("w:r").with(size, el("w:fldChar", "w:fldCharType", kind))
	}
	return el("w:hdr", "xmlns:w", nsW, "xmlns:r", nsR).with(el("w:p").with(
		el("w:pPr").with(el("w:pStyle", "w:val", "Header"), el("w:jc", "w:val", "center")),
		field("begin"),
		el("w:r").with(size, el("w:instrText", "xml:space", "preserve").withText(" PAGE ")),
		field("separate"),
		el("w:r").with(size, el("w:t").withText("2")),
		field("end"),
	))
}

func emptyHeader() node {
	return el("w:hdr", "xmlns:w", nsW, "xmlns:r", nsR).with(el("w:p").with(
		el("w:pPr").with(el("w:pStyle", "w:val", "Header"))))
}
