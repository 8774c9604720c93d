package codec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every rule has a name of its own and a place where it is written, and leads to
// a close code or to an HTTP status, never to both.
func TestRuleTable(t *testing.T) {
	names := map[string]Rule{}
	pattern := regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)+$`)
	for r := Rule(1); r < numRules; r++ {
		assert.Regexp(t, pattern, r.Name())
		assert.Zero(t, names[r.Name()], "%s is there twice", r.Name())
		names[r.Name()] = r
		assert.Regexp(t, `^[0-9]+(\.[0-9]+)*$`, r.Section().Number, r.Name())
		assert.NotZero(t, r.Section().RFC, r.Name())
		assert.Equal(t, r.Name()+" ("+r.Section().String()+")", r.Error())
		assert.False(t, r.CloseCode() != 0 && r.Status() != 0, r.Name())
	}
	assert.Equal(t, int(numRules), NumRules)
}

// The rules of frames lead to a close code that may be sent, but for those that
// only this side's own wishes can break.
func TestRuleCloseCodes(t *testing.T) {
	own := []Rule{SendAfterClose, MaskEntropyMissing, PendingFull}
	for r := Rule(1); r < numFrameRules; r++ {
		assert.Zero(t, r.Status(), r.Name())
		if slices.Contains(own, r) {
			assert.Zero(t, r.CloseCode(), r.Name())
			continue
		}
		assert.True(t, r.CloseCode().Sendable(), r.Name())
	}
	for r := numFrameRules; r < numRules; r++ {
		assert.Zero(t, r.CloseCode(), r.Name())
	}
}

// Rules are errors that take no memory.
func TestRuleIsCheapError(t *testing.T) {
	var err error
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		for r := Rule(1); r < numRules; r++ {
			err = r
		}
	}))
	assert.Equal(t, Rule(numRules-1), err)
	assert.Equal(t, "none", Rule(0).Error())
	beyond := Rule(numRules)
	assert.Equal(t, "unknown", beyond.Name())
	assert.Equal(t, "unknown", beyond.Error())
	assert.Zero(t, beyond.CloseCode())
	assert.Zero(t, beyond.Status())
	assert.Zero(t, beyond.Section())
}

// The zero Rule is never an error that is not nil: a Rule that is not a constant
// becomes an error by Err alone.
func TestZeroRuleIsNoError(t *testing.T) {
	require.NoError(t, Rule(0).Err())
	require.Equal(t, error(FrameRSV1), FrameRSV1.Err())
	require.Empty(t, ruleConversions(t, ".", nil))
	require.Equal(t, []string{"x.go:2:36", "x.go:3:37", "x.go:4:34"}, ruleConversions(t, "", map[string]string{"x.go": `package codec; type Rule uint8; func (Rule) Error() string { return "" }; const R Rule = 1
func a(r Rule) error {      return r }
func b(r Rule) (e error) {      e = r; return R }
func c(r Rule) { d(R); d(nil); d(r) }
func d(error) Rule { return R }`}))
}

// ruleConversions returns the places where the package in dir, or that of files,
// makes an error of a Rule that is not a constant: with return, with = or in a call.
func ruleConversions(t *testing.T, dir string, files map[string]string) (places []string) {
	t.Helper()
	set := token.NewFileSet()
	if files == nil {
		files = map[string]string{}
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		for _, name := range names {
			if b, err := os.ReadFile(name); !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "_native") {
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
	imports := types.Config{Error: func(error) {}} // those of other packages are not looked at
	pkg, _ := imports.Check("codec", set, parsed, info)
	rule, failure := pkg.Scope().Lookup("Rule").Type(), types.Universe.Lookup("error").Type()
	see := func(to types.Type, from ast.Expr) {
		v := info.Types[from]
		if to != nil && v.Type != nil && types.Identical(to, failure) && types.Identical(v.Type, rule) && v.Value == nil {
			places = append(places, set.Position(from.Pos()).String())
		}
	}
	for _, file := range parsed {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil && f.Name.Name == "Err" {
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
