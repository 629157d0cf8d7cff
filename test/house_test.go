// Package house_test holds the rules of the house: which package may import
// which, who may speak SQL and HTTP, who may ask for the time, and that every
// statement is one for both engines. A rule that stands in the way is changed
// here and in an ADR, not worked around.
package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "giaoban/"

// order lists the packages from the ground up. A package imports only those
// above it in this list; those on one line do not know each other.
var order = [][]string{
	// ground
	{"internal/fault", "internal/clock", "internal/id"},
	{"internal/text"},
	{"internal/doc", "internal/ical"},
	// platform
	{"migrations", "web"},
	{"internal/db"},
	{"internal/event", "internal/job", "internal/lease"},
	{"internal/blob", "internal/mail"},
	{"internal/access"},
	{"internal/web"},
	// domain, in import order
	{"internal/org"},
	{"internal/identity"},
	{"internal/report"},
	{"internal/meeting"},
	{"internal/live"},
	{"internal/ballot"},
	{"internal/directive/draft"},
	{"internal/directive"},
	{"internal/letter"},
	{"internal/paper"},
	// media
	{"internal/link"},
	{"internal/contribution"},
	{"internal/programme"},
	{"internal/relay"},
	{"internal/record"},
	// edges
	{"internal/docx", "internal/pdf", "internal/xlsx"},
	// what plays the sites: a client of the program, as a browser is
	{"internal/synthetic"},
	{"internal/load", "internal/extract"},
	// wiring
	{"internal/app"},
	{"internal/demo"}, // plays the past through the wired services
	{"cmd/giaoban"},
}

// forTests are packages that only tests import.
var forTests = []string{"internal/testdb"}

// reserved names who alone may import a library, by the prefix of its path.
// Tests may import what they like.
var reserved = []struct {
	library string
	allowed func(file) bool
	why     string
}{
	{"database/sql", inStore, "SQL stays in db and store*.go"},
	{"github.com/jackc/pgx", within("internal/db"), "only db knows the drivers"},
	{"modernc.org/sqlite", within("internal/db"), "only db knows the drivers"},
	{"github.com/pressly/goose", within("internal/db"), "only db migrates"},
	{"net/http", inHTTP, "HTTP stays in web, http*.go, the media and the commands"},
	{"github.com/danielgtaylor/huma", inHTTP, "HTTP stays in web, http*.go, the media and the commands"},
	{"github.com/livekit/livekit-server", within("internal/contribution"), "only contribution knows LiveKit"},
}

// renderers turn the blocks of a document into a file and know nothing else of
// the program.
var renderers = []string{"internal/docx", "internal/pdf", "internal/xlsx"}

func within(packages ...string) func(file) bool {
	return func(f file) bool { return slices.Contains(packages, f.pkg) }
}

func inStore(f file) bool {
	return f.pkg == "internal/db" || strings.HasPrefix(f.name, "store")
}

func inHTTP(f file) bool {
	speaks := within("internal/web", "internal/relay", "internal/link", "internal/contribution", "internal/synthetic",
		"internal/load", "internal/app", "cmd/giaoban")
	return speaks(f) || strings.HasPrefix(f.name, "http")
}

// file is one Go file of the program, tests left out.
type file struct {
	pkg  string // "internal/live"
	name string // "store.go"
	set  *token.FileSet
	tree *ast.File
}

// at tells where a node stands, from the repository's root.
func (f file) at(n ast.Node) string {
	return strings.TrimPrefix(filepath.ToSlash(f.set.Position(n.Pos()).String()), "../")
}

// imports lists what the file imports.
func (f file) imports() []string {
	var out []string
	for _, i := range f.tree.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has checked it
		out = append(out, p)
	}
	return out
}

