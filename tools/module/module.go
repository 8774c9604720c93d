// Package module compiles package wasm in its shipped form, for the site's build and for
// the tests of the module.
package module

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// TinyGoVersion is the version of TinyGo that the module is built and tested
// with. tools/tinygo/go.mod names the same one.
const TinyGoVersion = "0.41.1"

// A Compiler compiles the module.
type Compiler struct {
	tinygo string // its path; empty for Go's own toolchain
}

// Go is Go's own toolchain, which needs nothing else installed. Its module is large,
// because it contains Go's runtime, and is started by wasm_exec.js.
var Go = Compiler{}

// TinyGo returns the TinyGo that `make tinygo` has built, or else the one on the PATH.
// The error says what is missing and how to get it.
func TinyGo() (Compiler, error) {
	root, err := moduleRoot()
	if err != nil {
		return Compiler{}, err
	}
	return tinyGo(root)
}

// tinyGo returns the TinyGo for the clone at root.
func tinyGo(root string) (Compiler, error) {
	path := filepath.Join(root, "build", "tinygo", "tinygo")
	if _, err := os.Stat(path); err != nil {
		if path, err = exec.LookPath("tinygo"); err != nil {
			return Compiler{}, errors.New("TinyGo is not installed: `make tinygo` builds it")
		}
	}
	output, err := exec.Command(path, "version").CombinedOutput()
	if err != nil {
		return Compiler{}, fmt.Errorf("%s does not run (`make tinygo` builds another): %w\n%s", path, err, output)
	}
	if !strings.HasPrefix(string(output), "tinygo version "+TinyGoVersion+" ") {
		return Compiler{}, fmt.Errorf("%s is %s, and the module needs TinyGo %s: `make tinygo` builds it",
			path, strings.TrimSpace(string(output)), TinyGoVersion)
	}
	return Compiler{path}, nil
}

// String names the compiler and its version.
func (c Compiler) String() string {
	if c.tinygo != "" {
		return "TinyGo " + TinyGoVersion
	}
	return "Go's own toolchain (" + runtime.Version() + ")"
}

// Build writes main.wasm to an existing folder, with the wasm_exec.js that Go's own
// toolchain needs; a module built by TinyGo needs no script.
func (c Compiler) Build(folder string) error {
	out, err := filepath.Abs(filepath.Join(folder, "main.wasm"))
	if err != nil {
		return err
	}
	if c.tinygo != "" {
		return c.compileTiny(out)
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, "framelab/wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the module: %w\n%s", err, output)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("finding Go's folder: %w", err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "wasm_exec.js"), script, 0o644)
}

// compileTiny compiles with TinyGo. -opt=z: with s a dissection takes an eighth less
// time, but the module has 3 KB more, and a page waits for the module before its first
// response.
func (c Compiler) compileTiny(out string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	build := exec.Command(c.tinygo, "build", "-target", filepath.Join(root, "tools", "tinygo", "target.json"),
		"-opt=z", "-no-debug", "-panic=trap", "-o", out, "./wasm")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the module with TinyGo: %w\n%s", err, output)
	}
	return nil
}

// moduleRoot returns the folder of framelab's go.mod.
func moduleRoot() (string, error) {
	output, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "framelab").Output()
	if err != nil {
		return "", fmt.Errorf("finding framelab's folder: %w", err)
	}
	return strings.TrimSpace(string(output)), nil
}
