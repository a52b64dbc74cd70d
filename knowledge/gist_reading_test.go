package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/knowledge"
)

// wordReader reads one intent of each text that has its word.
type wordReader struct {
	mu    sync.Mutex
	words map[string]string // intent by word
	name  string
	read  int
}

func (r *wordReader) Lean(s, _ string) []knowledge.Lean {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read++
	for word, intent := range r.words {
		if strings.Contains(s, word) {
			return []knowledge.Lean{{Intent: intent, P: 0.9}}
		}
	}
	return nil
}

func (r *wordReader) ReaderName() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.name
}

// learn is a retraining.
func (r *wordReader) learn(name, word, intent string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.name, r.words = name, map[string]string{word: intent}
}

func (r *wordReader) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read
}

// shelf keeps gists in memory.
type shelf struct {
	mu    sync.Mutex
	gists map[string]knowledge.Gist
	err   error
}

func (s *shelf) SaveGists(_ context.Context, gists []knowledge.Gist) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range gists {
		s.gists[g.ArticleID] = g
	}
	return s.err
}

func (s *shelf) Gists(_ context.Context, ids []string) (out []knowledge.Gist, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if g, ok := s.gists[id]; ok {
			out = append(out, g)
		}
	}
	return out, nil
}

// TestAHeadingIsReadWithItsTitle: what stands under "Costs" is about what the article is
// about.
func TestAHeadingIsReadWithItsTitle(t *testing.T) {
	var read []string
	e := article("hire", "en", "Renting a cello", "By the month.")
	e.Passages[0].Heading = "Renting a cello › Costs"
	baseOf(t, knowledge.Config{Intents: listener(func(s string) { read = append(read, s) })}, e)
	if slices.Contains(read, "Costs") || !slices.Contains(read, "Renting a cello: Costs") {
		t.Errorf("read %q", read)
	}
}

// listener is told what it is asked to read.
type listener func(string)

func (l listener) Lean(s, _ string) []knowledge.Lean {
	l(s)
	return nil
}

func (l listener) ReaderName() string { return "listener" }

// plainShop has more articles without intents than are read at once. One speaks of
// bringing things back, one of money, and neither in the words of the question.
func plainShop() []knowledge.Edition {
	out := []knowledge.Edition{
		article("back", "en", "Bringing things back", "Put it into its box."),
		article("money", "en", "Your money", "It is on your account after a week."),
	}
	for i := range 120 {
		out = append(out, article(fmt.Sprintf("note%03d", i), "en", fmt.Sprintf("Note %d", i), "Wool and cotton are washed apart."))
	}
	return out
}

var unwanted = knowledge.Query{Text: "unwanted", Lang: "en", Intents: []string{"return_item"}, Leans: []knowledge.Lean{{Intent: "return_item", P: 0.9}}}

// TestManyPlainArticles: what many plain articles are about is read beside the
// searches, kept, and not read again at the next start.
func TestManyPlainArticles(t *testing.T) {
	reader := &wordReader{name: "one", words: map[string]string{"back": "return_item", "money": "refund"}}
	kept := &shelf{gists: map[string]knowledge.Gist{}}
	cfg := knowledge.Config{Intents: reader, Gists: kept, Logger: quiet()}
	b, store := baseOf(t, cfg, plainShop()...)
	if n := reader.count(); n != 0 {
		t.Errorf("a start waits for %d readings", n)
	}
	res := ask(t, b, unwanted)
	if first(res) == "back" || len(res.Notes) != 1 || !strings.HasPrefix(res.Notes[0], "122 articles") {
		t.Errorf("before the reading: %q with notes %q", first(res), res.Notes)
	}
	fork := b.Fork(t.Context(), nil)
	if err := b.Complete(t.Context()); err != nil {
		t.Fatal(err)
	}
	read := ask(t, b, unwanted)
	if first(read) != "back" || len(read.Notes) != 0 || len(kept.gists) != 122 {
		t.Errorf("after it: %q with notes %q, %d kept", first(read), read.Notes, len(kept.gists))
	}
	if first(ask(t, fork, unwanted)) == "back" {
		t.Error("a fork sees what is read after it was made")
	}

	before := reader.count()
	again, err := knowledge.New(store, cfg)
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, again)
	if res := ask(t, again, unwanted); !reflect.DeepEqual(res, read) || reader.count() != before {
		t.Errorf("after the next start, with %d readings more: %+v, want %+v", reader.count()-before, res, read)
	}

	save(t, store, article("back", "en", "Warranty", "For two years."), article("note000", "en", "Taking it back", "Box it."))
	refresh(t, again)
	if res := ask(t, again, unwanted); first(res) != "note000" || len(res.Notes) != 0 {
		t.Errorf("after a change: %q with notes %q", first(res), res.Notes)
	}
	if n := reader.count() - before; n > 8 {
		t.Errorf("two changed articles cost %d readings", n)
	}
}

// TestARetrainedReader: articles are read again by the shop's new model, while what
// the former one read serves.
func TestARetrainedReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reader := &wordReader{name: "one", words: map[string]string{"back": "return_item"}}
		kept := &shelf{gists: map[string]knowledge.Gist{}, err: errors.New("the disk is full")}
		b, store := baseOf(t, knowledge.Config{Intents: reader, Gists: kept, Logger: quiet()}, plainShop()...)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx, time.Second, nil) }()
		synctest.Wait()
		if res := ask(t, b, unwanted); first(res) != "back" {
			t.Errorf("the background reads nothing: %q with notes %q", first(res), res.Notes)
		}
		reader.learn("two", "money", "return_item")
		if res := ask(t, b, unwanted); first(res) != "back" {
			t.Errorf("until all is read again: %q", first(res))
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if res := ask(t, b, unwanted); first(res) != "money" || len(res.Notes) != 0 {
			t.Errorf("after a retraining: %q with notes %q", first(res), res.Notes)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}

		reader.learn("three", "back", "return_item") // while no server ran: what is kept serves at first
		next, err := knowledge.New(store, knowledge.Config{Intents: reader, Gists: kept, Logger: quiet()})
		if err != nil {
			t.Fatal(err)
		}
		refresh(t, next)
		if got := first(ask(t, next, unwanted)); got != "money" {
			t.Errorf("right after the next start: %q", got)
		}
		if err := next.Complete(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := first(ask(t, next, unwanted)); got != "back" {
			t.Errorf("a while after it: %q", got)
		}
	})
}
