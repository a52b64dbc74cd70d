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

// parser is the command that runs the child: the program itself where there is
// one, which starts faster than a test binary with the race detector.
func parser(t *testing.T) []string {
	t.Helper()
	if program := os.Getenv("BENCH_BINARY"); program != "" {
		return []string{program, asParser}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{self, asParser}
}
