package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
	"frontdesk/store/storetest"
)

// patience is far less than replicas wait that nobody told (a minute), and far more than
// they need: the tests log how long it took.
const patience = 20 * time.Second

// What one replica publishes together, the other one finds together and soon.
func TestPublishedOnEveryReplica(t *testing.T) {
	const articles = 20
	address := pgtest.Database(t)
	here, there := openAt(t, address, options()), openAt(t, address, options())
	looked := &looks{Store: there}
	base, err := knowledge.New(looked, knowledge.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := base.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	hints, ended := make(chan struct{}, 1), make(chan error, 1)
	go func() { ended <- base.Run(ctx, time.Minute, hints) }()
	heard := make(chan struct{})
	go func() {
		for h := range there.Hints(ctx) {
			if h.Kind != chat.HintKnowledge {
				continue
			}
			hints <- struct{}{}
			select {
			case heard <- struct{}{}:
			case <-ctx.Done():
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
	savings := make([]knowledge.Saving, articles)
	for i := range savings {
		id := fmt.Sprintf("a-%02d", i)
		savings[i] = knowledge.Saving{
			Article:  knowledge.Article{ID: id, Key: id, Title: "Gift cards", Body: "x", Locale: "en", Status: knowledge.Published},
			Passages: []knowledge.Passage{{ID: id + "/0", ArticleID: id, Text: "Gift cards are sent by mail."}},
		}
	}
	began := time.Now()
	if _, err := here.SaveArticles(ctx, savings); err != nil {
		t.Fatal(err)
	}
	here.Publish(chat.Hint{Kind: chat.HintKnowledge})
	<-heard
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	var sizes []int
	for n := 0; n < articles; <-tick.C {
		n, _, _ = base.Size()
		sizes = append(sizes, n)
		if time.Since(began) > patience {
			t.Fatalf("%d of %d articles are found", n, articles)
		}
	}
	t.Logf("found on the other replica after %s", time.Since(began).Round(time.Millisecond))
	if slices.ContainsFunc(sizes, func(n int) bool { return n != 0 && n != articles }) {
		t.Errorf("half a publish was seen: %v", slices.Compact(sizes))
	}
}

// listening waits until hints arrive.
func listening(t *testing.T, publish func(), heard <-chan struct{}) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	giveUp := time.After(20 * time.Second)
	for {
		select {
		case <-heard:
			return
		case <-again.C:
			publish()
		case <-giveUp:
			t.Fatal("the other replica hears nothing")
		}
	}
}

// looks is a store that gives a few changes at a time, so that a reader needs
// several reads for one publish.
type looks struct {
	knowledge.Store
	mu sync.Mutex
}

func (l *looks) Changes(ctx context.Context, after int64, _ int) ([]knowledge.Edition, int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Store.Changes(ctx, after, 7)
}

func TestArticleIndex(t *testing.T) {
	address := pgtest.Database(t)
	storetest.ArticleIndex(t, openAt(t, address, options()), func() {
		c, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close(t.Context())
		if _, err := c.Exec(t.Context(), "DELETE FROM article_words"); err != nil {
			t.Fatal(err)
		}
	})
}

// A command ends as soon as it has changed something: what it published last is told
// all the same.
func TestLastHintIsTold(t *testing.T) {
	address := pgtest.Database(t)
	here, there := openAt(t, address, options()), openAt(t, address, options())
	heard := make(chan struct{}, 1000)
	commands := make(chan struct{}, 1)
	go func() {
		for h := range there.Hints(t.Context()) {
			if h.Kind == chat.HintModel {
				commands <- struct{}{}
			} else {
				heard <- struct{}{}
			}
		}
	}()
	listening(t, func() { here.Publish(chat.Hint{Kind: chat.HintKnowledge}) }, heard)
	command, err := postgres.Open(t.Context(), address, options())
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	over, end := context.WithCancel(t.Context())
	end()
	command.Publish(chat.Hint{Kind: chat.HintModel})
	if err := command.Run(over); err != nil {
		t.Fatal(err)
	}
	select {
	case <-commands:
	case <-time.After(20 * time.Second):
		t.Error("nobody hears what a command changed")
	}
}
