package codec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The packages that codec may import add almost nothing to the .wasm. codec must not use
// I/O, clocks, randomness or goroutines, and these packages offer none.
var allowedImports = []string{
	"framelab/codec/internal/flate",
	"bytes", "encoding/binary", "errors", "iter", "math", "math/bits", "slices", "strconv", "unicode/utf8",
}

// Further imports that a single file may have.
var allowedImportsOf = map[string][]string{
	"native.go": {"crypto/fips140", "crypto/sha1", "unsafe"}, // this file is not part of a wasm module; unsafe tells at which address a payload begins
}

func TestImports(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	engine, err := fs.Glob(os.DirFS("."), "internal/flate/*.go")
	require.NoError(t, err)
	files = append(files, engine...)
	seen := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		require.NoError(t, err)
		seen++
		for _, i := range file.Imports {
			path, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			assert.Contains(t, append(allowedImportsOf[name], allowedImports...), path, name)
		}
	}
	assert.Greater(t, seen, 10)
}

// A zero Rule never becomes a non-nil error: a Rule that is not a constant is converted
// to an error only by Err, and to a Misuse only by misuse.
func TestZeroRuleIsNotAnError(t *testing.T) {
	require.NoError(t, Rule(0).Err())
	require.Equal(t, error(FrameRSV1), FrameRSV1.Err())
	require.Empty(t, ruleConversions(t, ".", nil))
	require.Equal(t, []string{"x.go:2:36", "x.go:3:37", "x.go:4:34"}, ruleConversions(t, "", map[string]string{"x.go": `package codec; type Rule uint8; func (Rule) Error() string { return "" }; const R Rule = 1
func a(r Rule) error {      return r }
func b(r Rule) (e error) {      e = r; return R }
func c(r Rule) { d(R); d(nil); d(r) }
func d(error) Rule { return R }`}))
}

// ruleConversions returns the places where the package in dir, or the package of files,
// converts a Rule or Misuse that is not a constant to an error: in a return, in an
// assignment or in a call.
func ruleConversions(t *testing.T, dir string, files map[string]string) (places []string) {
	t.Helper()
	set := token.NewFileSet()
	if files == nil {
		files = map[string]string{}
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if b, err := os.ReadFile(name); !strings.HasSuffix(name, "_test.go") && name != "native.go" {
				require.NoError(t, err)
				files[name] = string(b)
			}
		}
	}
	var parsed []*ast.File
	for name, text := range files {
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed = append(parsed, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	imports := types.Config{Error: func(error) {}} // calls into other packages are not checked
	pkg, _ := imports.Check("codec", set, parsed, info)
	rule, failure := pkg.Scope().Lookup("Rule").Type(), types.Universe.Lookup("error").Type()
	own := pkg.Scope().Lookup("Misuse")
	see := func(to types.Type, from ast.Expr) {
		v := info.Types[from]
		if to != nil && v.Type != nil && types.Identical(to, failure) && v.Value == nil &&
			(types.Identical(v.Type, rule) || own != nil && types.Identical(v.Type, own.Type())) {
			places = append(places, set.Position(from.Pos()).String())
		}
	}
	for _, file := range parsed {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Name.Name == "Err" || f.Name.Name == "misuse" {
				continue
			}
			results := info.Defs[f.Name].Type().(*types.Signature).Results()
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncLit:
					return false
				case *ast.ReturnStmt:
					for i, e := range n.Results {
						if len(n.Results) == results.Len() {
							see(results.At(i).Type(), e)
						}
					}
				case *ast.AssignStmt:
					for i, e := range n.Rhs {
						if len(n.Lhs) == len(n.Rhs) {
							to := info.TypeOf(n.Lhs[i])
							see(to, e)
						}
					}
				case *ast.CallExpr:
					if called, ok := info.TypeOf(n.Fun).(*types.Signature); ok {
						for i, e := range n.Args {
							if i < called.Params().Len() {
								see(called.Params().At(i).Type(), e)
							}
						}
					}
				}
				return true
			})
		}
	}
	slices.Sort(places)
	return places
}
