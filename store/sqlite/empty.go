package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// MakeEmpty puts the file of an empty, migrated database into a folder. It is made
// once a process: migrating takes longer than most tests and conversation scripts.
func MakeEmpty(dir string) error {
	file, err := empty()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, FileName), file, 0o600)
}

var empty = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "frontdesk-empty-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := Open(context.Background(), dir, Options{Now: time.Now, NewID: func() string { return "" }})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, FileName))
})
