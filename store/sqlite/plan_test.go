package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"frontdesk/chat"
)

// What the console asks again and again, and what every turn asks, goes by an index:
// nothing of it takes longer because a shop has more past.
func TestPlansReadNoPast(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(context.Background(), dir, Options{Now: time.Now, NewID: func() string { return "1" }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found, _ := selectConversations(chat.ConversationFilter{Text: "ana"})
	address, _ := selectConversations(chat.ConversationFilter{Text: "@"})
	for name, query := range map[string]string{
		"agents": selectAgents, "messages of a day": countMessages, "turns of a day": countTurns, "cases of a day": countResolved,
		"questions": selectAsked, "found": found, "found by an address": address, "vectors of an article": deleteVectors,
		"customers to index": selectUnspelt, "expired secrets": purgeSecrets, "ended imports": purgeImports, "due articles": selectDueArticles,
		"a log": selectMessage + " WHERE conversation_id = ?1 AND seq > ?2",
	} {
		for _, step := range plan(t, db, query) {
			if wholeTable.MatchString(step) && !ofFew.MatchString(step) {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
	if got := plan(t, db, "SELECT * FROM cases c"); len(got) != 1 || got[0] != "SCAN c" {
		t.Errorf("a scan is not told any more: %q", got)
	}
}

// wholeTable is a step that reads all of a table that grows for ever.
var (
	wholeTable = regexp.MustCompile(`^SCAN (c|m|t|k|r|w|o|since|cases|conversations|messages|turns|customers|customer_words|vectors|secrets|imports|articles)\b`)
	// ofFew is an index that holds a few rows of such a table.
	ofFew     = regexp.MustCompile(`INDEX (cases_one_open|customers_unspelt)\b`)
	parameter = regexp.MustCompile(`\?(\d+)`)
)

func plan(t *testing.T, db *sql.DB, query string) (steps []string) {
	t.Helper()
	most := 0
	for _, m := range parameter.FindAllStringSubmatch(query, -1) {
		n, _ := strconv.Atoi(m[1]) // digits, as the expression has it
		most = max(most, n)
	}
	rows, err := db.Query("EXPLAIN QUERY PLAN "+query, make([]any, most)...)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
