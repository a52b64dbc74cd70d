package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/knowledge"
)

// concepts embeds texts by what they are about, in any language: enough to
// stand for a model.
type concepts struct {
	mu     sync.Mutex
	down   bool
	dim    int
	calls  int
	texts  []string
	poison string                                          // texts with it are refused
	before func(ctx context.Context, texts []string) error // nil: nothing happens before an answer
}

var themes = [][]string{{"return", "zurück", "send back", "退货"}, {"refund", "money", "geld", "退款"}, {"warranty", "garantie", "保修"}, {"gift", "voucher", "礼品"}}

func (c *concepts) Model() string { return "concepts-1" }
func (c *concepts) Dim() int      { return 5 }

func (c *concepts) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if c.before != nil {
		if err := c.before(ctx, texts); err != nil {
			return nil, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	c.texts = append(c.texts, texts...)
	if c.down {
		return nil, errors.New("connection refused")
	}
	if c.poison != "" && slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, c.poison) }) {
		return nil, errors.New("500 in the middle")
	}
	out := make([][]float32, len(texts))
	for i, s := range texts {
		v := make([]float32, max(c.dim, 5))
		v[4] = 0.3
		for j, words := range themes {
			for _, w := range words {
				if strings.Contains(strings.ToLower(s), w) {
					v[j] = 1
				}
			}
		}
		out[i] = v
	}
	return out, nil
}

// vectorStore keeps vectors in a map.
type vectorStore struct {
	rows map[string]knowledge.Vectors
	near func(vec []float32, k int) ([]knowledge.Near, error) // nil: it cannot search
}

func (s *vectorStore) SaveVectors(_ context.Context, vs []knowledge.Vectors) error {
	for _, v := range vs {
		s.rows[v.ArticleID] = v
	}
	return nil
}

func (s *vectorStore) RetireModels(context.Context, string, time.Time) error { return nil }

func (s *vectorStore) VectorsOf(_ context.Context, model string, ids []string) ([]knowledge.Vectors, error) {
	var out []knowledge.Vectors
	for _, id := range ids {
		if v, ok := s.rows[id]; ok && v.Model == model {
			out = append(out, v)
		}
	}
	return out, nil
}

func (s *vectorStore) Nearest(_ context.Context, _ string, vec []float32, _ knowledge.Scope, k int) ([]knowledge.Near, error) {
	if s.near == nil {
		return nil, knowledge.ErrNoVectorSearch
	}
	return s.near(vec, k)
}

// embedded makes a base whose passages have their vectors.
func embedded(t *testing.T, cfg knowledge.Config, editions ...knowledge.Edition) (*knowledge.Base, *knowledge.Memory) {
	t.Helper()
	b, store := baseOf(t, cfg, editions...)
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b, store
}

// quiet is for bases that fail on purpose.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestEmbedderFindsAcrossLanguages(t *testing.T) {
	b, _ := embedded(t, knowledge.Config{Embedder: &concepts{}}, shop()...)
	res := ask(t, b, knowledge.Query{Text: "保修多久？", Lang: "zh"})
	if first(res) != "warranty" || res.Hits[0].P < 0.5 || len(res.Notes) != 0 {
		t.Errorf("got %q, notes %q; want the warranty with P of at least 0.5", first(res), res.Notes)
	}
}

// D14: whatever the endpoint gives, search goes on by words, says so, and is
// whole again once the endpoint is.
func TestEmbedderFailureIsToldAndSurvived(t *testing.T) {
	nan, turn := float32(math.NaN()), 0
	for name, answer := range map[string]func(n int) ([][]float32, error){
		"down": func(int) ([][]float32, error) { return nil, errors.New("connection refused") },
		"any length": func(n int) ([][]float32, error) {
			turn++
			return slices.Repeat([][]float32{slices.Repeat([]float32{1}, 6+turn)}, n), nil
		},
		"not a number": func(n int) ([][]float32, error) { return slices.Repeat([][]float32{{1, nan, 1, 1, 1}}, n), nil },
		"zero":         func(n int) ([][]float32, error) { return slices.Repeat([][]float32{{0, 0, 0, 0, 0}}, n), nil },
		"too few":      func(n int) ([][]float32, error) { return slices.Repeat([][]float32{{1, 1, 1, 1, 1}}, n-1), nil },
	} {
		t.Run(name, func(t *testing.T) {
			model := &broken{answer: answer}
			b, store := baseOf(t, knowledge.Config{Embedder: model, Logger: quiet()}, shop()...)
			q := knowledge.Query{Text: "warranty on bikes", Lang: "en"}
			works := func(when string, notes int) {
				t.Helper()
				if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != notes {
					t.Errorf("%s: got %q with notes %q; want the article and %d notes", when, first(res), res.Notes, notes)
				}
			}
			if err := b.Embed(t.Context()); err == nil {
				t.Error("the failure is not told")
			}
			works("at the start", 1)
			model.answer = nil
			if err := b.Embed(t.Context()); err != nil {
				t.Fatal(err)
			}
			works("after it came back", 0)
			model.answer = answer
			works("when it fails for a question", 1)
			save(t, store, article("new", "en", "Helmets", "Helmets are tested."))
			refresh(t, b)
			if err := b.Embed(t.Context()); err == nil {
				t.Error("the failure for a new article is not told")
			}
			works("with one article left", 2)
			if res := ask(t, b, knowledge.Query{Text: "helmets", Lang: "en"}); first(res) != "new" {
				t.Errorf("the article without vectors is not found: %q", first(res))
			}
		})
	}
}

