package main

import (
	"context"
	"errors"
	"testing"
)

// indexing is a database of which only the index of words is asked.
type indexing struct {
	database
	messages, articles error
	more               bool
	asked              int
}

func (x *indexing) IndexMessages(context.Context, int) (bool, error)  { return false, x.messages }
func (x *indexing) IndexCustomers(context.Context, int) (bool, error) { return false, nil }
func (x *indexing) IndexArticles(context.Context, int) (bool, error) {
	x.asked++
	return x.more, x.articles
}

// Articles from before the index are put in until there are no more, whatever fails
// meanwhile.
func TestArticlesAreIndexedAfterAFailure(t *testing.T) {
	away := errors.New("away")
	for _, c := range []struct {
		name     string
		db       indexing
		articles bool
		want     bool
		asked    int
	}{
		{"more are left", indexing{more: true}, true, true, 1},
		{"no more", indexing{}, true, false, 1},
		{"it fails", indexing{articles: away}, true, true, 1},
		{"the messages fail", indexing{messages: away}, true, true, 0},
		{"all are in", indexing{articles: away}, false, false, 0},
	} {
		a := &app{db: &c.db}
		got, err := a.indexSome(t.Context(), c.articles)
		if failed := c.asked == 1 && c.db.articles != nil || c.db.messages != nil; got != c.want || c.db.asked != c.asked || (err != nil) != failed {
			t.Errorf("%s: %v, %v, asked %d times", c.name, got, err, c.db.asked)
		}
	}
}
