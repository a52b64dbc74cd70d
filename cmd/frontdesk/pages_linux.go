package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// dropPages lets go of the pages of the program's own file, code and constants,
// that it has touched so far: most of them were needed once, to start. Those that
// are needed again come back from the system's cache of the file, sixteen at a
// time, in about a microsecond.
//
// Only mappings that nobody can write to and that hold nothing but the file are
// dropped; what the dynamic linker or a debugger has changed stays.
func dropPages() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	for _, m := range ownPages(bufio.NewScanner(f), program) {
		// Refused: they stay, as without it.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, m.begin, m.end-m.begin, syscall.MADV_DONTNEED)
	}
}

// mapping is a part of the address space.
type mapping struct{ begin, end uintptr }

// ownPages gives the mappings of a file, as proc_pid_smaps(5) writes them, that
// are read only and the same as the file.
func ownPages(smaps *bufio.Scanner, file string) []mapping {
	var out []mapping
	same := map[string]bool{} // by measure that must be nought: seen as such
	var at mapping
	take := func() {
		if at.end > at.begin && same["Private_Dirty:"] && same["Anonymous:"] && same["Swap:"] {
			out = append(out, at)
		}
		clear(same)
		at = mapping{}
	}
	for smaps.Scan() {
		fields := strings.Fields(smaps.Text())
		if len(fields) < 2 {
			continue
		}
		if strings.HasSuffix(fields[0], ":") {
			same[fields[0]] = fields[1] == "0"
			continue
		}
		take()
		if len(fields) == 6 && fields[5] == file && !strings.Contains(fields[1], "w") {
			at = parseRange(fields[0])
		}
	}
	take()
	return out
}

// parseRange reads "begin-end" in hexadecimal; an empty mapping for anything else.
func parseRange(s string) mapping {
	low, high, _ := strings.Cut(s, "-")
	begin, err := strconv.ParseUint(low, 16, strconv.IntSize)
	if err != nil {
		return mapping{}
	}
	end, err := strconv.ParseUint(high, 16, strconv.IntSize)
	if err != nil {
		return mapping{}
	}
	return mapping{uintptr(begin), uintptr(end)}
}
