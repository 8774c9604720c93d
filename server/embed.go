//go:build embed_site

package main

import (
	"embed"
	"io/fs"
)

// embedded is the copy of build/site that make leaves in embedded/, with the files whose
// names begin with a dot.
//
//go:embed all:embedded
var embedded embed.FS

// builtInSite returns the site that was built into the program.
func builtInSite() fs.FS {
	sub, err := fs.Sub(embedded, "embedded")
	if err != nil {
		panic(err) // the directive above has put the folder there
	}
	return sub
}
