package ingest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// probeKind asks a child for nothing but its end.
const probeKind = "probe"

// maxStack bounds the recursion of a parser, in bytes.
const maxStack = 64 << 20

// ParseFile is the child process that reads one file: a request and the file
// on in, documents as lines of JSON on out. It limits itself before it looks
// at the file: memory, processor time, and no file or socket that is not open
// yet. It returns the exit code of the process.
func ParseFile(in io.Reader, out io.Writer) int {
	r := bufio.NewReader(in)
	var ask request
	head, err := r.ReadBytes('\n')
	if err != nil || json.Unmarshal(head, &ask) != nil {
		return exitBadRequest
	}
	l := ask.Limits.filled()
	runtime.GOMAXPROCS(2)
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(l.Memory * 3 / 4) // collect garbage more often before it comes to the limit
	go watchMemory(l.Memory)
	if err := confine(l); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitBadRequest
	}
	data, err := io.ReadAll(io.LimitReader(r, l.File))
	if err != nil {
		return exitBadRequest
	}
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	err = readBinary(ask.Kind, data, l, func(one line) error { return enc.Encode(one) })
	if err == nil {
		err = enc.Encode(line{Done: true})
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return exitBadRequest
	}
	return 0
}

// watchMemory ends the process when it holds more than it may: where the
// system keeps no limit this is the one there is.
func watchMemory(most int64) {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(10 * time.Millisecond) {
		metrics.Read(samples)
		if samples[0].Value.Uint64()-samples[1].Value.Uint64() > uint64(most) { //nolint:gosec // limits are positive
			os.Exit(exitMemory)
		}
	}
}

// reader makes documents of a file of one binary format.
type reader func(data []byte, l Limits) ([]document, []Problem)

// readers by kind. They run in a child only.
var readers = map[string]reader{"docx": parseDOCX, "xlsx": parseXLSX, "epub": parseEPUB, "pdf": parsePDF}

// readBinary answers for one file. A parser that panics has met a file that is
// not as its format says.
func readBinary(kind string, data []byte, l Limits, say func(line) error) error {
	switch {
	case kind == probeKind:
		return nil
	case kind == "zip":
		return readZip(data, l, say)
	case readers[kind] == nil:
		return fmt.Errorf("no reader of %q", kind)
	}
	docs, problems := guardedRead(kind, data, l)
	for _, d := range docs {
		if err := say(line{Doc: &wireDocument{document: d, Key: d.key, Line: d.line, Warnings: d.warnings, Pages: d.pages}}); err != nil {
			return err
		}
	}
	for _, p := range problems {
		if err := say(line{Problem: &p}); err != nil {
			return err
		}
	}
	return nil
}

func guardedRead(kind string, data []byte, l Limits) (docs []document, problems []Problem) {
	defer func() {
		if recover() != nil {
			docs, problems = nil, []Problem{*malformed(kind, "Its parts do not fit together.")}
		}
	}()
	return readers[kind](data, l)
}

// malformed is the row of a file that is not as its format says.
func malformed(kind, message string) *Problem {
	return &Problem{Code: "malformed_" + kind, Message: message, Hint: "Open the file in the program that made it and save it again."}
}
