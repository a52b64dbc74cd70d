package main

import (
	"context"
	"time"

	"frontdesk/knowledge"
)

// linkEvery is how late an article that has changed is linked to what it names.
const linkEvery = 10 * time.Second

// linkArticles proposes links of articles to products, until ctx ends.
func (a *app) linkArticles(ctx context.Context) error {
	return knowledge.NewLinker(a.db, a.core.Mentions, time.Now).Run(ctx, linkEvery, a.catalogueChanged, a.log)
}
