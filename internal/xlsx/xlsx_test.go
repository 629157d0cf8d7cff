package xlsx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaoban/internal/xlsx"
)

func TestWrite_IsReadBack(t *testing.T) {
	var file bytes.Buffer
	day := time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)
	err := xlsx.Write(&file, "Nhiệm vụ", []float64{10, 60}, [][]any{
		{"Số", "Nội dung", "Thời hạn"},
		{1, "Rà soát các chỉ tiêu", day},
		{2, `=cmd|"/c calc"!A1`, time.Time{}},
		{3, strings.Repeat("ă", 40_000)},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := xlsx.Read(&file, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Số", "Nội dung", "Thời hạn"}, {"1", "Rà soát các chỉ tiêu", "46173"}, {"2", `=cmd|"/c calc"!A1`}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead_NeverPanics(f *testing.F) {
	var file bytes.Buffer
	if err := xlsx.Write(&file, "a", nil, [][]any{{"x"}}); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := xlsx.Read(bytes.NewReader(b), 10); err != nil && !errors.Is(err, xlsx.ErrFile) {
			t.Errorf("%v is no ErrFile", err)
		}
	})
}
