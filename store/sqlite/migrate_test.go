package sqlite_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/chat"
	"frontdesk/store/sqlite"
)

// oldArticle is a published article as it stood before releases were kept.
const oldArticle = `INSERT INTO articles VALUES ('a', 'k', 'Returns', 'Thirty days.', 'en', '["DE"]', 0, '["How long?"]', '[]', '', 'published', '', '', 3, 7, 'ada', 1, 2, 3, 'returns')`

// oldData makes a database as it was after the second migration, with an article.
func oldData(t *testing.T, more ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"00001_start.sql", "00002_training.sql"} {
		text, err := os.ReadFile(filepath.Join("migrations", name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(string(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range append([]string{
		oldArticle,
		"CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1), (2, 1)",
	}, more...) {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A migration that fails in its middle leaves everything as it was: the start is
// refused, and once the reason is gone it goes through from where it was.
func TestE6_HalfAppliedMigration(t *testing.T) {
	dir := oldData(t, "CREATE VIEW releases AS SELECT 1") // in the way of a table that the third makes
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{Now: fixed, NewID: counter("a")})
	if err == nil || !strings.Contains(err.Error(), "version:3") || !strings.Contains(err.Error(), "releases") {
		t.Fatalf("got %v", err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	columns := 0
	if err := db.QueryRow("SELECT count(*) FROM pragma_table_info('articles')").Scan(&columns); err != nil || columns != strings.Count(oldArticle, ", ")+1 {
		t.Errorf("%d columns are left of articles, %v", columns, err)
	}
	if _, err := db.Exec("DROP VIEW releases"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if a, err := openIn(t, dir, fixed, counter("a")).Article(t.Context(), "a"); err != nil || a.Title != "Returns" {
		t.Errorf("got %+v, %v", a, err)
	}
}

// What served before the third migration serves after it, and is the first
// release.
func TestMigrationKeepsArticles(t *testing.T) {
	s := openIn(t, oldData(t), fixed, counter("a"))
	a, err := s.Article(t.Context(), "a")
	if err != nil || a.Release != 1 || a.Version != 3 || a.Questions[0] != "How long?" {
		t.Fatalf("got %+v, %v", a, err)
	}
	r, err := s.ReleaseOf(t.Context(), "a", 1)
	if err != nil || !r.Copy.Equal(a.Copy()) || r.By != "ada" || !r.At.Equal(a.PublishedAt) {
		t.Errorf("got %+v, %v", r, err)
	}
}

// Who wrote before names had words is found by them after.
func TestMigrationFindsCustomers(t *testing.T) {
	s := openIn(t, oldData(t,
		"INSERT INTO customers VALUES ('k', 'web', 'r', 'Anna Müller', 'anna@shop.example', '', 'de', '', '', '', 0, 1, 'anna müller')",
		`INSERT INTO conversations VALUES ('c', 'k', 'web', 'bot', 'bot', '', 1, 1, 1, 0, 0, 'de', '', '', '', 0, 'Hallo', 'shopper', 1, 1, 1, 0, 0, '', 0, '', 'hallo')`,
		"INSERT INTO messages VALUES ('m', 'c', 'web', 1, 1, 'shopper', '', '', 'text', '', 'Hallo', 'de', '', '', '', '', '', 1)",
	), fixed, counter("a"))
	for _, index := range []func(context.Context, int) (bool, error){s.IndexMessages, s.IndexCustomers} {
		if more, err := index(t.Context(), 100); err != nil || more {
			t.Fatalf("more %v, %v", more, err)
		}
	}
	for _, q := range []string{"muller", "Anna@Shop", "hallo"} {
		if rows, err := s.Conversations(t.Context(), chat.ConversationFilter{Text: q}); err != nil || len(rows) != 1 || rows[0].Customer.Name != "Anna Müller" {
			t.Errorf("by %s: %+v, %v", q, rows, err)
		}
	}
}
