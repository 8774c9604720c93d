package module

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program writes an executable shell script.
func program(t *testing.T, name, script string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
}

// The TinyGo of the clone has precedence over the one on the PATH. One that is missing,
// does not run or has a different version is reported, with the remedy.
func TestTinyGo(t *testing.T) {
	const right, old = "echo tinygo version " + TinyGoVersion + " linux/amd64", "echo tinygo version 0.30.0 linux/amd64"
	for name, c := range map[string]struct{ own, onPath, says string }{
		"none":                      {"", "", "TinyGo is not installed: `make tinygo` builds it"},
		"built here":                {right, "", ""},
		"on the PATH":               {"", right, ""},
		"the clone's one first":     {right, old, ""},
		"another version":           {"", old, "0.30.0 linux/amd64, and the module needs TinyGo " + TinyGoVersion + ": `make tinygo` builds it"},
		"another version here":      {old, right, "and the module needs TinyGo"},
		"one that does not run":     {"", "echo no such library >&2; exit 1", "does not run (`make tinygo` builds another): exit status 1\nno such library"},
		"a version that only looks": {"", "echo tinygo version " + TinyGoVersion + "0", "and the module needs TinyGo"},
	} {
		t.Run(name, func(t *testing.T) {
			root, bin := t.TempDir(), t.TempDir()
			t.Setenv("PATH", bin)
			if c.own != "" {
				program(t, filepath.Join(root, "build", "tinygo", "tinygo"), c.own)
			}
			if c.onPath != "" {
				program(t, filepath.Join(bin, "tinygo"), c.onPath)
			}
			found, err := tinyGo(root)
			if c.says != "" {
				require.ErrorContains(t, err, c.says)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "TinyGo "+TinyGoVersion, found.String())
		})
	}
}

// The version that the site's build requires is the one that `make tinygo` builds.
func TestTinyGoVersion(t *testing.T) {
	mod, err := os.ReadFile("../tinygo/go.mod")
	require.NoError(t, err)
	assert.Contains(t, string(mod), "github.com/tinygo-org/tinygo v"+TinyGoVersion+" ")
}

// Without LLVM, its linker or wasm-opt, the build of TinyGo names the missing packages.
func TestBuildTinyGoSaysWhatIsMissing(t *testing.T) {
	bin := t.TempDir()
	for _, name := range []string{"bash", "dirname", "mkdir"} {
		path, err := exec.LookPath(name)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(path, filepath.Join(bin, name)))
	}
	build := exec.Command(filepath.Join(bin, "bash"), "../tinygo/build.sh", t.TempDir())
	build.Env = []string{"PATH=" + bin}
	output, err := build.CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "TinyGo cannot be built here. Install these (the names are Debian's): llvm-19-dev lld-19 binaryen g++\n", string(output))
}
