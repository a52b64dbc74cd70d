package knowledge_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
)

// How far a search by pgvector may be from the one in process: its vectors are
// 16-bit floats, and its index, made anew in each run, may miss a neighbour.
const (
	sharedTen  = 0.97 // of the ten best, on average
	leastTen   = 8    // of the ten best, of any question
	alikeHits  = 0.98 // of the hits have the same scores, that is
	cosineTo   = 0.002
	chancesTo  = 0.02
	dimensions = 256
)

// openPostgres gives a store over an empty database; without a server the test
// is skipped.
func openPostgres(t testing.TB) *postgres.Store {
	t.Helper()
	var ids atomic.Int64
	s, err := postgres.Open(t.Context(), pgtest.Database(t), postgres.Options{Now: time.Now, NewID: func() string { return fmt.Sprint(ids.Add(1)) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// hashed is an embedder without a model: each word has a direction of its own
// in the space, and a text that of its words together.
type hashed struct{}

func (hashed) Model() string { return "words" }
func (hashed) Dim() int      { return dimensions }
func (hashed) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, s := range texts {
		out[i] = make([]float32, dimensions)
		for _, word := range strings.Fields(strings.ToLower(s)) {
			h := fnv.New64a()
			h.Write([]byte(strings.Trim(word, ".,?!")))
			rng := rand.New(rand.NewPCG(h.Sum64(), 0))
			for j := range out[i] {
				out[i][j] += 0.2 + float32(rng.NormFloat64()) // real spaces have a common direction too
			}
		}
	}
	return out, nil
}

var subjects = strings.Fields(`return refund parcel carrier invoice voucher jacket tent kettle lamp candle shoes pillow blanket mug
	teapot wool cotton linen size colour repair warranty customs duty tax express pickup locker address account password newsletter
	points review bundle stock preorder catalogue store opening hours phone complaint damage replacement exchange label printer`)

// sentence is a text of a few subjects, the same for the same numbers.
func sentence(rng *rand.Rand, words int) string {
	out := make([]string, words)
	for i := range out {
		out[i] = subjects[rng.IntN(len(subjects))]
	}
	return strings.Join(out, " ") + "."
}

// fill saves articles of four passages, some for some markets, some internal.
func fill(t testing.TB, s *postgres.Store, articles int) {
	t.Helper()
	markets := [][]string{nil, nil, {"DE"}, {"US", "CA"}, {"DE", "US"}, {"JP"}}
	var saving sync.WaitGroup
	limit := make(chan struct{}, 8)
	save := func(i int) {
		rng := rand.New(rand.NewPCG(1, uint64(i)))
		id := fmt.Sprintf("article-%04d", i)
		a := knowledge.Article{
			ID: id, Key: id, Title: strings.TrimSuffix(sentence(rng, 2), "."), Body: "-", Locale: []string{"en", "de"}[i%2],
			Markets: markets[i%len(markets)], Internal: i%20 == 7, Status: knowledge.Published,
		}
		var passages []knowledge.Passage
		for n := range 4 {
			passages = append(passages, knowledge.Passage{ID: fmt.Sprintf("%s/%d", id, n), ArticleID: id, Ord: n, Text: sentence(rng, 12+rng.IntN(20))})
		}
		if _, err := s.SaveArticle(t.Context(), a, passages); err != nil {
			t.Error(err)
		}
	}
	for i := range articles {
		limit <- struct{}{}
		saving.Go(func() {
			defer func() { <-limit }()
			save(i)
		})
	}
	saving.Wait()
}

func baseOver(t testing.TB, s *postgres.Store, inMemory bool) *knowledge.Base {
	t.Helper()
	b, err := knowledge.New(s, knowledge.Config{Embedder: hashed{}, Vectors: s, InMemory: inMemory})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

// Searching by pgvector and in process gives the same ten best, whatever the
// market.
func TestBaseSearchesAlikeEverywhere(t *testing.T) {
	s := openPostgres(t)
	fill(t, s, 600)
	byStore, inMemory := baseOver(t, s, false), baseOver(t, s, true)
	rng := rand.New(rand.NewPCG(3, 4))
	scopes := []knowledge.Scope{{}, {Market: "DE"}, {Market: "JP"}, {Market: "US", Internal: true}}
	shared, alike, expected := 0, 0, 0
	for range 40 {
		text := sentence(rng, 5)
		for _, scope := range scopes {
			q := knowledge.Query{Text: text, Lang: "en", Scope: scope, K: 10}
			x, y := tenBest(t, byStore, q), tenBest(t, inMemory, q)
			same, scores := overlap(x, y)
			if same < leastTen {
				t.Errorf("%q in %+v: only %d of the ten best are the same", text, scope, same)
			}
			shared, alike, expected = shared+same, alike+scores, expected+len(y.Hits)
			for _, h := range x.Hits {
				if h.Article.Internal && !scope.Internal || len(h.Article.Markets) > 0 && !slices.Contains(h.Article.Markets, scope.Market) {
					t.Errorf("%+v finds %s of %v", scope, h.Article.ID, h.Article.Markets)
				}
			}
		}
	}
	share, scores := float64(shared)/float64(expected), float64(alike)/float64(expected)
	t.Logf("%d questions: %.4f of the ten best are the same, %.4f with the same scores", expected/10, share, scores)
	if share < sharedTen || scores < alikeHits {
		t.Errorf("want at least %v and %v", sharedTen, alikeHits)
	}
}

func tenBest(t testing.TB, b *knowledge.Base, q knowledge.Query) knowledge.Result {
	t.Helper()
	res, err := b.Retrieve(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Notes) > 0 || len(res.Hits) != q.K {
		t.Errorf("%d hits with notes %q", len(res.Hits), res.Notes)
	}
	return res
}

// overlap counts the passages that both found, and those of them with the same
// scores.
func overlap(x, y knowledge.Result) (same, alike int) {
	for _, h := range x.Hits {
		i := slices.IndexFunc(y.Hits, func(o knowledge.Hit) bool { return o.Passage.ID == h.Passage.ID })
		if i < 0 {
			continue
		}
		same++
		if o := y.Hits[i]; math.Abs(o.Vector-h.Vector) <= cosineTo && math.Abs(o.P-h.P) <= chancesTo {
			alike++
		}
	}
	return same, alike
}

// A base that searches in the store follows a changed text: the old vector
// leads nowhere while the new one is made.
func TestBaseForgetsOldVectors(t *testing.T) {
	s := openPostgres(t)
	fill(t, s, 30)
	b := baseOver(t, s, false)
	a, err := s.Article(t.Context(), "article-0004")
	if err != nil {
		t.Fatal(err)
	}
	a.Title = "Gutscheine"
	if _, err := s.SaveArticle(t.Context(), a, []knowledge.Passage{{ID: a.ID + "/0", ArticleID: a.ID, Text: "Gutscheine gelten drei Jahre."}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := knowledge.Query{Text: "gutscheine", Lang: "en", Scope: knowledge.Scope{Market: "DE"}, K: 1}
	for _, notes := range []int{1, 0} {
		res, err := b.Retrieve(t.Context(), q)
		if err != nil || len(res.Hits) != 1 || res.Hits[0].Article.ID != a.ID || len(res.Notes) != notes {
			t.Errorf("got %+v, %v; want the changed article and %d notes", res, err, notes)
		}
		if err := b.Embed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkBaseRetrieve searches 10,000 passages through the base, by pgvector
// and in process.
func BenchmarkBaseRetrieve(b *testing.B) {
	s := openPostgres(b)
	fill(b, s, 2500)
	for name, inMemory := range map[string]bool{"pgvector": false, "memory": true} {
		base := baseOver(b, s, inMemory)
		b.Run(name, func(b *testing.B) {
			rng := rand.New(rand.NewPCG(5, 6))
			for b.Loop() {
				tenBest(b, base, knowledge.Query{Text: sentence(rng, 5), Lang: "en", Scope: knowledge.Scope{Market: "DE"}, K: 5})
			}
		})
	}
}
