// Layout writes site/assets/js/codec/layout.js, the module with which the scripts read
// the records of package wasm/record:
//
//	go generate ./wasm/record
//
// A test checks that the file matches the package.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"framelab/wasm/record"
)

// name is the path of the file from the root of the repository.
const name = "site/assets/js/codec/layout.js"

func main() {
	// go generate runs in the folder of the package.
	if err := os.WriteFile(filepath.Join("..", "..", filepath.FromSlash(name)), script(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "layout:", err)
		os.Exit(1)
	}
}

// script returns the contents of the file.
func script() []byte {
	var b bytes.Buffer
	b.WriteString("// The layout of the module's records, in bytes. Generated from wasm/record/layout.go by tools/layout: do not edit.\n\n")
	for _, c := range record.Constants() {
		fmt.Fprintf(&b, "export const %s = %d;\n", c.Name, c.Value)
	}
	b.WriteByte('\n')
	for _, l := range record.Lists() {
		fmt.Fprintf(&b, "export const %s = /** @type {const} */ (['%s']);\n", l.Name, strings.Join(l.Names, "', '"))
	}
	return b.Bytes()
}
