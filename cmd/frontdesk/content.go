package main

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/shop/demo"
)

// ingester makes the reader of articles over the app's store.
func (a *app) ingester(allowPrivate bool, dir string) (*ingest.Ingester, error) {
	analyzer, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return nil, err
	}
	parser, err := parserCommand()
	if err != nil {
		return nil, err
	}
	detect := func(text string) string {
		lang, p := analyzer.DetectLanguage(text, nil)
		if p < 0.6 {
			return ""
		}
		return lang
	}
	return ingest.New(a.db, ingest.Config{
		NewID: newID, Now: time.Now, AllowPrivate: allowPrivate, Dir: dir, Parser: parser, Catalog: a.db, Detect: detect, Gate: a.passImport,
	})
}

// imports makes the queue of imports over the app's database.
func (a *app) imports(in *ingest.Ingester) (*ingest.Queue, error) {
	return ingest.NewQueue(in, a.db, ingest.QueueConfig{Worker: newID(), Log: a.log, Changed: a.tellArticles})
}

// prepare loads the demo's articles where the demo is served, and the index.
func (a *app) prepare(ctx context.Context) error {
	if a.cfg.Demo {
		in, err := a.ingester(false, "")
		if err != nil {
			return err
		}
		if _, err := in.RunFS(ctx, demo.Articles(), "demo", ingest.Options{Source: "demo", By: "demo"}); err != nil {
			return fmt.Errorf("load the demo's articles: %w", err)
		}
	}
	if _, err := a.core.Knowledge.Refresh(ctx); err != nil {
		return fmt.Errorf("load the articles: %w", err)
	}
	return nil
}

// splitter cuts articles that are written in the console.
type splitter struct{}

// Split cuts one article.
func (splitter) Split(a knowledge.Article) []knowledge.Passage { return ingest.Split(a) }

// passGate tries on shoppers' questions what is published with nobody there who
// could give a reason.
func (a *app) passGate(ctx context.Context, s []knowledge.Saving) ([]knowledge.Saving, error) {
	return a.gate.Pass(ctx, s, "")
}

// passImport does the same for one batch of an import.
func (a *app) passImport(ctx context.Context, s []knowledge.Saving) ([]knowledge.Saving, error) {
	return a.gate.PassBatch(ctx, s)
}

// keepArticles publishes what is scheduled and reminds of what has to be
// verified, until ctx ends.
func (a *app) keepArticles(ctx context.Context) error {
	k := knowledge.NewKeeper(a.db, knowledge.KeeperConfig{
		Split: ingest.Split, Now: time.Now, Log: a.log, Changed: a.tellArticles,
		Pass: a.passGate, Blocked: a.tellBlocked,
	})
	return k.Run(ctx, articleTick)
}

// articleTick is how late a scheduled publish may be.
const articleTick = 2 * time.Second

// tellArticles has every reader, here and in other processes, look for articles
// that have changed. A command of its own has no readers here.
func (a *app) tellArticles() {
	hint := chat.Hint{Kind: chat.HintKnowledge}
	if a.core == nil {
		a.db.Publish(hint)
		return
	}
	a.core.Hub.Publish(hint)
}
