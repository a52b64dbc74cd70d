//go:build !unix

package main

import "frontdesk/store"

// checkDisk cannot tell on this system.
func checkDisk(dir string, say sayFunc) {
	say(store.OK, "disk", "free space in "+dir+" is not checked on this system", "")
}
