package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/store/sqlite"
)

// oldArticle is a published article as it stood before releases were kept.
const oldArticle = `INSERT INTO articles VALUES ('a', 'k', 'Returns', 'Thirty days.', 'en', '["DE"]', 0, '["How long?"]', '[]', '', 'published', '', '', 3, 7, 'ada', 1, 2, 3, 'returns')`

// What served before the third migration serves after it, and is the first
// release.
func TestMigrationKeepsArticles(t *testing.T) {
	dir := t.TempDir()
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
	for _, text := range []string{
		oldArticle,
		"CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1), (2, 1)",
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openIn(t, dir, fixed, counter("a"))
	a, err := s.Article(t.Context(), "a")
	if err != nil || a.Release != 1 || a.Version != 3 || a.Questions[0] != "How long?" {
		t.Fatalf("got %+v, %v", a, err)
	}
	r, err := s.ReleaseOf(t.Context(), "a", 1)
	if err != nil || !r.Copy.Equal(a.Copy()) || r.By != "ada" || !r.At.Equal(a.PublishedAt) {
		t.Errorf("got %+v, %v", r, err)
	}
}
