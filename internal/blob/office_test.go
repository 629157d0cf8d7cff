package blob_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"giaoban/internal/blob"
)

func TestOfficeType_BelievesTheContentNotTheName(t *testing.T) {
	for _, x := range []struct {
		name, head string
		ok         bool
	}{
		{"Báo cáo.PDF", "%PDF-1.7", true},
		{"Báo cáo.pdf", "<html>", false},
		{"a.docx", "PK\x03\x04", true},
		{"a.html", "<html>", false},
		{"a.svg", "<svg", false},
		{"a", "%PDF-", false},
		{"a.csv", "a;b\x00", false},
		{"a.csv", "a;b", true},
	} {
		if _, ok := blob.OfficeType(x.name, []byte(x.head)); ok != x.ok {
			t.Errorf("%s beginning %q: %v", x.name, x.head, ok)
		}
	}
}

func TestFileName_KeepsTheNameAndDropsThePath(t *testing.T) {
	for in, want := range map[string]string{
		`C:\Tài liệu\Báo cáo.pdf`: "Báo cáo.pdf", "../../etc/passwd": "passwd", "a\r\nb.pdf": "ab.pdf",
	} {
		if got := blob.FileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := blob.FileName(strings.Repeat("ă", 300) + ".pdf"); utf8.RuneCountInString(got) != 150 || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("long name: %q", got)
	}
}
