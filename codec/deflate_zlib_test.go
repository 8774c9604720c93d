//go:build !js

package codec

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var recordZlib = flag.Bool("record-zlib", false, "rewrite testdata/zlib.tsv with the sizes of python3's zlib")

// zlibScript reads corpora as JSON, with messages in base64, and writes the lines of
// zlib.tsv.
const zlibScript = `
import base64, json, sys, zlib
for corpus in json.load(sys.stdin):
    for bits in range(8, 16):
        for takeover in (False, True):
            total, z = 0, None
            for message in corpus["messages"]:
                if z is None or not takeover:
                    z = zlib.compressobj(6, zlib.DEFLATED, -max(bits, 9), 8)
                wire = z.compress(base64.b64decode(message)) + z.flush(zlib.Z_SYNC_FLUSH)
                assert wire.endswith(b"\0\0\xff\xff")
                total += len(wire) - 4
            print(corpus["name"], bits, str(takeover).lower(), end="\t%d\n" % total)
`

// The recorded sizes agree with the local zlib within 10 per cent. Some systems have a
// different zlib.
func TestZlibSizes(t *testing.T) {
	python, err := exec.LookPath("python3")
	require.NoError(t, err, "this test needs python3 for its zlib")
	var in []map[string]any
	for _, c := range corpora() {
		in = append(in, map[string]any{"name": c.name, "messages": c.messages})
	}
	input, err := json.Marshal(in)
	require.NoError(t, err)
	cmd := exec.Command(python, "-c", zlibScript)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	if *recordZlib {
		head := "# Bytes that zlib's level 6 makes of the corpora of deflate_size_test.go: name, window bits, takeover.\n" +
			"# Written by: go test ./codec -run TestZlibSizes -record-zlib\n"
		require.NoError(t, os.WriteFile("testdata/zlib.tsv", append([]byte(head), out...), 0o644))
	}
	recorded := zlibSizes(t)
	lines := slices.Collect(strings.Lines(string(out)))
	require.Len(t, lines, len(recorded))
	for _, line := range lines {
		name, digits, _ := strings.Cut(line, "\t")
		var size float64
		_, err := fmt.Sscan(digits, &size)
		require.NoError(t, err)
		assert.InEpsilon(t, size, recorded[name], 0.1, name)
	}
}
