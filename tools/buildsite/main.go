// Buildsite builds the static site: it compiles the WebAssembly module, draws the
// pages, and writes them to a folder.
//
//	go run ./tools/buildsite -out build/site
//
// With -dev the module has no hash in its name, so that wasmserve can serve its own, and
// nothing is compressed.
package main

import (
	"flag"
	"fmt"
	"os"

	"framelab/site"
	"framelab/tools/module"
)

func main() {
	out := flag.String("out", "build/site", "the `folder` to write")
	compiler := flag.String("compiler", "any", "compile the module with `tinygo`, go, or any (tinygo where it is installed)")
	dev := flag.Bool("dev", false, "for the edit-refresh loop: compile with go, put the module at the site's root, and compress nothing")
	flag.Parse()
	if err := run(*out, *compiler, *dev); err != nil {
		fmt.Fprintln(os.Stderr, "buildsite:", err)
		os.Exit(1)
	}
}

func run(out, compiler string, dev bool) error {
	with, err := module.Go, error(nil)
	if !dev {
		with, err = choose(compiler)
	}
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "framelab-module-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := with.Build(folder); err != nil {
		return err
	}
	if !dev {
		return site.Build(site.Options{Out: out, Module: folder})
	}
	if err := site.Build(site.Options{Out: out}); err != nil {
		return err
	}
	return os.CopyFS(out, os.DirFS(folder))
}

// choose returns the compiler with that name. It prints which one compiles the module,
// and why the smaller module is not available.
func choose(name string) (module.Compiler, error) {
	with, err := module.Go, error(nil)
	switch name {
	case "go":
	case "any", "tinygo":
		var tiny module.Compiler
		if tiny, err = module.TinyGo(); err == nil {
			with = tiny
		} else if name == "tinygo" {
			return with, err
		}
	default:
		return with, fmt.Errorf("-compiler %q is not tinygo, go or any", name)
	}
	fmt.Printf("The module is compiled with %v.\n", with)
	if err != nil {
		fmt.Printf("TinyGo makes a smaller one: %v.\n", err)
	}
	return with, nil
}
