package ingest_test

import (
	"os"
	"testing"

	"frontdesk/ingest"
)

// asParser makes the test binary the child that reads binary files.
const asParser = "parse-file"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == asParser {
		os.Exit(ingest.ParseFile(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// parser is the command that runs the child.
func parser(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{self, asParser}
}
