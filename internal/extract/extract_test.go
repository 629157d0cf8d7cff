package extract_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"giaoban/internal/extract"
)

const conclusion = `Kết luận cuộc họp, Giám đốc yêu cầu Phòng Kỹ thuật chủ trì, phối hợp với Phòng Vật tư sửa lò số 2 trước 30/6; Kho tổng kiểm kê hằng tháng.
`

// shape is what the command promises of each object.
type shape struct {
	Text         *string  `json:"text"`
	Addressees   []string `json:"addressees"`
	Coordinating []string `json:"coordinating"`
	Deadline     *string  `json:"deadline"`
	Sentence     int      `json:"sentence"`
	IDs          []string `json:"addressee_ids"`
}

func run(t *testing.T, args extract.Args, stdin string) (string, string, error) {
	t.Helper()
	var out, errs bytes.Buffer
	err := extract.Run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), err
}

func drafts(t *testing.T, out string) []shape {
	t.Helper()
	var got []shape
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return got
}

func file(t *testing.T, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRun_PrintsTheDraftsAsJSON(t *testing.T) {
	out, _, err := run(t, extract.Args{JSON: true, Date: "2026-05-04", File: "-"}, conclusion)
	if err != nil {
		t.Fatal(err)
	}
	got := drafts(t, out)
	if len(got) != 2 {
		t.Fatalf("%d drafts in %s", len(got), out)
	}
	first := got[0]
	if first.Deadline == nil || *first.Deadline != "2026-06-30" || first.Sentence != 1 ||
		len(first.Addressees) != 1 || first.Addressees[0] != "Phòng Kỹ thuật" ||
		len(first.Coordinating) != 1 || first.Coordinating[0] != "Phòng Vật tư" {
		t.Errorf("first draft %+v", first)
	}
	if got[1].Deadline != nil {
		t.Errorf("a recurring day became the deadline %s", *got[1].Deadline)
	}
}

func TestRun_PrintsAnEmptyArrayWhereNothingIsAsked(t *testing.T) {
	out, _, err := run(t, extract.Args{JSON: true, File: "-"}, "Hội nghị đã thành công tốt đẹp.\n")
	if err != nil || strings.TrimSpace(out) != "[]" {
		t.Errorf("got %q, %v", out, err)
	}
	for _, key := range []string{"", " \n"} {
		if out, _, err := run(t, extract.Args{JSON: true, File: "-"}, key); err != nil || strings.TrimSpace(out) != "[]" {
			t.Errorf("%q gave %q, %v", key, out, err)
		}
	}
}

func TestRun_WritesListsWithArraysNeverNull(t *testing.T) {
	out, _, err := run(t, extract.Args{JSON: true, File: "-"}, "Đề nghị Sở Y tế khẩn trương báo cáo.\n")
	if err != nil || strings.Contains(out, `"addressees": null`) || strings.Contains(out, `"coordinating": null`) || !strings.Contains(out, `"deadline": null`) {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestRun_PrintsAReadableList(t *testing.T) {
	out, errs, err := run(t, extract.Args{Date: "2026-05-04", File: "-"}, conclusion)
	if err != nil || !strings.Contains(out, "→ Phòng Kỹ thuật") || !strings.Contains(out, "2026-06-30") || errs != "" {
		t.Errorf("got %q, %q, %v", out, errs, err)
	}
	if _, errs, err = run(t, extract.Args{File: "-"}, "Không có gì.\n"); err != nil || errs == "" {
		t.Errorf("nothing was said of a text without directives: %v", err)
	}
}

func TestRun_ReadsADocument(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Write([]byte(`<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body>
<w:p><w:r><w:t>Giám đốc kết luận:</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t xml:space="preserve">Giao Phòng </w:t></w:r><w:del><w:r><w:delText>Kế toán</w:delText></w:r></w:del><w:r><w:t>Nhân sự rà soát định biên.</w:t></w:r></w:p>
</w:body></w:document>`))
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out, _, err := run(t, extract.Args{JSON: true, File: file(t, "kl.docx", b.Bytes())}, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := drafts(t, out); len(got) != 1 || *got[0].Text != "Giao Phòng Nhân sự rà soát định biên" || got[0].Addressees[0] != "Phòng Nhân sự" {
		t.Errorf("got %s", out)
	}
}

func TestRun_ReadsUTF16(t *testing.T) {
	raw := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(conclusion)) {
		raw = binary.LittleEndian.AppendUint16(raw, u)
	}
	out, _, err := run(t, extract.Args{JSON: true, File: file(t, "kl.txt", raw)}, "")
	if err != nil || len(drafts(t, out)) != 2 {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestRun_RefusesWhatIsNoText(t *testing.T) {
	for name, body := range map[string][]byte{
		"picture.png": {0x89, 'P', 'N', 'G', 0, 1, 2},
		"latin1.txt":  {'k', 0xea, 't', ' ', 0xe9},
		"broken.docx": []byte("PK\x03\x04garbage"),
		"half.txt":    {0xff, 0xfe, 'a'},
	} {
		out, _, err := run(t, extract.Args{JSON: true, File: file(t, name, body)}, "")
		if err == nil || !strings.Contains(err.Error(), name) || out != "" {
			t.Errorf("%s gave %q, %v", name, out, err)
		}
	}
	if _, _, err := run(t, extract.Args{File: filepath.Join(t.TempDir(), "none.txt")}, ""); err == nil {
		t.Error("a file that is not there was read")
	}
	if _, _, err := run(t, extract.Args{File: "-", Date: "30/6/2026"}, conclusion); err == nil {
		t.Error("a day in another form was taken")
	}
}

func TestRun_NamesTheUnitsOfATable(t *testing.T) {
	units := file(t, "units.json", []byte(`{"groups":[{"id":"g-so","vi":"các sở, ngành"}],
		"units":[{"id":"yte","name_vi":"Sở Y tế","aliases":["SYT"]},{"id":"ubnd","name_vi":"Ủy ban nhân dân tỉnh"}]}`))
	out, _, err := run(t, extract.Args{JSON: true, Units: units, File: "-"},
		"Chủ tịch yêu cầu Sở Y tê, SYT, Uỷ ban nhân dân tỉnh, UBND tỉnh và các sở, ngành khẩn trương báo cáo; Sở Lạ rà soát lại.\n")
	if err != nil {
		t.Fatal(err)
	}
	got := drafts(t, out)
	if len(got) != 2 || strings.Join(got[0].IDs, " ") != "yte yte ubnd ubnd g-so" || strings.Join(got[1].IDs, " ") != "" {
		t.Errorf("got %s", out)
	}
	for _, bad := range []string{"", "{}", "[]", "nonsense", `[{"name":"no id"}]`} {
		if _, _, err := run(t, extract.Args{Units: file(t, "bad.json", []byte(bad)), File: "-"}, conclusion); err == nil {
			t.Errorf("the table %q was taken", bad)
		}
	}
}