// program parses every Go file of the module but its tests.
func program(t *testing.T) []file {
	t.Helper()
	var files []file
	set := token.NewFileSet()
	for _, top := range []string{"cmd", "internal", "migrations", "web"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(at string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata"):
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(at, ".go") || strings.HasSuffix(at, "_test.go"):
				return nil
			}
			tree, err := parser.ParseFile(set, at, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			clean := strings.TrimPrefix(filepath.ToSlash(at), "../")
			files = append(files, file{pkg: path.Dir(clean), name: path.Base(clean), set: set, tree: tree})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) == 0 {
		t.Fatal("no Go file found: where does this test run?")
	}
	return files
}

// TestPackages_ImportOnlyLowerOnes keeps the layers.
func TestPackages_ImportOnlyLowerOnes(t *testing.T) {
	level := map[string]int{}
	for i, line := range order {
		for _, p := range line {
			level[p] = i
		}
	}
	for _, f := range program(t) {
		own, known := level[f.pkg]
		if !known && !slices.Contains(forTests, f.pkg) {
			t.Errorf("%s has no place in the order of packages: give it one", f.pkg)
			continue
		}
		for _, p := range f.imports() {
			other, ours := strings.CutPrefix(p, module)
			switch {
			case !ours || !known:
			case slices.Contains(forTests, other):
				t.Errorf("%s/%s imports %s, which is for tests", f.pkg, f.name, other)
			case level[other] >= own:
				t.Errorf("%s/%s imports %s, which stands above or beside it", f.pkg, f.name, other)
			case slices.Contains(renderers, f.pkg) && other != "internal/doc":
				t.Errorf("%s/%s imports %s: a renderer knows only doc", f.pkg, f.name, other)
			}
		}
	}
}

// TestLibraries_AreUsedWhereTheyBelong keeps SQL, HTTP and LiveKit in their
// places.
func TestLibraries_AreUsedWhereTheyBelong(t *testing.T) {
	for _, f := range program(t) {
		for _, p := range f.imports() {
			for _, r := range reserved {
				if (p == r.library || strings.HasPrefix(p, r.library+"/")) && !r.allowed(f) {
					t.Errorf("%s/%s imports %s: %s", f.pkg, f.name, p, r.why)
				}
			}
		}
	}
}

// paced are the packages that send frames at their time or measure a line: they
// may ask how long ago something was, which a clock set by hand would tell
// them wrongly.
var paced = within("internal/contribution", "internal/programme", "internal/relay", "internal/record",
	"internal/link", "internal/synthetic", "internal/load")

// TestTheTime_IsAskedOnlyByClock keeps a day of conference testable in a
// moment. time.Since and time.Until ask for the time as well.
func TestTheTime_IsAskedOnlyByClock(t *testing.T) {
	for _, f := range program(t) {
		asks := []string{"Now", "Since", "Until"}
		switch {
		case f.pkg == "internal/clock":
			continue
		case paced(f):
			asks = []string{"Now"}
		}
		for _, use := range selections(f, "time", asks...) {
			t.Errorf("%s: take the time from the clock handed to you", use)
		}
	}
}

// selections lists where a file uses the named functions of a package,
// whatever it calls the package.
func selections(f file, library string, names ...string) []string {
	local := ""
	for _, i := range f.tree.Imports {
		if i.Path.Value != strconv.Quote(library) {
			continue
		}
		local = path.Base(library)
		if i.Name != nil {
			local = i.Name.Name
		}
	}
	var out []string
	ast.Inspect(f.tree, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || local == "" {
			return true
		}
		// A variable of the package's name has an object; the package has none.
		if x, ok := s.X.(*ast.Ident); ok && x.Name == local && x.Obj == nil && slices.Contains(names, s.Sel.Name) {
			out = append(out, fmt.Sprintf("%s %s.%s", f.at(s), library, s.Sel.Name))
		}
		return true
	})
	return out
}

// TestPackages_SayWhatTheyAreFor asks for a package comment.
func TestPackages_SayWhatTheyAreFor(t *testing.T) {
	said := map[string]bool{}
	for _, f := range program(t) {
		said[f.pkg] = said[f.pkg] || f.tree.Doc != nil &&
			(strings.HasPrefix(f.tree.Doc.Text(), "Package "+f.tree.Name.Name+" ") ||
				f.tree.Name.Name == "main" && strings.HasPrefix(f.tree.Doc.Text(), "Command "))
	}
	for p, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", p)
		}
	}
}
