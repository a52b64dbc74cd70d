package sqlite

import (
	"os"

	"golang.org/x/sys/windows"
)

// heldLock is the system's error for a lock that another process holds.
const heldLock = windows.ERROR_LOCK_VIOLATION

func tryLock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
}

// syncFolder does nothing: Windows writes names with the file's own flush.
func syncFolder(string) error { return nil }
