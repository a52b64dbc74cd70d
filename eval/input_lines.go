package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"frontdesk/internal/fault"
)

// maxLine bounds one line of an input file, in bytes.
const maxLine = 16 << 20

// eachLine calls do for each line that is not empty, and puts file and line
// before what do complains of.
func eachLine(path string, do func(line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.New(fault.Invalid, "unreadable_file", "%s cannot be read.", path).Cause(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSuffix(lines.Bytes(), []byte("\r"))
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := do(line); err != nil {
			return badLine(path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return badLine(path, n+1, err)
	}
	if n == 0 {
		return fault.New(fault.Invalid, "empty_file", "%s is empty.", path)
	}
	return nil
}

func badLine(path string, line int, err error) error {
	return fault.New(fault.Invalid, "bad_line", "%s:%d:%d: %v", path, line, columnOf(err), err)
}

// lineFault makes the error of a line.
type lineFault func(format string, args ...any) error

// eachJSON reads JSON lines strictly; empty lines are passed over.
func eachJSON[T any](file string, take func(T, lineFault) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
		}
		last := err != nil
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		if len(line) > 0 {
			bad := func(format string, args ...any) error { return badRow(file, number, 1, format, args...) }
			var l T
			if err := strict(line, &l); err != nil {
				return badRow(file, number, columnOf(err), "%v", err)
			}
			if err := take(l, bad); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
}

func strict(line []byte, into any) error {
	if !utf8.Valid(line) {
		return errors.New("the line is not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("more than one object stands in the line")
	}
	return nil
}

// columnOf is where JSON is broken; 1 where that is not known.
func columnOf(err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return int(syntax.Offset)
	case errors.As(err, &kind):
		return int(kind.Offset)
	}
	return 1
}
