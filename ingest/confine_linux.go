package ingest

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"
)

// KernelLimits says whether the system itself holds a parser to its limits. If
// not, a parser watches its own memory and its parent watches the clock.
const KernelLimits = true

// confine gives the process to the kernel's limits, which nothing in it can
// raise again. Memory is limited as data on top of what is mapped now, since a
// Go program reserves far more addresses than it uses.
func confine(l Limits) error {
	// The first timer opens the runtime's poller, which later could not.
	<-time.After(time.Microsecond)
	mapped, err := mappedData()
	if err != nil {
		return fmt.Errorf("read the size of the parser: %w", err)
	}
	cpu := uint64(max(1, l.CPU/time.Second)) //nolint:gosec // limits are positive
	for _, limit := range []struct {
		name  string
		which int
		value uint64
	}{
		{"core files", syscall.RLIMIT_CORE, 0},
		{"written files", syscall.RLIMIT_FSIZE, 0},
		{"processor time", syscall.RLIMIT_CPU, cpu},
		{"memory", syscall.RLIMIT_DATA, mapped + uint64(l.Memory)}, //nolint:gosec // limits are positive
		{"open files and sockets", syscall.RLIMIT_NOFILE, 0},
	} {
		if err := syscall.Setrlimit(limit.which, &syscall.Rlimit{Cur: limit.value, Max: limit.value}); err != nil {
			return fmt.Errorf("limit %s of the parser: %w", limit.name, err)
		}
	}
	return nil
}

// mappedData is how many bytes of private writable memory the process has
// mapped.
func mappedData() (uint64, error) {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(raw)
	if len(fields) < 6 {
		return 0, fmt.Errorf("%d fields in statm", len(fields))
	}
	pages, err := strconv.ParseUint(string(fields[5]), 10, 64)
	return pages * uint64(os.Getpagesize()), err //nolint:gosec // a page has a size
}
