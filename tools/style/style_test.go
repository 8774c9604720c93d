package style

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refused are patterns that comments must not have, each with its remedy.
var refused = []struct {
	pattern *regexp.Regexp
	remedy  string
}{
	{regexp.MustCompile(`\b([Ww]hoever|[Ww]hom(ever)?|[Ss]omebody)\b`), "name the actor"},
	{regexp.MustCompile(`\bmay not\b`), "write must not, cannot or need not"},
	{regexp.MustCompile(`\bhas not (a|an|the|to|any)\b`), "write has no, or does not have"},
	{regexp.MustCompile(`\b([Mm]end(s|ed|ing)?)\b`), "write fix"},
	{regexp.MustCompile(`\banew\b`), "write again"},
	{regexp.MustCompile(`\bfor ever\b`), "write forever"},
	{regexp.MustCompile(`\b([Ll]et be|[Pp]ass(es)? over)\b`), "write ignore or skip"},
	{regexp.MustCompile(`\b[Aa]t once\b`), "write immediately, or at the same time"},
	{regexp.MustCompile(`\b[Ii]n any case\b`), "write in upper or lower case, or always"},
	{regexp.MustCompile(`\bcomes? about\b`), "write is computed, or happens"},
	{regexp.MustCompile(`\bas good as\b|\btakes? note\b`), "write records"},
	{regexp.MustCompile(`\b([Ss]tands?|[Ll]ies?|[Ll]ay) (on|in|at|there|below|after|before|alone|beside|behind|over|under|here|where)\b`), "write is, has or contains"},
	{regexp.MustCompile(`\b(that|which|what|it|one|who|they) (is|are) none\b`), "say what it is not"},
	{regexp.MustCompile(`\b([Ii]t|[Tt]hat|[Tt]his|which|what) (is|are) no [a-z]`), "write is not a"},
	{regexp.MustCompile(`(^|[.:] )(What|Who|Whose) [^?]*$`), "put the actor first"},
}

// unchecked are folders whose comments this test does not read.
var unchecked = map[string]bool{"build": true, "bin": true, "node_modules": true, ".git": true}

// Comments name the actor first, and have none of the refused words.
func TestCommentsArePlainEnglish(t *testing.T) {
	root := filepath.Join("..", "..")
	read := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() {
			if unchecked[d.Name()] || unchecked[filepath.ToSlash(rel)] {
				return filepath.SkipDir
			}
			return nil
		}
		if rel == filepath.Join("tools", "style", "style_test.go") {
			return nil
		}
		for _, c := range commentsOf(t, path) {
			read++
			for _, fault := range faults(c.text) {
				assert.Failf(t, "a comment is hard to read", "%s:%d: %s", filepath.ToSlash(rel), c.line, fault)
			}
		}
		return nil
	}))
	assert.Greater(t, read, 2000)
}

// faults returns the refused parts of a comment, each with its remedy.
func faults(text string) (out []string) {
	for _, r := range refused {
		for _, sentence := range strings.SplitAfter(text, ". ") {
			if found := r.pattern.FindString(strings.TrimSpace(sentence)); found != "" {
				out = append(out, fmt.Sprintf("%q: %s", found, r.remedy))
			}
		}
	}
	return out
}

// A comment is the text of a comment, without its marks, and the line on which it begins.
type comment struct {
	line int
	text string
}

// The comments of files without a parser here: whole lines of a script, and blocks of a
// style sheet or a script for browsers.
var (
	hashComments  = regexp.MustCompile(`(?m)^\s*#[^!].*(\n\s*#.*)*`)
	blockComments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	slashComments = regexp.MustCompile(`(?m)^\s*//.*(\n\s*//.*)*`)
	marks         = regexp.MustCompile(`(?m)^\s*(//|#|/?\*+/?)|\*/$`)
)

// commentsOf returns the comments of a source file, by the extension of its name.
func commentsOf(t *testing.T, path string) (out []comment) {
	name := filepath.Base(path)
	if strings.HasSuffix(name, ".go") {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, group := range file.Comments {
			out = append(out, comment{files.Position(group.Pos()).Line, strings.Join(strings.Fields(group.Text()), " ")})
		}
		return out
	}
	var kinds []*regexp.Regexp
	switch ext := filepath.Ext(name); {
	case ext == ".css":
		kinds = []*regexp.Regexp{blockComments}
	case ext == ".js" || ext == ".ts":
		kinds = []*regexp.Regexp{blockComments, slashComments}
	case ext == ".sh" || ext == ".py" || name == "Makefile" || strings.HasSuffix(path, filepath.Join(".ci", "run")):
		kinds = []*regexp.Regexp{hashComments}
	default:
		return nil
	}
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, kind := range kinds {
		for _, at := range kind.FindAllIndex(source, -1) {
			text := marks.ReplaceAllString(string(source[at[0]:at[1]]), "")
			out = append(out, comment{1 + strings.Count(string(source[:at[0]]), "\n"), strings.Join(strings.Fields(text), " ")})
		}
	}
	return out
}

func TestFaultsAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"What one read brings is answered.":           `"What one read brings is answered.": put the actor first`,
		"It reads. Whose host is welcome is said.":    `"Whose host is welcome is said.": put the actor first`,
		"Reads anew from the next byte.":              `"anew": write again`,
		"RSV1 may stand on the first frame.":          `"stand on": write is, has or contains`,
		"A value that is none.":                       `"that is none": say what it is not`,
		"It is no flag.":                              `"It is no f": write is not a`,
		"The receiver may not send, whoever asks it.": `"whoever": name the actor; "may not": write must not, cannot or need not`,
		"What is a frame?":                            "",
		"There is no limit. 15 stands for the largest window, and nil if there is none.": "",
		"What comes of it? The answer.": "",
	} {
		assert.Equal(t, want, strings.Join(faults(text), "; "), text)
	}
}
