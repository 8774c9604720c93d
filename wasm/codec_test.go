package main

import (
	"fmt"
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

// BenchmarkDissect has node dissect a masked frame of 64 bytes into objects, and
// reports the best of 40 rounds, in microseconds a frame.
func BenchmarkDissect(b *testing.B) {
	out, err := node(b, nil, "dissect.bench.js")
	require.NoErrorf(b, err, "%s", out)
	var size int
	var best float64
	_, err = fmt.Sscan(string(out), &size, &best)
	require.NoErrorf(b, err, "%s", out)
	require.Equal(b, 64, size)
	b.ReportMetric(best, "µs/frame")
	b.ReportMetric(0, "ns/op")
}
