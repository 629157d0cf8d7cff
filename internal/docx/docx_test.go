package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giaoban/internal/doc"
	"giaoban/internal/docx"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample has one block of every kind.
func sample(p doc.Profile) doc.Document {
	return doc.Document{
		Title: "Biên bản & <thử>", Language: "vi", Author: "Tỉnh ủy Gia Lai", Profile: p,
		Created: time.Date(2026, 3, 29, 15, 5, 0, 0, time.UTC),
		Blocks: []doc.Block{
			doc.Pair([]doc.Block{p.Line(doc.StyleIssuer, "Tỉnh ủy Gia Lai"), p.Line(doc.StyleStar, "*")},
				[]doc.Block{p.Line(doc.StyleNation, p.Nation), doc.Rule(63.2)}),
			p.Line(doc.StyleTypeName, "Biên bản"),
			doc.Heading(1, "I. Thời gian"),
			doc.Paragraph(doc.StyleBody, doc.Run{Text: "Đậm ", Bold: true}, doc.Run{Text: "nghiêng\tvà\nxuống dòng", Italic: true}),
			{Kind: doc.KindTable, Table: &doc.Table{
				Columns: []doc.Column{{Share: 1, Align: doc.AlignCenter}, {Share: 9, Align: doc.AlignLeft}},
				Head:    []string{"TT", "Điểm cầu"}, Rows: [][]doc.Cell{{doc.Text("1"), doc.Text("R’Piên & H’Yên")}, {doc.Text("2")}},
			}},
			{Kind: doc.KindPageBreak},
			doc.Signatures([]doc.Block{p.Line(doc.StyleAuthority, "Người ghi biên bản")}, nil),
		},
	}
}

// parts unpacks a file into its parts by name.
func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

// wellFormed reads a part to its end.
func wellFormed(part string) error {
	for d := xml.NewDecoder(strings.NewReader(part)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func render(t *testing.T, d doc.Document) []byte {
	t.Helper()
	b, err := docx.Bytes(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRender_IsThatOfTheGoldens(t *testing.T) {
	for name, p := range map[string]doc.Profile{"party": doc.Party(), "state": doc.State()} {
		got := parts(t, render(t, sample(p)))
		for _, part := range []string{"word/document.xml", "word/styles.xml", "word/header1.xml"} {
			path := filepath.Join("testdata", name+"-"+filepath.Base(part))
			// One element per line, so that a difference can be read.
			text := strings.ReplaceAll(got[part], "><", ">\n<") + "\n"
			if *update {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), text); diff != "" {
				t.Errorf("%s (-update writes it anew):\n%s", path, diff)
			}
		}
	}
}

func TestRender_TheSameDocumentGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(render(t, sample(doc.Party())), render(t, sample(doc.Party()))) {
		t.Error("two renderings differ")
	}
}

func TestRender_NamesEveryPartItHas(t *testing.T) {
	got := parts(t, render(t, sample(doc.State())))
	for name, part := range got {
		if err := wellFormed(part); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		known := strings.HasSuffix(name, ".rels") || name == "[Content_Types].xml" ||
			strings.Contains(got["[Content_Types].xml"], `PartName="/`+name+`"`)
		if !known {
			t.Errorf("%s has no content type", name)
		}
	}
}

// TestRender_AnyTextGivesXML renders text that no form foresees: control
// characters, broken UTF-8, decomposed letters.
func TestRender_AnyTextGivesXML(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := string(rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(rt, "bytes")) + rapid.String().Draw(rt, "text")
		d := doc.Document{Title: s, Profile: doc.Common(), Blocks: []doc.Block{doc.Body(s)}}
		b, err := docx.Bytes(d)
		if err != nil {
			rt.Fatal(err)
		}
		for name, part := range parts(t, b) {
			if err := wellFormed(part); err != nil {
				rt.Fatalf("%s: %v", name, err)
			}
		}
	})
}

func TestRender_ComposesVietnamese(t *testing.T) {
	got := parts(t, render(t, doc.Document{Profile: doc.Party(), Blocks: []doc.Block{doc.Body("U\u0309y ban")}}))
	if !strings.Contains(got["word/document.xml"], "Ủy ban") {
		t.Error("the text stayed decomposed")
	}
}
