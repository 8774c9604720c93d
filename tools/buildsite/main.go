// Buildsite builds the static site: it compiles the WebAssembly module, draws the
// pages, and writes them to a folder.
//
//	go run ./tools/buildsite -out build/site
//
// With -dev the pages take the module from their server's root, where the
// edit-refresh loop puts it, and nothing is compressed.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"framelab/site"
)

func main() {
	out := flag.String("out", "build/site", "the `folder` to write")
	dev := flag.Bool("dev", false, "take the module from the server's root; compress nothing")
	flag.Parse()
	if err := run(*out, *dev); err != nil {
		fmt.Fprintln(os.Stderr, "buildsite:", err)
		os.Exit(1)
	}
}

func run(out string, dev bool) error {
	if dev {
		return site.Build(site.Options{Out: out})
	}
	folder, err := os.MkdirTemp("", "framelab-module-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	module := filepath.Join(folder, "main.wasm")
	if err := compile(module); err != nil {
		return err
	}
	return site.Build(site.Options{Out: out, Module: module})
}

// compile builds package wasm for the browser, and puts Go's own wasm_exec.js beside it.
func compile(module string) error {
	// The runtime's inlined functions are 24 KB of the compressed module, and nothing is slower without.
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-gcflags=runtime=-l", "-o", module, "framelab/wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("compiling the module: %w", err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(module), "wasm_exec.js"), script, 0o644)
}
