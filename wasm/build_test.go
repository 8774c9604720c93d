package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/tools/module"
)

// workshop is a folder in which node finds the module and every script that
// drives it: main.wasm, inflate.wasm, wasm_exec.js, codec.js with what it imports, and what
// stands in testdata.
func workshop(t testing.TB) string {
	t.Helper()
	dir, err := buildWorkshop()
	require.NoError(t, err)
	return dir
}

var buildWorkshop = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "framelab-wasm-")
	if err != nil {
		return "", err
	}
	workshopDir = dir
	if err := module.Build(dir); err != nil {
		return "", err
	}
	var scripts []string
	for _, pattern := range []string{"../site/assets/js/codec*.js", "testdata/*.js"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		scripts = append(scripts, found...)
	}
	for _, script := range scripts {
		b, err := os.ReadFile(script)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(script)), b, 0o644); err != nil {
			return "", err
		}
	}
	// Without this node reads .js files as CommonJS.
	return dir, os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type":"module"}`), 0o644)
})

// workshopDir is the workshop once it is being built.
var workshopDir string

func TestMain(m *testing.M) {
	code := m.Run()
	if workshopDir != "" {
		os.RemoveAll(workshopDir)
	}
	os.Exit(code)
}

// node runs node in the workshop, with nothing of this process's environment.
func node(t testing.TB, stdin io.Reader, args ...string) (stdout []byte, err error) {
	t.Helper()
	path, err := exec.LookPath("node")
	require.NoError(t, err, "these tests run the module in node: install Node.js 20 or newer")
	var out, words bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Dir = workshop(t)
	cmd.Env = []string{"NODE_NO_WARNINGS=1"}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &out, &words
	err = cmd.Run()
	if words.Len() > 0 {
		t.Logf("node says:\n%s", words.String())
	}
	return out.Bytes(), err
}
