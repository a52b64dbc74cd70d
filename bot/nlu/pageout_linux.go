package nlu

import (
	"os"
	"syscall"
	"unsafe"
)

// pageOut lets the system drop the memory pages of an embedded file that has
// been read: it stands in the program's file, from where a second reading gets
// it again. Whole pages only, as others share those at its ends.
func pageOut(embedded string) {
	page := uintptr(os.Getpagesize())
	begin := uintptr(unsafe.Pointer(unsafe.StringData(embedded)))
	skip := (page - begin%page) % page
	if uintptr(len(embedded)) < skip+page {
		return
	}
	size := (uintptr(len(embedded)) - skip) / page * page
	pages := unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.StringData(embedded)), skip)), size)
	_ = syscall.Madvise(pages, syscall.MADV_DONTNEED) // refused: they stay, as without it
}