// broken is an embedder that gives what it is told to; without, it is concepts.
type broken struct {
	concepts
	answer func(n int) ([][]float32, error)
}

func (m *broken) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if m.answer != nil {
		return m.answer(len(texts))
	}
	return m.concepts.Embed(ctx, texts)
}

func TestOneRefusedArticleHoldsNobodyUp(t *testing.T) {
	editions := shop()
	for i := range 40 {
		editions = append(editions, article(fmt.Sprintf("z%02d", i), "en", "Helmet", fmt.Sprintf("Helmet number %d", i), "is safe"))
	}
	for i := range 4 { // before the others in any order
		editions = append(editions, article(fmt.Sprintf("a%d", i), "en", "Poison", "this text is too long"))
	}
	model := &concepts{poison: "Poison"}
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	b, _ := baseOf(t, knowledge.Config{Embedder: model, Vectors: kept, Logger: quiet()}, editions...)
	for range 3 {
		if err := b.Embed(t.Context()); err == nil {
			t.Fatal("the failure is not told")
		}
	}
	if len(kept.rows) != len(editions)-4 {
		t.Errorf("vectors of %d articles, want all %d but the four that are refused", len(kept.rows), len(editions))
	}
	if res := ask(t, b, knowledge.Query{Text: "poison", Lang: "en"}); len(res.Hits) == 0 || res.Hits[0].Article.Title != "Poison" {
		t.Errorf("a refused article is not found by its words: %q", first(res))
	}
}

func TestVectorsAreKept(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	_, store := embedded(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept}, shop()...)
	if len(kept.rows) != len(shop()) {
		t.Fatalf("vectors of %d articles are kept, want %d", len(kept.rows), len(shop()))
	}
	again := &concepts{}
	b, err := knowledge.New(store, knowledge.Config{Embedder: again, Vectors: kept})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, b)
	if err := b.Embed(t.Context()); err != nil || again.calls != 1 || len(again.texts) != 1 {
		t.Errorf("the second start asked the embedder %d times (%v), want once, whether it is the same model", again.calls, err)
	}
}

// An article that changes is embedded anew, even where the store still has
// vectors of as many passages; one that is only saved again is not.
func TestVectorsOfOldTextsAreNotUsed(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	model := &concepts{}
	b, store := embedded(t, knowledge.Config{Embedder: model, Vectors: kept}, shop()...)
	model.texts = nil
	same := article("gift", "en", "Gift cards", "Gift cards are valid for three years and are not paid out in cash.")
	same.Article.URL = "https://shop.example/gift"
	save(t, store, article("warranty", "en", "Claims", "Money for a broken frame."), same)
	refresh(t, b)
	zh := knowledge.Query{Text: "保修", Lang: "zh"}
	if res := ask(t, b, zh); first(res) == "warranty" {
		t.Error("the vector of the old text still leads to the article")
	}
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"保修", "Claims\n\nMoney for a broken frame."}; !slices.Equal(model.texts, want) {
		t.Errorf("embedded %q, want %q", model.texts, want)
	}
	if res := ask(t, b, zh); first(res) == "warranty" && res.Hits[0].P > 0.5 {
		t.Error("the old vector came back from the store")
	}
	if res := ask(t, b, knowledge.Query{Text: "退款", Lang: "zh"}); first(res) != "refunds" && first(res) != "warranty" {
		t.Errorf("the new text is not found by meaning: %q", first(res))
	}
}

