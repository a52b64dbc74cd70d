package postgres_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
)

var update = flag.Bool("update", false, "rewrite testdata/schema.txt")

// schemaSQL writes the schema a line a column, constraint and index.
const schemaSQL = `SELECT string_agg(line, E'\n' ORDER BY owner, kind, place, line) || E'\n' FROM (
	SELECT c.relname AS owner, 1 AS kind, a.attnum AS place, format('%s: column %s %s%s%s', c.relname, a.attname,
		format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
		CASE a.attgenerated WHEN 's' THEN ' GENERATED AS ' || pg_get_expr(d.adbin, d.adrelid) ELSE coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') END) AS line
	FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
	WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
	UNION ALL
	SELECT c.relname, 2, 0, format('%s: constraint %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = 'public'::regnamespace AND k.contype <> 'n'
	UNION ALL
	SELECT tablename, 3, 0, format('%s: %s', tablename, indexdef) FROM pg_indexes WHERE schemaname = 'public'
) x WHERE owner NOT LIKE '%goose%'`

// TestSchema shows what all migrations together make. The golden file is read in
// review: scripts/postgres.sh exec go test ./store/postgres -run Schema -update
func TestSchema(t *testing.T) {
	address := pgtest.Database(t)
	openAt(t, address, postgres.Options{Now: time.Now, NewID: func() string { return "id" }})
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var got string
	if err := conn.QueryRow(t.Context(), schemaSQL).Scan(&got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "schema.txt")
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
