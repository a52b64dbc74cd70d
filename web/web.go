// Package web carries the browser's side, the shopper's widget and the agents'
// console, as file trees that are ready to be served.
package web

import (
	"embed"
	"io/fs"
)

// missing holds what is served where the pages were not built: a page that says
// so, and a loader.js that tells the owner of a shop page in the browser's log.
//
//go:embed missing
var missing embed.FS

// notBuilt is what is served in place of pages that were not built: one page that says so.
type notBuilt struct{ fs.FS }

// Open gives the one page under the name of any that the server shows.
func (n notBuilt) Open(name string) (fs.File, error) {
	if name == "demo.html" || name == "try.html" {
		name = "index.html"
	}
	return n.FS.Open(name)
}

// Licenses is this program's notice and the licenses of everything that is compiled
// into it or into its pages; cmd/buildlicenses makes it.
//
//go:embed licenses.txt
var Licenses string

// sub is the folder dir of tree; it panics on a path that is not valid, which
// only a mistake in this package can bring about.
func sub(tree fs.FS, dir string) fs.FS {
	out, err := fs.Sub(tree, dir)
	if err != nil {
		panic(err)
	}
	return out
}
