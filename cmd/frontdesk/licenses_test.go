package main

import (
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"frontdesk/web"
)

// Everything that is compiled in is named with its version, after a change to go.mod
// too: go run ./web/cmd/buildlicenses.
func TestLicensesOfAllModules(t *testing.T) {
	build, ok := debug.ReadBuildInfo()
	if !ok || len(build.Deps) == 0 {
		t.Fatal("this test does not know what it is built from")
	}
	lines := strings.Split(web.Licenses, "\n")
	for _, m := range build.Deps {
		switch m.Path {
		case "github.com/google/go-cmp", "pgregory.net/rapid": // of tests
			continue
		}
		if !slices.Contains(lines, m.Path+" "+m.Version) {
			t.Errorf("web/licenses.txt has no %s %s: go run ./web/cmd/buildlicenses", m.Path, m.Version)
		}
	}
}
