package draft_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"giaoban/internal/directive/draft"
	"giaoban/internal/text"
)

// seedTexts is the part of the reference annotation that the check reads.
type seedTexts struct {
	Groups        []seedUnit `json:"groups"`
	Organisations []seedUnit `json:"organisations"`
	Documents     []struct {
		File  string `json:"file"`
		Event struct {
			Date string `json:"date"`
		} `json:"event"`
		Conclusion struct {
			Segments []struct {
				ID    string `json:"id"`
				Text  string `json:"text"`
				Start int    `json:"start"`
				End   int    `json:"end"`
			} `json:"segments"`
			Directives []struct {
				Segment    string   `json:"segment"`
				Addressees []string `json:"addressees"`
			} `json:"directives"`
		} `json:"conclusion"`
	} `json:"documents"`
}

type seedUnit struct {
	ID      string   `json:"id"`
	Vi      string   `json:"vi"`
	Aliases []string `json:"aliases"`
}

// TestExtract_FindsEverySegmentOfTheReferenceTexts compares with the news texts
// that the product began from. They are not ours to publish and stand outside
// the repository; where they are absent, the shadow texts in testdata/shadow,
// of the same build, hold the same facts (TestExtract_ReadsTheShadowTexts).
func TestExtract_FindsEverySegmentOfTheReferenceTexts(t *testing.T) {
	root := filepath.Join("..", "..", "..", "..", "shared")
	raw, err := os.ReadFile(filepath.Join(root, "domain", "seeds.json"))
	if err != nil {
		t.Skip("the reference texts are not beside this checkout; the shadow texts stand in for them")
	}
	var seeds seedTexts
	if err := json.Unmarshal(raw, &seeds); err != nil {
		t.Fatal(err)
	}
	dir := seedDirectory(seeds)
	for _, doc := range seeds.Documents {
		body, err := os.ReadFile(filepath.Join(root, "seeds", doc.File))
		if err != nil {
			t.Fatal(err)
		}
		var day text.Date
		if err := day.UnmarshalText([]byte(doc.Event.Date)); err != nil {
			t.Fatal(err)
		}
		got := draft.Extract(string(body), draft.Options{Day: day, Directory: dir})
		want := doc.Conclusion.Segments
		if len(got) != len(want) {
			t.Errorf("%s: %d drafts, want %d", doc.File, len(got), len(want))
		}
		for i := range min(len(got), len(want)) {
			if got[i].Text != want[i].Text || got[i].Start != want[i].Start || got[i].End != want[i].End {
				t.Errorf("%s: draft %q at %v, want %q", want[i].ID, got[i].Text, got[i].Span, want[i].Text)
			}
			if got[i].Deadline != nil {
				t.Errorf("%s: deadline %v, want none", want[i].ID, got[i].Deadline)
			}
			for _, d := range doc.Conclusion.Directives {
				if d.Segment == want[i].ID && !sameNames(got[i].AddresseeIDs, d.Addressees) {
					t.Errorf("%s: %q are %q, want %q", d.Segment, got[i].Addressees, got[i].AddresseeIDs, d.Addressees)
				}
			}
		}
	}
}

func seedDirectory(seeds seedTexts) *draft.Directory {
	var units []draft.Unit
	for _, u := range append(seeds.Groups, seeds.Organisations...) {
		units = append(units, draft.Unit{ID: u.ID, Names: append([]string{u.Vi}, u.Aliases...)})
	}
	return draft.NewDirectory(units)
}

// TestExtract_ReadsTheShadowTexts holds the facts of the reference texts on
// invented texts of the same build: 29 pieces, every trap, nothing else.
func TestExtract_ReadsTheShadowTexts(t *testing.T) {
	sc := measure(t, "shadow")
	sc.report(t, "shadow")
	for _, n := range sc.notes {
		t.Error(n)
	}
	if sc.segments.right != 29 || sc.exact != 29 {
		t.Errorf("%d pieces found, %d word for word, want 29", sc.segments.right, sc.exact)
	}
}
