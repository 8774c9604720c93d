//go:build !embed_site

package main

import "io/fs"

// embeddedSite returns nil: a program built without the tag embed_site reads the
// site from a folder.
func embeddedSite() fs.FS { return nil }
