// Package module compiles package wasm as it is shipped: the site's build and
// the tests of the module share it.
package module

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Build writes main.wasm, and Go's own wasm_exec.js beside it, to a folder that exists.
//
// The module is to be at most 480 KB once compressed, and Go's runtime alone is
// 418. What a page does without is left out: the inflater (20 KB; a page that
// inflates is to load it by itself), inlining in the runtime and in ours (30),
// the runtime's checks of its own bounds (8), and an allocator specialised by
// size and a collector for many cores (10).
func Build(folder string) error {
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w",
		"-tags=noinflate", "-gcflags=runtime=-l -B", "-gcflags=framelab/...=-l",
		"-o", filepath.Join(folder, "main.wasm"), "framelab/wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0",
		"GOWASM=satconv,signext", "GOEXPERIMENT=nosizespecializedmalloc,nogreenteagc")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the module: %w\n%s", err, said)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "wasm_exec.js"), script, 0o644)
}
