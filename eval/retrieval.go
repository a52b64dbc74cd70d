package eval

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/eval/metrics"
	"frontdesk/knowledge"
	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
)

// deepest is the rank down to which a ranking is taken.
const deepest = 100

// RetrievalOptions say what to measure.
type RetrievalOptions struct {
	Corpus  string // JSON lines {"_id","title","text"}
	Queries string // JSON lines {"_id","text"}, and "answerable": false where nothing answers
	Qrels   string // tab-separated with the header query-id, corpus-id, score

	Language    string                   // of corpus and queries; empty: as Detect says
	Detect      func(text string) string // gives the language of a text; nil: unknown
	Plain       bool                     // measure plain BM25 instead, to compare with
	AsWritten   bool                     // with Plain: over words and Chinese characters as they are written, as it is done elsewhere
	Config      knowledge.Config         // of the base; the zero value is the built-in search
	Predictions io.Writer                // nil: none; else CSV, a row a query
	Now         func() time.Time         // nil: time.Now
}

// RetrievalResult holds the figures. Queries without a relevant document count
// only towards answerability.
type RetrievalResult struct {
	Documents int     `json:"documents"`
	Queries   int     `json:"queries"`
	Language  string  `json:"language"`
	NDCG10    float64 `json:"ndcg@10"`
	MRR10     float64 `json:"mrr@10"`
	Hit1      float64 `json:"hit@1"`
	Hit5      float64 `json:"hit@5"` // some relevant document is among the first five
	Recall5   float64 `json:"recall@5"`
	Recall10  float64 `json:"recall@10"`
	Recall50  float64 `json:"recall@50"`
	Recall100 float64 `json:"recall@100"`

	AnswerableAUROC *float64           `json:"answerable_auroc,omitempty"` // only when some queries are not answerable
	Risk            map[string]float64 `json:"risk,omitempty"`             // by coverage: wrong among those answered with most confidence
	ECE             *float64           `json:"ece,omitempty"`              // of the probability against the first hit being right

	IndexSeconds float64 `json:"index_seconds"`
	SearchP50    float64 `json:"search_ms_p50"`
	SearchP99    float64 `json:"search_ms_p99"`
}

// RunRetrieval measures search on a labelled collection in BEIR's layout, on
// the same code path that serves shoppers. Faults of the input are
// fault.Invalid with file and line.
func RunRetrieval(ctx context.Context, o RetrievalOptions) (RetrievalResult, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	data, err := readCollection(o)
	if err != nil {
		return RetrievalResult{}, err
	}
	lang := data.language(o)
	start := o.Now()
	rank, err := newRanker(ctx, o, data, lang)
	if err != nil {
		return RetrievalResult{}, err
	}
	res := RetrievalResult{Documents: len(data.documents), Language: lang, IndexSeconds: o.Now().Sub(start).Seconds()}
	m := measurement{now: o.Now}
	for _, q := range data.queries {
		if err := m.ask(ctx, rank, q); err != nil {
			return RetrievalResult{}, err
		}
	}
	m.fill(&res)
	if o.Predictions != nil {
		err = m.write(o.Predictions)
	}
	return res, err
}

// ranking is what was found for a question.
type ranking struct {
	documents  []string // best first
	confidence float64  // in the first
	covered    float64  // how likely it is that some document answers
}

// ranker ranks the documents for a question.
type ranker func(ctx context.Context, question string) (ranking, error)

func newRanker(ctx context.Context, o RetrievalOptions, data collection, lang string) (ranker, error) {
	if o.Plain {
		if o.AsWritten {
			return plainBM25(data, reading{asWritten, asWritten, true}), nil
		}
		return plainBM25(data, analysed(lang)), nil
	}
	base, err := indexCollection(ctx, o.Config, data, lang)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, question string) (ranking, error) {
		res, err := base.Retrieve(ctx, knowledge.Query{Text: question, Lang: lang, K: deepest})
		if err != nil || len(res.Hits) == 0 {
			return ranking{}, err
		}
		r := ranking{confidence: res.Hits[0].P, covered: res.Covered}
		for _, h := range res.Hits {
			r.documents = append(r.documents, h.Article.ID)
		}
		return r, nil
	}, nil
}

// reading makes terms of texts.
type reading struct {
	document, question func(string) []string
	repeated           bool // a term that the question has twice counts twice
}

// analysed splits and stems as the search does; documents have words whole and split.
func analysed(lang string) reading {
	analyzer := text.New()
	return reading{
		document: func(s string) []string { return text.Terms(analyzer.Analyze(s, lang)) },
		question: func(s string) (terms []string) {
			for _, t := range analyzer.Analyze(s, lang) {
				terms = append(terms, t.Text)
			}
			return terms
		},
	}
}

var (
	hanCharacter = regexp.MustCompile(`\p{Han}`) // a word of its own
	writtenWords = regexp.MustCompile(`[\p{L}\p{M}\p{N}_]+`)
)

// asWritten only puts words into lower case.
func asWritten(s string) []string {
	s = hanCharacter.ReplaceAllString(strings.ToLower(s), " $0 ")
	return writtenWords.FindAllString(s, -1)
}

