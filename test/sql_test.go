package house_test

import (
	"cmp"
	"errors"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/testdb"
)

// verb is how a statement begins.
var verb = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)

// statement is one SQL constant of a store.
type statement struct {
	name string // "internal/live: sqlNextRev"
	text string
}

// TestStatements_ArePreparedOnBothEngines catches a column that is not there
// and a text that only one engine understands before any act meets it.
func TestStatements_ArePreparedOnBothEngines(t *testing.T) {
	all := statements(t)
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		if d.Prepare(t.Context(), `SELECT nothing FROM nowhere`) == nil {
			t.Fatal("preparing does not look at the statement")
		}
		for _, s := range all {
			if strings.HasSuffix(s.name, "Postgres") && d.Engine() != db.Postgres {
				continue // what has no common text says so in its name
			}
			if err := d.Prepare(t.Context(), s.text); err != nil {
				t.Errorf("%s: %v\n%s", s.name, err, s.text)
			}
		}
		t.Logf("%d statements prepared", len(all))
	})
}

// TestStatements_AreConstants keeps SQL where the test above sees it: at the
// top of a store, or in db.
func TestStatements_AreConstants(t *testing.T) {
	begins := regexp.MustCompile(`^\s*(SELECT\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|WITH\s+(RECURSIVE\s+)?\w+.*\sAS\s*\()`)
	for _, f := range program(t) {
		constants := map[ast.Node]bool{}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST && inStore(f) {
				ast.Inspect(d, func(n ast.Node) bool { constants[n] = true; return true })
			}
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && !constants[l] &&
				begins.MatchString(constant.StringVal(constant.MakeFromLiteral(l.Value, l.Kind, 0))) {
				t.Errorf("%s: a statement is a constant in store*.go", f.at(l))
			}
			return true
		})
	}
}

// statements finds every constant of the stores whose value begins as a
// statement does, put together from others or not.
func statements(t *testing.T) []statement {
	t.Helper()
	packages := map[string][]file{}
	for _, f := range program(t) {
		packages[f.pkg] = append(packages[f.pkg], f)
	}
	var out []statement
	for pkg, files := range packages {
		if !slices.ContainsFunc(files, inStore) {
			continue
		}
		out = append(out, constants(t, pkg, files)...)
	}
	if len(out) == 0 {
		t.Fatal("no statement found in any store")
	}
	slices.SortFunc(out, func(a, b statement) int { return cmp.Compare(a.name, b.name) })
	return out
}

// constants has the type checker work out the constants of one package. It is
// told of no other package, and its complaints about that are let pass:
// a constant of SQL is made of literals and constants of its own package.
func constants(t *testing.T, pkg string, files []file) []statement {
	t.Helper()
	var trees []*ast.File
	stores := map[string]bool{}
	for _, f := range files {
		trees = append(trees, f.tree)
		if inStore(f) {
			stores[f.set.Position(f.tree.Pos()).Filename] = true
		}
	}
	info := types.Info{Defs: map[*ast.Ident]types.Object{}}
	checker := types.Config{Importer: nothing{}, Error: func(error) {}}
	_, _ = checker.Check(pkg, files[0].set, trees, &info)
	var out []statement
	for name, object := range info.Defs {
		c, ok := object.(*types.Const)
		if !ok || !stores[files[0].set.Position(name.Pos()).Filename] {
			continue
		}
		if c.Val().Kind() == constant.Unknown {
			t.Errorf("%s: %s is made of another package's constants: it cannot be checked", pkg, name.Name)
		}
		if c.Val().Kind() != constant.String {
			continue
		}
		if text := constant.StringVal(c.Val()); verb.MatchString(text) {
			out = append(out, statement{name: pkg + ": " + name.Name, text: strings.TrimSpace(text)})
		}
	}
	return out
}

// nothing is an importer that has no packages.
type nothing struct{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not needed here") }
