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

// lineFault makes the error of a line.
type lineFault func(format string, args ...any) error

// eachLine gives every line of a file that is not empty, without the byte order mark
// before the first one and what ends it. A line that is too long, or no UTF-8, and a
// file without any are faults with file, line and column.
func eachLine(file string, take func(line []byte, number int) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	number, some := 0, false
	for lines.Scan() {
		number++
		line := bytes.TrimSuffix(lines.Bytes(), []byte("\r"))
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			return badRow(file, number, 1, "the line is not UTF-8")
		}
		some = true
		if err := take(line, number); err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return badRow(file, number+1, 1, "the line is longer than %d bytes", maxLine)
	case err != nil:
		return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
	case !some:
		return badRow(file, 1, 1, "the file is empty")
	}
	return nil
}

// eachJSON reads a file with an object a line, without members that T does not have.
func eachJSON[T any](file string, take func(T, lineFault) error) error {
	return eachObject(file, true, take)
}

// eachOf reads collections that others have made: members that T does not have are
// passed over.
func eachOf[T any](file string, take func(T, lineFault) error) error {
	return eachObject(file, false, take)
}

func eachObject[T any](file string, strict bool, take func(T, lineFault) error) error {
	return eachLine(file, func(line []byte, number int) error {
		var object T
		dec := json.NewDecoder(bytes.NewReader(line))
		if strict {
			dec.DisallowUnknownFields()
		}
		if err := dec.Decode(&object); err != nil {
			return badRow(file, number, columnOf(err), "%v", err)
		}
		end := int(dec.InputOffset())
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			return badRow(file, number, end+1, "something follows the object")
		}
		return take(object, func(format string, args ...any) error { return badRow(file, number, 1, format, args...) })
	})
}

// columnOf is where JSON is broken; 1 where that is not known.
func columnOf(err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return max(1, int(syntax.Offset))
	case errors.As(err, &kind):
		return max(1, int(kind.Offset))
	}
	return 1
}
