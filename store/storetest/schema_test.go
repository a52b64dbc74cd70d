package storetest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	tableText  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	columnText = regexp.MustCompile(`(?m)^ {4}([a-z_]+) +(TEXT|INTEGER|BIGINT|REAL|BLOB|BYTEA|BOOLEAN|DOUBLE PRECISION|halfvec)\b`)
)

// own tells the tables that each engine has in its own form: the indexes of words
// (docs/adr/0023).
var own = map[string]bool{"message_rows": true, "message_words": true, "article_rows": true, "article_words": true}

// schema reads an engine's migrations: the columns of every table, by file.
func schema(t *testing.T, engine string) map[string]map[string][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", engine, "migrations", "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations of %s: %v", engine, err)
	}
	out := map[string]map[string][]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tables := map[string][]string{}
		for _, table := range tableText.FindAllStringSubmatch(string(text), -1) {
			if own[table[1]] {
				continue
			}
			for _, c := range columnText.FindAllStringSubmatch(table[2], -1) {
				tables[table[1]] = append(tables[table[1]], c[1])
			}
		}
		out[filepath.Base(f)] = tables
	}
	return out
}

// Both engines have the same migrations with the same tables and columns, but for their own.
func TestSchemasAreEqual(t *testing.T) {
	lite, pg := schema(t, "sqlite"), schema(t, "postgres")
	if d := cmp.Diff(lite, pg); d != "" {
		t.Errorf("-sqlite +postgres:\n%s", d)
	}
	if got := strings.Join(lite["00001_start.sql"]["secrets"], " "); got != "id hash kind subject label role created_at expires_at used_at" {
		t.Errorf("secrets: %s", got)
	}
}
