//go:build !noweb

package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Built reports whether this program carries the built widget and console.
// It is false when it was compiled before `make web` had filled web/dist;
// whichever of Widget and Console is missing then holds a page that says so.
var Built = has("dist/widget/loader.js") && has("dist/console/index.html")

// Widget is the shopper's widget: loader.js, its hashed chunks with their
// compressed siblings (.gz, .br) and demo.html, all at the root.
func Widget() fs.FS {
	if !has("dist/widget/loader.js") {
		return notBuilt{sub(missing, "missing")}
	}
	return sub(dist, "dist/widget")
}

// Console is the agents' console: index.html and its hashed assets.
func Console() fs.FS {
	if !has("dist/console/index.html") {
		return notBuilt{sub(missing, "missing")}
	}
	return sub(dist, "dist/console")
}

// has reports whether the build left the file name.
func has(name string) bool {
	_, err := fs.Stat(dist, name)
	return err == nil
}
