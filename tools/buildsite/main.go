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

	"framelab/site"
	"framelab/tools/module"
)

func main() {
	out := flag.String("out", "build/site", "the `folder` to write")
	compiler := flag.String("compiler", "any", "what compiles the module: `tinygo`, go, or any (tinygo where it is installed)")
	dev := flag.Bool("dev", false, "take the module from the server's root; compress nothing")
	flag.Parse()
	if err := run(*out, *compiler, *dev); err != nil {
		fmt.Fprintln(os.Stderr, "buildsite:", err)
		os.Exit(1)
	}
}

func run(out, compiler string, dev bool) error {
	if dev {
		return site.Build(site.Options{Out: out})
	}
	with, err := choose(compiler)
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
	return site.Build(site.Options{Out: out, Module: folder})
}

// choose returns the compiler of a name, and says on standard output which one
// compiles the module, and why not the smaller one.
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
	fmt.Println("The module is compiled by", with.String()+".")
	if err != nil {
		fmt.Println("A smaller one is for hosts:", err.Error()+".")
	}
	return with, nil
}