// plainBM25 ranks by the words of title and text alike, and is as sure as its first
// score is high.
func plainBM25(data collection, read reading) ranker {
	index := lexical.New(lexical.Config{})
	docs := make([]lexical.Document, len(data.documents))
	for i, d := range data.documents {
		docs[i] = lexical.Document{ID: d.ID, Fields: []lexical.Field{{Terms: read.document(d.Title + "\n" + d.Text), Weight: 1, Counted: true}}}
	}
	index.Apply(docs, nil)
	return func(_ context.Context, question string) (r ranking, err error) {
		var terms []lexical.Term
		at := make(map[string]int)
		for _, t := range read.question(question) {
			if i, again := at[t]; again && read.repeated {
				terms[i].Weight++
				continue
			}
			at[t] = len(terms)
			terms = append(terms, lexical.Term{Forms: []string{t}, Weight: 1})
		}
		for i, h := range index.Search(lexical.Query{Terms: terms, K: deepest}).Hits {
			if i == 0 {
				r.confidence, r.covered = h.Score, h.Score
			}
			r.documents = append(r.documents, h.ID)
		}
		return r, nil
	}
}

// indexCollection puts every document, as an article of one passage, into a
// base of its own.
func indexCollection(ctx context.Context, cfg knowledge.Config, data collection, lang string) (*knowledge.Base, error) {
	store := knowledge.NewMemory()
	for _, d := range data.documents {
		a := knowledge.Article{ID: d.ID, Key: d.ID, Title: d.Title, Locale: lang, Status: knowledge.Published}
		if _, err := store.SaveArticle(ctx, a, []knowledge.Passage{{ID: d.ID, ArticleID: d.ID, Text: d.Text}}); err != nil {
			return nil, fmt.Errorf("index document %s: %w", d.ID, err)
		}
	}
	base, err := knowledge.New(store, cfg)
	if err != nil {
		return nil, err
	}
	if _, err = base.Refresh(ctx); err != nil {
		return nil, err
	}
	return base, base.Embed(ctx)
}

// outcome is what one query gave.
type outcome struct {
	query      query
	top        string
	confidence float64
	covered    float64
	right      bool // the first hit is relevant
	rank       int  // of the first relevant hit, from 1; 0 if not found
	took       time.Duration
}

// measurement collects outcomes.
type measurement struct {
	now       func() time.Time
	outcomes  []outcome
	judged    int // queries with a relevant document
	ndcg, mrr float64
	recalls   [4]float64
	hit1      float64
	hit5      float64
}

func (m *measurement) ask(ctx context.Context, rank ranker, q query) error {
	start := m.now()
	found, err := rank(ctx, q.Text)
	if err != nil {
		return fmt.Errorf("search for query %s: %w", q.ID, err)
	}
	o := outcome{query: q, took: m.now().Sub(start), confidence: found.confidence, covered: found.covered}
	ranking := found.documents
	for i, id := range ranking {
		if o.rank == 0 && q.relevant[id] > 0 {
			o.rank = i + 1
		}
	}
	if len(ranking) > 0 {
		o.top, o.right = ranking[0], o.rank == 1
	}
	m.outcomes = append(m.outcomes, o)
	if len(q.relevant) == 0 {
		return nil
	}
	m.judged++
	m.ndcg += metrics.NDCG(ranking, q.relevant, 10)
	m.mrr += metrics.MRR(ranking, q.relevant, 10)
	for i, k := range []int{5, 10, 50, deepest} {
		m.recalls[i] += metrics.Recall(ranking, q.relevant, k)
	}
	if o.right {
		m.hit1++
	}
	if o.rank > 0 && o.rank <= 5 {
		m.hit5++
	}
	return nil
}

// fill computes the figures.
func (m *measurement) fill(res *RetrievalResult) {
	n := float64(max(m.judged, 1))
	res.Queries = len(m.outcomes)
	res.NDCG10, res.MRR10, res.Hit1, res.Hit5 = m.ndcg/n, m.mrr/n, m.hit1/n, m.hit5/n
	res.Recall5, res.Recall10, res.Recall50, res.Recall100 = m.recalls[0]/n, m.recalls[1]/n, m.recalls[2]/n, m.recalls[3]/n
	took := make([]float64, len(m.outcomes))
	confidence := make([]float64, len(m.outcomes))
	covered := make([]float64, len(m.outcomes))
	right := make([]bool, len(m.outcomes))
	answerable := make([]bool, len(m.outcomes))
	open := 0
	for i, o := range m.outcomes {
		took[i], confidence[i], covered[i] = float64(o.took)/float64(time.Millisecond), o.confidence, o.covered
		right[i], answerable[i] = o.right, o.query.answerable
		if !o.query.answerable {
			open++
		}
	}
	res.SearchP50, res.SearchP99 = metrics.Percentile(took, 0.5), metrics.Percentile(took, 0.99)
	if open == 0 || open == len(m.outcomes) {
		return
	}
	auroc := metrics.AUROC(covered, answerable)
	res.AnswerableAUROC = &auroc
	if slices.Max(confidence) <= 1 { // a probability
		ece := metrics.ECE(confidence, right, 15)
		res.ECE = &ece
	}
	res.Risk = map[string]float64{}
	for _, c := range []float64{0.5, 0.7, 0.9} {
		res.Risk[fmt.Sprint(c)] = risk(confidence, right, c)
	}
}

// risk is the share of wrong answers among the share (coverage, 0 to 1) of
// questions with the highest confidence.
func risk(confidence []float64, right []bool, coverage float64) float64 {
	order := make([]int, len(confidence))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(confidence[b], confidence[a]) })
	n := int(math.Round(coverage * float64(len(order))))
	wrong := 0
	for _, i := range order[:n] {
		if !right[i] {
			wrong++
		}
	}
	return float64(wrong) / float64(max(n, 1))
}
