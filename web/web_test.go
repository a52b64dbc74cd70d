package web_test

import (
	"io/fs"
	"testing"

	"frontdesk/web"
)

// TestEntries shows that a program always has the files the server names,
// whether the pages were built or not.
func TestEntries(t *testing.T) {
	for _, c := range []struct {
		tree  fs.FS
		files []string
	}{
		{web.Widget(), []string{"loader.js", "demo.html", "try.html"}},
		{web.Console(), []string{"index.html"}},
	} {
		for _, name := range c.files {
			data, err := fs.ReadFile(c.tree, name)
			if err != nil || len(data) == 0 {
				t.Errorf("%s: got %d bytes, %v", name, len(data), err)
			}
		}
	}
}
