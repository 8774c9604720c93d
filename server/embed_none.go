//go:build !embed_site

package main

import "io/fs"

// builtInSite returns nil: a program built without the tag embed_site reads the
// site from a folder.
func builtInSite() fs.FS { return nil }
