package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/wasm/record"
)

func TestScriptIsGenerated(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	require.NoError(t, err)
	assert.Equal(t, string(script()), string(file), "the layout has changed: run go generate ./wasm/record, and raise format where a record's layout has changed")
}

// Each number of the layout is read by a script.
func TestScriptsUseTheLayout(t *testing.T) {
	used := map[string]bool{}
	scripts := os.DirFS(filepath.Join("..", "..", "site", "assets", "js"))
	require.NoError(t, fs.WalkDir(scripts, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".js" || strings.HasSuffix(name, path) {
			return err
		}
		text, err := fs.ReadFile(scripts, path)
		for _, word := range regexp.MustCompile(`\b[A-Z][A-Z0-9_]+\b`).FindAllString(string(text), -1) {
			used[word] = true
		}
		return err
	}))
	for _, c := range record.Constants() {
		assert.True(t, used[c.Name], c.Name)
	}
	for _, l := range record.Lists() {
		assert.True(t, used[l.Name], l.Name)
	}
}
