package main

import (
	"os"
	"path/filepath"
	"regexp"
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
	scripts, err := filepath.Glob(filepath.Join("..", "..", "site", "assets", "js", "*.js"))
	require.NoError(t, err)
	used := map[string]bool{}
	for _, path := range scripts {
		if filepath.Base(path) == filepath.Base(name) {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, word := range regexp.MustCompile(`\b[A-Z][A-Z0-9_]+\b`).FindAllString(string(text), -1) {
			used[word] = true
		}
	}
	for _, c := range record.Constants() {
		assert.True(t, used[c.Name], c.Name)
	}
	for _, l := range record.Lists() {
		assert.True(t, used[l.Name], l.Name)
	}
}
