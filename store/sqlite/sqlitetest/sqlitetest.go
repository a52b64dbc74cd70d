// Package sqlitetest gives tests databases that are up to date. Migrating each
// anew takes longer than most tests, under the race detector above all.
package sqlitetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"frontdesk/store/sqlite"
)

// Dir is a folder of the test with an empty, migrated database.
func Dir(t testing.TB) string {
	t.Helper()
	file, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// migrated is the file of an empty database, made once a process.
var migrated = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "sqlitetest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := sqlite.Open(context.Background(), dir, sqlite.Options{Now: time.Now, NewID: func() string { return "" }})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, sqlite.FileName))
})
