package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"frontdesk/knowledge"
)

// BenchmarkRetrieve10k asks 10,000 passages of 5,000 articles questions of eight
// words from a vocabulary as uneven as a language's, with the built-in search.
func BenchmarkRetrieve10k(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.07, 4, 30000)
	words := func(n int) string {
		var s []byte
		for range n {
			s = fmt.Appendf(s, "w%so ", letters(zipf.Uint64()))
		}
		return string(s)
	}
	store := knowledge.NewMemory()
	for i := range 5000 {
		e := article(fmt.Sprint("a", i), "en", words(4), words(80), words(80))
		e.Article.Questions = []string{words(7), words(7)}
		if _, err := store.SaveArticle(b.Context(), e.Article, e.Passages); err != nil {
			b.Fatal(err)
		}
	}
	base, err := knowledge.New(store, knowledge.Config{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := base.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := base.Retrieve(b.Context(), knowledge.Query{Text: words(8), Lang: "en"}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}

// letters writes a number as a word.
func letters(n uint64) string {
	s := make([]byte, 0, 8)
	for ; n > 0 || len(s) < 3; n /= 20 {
		s = append(s, "bcdfghjklmnpqrstvxza"[n%20])
	}
	return string(s)
}
