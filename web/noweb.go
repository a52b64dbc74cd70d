//go:build noweb

package web

import "io/fs"

// Built is false: this program was compiled with the tag noweb, without pages.
var Built = false

// Widget is a file tree with a page that says that the pages were not built.
func Widget() fs.FS { return notBuilt{sub(missing, "missing")} }

// Console is a file tree with a page that says that the pages were not built.
func Console() fs.FS { return notBuilt{sub(missing, "missing")} }
