package lexical

import (
	"cmp"
	"math"
	"slices"
)

// maxTerms is how many different terms of a question are told apart: as many as
// there are bits in Hit.Matched. The weightiest are; of a longer text up to
// mostTerms are searched.
const (
	maxTerms  = 64
	mostTerms = 512
)

// Term is one term of a question.
type Term struct {
	Forms  []string // spellings that count as the same; the first that a document has counts
	Weight float64
	Fuzzy  bool // a word: if no document has any form, words one or two typing errors away are tried
}

// Query is a search.
type Query struct {
	Terms []Term
	K     int                  // how many hits at most
	Keep  func(id string) bool // nil keeps all; called only for documents that would be among the best
	Also  []string             // documents to score whether or not they are among the best, if Keep lets them
}

// Hit is a document that was found.
type Hit struct {
	ID      string
	Score   float64 // BM25
	Matched uint64  // bit i: it has Answer.Terms[i]
	Partly  uint64  // bit i: it has only a word that shares a part with Answer.Terms[i]
}

// Answer is the outcome of a search.
type Answer struct {
	Hits    []Hit     // best first; those of Query.Also that score less come after the first K
	Terms   []Matched // what was searched, in the order of the bits of Hit.Matched
	Bound   float64   // no document can score more for this question
	Removed int       // how many documents that were good enough Keep turned away
}

// Matched is a term of the question as it was searched.
type Matched struct {
	Term
	Known  bool    // some document has it, or its repair
	Value  float64 // weight times idf: its share of the question's meaning
	Repair string  // the word of the documents that was searched instead; empty if none
}

// accumulator holds the scores of one search; it is pooled.
type accumulator struct {
	score   []float32
	matched []uint64
	partly  []uint64
	seen    []bool
	touched []int32
	shared  []uint8 // by term, see related
	met     []int32
	letter  float64 // see letter
}

// touch notes that a document has a score.
func (acc *accumulator) touch(doc int32) {
	if !acc.seen[doc] {
		acc.seen[doc] = true
		acc.touched = append(acc.touched, doc)
	}
}

// Search finds the K best documents.
func (x *Index) Search(q Query) Answer {
	x.mu.RLock()
	defer x.mu.RUnlock()
	acc := x.accumulator()
	defer x.release(acc)
	plans := x.plan(q.Terms)
	acc.letter = letter(plans)
	var ans Answer
	for i, p := range plans {
		k1, _ := x.constants(acc.letter)
		ans.Bound += p.Value * (k1 + 1)
		bit := uint64(1) << i // 0 from maxTerms on
		for _, t := range p.terms {
			x.accumulate(acc, t, p.Value, bit)
		}
		if bit == 0 {
			continue
		}
		ans.Terms = append(ans.Terms, p.Matched)
		x.accumulateRelated(acc, p, bit)
	}
	x.best(acc, q, &ans)
	return ans
}

// maxRepeats is how many repetitions of a word count.
const maxRepeats = 4

// plan is a term with the postings to read for it.
type plan struct {
	Matched
	terms []int32
	said  int // again, after the first time
}

// plan joins equal terms, looks them up and keeps the weightiest.
func (x *Index) plan(terms []Term) []plan {
	plans := make([]plan, 0, len(terms))
	seen := make(map[string]int, len(terms))
	for _, t := range terms {
		if len(t.Forms) == 0 || t.Weight <= 0 {
			continue
		}
		if i, ok := seen[t.Forms[0]]; ok {
			// A word said twice matters a little more, not twice as much, and one
			// that is said all the time no more than that.
			if plans[i].said++; plans[i].said <= maxRepeats {
				plans[i].Value *= 1.2
			}
			continue
		}
		seen[t.Forms[0]] = len(plans)
		plans = append(plans, x.lookup(t))
	}
	if len(plans) > maxTerms {
		slices.SortStableFunc(plans, func(a, b plan) int { return cmp.Compare(b.Value, a.Value) })
		plans = plans[:min(mostTerms, len(plans))]
	}
	return plans
}

func (x *Index) lookup(t Term) plan {
	p := plan{Matched: Matched{Term: t}}
	var df int32
	for _, f := range t.Forms {
		if n, ok := x.vocab[f]; ok && x.terms[n].df > 0 {
			p.terms = append(p.terms, n)
			df = max(df, x.terms[n].df)
		}
	}
	p.Known = len(p.terms) > 0
	if p.Known || !t.Fuzzy {
		p.Value = t.Weight * x.idf(df)
		return p
	}
	near, distance := x.near(t.Forms[0])
	if near < 0 {
		p.Value = t.Weight * x.idf(0)
		return p
	}
	p.terms = append(p.terms, near)
	p.Known = true
	p.Repair = x.terms[near].text
	p.Value = t.Weight * x.idf(x.terms[near].df) * math.Pow(repairTrust, float64(distance))
	return p
}

// accumulate adds one term's scores. A document that already matched by
// another form of the same term is left as it is.
func (x *Index) accumulate(acc *accumulator, t int32, value float64, bit uint64) {
	sat := x.saturation(value, acc.letter)
	for _, p := range x.terms[t].postings {
		if acc.matched[p.doc]&bit != 0 {
			continue
		}
		acc.touch(p.doc)
		acc.matched[p.doc] |= bit
		acc.score[p.doc] += sat.of(p, x.lengths[p.doc])
	}
}

