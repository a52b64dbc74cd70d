package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"frontdesk/internal/fault"
)

// lockName is the file whose lock says that a process uses the folder. The
// system frees the lock when the process ends, however it ends.
const lockName = "frontdesk.lock"

// takeFolder makes the data folder where there is none, and locks it.
func takeFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unusable(dir, err)
	}
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, unusable(dir, err)
	}
	if err := tryLock(f); err != nil {
		_ = f.Close() // the lock's failure is what counts
		if !errors.Is(err, heldLock) {
			return nil, fmt.Errorf("lock %s: %w", path, err) // such as a file system that knows no locks
		}
		return nil, fault.New(fault.Conflict, "data_folder_in_use", "The data folder %s is in use by another process.", dir).
			Advise("Stop the other frontdesk, or give this one a folder of its own with another data setting.").With("dir", dir)
	}
	return f, nil
}

// unusable is a data folder in which nothing can be written: it belongs to somebody
// else, stands on a disk that is read only, or its name is that of a file.
func unusable(dir string, err error) error {
	return fault.New(fault.Unavailable, "data_folder_unusable", "The data folder %s cannot be written.", dir).Cause(err).
		Advise("Let the user that frontdesk runs as write there, or name another folder: data in the settings, --data or FRONTDESK_DATA.").With("dir", dir)
}
