//go:build unix

package main

import (
	"fmt"
	"syscall"

	"frontdesk/store"
)

// Free space below which a disk is worth a word, and below which it is too full
// to go on.
const (
	diskLow  = 1 << 30
	diskFull = 50 << 20
)

// checkDisk tells how much room there is for the data.
func checkDisk(dir string, say sayFunc) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		say(store.Warn, "disk", fmt.Sprintf("%s: %v", dir, err), "")
		return
	}
	free := st.Bavail * uint64(st.Bsize)
	level := store.OK
	switch {
	case free < diskFull:
		level = store.Fail
	case free < diskLow:
		level = store.Warn
	}
	say(level, "disk", fmt.Sprintf("%.1f GiB free in %s", float64(free)/(1<<30), dir), "make room: a full disk stops the shop's conversations")
}
