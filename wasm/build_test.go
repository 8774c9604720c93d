package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/tools/module"
)

// A workshop is a folder in which node finds the module of one compiler and the scripts
// that use it: main.wasm, wasm_exec.js if needed, the folder codec of the site's scripts, and the
// contents of testdata.
type workshop string

// workshops has one for each compiler, made when a test first needs it.
var workshops = map[string]workshop{}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, w := range workshops {
		os.RemoveAll(string(w))
	}
	os.Exit(code)
}

// eachBuild runs a test with the module built by Go's own toolchain and by TinyGo.
func eachBuild(t *testing.T, test func(t *testing.T, w workshop)) {
	t.Run("Go", func(t *testing.T) { test(t, workshopOf(t, module.Go)) })
	t.Run("TinyGo", func(t *testing.T) { test(t, workshopOf(t, tinyGo(t))) })
}

// tinyGo returns the TinyGo command. If there is none, the test is skipped with a hint
// how to get it; under CI it fails.
func tinyGo(t testing.TB) module.Compiler {
	t.Helper()
	tiny, err := module.TinyGo()
	if err != nil && os.Getenv("CI") == "" {
		t.Skipf("not run with TinyGo's module: %v", err)
	}
	require.NoError(t, err)
	return tiny
}

func workshopOf(t testing.TB, c module.Compiler) workshop {
	t.Helper()
	if w, ok := workshops[c.String()]; ok {
		return w
	}
	dir, err := os.MkdirTemp("", "framelab-wasm-")
	require.NoError(t, err)
	workshops[c.String()] = workshop(dir)
	require.NoError(t, c.Build(dir))
	require.NoError(t, os.CopyFS(filepath.Join(dir, "codec"), os.DirFS("../site/assets/js/codec")))
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata")))
	// Without this node reads .js files as CommonJS.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"module"}`), 0o644))
	return workshop(dir)
}

// node runs node in the workshop, without this process's environment.
func (w workshop) node(t testing.TB, stdin io.Reader, args ...string) (stdout []byte, err error) {
	t.Helper()
	path, err := exec.LookPath("node")
	require.NoError(t, err, "these tests run the module in node: install Node.js 20 or newer")
	var out, words bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Dir = string(w)
	cmd.Env = []string{"NODE_NO_WARNINGS=1"}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &words
	err = cmd.Run()
	if words.Len() > 0 {
		t.Logf("node says:\n%s", words.String())
	}
	return out.Bytes(), err
}
