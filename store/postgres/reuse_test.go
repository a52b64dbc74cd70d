package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
)

// rowsSQL writes the rows of all tables, a line a table that has some.
const rowsSQL = `SELECT string_agg(line, E'\n' ORDER BY line) FROM (
	SELECT tablename || ': ' || (xpath('/row/rows/text()',
		query_to_xml(format('SELECT string_agg(t::text, '' '' ORDER BY t::text) AS rows FROM %I t', tablename), true, true, '')))[1] AS line
	FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version'
) x`

// state is the schema of a database, and all its rows.
func state(t *testing.T, address string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var schema, rows string
	if err := conn.QueryRow(t.Context(), schemaSQL).Scan(&schema); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(t.Context(), rowsSQL).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return schema + rows
}

// Whoever takes a database that was used cannot tell it from a new one.
func TestReusedDatabaseIsAsNew(t *testing.T) {
	databases := pgtest.NewPool(t)
	address := databases.Take()
	openAt(t, address, postgres.Options{Now: time.Now, NewID: func() string { return "id" }})
	fresh := state(t, address)
	for _, sql := range []string{
		"UPDATE counters SET value = 7",
		"UPDATE gap_work SET place_at = 7, place_id = 'a', holder = 'b', lease_until = 9",
		"INSERT INTO vector_models (model, dim) VALUES ('words', 3)",
		"CREATE INDEX some_vectors ON vectors USING hnsw ((vec::halfvec(3)) halfvec_cosine_ops)",
	} {
		pgtest.Exec(t, address, sql)
	}
	databases.Give(address)
	if again := databases.Take(); again != address {
		t.Fatalf("lent %s, not %s again", again, address)
	}
	if d := cmp.Diff(fresh, state(t, address)); d != "" {
		t.Errorf("not as new (-new +used):\n%s", d)
	}
}