// saturation is the part of BM25F that is the same for all documents.
type saturation struct{ gain, k1, base, slope float32 }

// A question of up to fewTerms different words is searched with the constants of
// Config, a letter of manyTerms or more with these: most of its words are beside
// the point, so that a long document has many of them by chance, and a word that a
// document repeats tells more. Chosen on the scenarios of tau2-bench's knowledge
// domain (150 to 400 terms); Cranfield's questions (10 to 30) do not care.
const (
	fewTerms  = 24
	manyTerms = 64
	letterK1  = 1.5
	letterB   = 0.75
)

// letter is how far a text is a letter: 0 a question, 1 a letter. Only words count:
// a short question in a script without spaces has many terms too.
func letter(plans []plan) float64 {
	n := 0
	for _, p := range plans {
		if p.Fuzzy {
			n++
		}
	}
	return min(1, max(0, float64(n-fewTerms)/(manyTerms-fewTerms)))
}

func (x *Index) constants(letter float64) (k1, b float64) {
	return x.cfg.K1 + letter*(letterK1-x.cfg.K1), x.cfg.B + letter*(letterB-x.cfg.B)
}

func (x *Index) saturation(value, letter float64) saturation {
	average := max(x.total/float64(max(x.live, 1)), 1)
	k1, b := x.constants(letter)
	return saturation{gain: float32(value * (k1 + 1)), k1: float32(k1), base: float32(1 - b), slope: float32(b / average)}
}

// of is the score of one term in one document; 0 in a removed one, whose
// length is infinite.
func (s saturation) of(p posting, length float32) float32 {
	if length > math.MaxFloat32 {
		return 0
	}
	tf := p.plain + p.counted/(s.base+s.slope*length)
	return s.gain * tf / (tf + s.k1)
}

// best moves the K best documents that Keep lets through into the answer.
func (x *Index) best(acc *accumulator, q Query, ans *Answer) {
	top := topK{k: q.K, index: x, score: acc.score}
	for _, d := range acc.touched {
		if acc.score[d] <= 0 || !top.would(d) {
			continue
		}
		if q.Keep != nil && !q.Keep(x.docs[d].id) {
			ans.Removed++
			continue
		}
		top.push(d)
	}
	docs := top.sorted()
	for _, id := range q.Also {
		d, ok := x.byID[id]
		if ok && !slices.Contains(docs, d) && (q.Keep == nil || q.Keep(id)) {
			docs = append(docs, d)
		}
	}
	ans.Hits = make([]Hit, 0, len(docs))
	for _, d := range docs {
		ans.Hits = append(ans.Hits, Hit{ID: x.docs[d].id, Score: float64(acc.score[d]), Matched: acc.matched[d], Partly: acc.partly[d]})
	}
}

func (x *Index) accumulator() *accumulator {
	acc, _ := x.scratch.Get().(*accumulator)
	if acc == nil {
		acc = &accumulator{}
	}
	if len(acc.score) < len(x.docs) {
		acc.score = make([]float32, len(x.docs))
		acc.matched = make([]uint64, len(x.docs))
		acc.partly = make([]uint64, len(x.docs))
		acc.seen = make([]bool, len(x.docs))
	}
	return acc
}

// release clears what a search touched and gives the memory back to the pool.
func (x *Index) release(acc *accumulator) {
	for _, d := range acc.touched {
		acc.score[d], acc.matched[d], acc.partly[d], acc.seen[d] = 0, 0, 0, false
	}
	acc.touched = acc.touched[:0]
	x.scratch.Put(acc)
}

// topK is a min-heap of the best documents; ties go to the smaller id, so that
// a result does not depend on the order of indexing.
type topK struct {
	k     int
	index *Index
	score []float32
	heap  []int32
}

func (t *topK) less(a, b int32) bool {
	if t.score[a] != t.score[b] {
		return t.score[a] < t.score[b]
	}
	return t.index.docs[a].id > t.index.docs[b].id
}

// would says whether d belongs to the best so far.
func (t *topK) would(d int32) bool {
	return t.k > 0 && (len(t.heap) < t.k || t.less(t.heap[0], d))
}

func (t *topK) push(d int32) {
	if len(t.heap) < t.k {
		t.heap = append(t.heap, d)
		for i := len(t.heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if !t.less(t.heap[i], t.heap[parent]) {
				break
			}
			t.heap[i], t.heap[parent] = t.heap[parent], t.heap[i]
			i = parent
		}
		return
	}
	t.heap[0] = d
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.heap) {
			return
		}
		if child+1 < len(t.heap) && t.less(t.heap[child+1], t.heap[child]) {
			child++
		}
		if !t.less(t.heap[child], t.heap[i]) {
			return
		}
		t.heap[i], t.heap[child] = t.heap[child], t.heap[i]
		i = child
	}
}

func (t *topK) sorted() []int32 {
	slices.SortFunc(t.heap, func(a, b int32) int {
		if t.less(a, b) {
			return 1
		}
		return -1
	})
	return t.heap
}
