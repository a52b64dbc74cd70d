package knowledge_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/internal/testkit/fakellm"
	"frontdesk/knowledge"
)

// spaces are embedders of different quality.
var spaces = map[string]func(text string) []float32{
	"trigrams": func(text string) []float32 { return fakellm.Vector(text, 256) },
	"noise": func(text string) []float32 {
		h := fnv.New64a()
		h.Write([]byte(text))
		rng := rand.New(rand.NewPCG(h.Sum64(), 0))
		v := make([]float32, 64)
		for i := range v {
			v[i] = float32(rng.NormFloat64())
		}
		return v
	},
	"a single direction": func(text string) []float32 { return []float32{1, 1e-4 * float32(len(text)%7)} },
}

type space struct {
	of  func(string) []float32
	dim int
}

func (s space) Model() string { return "space" }
func (s space) Dim() int      { return s.dim }
func (s space) Embed(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = s.of(t)
	}
	return out, nil
}

// place is the rank of an article for a question, from 1; 0 if it is not found.
func place(t *testing.T, b *knowledge.Base, q knowledge.Query, id string) int {
	t.Helper()
	return 1 + slices.IndexFunc(ask(t, b, q).Hits, func(h knowledge.Hit) bool { return h.Article.ID == id })
}

// Who types an article's title finds it, however bad the embedder is.
func TestVectorsNeverWorsenATitle(t *testing.T) {
	editions := shop()
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range 150 {
		locale := []string{"en", "de", "es"}[i%3]
		title := sentence(rng, 3)
		editions = append(editions, article(fmt.Sprint("more", i), locale, title[:len(title)-1], sentence(rng, 25), sentence(rng, 25)))
	}
	words, _ := baseOf(t, knowledge.Config{}, editions...)
	for name, of := range spaces {
		t.Run(name, func(t *testing.T) {
			b, _ := embedded(t, knowledge.Config{Embedder: space{of, len(of("x"))}}, editions...)
			for _, e := range editions {
				q := knowledge.Query{Text: e.Article.Title, Lang: e.Article.Locale, K: 10}
				before, after := place(t, words, q, e.Article.ID), place(t, b, q, e.Article.ID)
				if before == 0 || after == 0 || after > before {
					t.Errorf("%q: place %d by words, %d with vectors", e.Article.Title, before, after)
				}
			}
		})
	}
}

// What shares no word with the question is found by its vector, and leads where
// the words say little.
func TestVectorsFindWhatWordsDoNot(t *testing.T) {
	b, _ := embedded(t, knowledge.Config{Embedder: &concepts{}}, append(shop(),
		article("cash", "en", "Getting it back", "The money is with you in a week."))...)
	if got := place(t, b, knowledge.Query{Text: "refund", Lang: "en"}, "cash"); got == 0 || got > 2 {
		t.Errorf("place %d, want the first or second", got)
	}
}
