package site

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

func TestScriptWords(t *testing.T) {
	all := words.Words{"lang": "en", "a.b": "1", "a.c": "2", "rule.x": "3", "rule.y-z": "4", "kind.q": "5", "ab": "6"}
	assert.Equal(t, words.Words{"lang": "en", "a.b": "1", "rule.x": "3", "rule.y-z": "4", "kind.q": "5"},
		scriptWords(all, "t('a.b') + t(`rule.${name}`) + t('kind.' + kind)"))
	assert.Equal(t, words.Words{"lang": "en"}, scriptWords(all, "import { t } from './words.js'; t(key)"))
	assert.Equal(t, words.Words{"lang": "en"}, scriptWords(all, "html`<b class=${`a${more}`}>`"), "a class is not a key")
}

// Each key of words is in a script, a template or the Go code that draws, or begins with
// a string there that is followed by a value.
func TestEveryWordIsUsed(t *testing.T) {
	all := words.In(words.Languages[0])
	used := scriptWords(all, everySource(t))
	for _, key := range slices.Sorted(maps.Keys(all)) {
		assert.Contains(t, used, key, "unused words")
	}
}

func TestUnusedWordsAreFound(t *testing.T) {
	all := words.Words{"lang": "en", "nobody.says": "this"}
	assert.Equal(t, words.Words{"lang": "en"}, scriptWords(all, everySource(t)))
}

// everySource returns all sources that may use words.
func everySource(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".test.js") {
			return err
		}
		data, err := source.ReadFile(name)
		all.Write(data)
		return err
	}))
	for _, pattern := range []string{"*.go", "../lessons/*.go"} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			all.Write(data)
		}
	}
	return all.String()
}
