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

// Build writes main.wasm and inflate.wasm, and Go's own wasm_exec.js beside
// them, to a folder that exists.
//
// main.wasm, which every page loads, is to be at most 480 KB once compressed,
// and Go's runtime alone is 418. What a page does without is left out: the
// inflater (20 KB), inlining in the runtime and in ours (30), the runtime's
// checks of its own bounds, those of its internal packages included (9), and an allocator specialised by size and a
// collector for many cores (10). inflate.wasm is the same with the inflater, for
// a page to load when there is something to inflate.
func Build(folder string) error {
	for name, tags := range map[string]string{"main.wasm": "noinflate", "inflate.wasm": ""} {
		if err := compile(filepath.Join(folder, name), tags); err != nil {
			return err
		}
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

func compile(out, tags string) error {
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w",
		"-tags="+tags, "-gcflags=runtime/...=-l -B", "-gcflags=internal/...=-B",
		"-gcflags=internal/runtime/...=-l -B", "-gcflags=framelab/...=-l",
		"-o", out, "framelab/wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0",
		"GOWASM=satconv,signext", "GOEXPERIMENT=nosizespecializedmalloc,nogreenteagc")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("compiling the module: %w\n%s", err, said)
	}
	return nil
}
