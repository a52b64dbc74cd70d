package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"frontdesk/ingest"
	"frontdesk/store"
)

// parseFile is the name of the hidden command, see parseFileCmd.
const parseFile = "parse-file"

// parseFileCmd is the child process in which ingest reads PDFs, office files
// and archives.
type parseFileCmd struct{}

// errParse is given when a parser got no request that it understands; a file
// that it cannot read is an answer.
var errParse = errors.New("parse-file is run by ingest, with a request on its standard input")

// Run reads one file.
func (parseFileCmd) Run(w world) error {
	if ingest.ParseFile(w.In, w.Out) != 0 {
		return errParse
	}
	return nil
}

// parserCommand is this program as a reader of binary files.
func parserCommand() ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return []string{self, parseFile}, nil
}

// checkParsers starts a reader of binary files and tells what holds it.
func (a *app) checkParsers(ctx context.Context, say sayFunc) {
	in, err := a.ingester(false, "")
	if err == nil {
		err = in.Probe(ctx)
	}
	switch {
	case err != nil:
		say(store.Warn, "parsers", "PDF, office files and archives cannot be read: "+err.Error(), "the program must be able to start itself; text formats are read all the same")
	case !ingest.KernelLimits:
		say(store.Warn, "parsers", "this system holds a parser to its time only; memory is watched by the parser itself", "import files of strangers on Linux")
	default:
		say(store.OK, "parsers", "PDF, office files and archives are read in a process of their own, limited by the system", "")
	}
}
