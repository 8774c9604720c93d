// Buildsite builds the static site: it compiles the WebAssembly module, draws the
// pages, and writes them to a folder.
//
//	go run ./tools/buildsite -out build/site
//
// With -dev the module has no hash in its name, so that wasmserve can serve it in
// its place, and nothing is compressed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"framelab/site"
	"framelab/tools/module"
)

func main() {
	out := flag.String("out", "build/site", "the `folder` to write")
	dev := flag.Bool("dev", false, "for the edit-refresh loop: put the module at the site's root; compress nothing")
	flag.Parse()
	if err := run(*out, *dev); err != nil {
		fmt.Fprintln(os.Stderr, "buildsite:", err)
		os.Exit(1)
	}
}

func run(out string, dev bool) error {
	folder, err := os.MkdirTemp("", "framelab-module-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := module.Build(folder); err != nil {
		return err
	}
	if dev {
		return buildDev(out, folder)
	}
	return site.Build(site.Options{Out: out, Module: folder})
}

// buildDev builds the site that `make dev` serves, with the module that is complete.
func buildDev(out, folder string) error {
	if err := site.Build(site.Options{Out: out}); err != nil {
		return err
	}
	for name, as := range map[string]string{"inflate.wasm": "main.wasm", "wasm_exec.js": "wasm_exec.js"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, as), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
