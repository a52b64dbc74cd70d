package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"frontdesk/knowledge"
)

// The benchmarks ask passages (two an article) questions of eight words from a
// vocabulary as uneven as a language's, with the built-in search. They report how
// long the index took to build, by the clock and of all processors, what it holds in
// memory, the slowest of 100 changed articles from the save until searches saw it,
// and the slowest questions.
func BenchmarkRetrieve10k(b *testing.B)  { benchmarkRetrieve(b, 5000) }
func BenchmarkRetrieve100k(b *testing.B) { benchmarkRetrieve(b, 50000) }

func benchmarkRetrieve(b *testing.B, articles int) {
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
	for i := range articles {
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
	before, start, spent := heap(), time.Now(), processor()
	if _, err := base.Refresh(b.Context()); err != nil {
		b.Fatal(err)
	}
	build, spent := time.Since(start), processor()-spent
	size := heap() - before
	publish := publishes(b, store, base, words)
	var took []float64
	b.ReportAllocs()
	for b.Loop() {
		question, asked := words(8), time.Now()
		if _, err := base.Retrieve(b.Context(), knowledge.Query{Text: question, Lang: "en"}); err != nil {
			b.Fatal(err)
		}
		took = append(took, float64(time.Since(asked))/float64(time.Millisecond))
	}
	slices.Sort(took)
	b.ReportMetric(build.Seconds(), "build-s")
	b.ReportMetric(spent.Seconds(), "build-cpu-s")
	b.ReportMetric(size/(1<<20), "index-MB")
	b.ReportMetric(publish, "publish-ms")
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
}

// publishes changes articles one after the other, and gives how long the slowest
// took from the save until searches saw it, in milliseconds.
func publishes(b *testing.B, store *knowledge.Memory, base *knowledge.Base, words func(int) string) float64 {
	var slowest time.Duration
	for i := range 100 {
		e := article(fmt.Sprint("a", i), "en", words(4), words(80), words(80))
		old, err := store.Article(b.Context(), e.Article.ID)
		if err != nil {
			b.Fatal(err)
		}
		e.Article.Version = old.Version
		start := time.Now()
		if _, err := store.SaveArticle(b.Context(), e.Article, e.Passages); err != nil {
			b.Fatal(err)
		}
		if n, err := base.Refresh(b.Context()); n != 1 || err != nil {
			b.Fatal(n, err)
		}
		slowest = max(slowest, time.Since(start))
	}
	return float64(slowest) / float64(time.Millisecond)
}

// processor is the time that this process has had on all cores.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// heap is what is in use after a collection, in bytes.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// letters writes a number as a word.
func letters(n uint64) string {
	s := make([]byte, 0, 8)
	for ; n > 0 || len(s) < 3; n /= 20 {
		s = append(s, "bcdfghjklmnpqrstvxza"[n%20])
	}
	return string(s)
}
