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

func lockFolder(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
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
