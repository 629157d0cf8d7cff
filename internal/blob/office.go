package blob

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/text"
)

// maxName is the longest name of a file, in characters.
const maxName = 150

// kind is a type of file that is taken: its media type and how its content
// begins.
type kind struct {
	mediaType string
	begins    []string
}

const (
	pk  = "PK\x03\x04"
	ole = "\xd0\xcf\x11\xe0"
)

// kinds are those in which offices write and show. Nothing that a browser
// would run is among them.
var kinds = map[string]kind{
	".pdf":  {"application/pdf", []string{"%PDF-"}},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{pk}},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{pk}},
	".pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", []string{pk}},
	".odt":  {"application/vnd.oasis.opendocument.text", []string{pk}},
	".ods":  {"application/vnd.oasis.opendocument.spreadsheet", []string{pk}},
	".odp":  {"application/vnd.oasis.opendocument.presentation", []string{pk}},
	".doc":  {"application/msword", []string{ole}},
	".xls":  {"application/vnd.ms-excel", []string{ole}},
	".ppt":  {"application/vnd.ms-powerpoint", []string{ole}},
	".png":  {"image/png", []string{"\x89PNG\r\n\x1a\n"}},
	".jpg":  {"image/jpeg", []string{"\xff\xd8\xff"}},
	".jpeg": {"image/jpeg", []string{"\xff\xd8\xff"}},
	".webp": {"image/webp", []string{"RIFF"}},
	".txt":  {"text/plain; charset=utf-8", nil},
	".csv":  {"text/csv; charset=utf-8", nil},
}

// OfficeType names a file's media type by its name. ok is false for a type
// that is not taken, and for content (head: its first bytes, up to 512) that
// does not begin as that type does.
func OfficeType(name string, head []byte) (mediaType string, ok bool) {
	k, known := kinds[strings.ToLower(path.Ext(name))]
	fits := slices.ContainsFunc(k.begins, func(b string) bool { return strings.HasPrefix(string(head), b) })
	if k.begins == nil {
		fits = !slices.Contains(head, 0)
	}
	return k.mediaType, known && fits
}

// FileName is the name without folders and control characters, no longer than
// 150 characters, its ending kept.
func FileName(name string) string {
	name = path.Base(strings.ReplaceAll(text.NFC(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	if runes, ext := []rune(name), []rune(path.Ext(name)); len(runes) > maxName && len(ext) < 10 {
		name = string(runes[:maxName-len(ext)]) + string(ext)
	}
	return name
}
