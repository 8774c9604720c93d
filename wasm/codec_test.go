package main

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCodecJS runs testdata/codec.test.js: codec.js over the module, in node.
func TestCodecJS(t *testing.T) {
	out, err := node(t, nil, "--test", "--test-reporter=spec", "codec.test.js")
	require.NoErrorf(t, err, "%s", out)
	t.Logf("%s", regexp.MustCompile(`(?m)^ℹ (?:\d|pass|fail).*$`).FindAll(out, -1))
}
