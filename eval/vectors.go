package eval

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// VectorsOptions say what to measure of a store that searches vectors.
type VectorsOptions struct {
	RetrievalOptions                // the files, their language and the clock
	Passages         int            // the corpus is filled up to so many with passages mixed of its sentences
	Seed             uint64         // of the mixing
	Store            VectorSearcher // empty
}

// VectorSearcher is a store that keeps articles with vectors and searches them.
type VectorSearcher interface {
	SaveArticles(ctx context.Context, s []knowledge.Saving) ([]knowledge.Article, error)
	SaveVectors(ctx context.Context, v []knowledge.Vectors) error
	Nearest(ctx context.Context, model string, vec []float32, s knowledge.Scope, k int) ([]knowledge.Near, error)
}

// VectorsResult holds the figures of a store's search for nearest vectors, asked
// over four connections at once for as many candidates as a question brings.
type VectorsResult struct {
	Passages     int     `json:"passages"`
	Dimensions   int     `json:"dimensions"`
	Queries      int     `json:"queries"` // of each round
	Connections  int     `json:"connections"`
	SaveSeconds  float64 `json:"save_seconds"`  // articles and passages
	IndexSeconds float64 `json:"index_seconds"` // vectors, with the index over them
	Recall10     float64 `json:"recall@10"`     // of the ten nearest by exact comparison, of the first 200 queries
	SearchP50    float64 `json:"search_ms_p50"`
	SearchP99    float64 `json:"search_ms_p99"`
	NarrowShare  float64 `json:"narrow_share"` // of the passages that a market of its own has
	NarrowRecall float64 `json:"narrow_recall@10"`
	NarrowP50    float64 `json:"narrow_search_ms_p50"`
	NarrowP99    float64 `json:"narrow_search_ms_p99"`
}

const (
	vectorClients    = 4
	vectorQuestions  = 1000 // of each round
	judgedQuestions  = 200  // of those: exact comparison takes long
	vectorCandidates = 100  // what a base asks its store for
	passagesEach     = 5    // of an article
	narrowEvery      = 100  // one article of so many is for the narrow market
	// sameNearness is how far the cosines of two passages may be apart that count as
	// equally near: a store keeps 16 bits of each number.
	sameNearness = 5e-4
)

// The markets of the articles: most are for one, one of narrowEvery for the other.
const wideMarket, narrowMarket = "DE", "JP"

// RunVectors fills a store with the built-in vectors of a corpus and measures its
// search against exact comparison in process, first in a market that has nearly
// all passages, then in one that has one of a hundred. Faults of the input are
// fault.Invalid.
func RunVectors(ctx context.Context, o VectorsOptions) (res VectorsResult, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	data, err := readCollection(o.RetrievalOptions)
	if err != nil {
		return res, err
	}
	lang := data.language(o.RetrievalOptions)
	passages := mixed(data.documents, o.Passages, o.Seed)
	embedder := knowledge.FitBuiltin(passages, lang)
	m := vectorsMeasurement{o: o, lang: text.Base(lang), passages: passages, embedder: embedder}
	if m.vectors, err = embedder.Embed(ctx, passages); err != nil {
		return res, err
	}
	start := o.Now()
	if err := m.saveArticles(ctx); err != nil {
		return res, err
	}
	res.SaveSeconds, start = o.Now().Sub(start).Seconds(), o.Now()
	if err := m.saveVectors(ctx); err != nil {
		return res, err
	}
	res.IndexSeconds = o.Now().Sub(start).Seconds()
	if m.questions, err = m.ask(ctx, data.queries); err != nil {
		return res, err
	}
	res.Passages, res.Dimensions, res.Queries, res.Connections = len(passages), embedder.Dim(), len(m.questions), vectorClients
	if res.Recall10, res.SearchP50, res.SearchP99, err = m.round(ctx, wideMarket); err != nil {
		return res, err
	}
	res.NarrowShare = 1.0 / narrowEvery
	res.NarrowRecall, res.NarrowP50, res.NarrowP99, err = m.round(ctx, narrowMarket)
	return res, err
}

