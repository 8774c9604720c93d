package codec

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testdata/musts.tsv has a row for each MUST, MUST NOT, SHALL and REQUIRED of RFC 6455
// §4, §5, §7 and §8, for the items of §4.2.1 and for the "must" of §5.5.3: a paraphrase
// in our own words, what fulfils it (a rule, a test, or the reason why it is not this
// code's task), and the RFC's terms to search for. tools/musts checks it against the text
// of the RFC; this test checks it against the repository.
func TestMusts(t *testing.T) {
	data, err := os.ReadFile("testdata/musts.tsv")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	require.Equal(t, "section\tordinal\tkeyword\tbinds\tparaphrase\tanswers\tterms", lines[0])
	assert.Empty(t, mustsFaults(lines[1:], repoTests(t)))
}

// Every rule that RFC 6455 states in these sections answers a row.
func TestMustsNameEveryRule(t *testing.T) {
	data, err := os.ReadFile("testdata/musts.tsv")
	require.NoError(t, err)
	for r := Rule(1); r < numRules; r++ {
		s := r.Section()
		if top, _, _ := strings.Cut(s.Number, "."); s.RFC != 6455 || !strings.Contains("4578", top) {
			continue
		}
		answers := strings.Contains(string(data), "rule:"+r.Name()+";") || strings.Contains(string(data), "rule:"+r.Name()+"\t")
		assert.True(t, answers, "%s answers no row", r.Name())
	}
}

// TestMusts finds each of these faults.
func TestMustsFaults(t *testing.T) {
	tests := map[string]map[string]bool{"codec.TestA": {"sub": true}}
	good := "5.1\t1\tMUST\tclient\twords\trule:frame.mask.missing; test:codec.TestA/sub; reason: because it is so\tdoors"
	assert.Empty(t, mustsFaults([]string{good, strings.Replace(good, "\t1", "\t2", 1)}, tests))
	for _, tt := range []struct{ old, new, want string }{
		{"\t1\t", "\t2\t", "§5.1 number 2, want number 1"},
		{"MUST", "SHOULD", `§5.1 number 1: "SHOULD" is not a keyword`},
		{"client", "", "§5.1 number 1: no bound party"},
		{"words", "", "§5.1 number 1: no paraphrase"},
		{"\tdoors", "\t", "§5.1 number 1: no terms"},
		{"MUST", "must", ""},
		{"MUST", "item", ""},
		{"\trule:frame.mask.missing; test:codec.TestA/sub; reason: because it is so", "\t", "§5.1 number 1: no answer"},
		{"mask.missing", "mask.lost", "§5.1 number 1: no rule frame.mask.lost"},
		{"TestA/sub", "TestB", "§5.1 number 1: no test codec.TestB"},
		{"TestA/sub", "TestA/other", "§5.1 number 1: no test codec.TestA/other"},
		{"because it is so", "", "§5.1 number 1: a reason without words"},
		{"\tclient", "", "5 tabs, want 6: 5.1 1 MUST words"},
	} {
		faults := mustsFaults([]string{strings.Replace(good, tt.old, tt.new, 1)}, tests)
		if tt.want == "" {
			assert.Empty(t, faults, tt.new)
			continue
		}
		if assert.Len(t, faults, 1, tt.want) {
			assert.True(t, strings.HasPrefix(faults[0], tt.want), faults[0])
		}
	}
}

// mustsFaults returns what is wrong with the rows of the index. tests has the existing
// tests, each with the strings of its file.
func mustsFaults(lines []string, tests map[string]map[string]bool) (faults []string) {
	rules := map[string]bool{}
	for r := Rule(1); r < numRules; r++ {
		rules[r.Name()] = true
	}
	ordinals := map[string]int{}
	for _, line := range lines {
		columns := strings.Split(line, "\t")
		if len(columns) != 7 {
			faults = append(faults, strconv.Itoa(len(columns)-1)+" tabs, want 6: "+strings.Join(columns, " "))
			continue
		}
		where := "§" + columns[0] + " number " + columns[1]
		count := columns[0] // items and lower-case keywords count separately
		if columns[2] == "item" || columns[2] == "must" {
			count += columns[2]
		}
		ordinals[count]++
		if want := strconv.Itoa(ordinals[count]); columns[1] != want {
			faults = append(faults, where+", want number "+want+" should")
		}
		switch columns[2] {
		case "MUST", "MUST NOT", "SHALL", "SHALL NOT", "REQUIRED", "item", "must":
		default:
			faults = append(faults, where+": "+strconv.Quote(columns[2])+" is not a keyword")
		}
		if columns[3] == "" {
			faults = append(faults, where+": no bound party")
		}
		if columns[4] == "" {
			faults = append(faults, where+": no paraphrase")
		}
		if columns[6] == "" {
			faults = append(faults, where+": no terms")
		}
		for answer := range strings.SplitSeq(columns[5], "; ") {
			kind, text, _ := strings.Cut(answer, ":")
			test, sub, hasSub := strings.Cut(text, "/")
			switch {
			case kind == "rule" && !rules[text]:
				faults = append(faults, where+": no rule "+text)
			case kind == "test" && (tests[test] == nil || hasSub && !tests[test][sub]):
				faults = append(faults, where+": no test "+text)
			case kind == "reason" && len(strings.Fields(text)) < 4:
				faults = append(faults, where+": a reason without words")
			case kind != "rule" && kind != "test" && kind != "reason":
				faults = append(faults, where+": no answer, but "+strconv.Quote(answer))
			}
		}
	}
	return faults
}

// repoTests finds the tests of this module, as package.Test, with the string literals in
// each one's file, which include the names of its subtests.
func repoTests(t *testing.T) map[string]map[string]bool {
	tests := map[string]map[string]bool{}
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(path, "go.mod")); path != root && (err == nil || strings.HasPrefix(d.Name(), ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		literals := map[string]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					literals[s] = true
				}
			}
			return true
		})
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv != nil {
				continue
			}
			for _, prefix := range []string{"Test", "Fuzz", "Example"} {
				if strings.HasPrefix(f.Name.Name, prefix) {
					tests[filepath.Base(filepath.Dir(path))+"."+f.Name.Name] = literals
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	return tests
}
