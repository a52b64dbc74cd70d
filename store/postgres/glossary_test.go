package postgres_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/store/postgres/pgtest"
)

// A word that one replica learns the other one searches by, soon.
func TestGlossaryOnEveryReplica(t *testing.T) {
	address := pgtest.Database(t)
	here, there := openAt(t, address, options()), openAt(t, address, options())
	base, err := knowledge.New(there, knowledge.Config{Glossary: there})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := base.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	hints, ended, heard := make(chan struct{}, 1), make(chan error, 1), make(chan struct{}, 1)
	go func() { ended <- base.Run(ctx, time.Minute, hints) }()
	go func() {
		for h := range there.Hints(ctx) {
			if h.Kind != chat.HintKnowledge {
				continue
			}
			for _, c := range []chan struct{}{hints, heard} {
				select {
				case c <- struct{}{}:
				default:
				}
			}
		}
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	listening(t, func() { here.Publish(chat.Hint{Kind: chat.HintKnowledge}) }, heard)
	a := knowledge.Article{ID: "a-1", Key: "a-1", Title: "Mobile phones", Body: "x", Locale: "en", Status: knowledge.Published}
	if _, err := here.SaveArticle(ctx, a, []knowledge.Passage{{ID: "a-1/0", ArticleID: "a-1", Text: "Every mobile phone is sold with a charger."}}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := here.SaveTerms(ctx, []knowledge.Term{{ID: "t-1", Forms: map[string][]string{"de": {"Handy"}, "en": {"mobile phone"}}}}); err != nil {
		t.Fatal(err)
	}
	here.Publish(chat.Hint{Kind: chat.HintKnowledge})
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := base.Retrieve(ctx, knowledge.Query{Text: "Handy", Lang: "de"})
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		if len(r.Glossary) > 0 && len(r.Hits) > 0 {
			t.Logf("searched by after %s", took.Round(time.Millisecond))
			return
		}
		if took > patience {
			t.Fatalf("not searched by: %+v", r)
		}
		<-tick.C
	}
}