// mixed gives the texts of documents, and further ones made of three of their
// sentences each until there are n.
func mixed(documents []document, n int, seed uint64) []string {
	texts := make([]string, 0, max(n, len(documents)))
	var sentences []string
	for _, d := range documents {
		texts = append(texts, strings.TrimSpace(d.Title+"\n"+d.Text))
		for s := range strings.SplitSeq(d.Text, ". ") {
			sentences = append(sentences, strings.TrimSpace(s))
		}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	for len(texts) < n {
		some := make([]string, 3)
		for i := range some {
			some[i] = sentences[random.IntN(len(sentences))]
		}
		texts = append(texts, strings.Join(some, ". "))
	}
	random.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
	return texts
}

type vectorsMeasurement struct {
	o         VectorsOptions
	lang      string
	passages  []string
	embedder  *knowledge.Builtin
	vectors   [][]float32
	questions [][]float32
}

func articleID(n int) string { return fmt.Sprintf("article-%06d", n) }

func marketOf(article int) string {
	if article%narrowEvery == narrowEvery/2 {
		return narrowMarket
	}
	return wideMarket
}

func (m *vectorsMeasurement) saveArticles(ctx context.Context) error {
	var batch []knowledge.Saving
	for n, texts := range chunked(m.passages) {
		id := articleID(n)
		s := knowledge.Saving{Article: knowledge.Article{
			ID: id, Key: id, Title: id, Body: "-", Locale: m.lang, Status: knowledge.Published, Markets: []string{marketOf(n)}}}
		for i, t := range texts {
			s.Passages = append(s.Passages, knowledge.Passage{ID: fmt.Sprintf("%s/%d", id, i), ArticleID: id, Ord: i, Text: t})
		}
		if batch = append(batch, s); len(batch) == 500 || (n+1)*passagesEach >= len(m.passages) {
			if _, err := m.o.Store.SaveArticles(ctx, batch); err != nil {
				return fmt.Errorf("save articles: %w", err)
			}
			batch = nil
		}
	}
	return nil
}

func (m *vectorsMeasurement) saveVectors(ctx context.Context) error {
	var all []knowledge.Vectors
	for n, rows := range chunked(m.vectors) {
		all = append(all, knowledge.Vectors{ArticleID: articleID(n), Model: m.embedder.Model(), Rows: rows})
	}
	if err := m.o.Store.SaveVectors(ctx, all); err != nil {
		return fmt.Errorf("save vectors: %w", err)
	}
	return nil
}

// chunked gives what belongs to each article.
func chunked[T any](all []T) [][]T { return slices.Collect(slices.Chunk(all, passagesEach)) }

// ask gives the vectors of queries, again from the first one until there are
// enough.
func (m *vectorsMeasurement) ask(ctx context.Context, queries []query) ([][]float32, error) {
	texts := make([]string, len(queries))
	for i, q := range queries {
		texts[i] = q.Text
	}
	rows, err := m.embedder.Embed(ctx, texts)
	rows = slices.DeleteFunc(rows, func(v []float32) bool { return vector.Check(v, m.embedder.Dim()) != nil })
	if err == nil && len(rows) == 0 {
		return nil, fault.New(fault.Invalid, "empty", "No query has a word.")
	}
	for i := 0; err == nil && len(rows) < vectorQuestions; i++ {
		rows = append(rows, rows[i])
	}
	return rows, err
}

// round asks all questions in a market over several connections, twice: the first
// time warms the caches up.
func (m *vectorsMeasurement) round(ctx context.Context, market string) (recall, p50, p99 float64, err error) {
	scope := knowledge.Scope{Market: market}
	found := make([][]knowledge.Near, len(m.questions))
	took := make([]float64, len(m.questions))
	for range 2 {
		errs := make([]error, vectorClients)
		var clients sync.WaitGroup
		for client := range vectorClients {
			clients.Go(func() {
				for i := client; i < len(m.questions) && errs[client] == nil; i += vectorClients {
					start := m.o.Now()
					found[i], errs[client] = m.o.Store.Nearest(ctx, m.embedder.Model(), m.questions[i], scope, vectorCandidates)
					took[i] = float64(m.o.Now().Sub(start)) / float64(time.Millisecond)
				}
			})
		}
		clients.Wait()
		if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
			return 0, 0, 0, fmt.Errorf("search for the nearest: %w", errs[i])
		}
	}
	judged := m.questions[:min(judgedQuestions, len(m.questions))]
	for i, q := range judged {
		recall += m.recall(market, q, found[i]) / float64(len(judged))
	}
	return recall, metrics.Percentile(took, 0.5), metrics.Percentile(took, 0.99), nil
}

// recall is the share of the ten nearest passages of a market that are among the
// first ten found, or that something equally near stands for.
func (m *vectorsMeasurement) recall(market string, q []float32, found []knowledge.Near) float64 {
	var best []float64              // cosines of the ten nearest, the nearest first
	at := make(map[int]float64, 10) // by place in m.vectors
	for _, n := range found[:min(10, len(found))] {
		at[m.place(n.PassageID)] = -1
	}
	for i, v := range m.vectors {
		article := i / passagesEach
		if marketOf(article) != market || vector.Check(v, len(q)) != nil {
			continue
		}
		cosine := inner(q, v)
		if n, _ := slices.BinarySearchFunc(best, cosine, func(a, b float64) int { return cmp.Compare(b, a) }); n < 10 {
			best = slices.Insert(best, n, cosine)
			best = best[:min(10, len(best))]
		}
		if _, ok := at[i]; ok {
			at[i] = cosine
		}
	}
	if len(best) == 0 {
		return 1
	}
	right := 0
	for _, cosine := range at {
		if cosine >= best[len(best)-1]-sameNearness {
			right++
		}
	}
	return float64(right) / float64(len(best))
}

// place is where the vector of a passage is; -1 for an id that was never saved.
func (m *vectorsMeasurement) place(id string) int {
	var article, ord int
	if _, err := fmt.Sscanf(id, "article-%d/%d", &article, &ord); err != nil {
		return -1
	}
	return article*passagesEach + ord
}

// inner is the cosine of two unit vectors, whose length is a multiple of four.
func inner(a, b []float32) float64 {
	var s0, s1, s2, s3 float32
	for i := 0; i+4 <= len(a); i += 4 {
		x, y := a[i:i+4:i+4], b[i:i+4:i+4]
		s0, s1, s2, s3 = s0+x[0]*y[0], s1+x[1]*y[1], s2+x[2]*y[2], s3+x[3]*y[3]
	}
	return float64(s0 + s1 + s2 + s3)
}
