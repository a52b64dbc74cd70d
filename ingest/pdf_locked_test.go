package ingest_test

import (
	"os"
	"strings"
	"testing"

	"frontdesk/ingest"
)

// Files that qpdf has encrypted: with the empty password, which only forbids to print or to
// copy, they are read like others, with another they are row D2.
func TestD2LockedPDFs(t *testing.T) {
	const dir = "testdata/locked"
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 9 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(dir + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		rep, articles := take(t, f.Name(), data, ingest.Limits{}, ingest.Options{})
		a, got := articles[f.Name()], messages(rep)
		switch {
		case strings.HasPrefix(f.Name(), "password"):
			if len(got) != 1 || got[0] != "password_protected: The file opens with a password only." {
				t.Errorf("%s: %q", f.Name(), got)
			}
		case a.Title != "Returns (all)" || a.Body != "You may return goods within 30 days.":
			t.Errorf("%s: %q of %q, %q", f.Name(), a.Body, a.Title, got)
		}
	}
}
