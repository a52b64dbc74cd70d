package eval

import (
	"os"

	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

// intentFile is a labelled file, read.
type intentFile struct {
	examples []nlu.Example
	lines    []int // beside examples
}

// readIntentFile reads a labelled file strictly: a broken row is a fault with
// file, line and column, never skipped.
func readIntentFile(path string) (intentFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return intentFile{}, fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", path).Cause(err)
	}
	defer f.Close()
	read, err := training.ReadCSV(f, path)
	if err != nil {
		return intentFile{}, err
	}
	return intentFile{examples: read.Examples, lines: read.Lines}, nil
}