// An article that is for another market from now on is found there at once, and
// only there, by the vectors that it had.
func TestVectorsFollowTheMarket(t *testing.T) {
	model := &concepts{}
	soldIn := func(market string) []knowledge.Edition {
		editions := shop()
		for i := range editions {
			if a := &editions[i].Article; a.ID == "warranty" {
				a.Markets = []string{market}
			}
		}
		return editions
	}
	b, store := embedded(t, knowledge.Config{Embedder: model}, soldIn("JP")...)
	for _, market := range []string{"JP", "US"} {
		save(t, store, soldIn(market)...)
		refresh(t, b)
		for _, asked := range []string{"JP", "US"} {
			res := ask(t, b, knowledge.Query{Text: "保修", Lang: "zh", Scope: knowledge.Scope{Market: asked}})
			if found := first(res) == "warranty"; found != (asked == market) {
				t.Errorf("for %s, asked in %s: found %q", market, asked, first(res))
			}
		}
	}
	calls := model.calls
	if err := b.Embed(t.Context()); err != nil || model.calls != calls {
		t.Errorf("embedded again: %v after %d calls, %d before", err, model.calls, calls)
	}
}

// While an article is being embedded it changes: what comes back is of the old
// text and is dropped.
func TestAChangeDuringEmbedding(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	model := &concepts{}
	b, store := baseOf(t, knowledge.Config{Embedder: model, Vectors: kept}, shop()...)
	model.before = func(context.Context, []string) error {
		model.before = nil
		save(t, store, article("warranty", "en", "Voucher", "A gift voucher."))
		refresh(t, b)
		return nil
	}
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := kept.rows["warranty"]; ok {
		t.Error("vectors of the old text were stored")
	}
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v := kept.rows["warranty"]; len(v.Rows) != 1 || v.Rows[0][3] != 1 || v.Rows[0][2] != 0 {
		t.Errorf("stored %v, want the vector of the new text", v.Rows)
	}
}

// Another model, or another length under the same name, is embedded anew beside
// the search; the old vectors are not compared with it.
func TestAnotherModel(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	_, store := embedded(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept}, shop()...)
	longer := &concepts{dim: 8}
	b, err := knowledge.New(store, knowledge.Config{Embedder: &learner{concepts: longer}, Vectors: kept})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, b)
	if res := ask(t, b, knowledge.Query{Text: "warranty", Lang: "en"}); first(res) != "warranty" || len(res.Notes) != 1 {
		t.Errorf("before: %q with notes %q", first(res), res.Notes)
	}
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := ask(t, b, knowledge.Query{Text: "保修", Lang: "zh"}); first(res) != "warranty" || len(res.Notes) != 0 {
		t.Errorf("after: %q with notes %q", first(res), res.Notes)
	}
	for id, v := range kept.rows {
		if len(v.Rows[0]) != 8 {
			t.Errorf("%s has vectors of %d numbers", id, len(v.Rows[0]))
		}
	}
}

// learner is an embedder whose length is known by its first answer only.
type learner struct {
	*concepts
	known int
}

func (l *learner) Dim() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.known
}

func (l *learner) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	rows, err := l.concepts.Embed(ctx, texts)
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.known = len(rows[0])
	}
	return rows, err
}

