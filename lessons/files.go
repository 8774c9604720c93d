package lessons

import "embed"

// Files are the lessons and exercises as Load reads them.
//
//go:embed en ko exercises
var Files embed.FS
