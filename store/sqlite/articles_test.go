package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
	"frontdesk/store/storetest"
)

func TestArticleIndex(t *testing.T) {
	dir := sqlitetest.Dir(t)
	storetest.ArticleIndex(t, openIn(t, dir, fixed, counter("a")), func() {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName)+"?_pragma=busy_timeout(5000)")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("DELETE FROM article_words; DELETE FROM article_rows"); err != nil {
			t.Fatal(err)
		}
	})
}
