package main

import (
	"context"
	"time"
)

const (
	// indexEvery is how late the console's search knows what was said and who said it.
	indexEvery = 250 * time.Millisecond
	// indexMost bounds how many messages, and how many customers, are indexed at a time, a few milliseconds
	// of the writer's: a rush is made up for afterwards and takes nothing from
	// those who wait for an answer.
	indexMost = 256
)

// indexArticlesMost is how many articles from before their index are put in at a time.
const indexArticlesMost = 40

// indexWords makes what is said, and who says it, known to the search, until ctx ends, and
// first the articles that were there before their words were indexed.
func (a *app) indexWords(ctx context.Context) error {
	tick := time.NewTicker(indexEvery)
	defer tick.Stop()
	failing, articles := false, true
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		var err error
		articles, err = a.indexSome(ctx, articles)
		if err != nil && ctx.Err() == nil && !failing {
			a.log.Error("words not indexed for the search, trying again", "err", err)
		}
		failing = err != nil
	}
}

// indexSome indexes what is new, and some of the articles if there are any, and tells
// whether more of these may be left: after an error all of them may.
func (a *app) indexSome(ctx context.Context, articles bool) (bool, error) {
	_, err := a.db.IndexMessages(ctx, indexMost)
	if err == nil {
		_, err = a.db.IndexCustomers(ctx, indexMost)
	}
	if err != nil || !articles {
		return articles, err
	}
	more, err := a.db.IndexArticles(ctx, indexArticlesMost)
	return more || err != nil, err
}
