// Package sqlitetest gives tests databases that are up to date.
package sqlitetest

import (
	"testing"

	"frontdesk/store/sqlite"
)

// Dir is a folder of the test with an empty, migrated database.
func Dir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := sqlite.MakeEmpty(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}
