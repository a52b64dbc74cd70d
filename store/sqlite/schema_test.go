package sqlite_test

import (
	"database/sql"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"frontdesk/store/sqlite"
)

var update = flag.Bool("update", false, "rewrite testdata/schema.sql")

// spaces are not part of a schema, comments are.
var spaces = regexp.MustCompile(`[ \t]+`)

// TestSchema shows what all migrations together make. The golden file is read in
// review: go test ./store/sqlite -run Schema -update
func TestSchema(t *testing.T) {
	dir := t.TempDir()
	openIn(t, dir, fixed, counter("a"))
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%goose%' AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		got.WriteString(spaces.ReplaceAllString(text, " ") + ";\n\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	golden(t, got.String())
}

func golden(t *testing.T, got string) {
	t.Helper()
	file := filepath.Join("testdata", "schema.sql")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("the schema is not that of %s (-want +got):\n%s", file, d)
	}
}
