package draft_test

import (
	"testing"

	"giaoban/internal/directive/draft"
)

func TestIntroducerIn_FindsTheWordsBeforeAUnit(t *testing.T) {
	names := []string{"Sở Y tế", "Ủy ban nhân dân tỉnh"}
	for passage, want := range map[string]string{
		"Chủ tịch trông cậy Sở Y tế lo việc này":                 "trông cậy",
		"Trông cậy Sở Y tế lo việc này":                          "trông cậy",
		"Sở Y tế, Ủy ban nhân dân tỉnh":                          "",
		"Đồng chí Bí thư gửi gắm cho Uỷ ban nhân dân tỉnh xử lý": "gửi gắm",
		"Chủ tịch đề nghị Sở Y tế rà soát":                       "",
		"Sở Y tế rà soát":                                        "",
		"Tôi cũng trông cậy vào Sở Y tế":                         "trông cậy vào",
		"Phối hợp với Sở Y tế":                                   "",
		"Rà soát kho thuốc":                                      "",
		"":                                                       "",
	} {
		if got, ok := draft.IntroducerIn(passage, names); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", passage, got, ok, want)
		}
	}
}
