package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A place is a line of a file in the repository.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// A source knows where the repository's code mentions rules and tests.
type source struct {
	files  *token.FileSet
	idents map[string]string   // a rule's name → its identifier
	checks map[string][]place  // a rule's identifier → where code other than the table uses it
	tests  map[string]place    // package.Test → its place
	uses   map[string][]string // an identifier → the declarations of test files that use it, as package.Declaration
	cited  map[string][]citation
}

// readSource reads the Go files below root, except those of nested modules.
func readSource(root string) (*source, error) {
	s := &source{token.NewFileSet(), map[string]string{}, map[string][]place{}, map[string]place{}, map[string][]string{}, map[string][]citation{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, err := os.Stat(filepath.Join(path, "go.mod"))
			if path != root && (err == nil || strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(s.files, path, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		s.add(filepath.ToSlash(name), file)
		return nil
	})
	return s, err
}

func (s *source) add(name string, file *ast.File) {
	folder, base, _ := strings.Cut(name, "/")
	test := strings.HasSuffix(name, "_test.go")
	if !test && (folder == "codec" || folder == "server") {
		s.cite(name, file)
	}
	if folder == "codec" && base == "rule_table.go" {
		s.addRules(file)
		return
	}
	for _, decl := range file.Decls {
		owner := ""
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			owner = decl.Name.Name
			if test && decl.Recv == nil && isTest(owner) {
				s.tests[folder+"."+owner] = place{name, s.files.Position(decl.Pos()).Line}
			}
		case *ast.GenDecl:
			if len(decl.Specs) > 0 {
				if v, ok := decl.Specs[0].(*ast.ValueSpec); ok {
					owner = v.Names[0].Name
				}
			}
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			switch {
			case !ok:
			case test:
				owner := folder + "." + owner
				if !slices.Contains(s.uses[id.Name], owner) {
					s.uses[id.Name] = append(s.uses[id.Name], owner)
				}
			case folder == "codec":
				p := place{name, s.files.Position(id.Pos()).Line}
				if !slices.Contains(s.checks[id.Name], p) {
					s.checks[id.Name] = append(s.checks[id.Name], p)
				}
			}
			return true
		})
	}
}

// addRules reads the table of rules: identifier: {name, …}.
func (s *source) addRules(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		entry, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		id, ok := entry.Key.(*ast.Ident)
		value, isLit := entry.Value.(*ast.CompositeLit)
		if !ok || !isLit || len(value.Elts) == 0 {
			return true
		}
		if lit, ok := value.Elts[0].(*ast.BasicLit); ok {
			if name, err := strconv.Unquote(lit.Value); err == nil {
				s.idents[name] = id.Name
			}
		}
		return true
	})
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") || strings.HasPrefix(name, "Example")
}

// testsOf returns the tests that use a rule, directly or through a table or helper.
func (s *source) testsOf(ident string) (tests []string) {
	for _, owner := range s.uses[ident] {
		if _, ok := s.tests[owner]; ok {
			tests = append(tests, owner)
			continue
		}
		folder, name, _ := strings.Cut(owner, ".")
		for _, user := range s.uses[name] {
			if _, ok := s.tests[user]; ok && strings.HasPrefix(user, folder+".") {
				tests = append(tests, user)
			}
		}
	}
	slices.Sort(tests)
	return slices.Compact(tests)
}

// printSection prints the rows of a section and its subsections.
func printSection(out io.Writer, root string, rows []row, section string, tests bool) error {
	s, err := readSource(root)
	if err != nil {
		return err
	}
	found := len(s.cited[section]) > 0
	for _, r := range rows {
		if !within(r.section, section) {
			continue
		}
		found = true
		s.printRow(out, r, tests)
	}
	if !found {
		return fmt.Errorf("no row and no comment is about §%s", section)
	}
	s.printCitations(out, section)
	return nil
}

// printFound prints the rows that have all the words.
func printFound(out io.Writer, root string, rows []row, words string, tests bool) error {
	s, err := readSource(root)
	if err != nil {
		return err
	}
	found := false
	for _, r := range rows {
		if r.has(strings.Fields(words)) {
			s.printRow(out, r, tests)
			found = true
		}
	}
	if !found {
		return fmt.Errorf("no row has the words %q", words)
	}
	return nil
}

// printRow prints a row: what it requires, and what fulfils it.
func (s *source) printRow(out io.Writer, r row, tests bool) {
	fmt.Fprintf(out, "%s, binds %s: %s\n", r.title(), r.binds, r.paraphrase)
	hidden := !tests // whether there are only tests
	for _, a := range r.answers {
		if a.kind != "test" {
			hidden = false
		}
		if a.kind != "test" || tests {
			s.printAnswer(out, a, tests)
		}
	}
	if hidden {
		fmt.Fprintln(out, "    answered by tests only: -tests prints them")
	}
}

func (s *source) printAnswer(out io.Writer, a answer, tests bool) {
	fmt.Fprintf(out, "    %s %s\n", a.kind, a.text)
	switch a.kind {
	case "rule":
		ident := s.idents[a.text]
		for _, p := range s.checks[ident] {
			fmt.Fprintf(out, "        checked in %s\n", p)
		}
		for _, t := range s.testsOf(ident) {
			if !tests {
				break
			}
			fmt.Fprintf(out, "        tested in %s (%s)\n", s.tests[t], t)
		}
	case "test":
		test, _, _ := strings.Cut(a.text, "/")
		if p, ok := s.tests[test]; ok {
			fmt.Fprintf(out, "        in %s\n", p)
		}
	}
}
