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
	dev := flag.Bool("dev", false, "load the module from the server's root, and compress nothing")
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
	if err := module.Build(folder); err != nil {
		return err
	}
	return site.Build(site.Options{Out: out, Module: folder})
}
