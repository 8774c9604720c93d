package browser

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The size of a first view of the home page on the wire, as our server and any host of
// precompressed files sends it: at most 100 KB for the module compiled by TinyGo, which
// hosts ship, and 60 KB for everything else.
func TestSizes(t *testing.T) {
	site := siteFolder(t)
	for _, lang := range languages {
		page, err := os.ReadFile(filepath.Join(site, lang, "index.html"))
		require.NoError(t, err)
		rest := sent(t, filepath.Join(site, lang, "index.html"))
		counted := map[string]bool{}
		for _, match := range regexp.MustCompile(`(?:src|href)="\.\./(assets/[^"]+)"`).FindAllStringSubmatch(string(page), -1) {
			if counted[match[1]] {
				continue // it is preloaded, and sent once
			}
			counted[match[1]] = true
			size := sent(t, filepath.Join(site, match[1]))
			if strings.HasSuffix(match[1], ".wasm") {
				if !strings.Contains(string(page), "wasm_exec") {
					assert.LessOrEqual(t, size, 100_000, match[1])
				}
				continue
			}
			rest += size
		}
		assert.LessOrEqual(t, rest, 60_000, "the home page in %s without the module", lang)
		assert.Greater(t, rest, 10_000, "the page's scripts and styles were not counted")
	}
}

// sent returns the transferred size of a file: that of its brotli form if there is one.
func sent(t *testing.T, name string) int {
	t.Helper()
	for _, form := range []string{name + ".br", name} {
		if info, err := os.Stat(form); err == nil {
			return int(info.Size())
		}
	}
	require.Fail(t, "no file "+name)
	return 0
}
