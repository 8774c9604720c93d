package codec

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The packages that codec may import cost the .wasm next to nothing. It has no
// business with I/O, clocks, randomness or goroutines, and none of these has.
var allowedImports = []string{
	"bytes", "encoding/binary", "errors", "iter", "math", "math/bits", "slices", "strconv", "unicode/utf8",
}

// What one file may import besides.
var allowedImportsOf = map[string][]string{
	"sha1_native.go": {"crypto/fips140", "crypto/sha1"}, // it stands in no module
	"mask_native.go": {"unsafe"},                        // to ask where in memory a payload begins, and for nothing else
}

func TestImports(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
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
