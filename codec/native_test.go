//go:build !wasm && !tinygo.wasm && !386 && !arm

package codec

import (
	"crypto/fips140"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// The standard library's SHA-1 panics where only approved cryptography is allowed.
func TestHandshakeWhereSHA1IsNotApproved(t *testing.T) { // §1.3
	if !fips140.Enforced() {
		self, err := os.Executable()
		require.NoError(t, err)
		cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), "GODEBUG=fips140=only")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Contains(t, string(out), "--- PASS: "+t.Name())
		return
	}
	require.Equal(t, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", string(AppendAccept(nil, []byte("dGhlIHNhbXBsZSBub25jZQ=="))))
	require.Equal(t, portableSHA1([]byte("short")), SHA1([]byte("short")))
}
