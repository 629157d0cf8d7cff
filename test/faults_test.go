package house_test

import (
	"encoding/json"
	"go/ast"
	"os"
	"slices"
	"strconv"
	"testing"
)

// kinds are the functions of package fault that make a refusal; their first
// argument is its code.
var kinds = []string{"Invalid", "Unauthorized", "Forbidden", "NotFound", "Conflict", "Gone", "TooMany", "Unavailable"}

// Clients translate codes and never show Go text: a code without a text would
// leave a person with "something went wrong".
func TestFaults_HaveATextInBothLanguages(t *testing.T) {
	texts := map[string]map[string]string{}
	for _, lang := range []string{"vi", "en"} {
		b, err := os.ReadFile("../web/src/i18n/" + lang + "/common.json")
		if err != nil {
			t.Fatal(err)
		}
		var catalogue struct {
			Fault map[string]string `json:"fault"`
		}
		if err := json.Unmarshal(b, &catalogue); err != nil {
			t.Fatal(err)
		}
		texts[lang] = catalogue.Fault
	}
	found := 0
	for _, f := range program(t) {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			code, ok := faultCode(n)
			if !ok {
				return true
			}
			found++
			for lang, catalogue := range texts {
				if catalogue[code] == "" {
					t.Errorf("%s: fault %q has no text in %s", f.at(n), code, lang)
				}
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("only %d faults found: has the way they are made changed?", found)
	}
}

// faultCode is the code of a call such as fault.Conflict("floor_taken", …).
func faultCode(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains(kinds, sel.Sel.Name) {
		return "", false
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "fault" {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return "", false
	}
	code, err := strconv.Unquote(lit.Value)
	return code, err == nil
}
