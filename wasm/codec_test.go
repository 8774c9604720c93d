package main

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/tools/module"
)

// TestCodecJS runs the scripts testdata/*.test.js in node: they test codec.js over the
// module.
func TestCodecJS(t *testing.T) {
	eachBuild(t, func(t *testing.T, w workshop) {
		out, err := w.node(t, nil, "--test", "--test-reporter=spec")
		require.NoErrorf(t, err, "%s", out)
		t.Logf("%s", regexp.MustCompile(`(?m)^ℹ (?:\d|pass|fail).*$`).FindAll(out, -1))
	})
}

// BenchmarkDissect lets node dissect a masked frame of 64 bytes into objects and mask 1
// MiB, and reports the best of 40 rounds for each compiler's module.
func BenchmarkDissect(b *testing.B) {
	for _, c := range []module.Compiler{module.Go, tinyGo(b)} {
		b.Run(c.String(), func(b *testing.B) {
			out, err := workshopOf(b, c).node(b, nil, "dissect.bench.js")
			require.NoErrorf(b, err, "%s", out)
			var frame, mask float64
			_, err = fmt.Sscan(string(out), &frame, &mask)
			require.NoErrorf(b, err, "%s", out)
			b.ReportMetric(frame, "µs/frame")
			b.ReportMetric(mask, "µs/MiB-masked")
			b.ReportMetric(0, "ns/op")
		})
	}
}