// E9: the endpoint is down at the start and comes back; nobody restarts
// anything.
func TestRunEmbedsInTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		model := &concepts{down: true}
		b, store := baseOf(t, knowledge.Config{Embedder: &learner{concepts: model}, Logger: quiet()}, shop()...)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx, time.Second, nil) }()
		time.Sleep(10 * time.Minute)
		q := knowledge.Query{Text: "warranty on bikes", Lang: "en"}
		if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != 1 {
			t.Errorf("while it is down: %q with notes %q", first(res), res.Notes)
		}
		model.mu.Lock()
		if model.calls > 20 {
			t.Errorf("an endpoint that is down was asked %d times in ten minutes", model.calls)
		}
		model.down = false
		model.mu.Unlock()
		time.Sleep(6 * time.Minute)
		if res := ask(t, b, knowledge.Query{Text: "保修", Lang: "zh"}); first(res) != "warranty" || len(res.Notes) != 0 {
			t.Errorf("once it is back: %q with notes %q", first(res), res.Notes)
		}
		save(t, store, article("voucher", "en", "Present", "A voucher."))
		time.Sleep(2 * time.Second)
		if res := ask(t, b, knowledge.Query{Text: "礼品", Lang: "zh"}); len(res.Notes) != 0 {
			t.Errorf("a new article is not embedded: notes %q", res.Notes)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// Thousands of passages and a slow endpoint: Refresh and searches do not wait.
func TestSlowEmbeddingHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var editions []knowledge.Edition
		for i := range 300 {
			editions = append(editions, article(fmt.Sprint("many", i), "en", fmt.Sprintf("Item %d", i), "one part", "another part"))
		}
		model := &concepts{before: func(ctx context.Context, texts []string) error {
			select {
			case <-time.After(time.Duration(len(texts)) * 100 * time.Millisecond):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}}
		start := time.Now()
		b, _ := baseOf(t, knowledge.Config{Embedder: model, Logger: quiet()}, append(shop(), editions...)...)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx, time.Second, nil) }()
		synctest.Wait()
		if res := ask(t, b, knowledge.Query{Text: "Item 77", Lang: "en"}); first(res) != "many77" || time.Since(start) > 0 {
			t.Errorf("got %q after %s", first(res), time.Since(start))
		}
		time.Sleep(30 * time.Second)
		if res := ask(t, b, knowledge.Query{Text: "Item 288", Lang: "en"}); first(res) != "many288" || len(res.Notes) != 1 {
			t.Errorf("half way: got %q with notes %q", first(res), res.Notes)
		}
		time.Sleep(60 * time.Second)
		if res := ask(t, b, knowledge.Query{Text: "Item 288", Lang: "en"}); first(res) != "many288" || len(res.Notes) != 0 {
			t.Errorf("at the end: got %q with notes %q", first(res), res.Notes)
		}
		stop()
		<-done
	})
}

// A question waits less than a second for its vector, and the next ones do not
// wait at all for a while.
func TestAHangingEndpointCostsOneSecondOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		model := &concepts{}
		b, _ := embedded(t, knowledge.Config{Embedder: model, Logger: quiet()}, shop()...)
		model.before = func(ctx context.Context, _ []string) error {
			<-ctx.Done()
			return errors.New("the client words it in its own way")
		}
		start := time.Now()
		for range 10 {
			if res := ask(t, b, knowledge.Query{Text: "warranty", Lang: "en"}); first(res) != "warranty" || len(res.Notes) != 1 {
				t.Errorf("got %q with notes %q", first(res), res.Notes)
			}
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("ten questions took %s, want at most a second", took)
		}
		model.before = nil
		time.Sleep(6 * time.Second)
		if res := ask(t, b, knowledge.Query{Text: "保修", Lang: "zh"}); first(res) != "warranty" || len(res.Notes) != 0 {
			t.Errorf("once it answers: %q with notes %q", first(res), res.Notes)
		}
	})
}

// A store that searches is asked, and nothing is loaded; one that fails in a
// search is done without.
func TestTheStoreSearches(t *testing.T) {
	var asked []int
	var fails error
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	kept.near = func(vec []float32, k int) ([]knowledge.Near, error) {
		asked = append(asked, k)
		if fails != nil {
			return nil, fails
		}
		return []knowledge.Near{{PassageID: "warranty/0", Cosine: 0.99}, {PassageID: "gift/0", Cosine: 0.2}}[:min(k, 2)], nil
	}
	b, _ := embedded(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept, Logger: quiet()}, shop()...)
	q := knowledge.Query{Text: "保修", Lang: "zh"}
	if res := ask(t, b, q); first(res) != "warranty" || res.Hits[0].Vector != 0.99 {
		t.Errorf("got %+v", res.Hits)
	}
	if len(asked) != 2 || asked[0] != 0 || asked[1] < 50 {
		t.Errorf("the store was asked for %v", asked)
	}
	fails = errors.New("connection reset")
	q = knowledge.Query{Text: "warranty on bikes", Lang: "en"}
	if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != 1 {
		t.Errorf("got %q with notes %q", first(res), res.Notes)
	}
	memory, _ := embedded(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept, InMemory: true}, shop()...)
	asked = nil
	if res := ask(t, memory, knowledge.Query{Text: "保修", Lang: "zh"}); first(res) != "warranty" || len(asked) != 0 {
		t.Errorf("in memory: %q, and the store was asked %d times", first(res), len(asked))
	}
}

func TestConfig(t *testing.T) {
	if _, err := knowledge.New(knowledge.NewMemory(), knowledge.Config{Vectors: &vectorStore{}}); err == nil {
		t.Error("a store of vectors without an embedder is taken")
	}
}
