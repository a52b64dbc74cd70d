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
	Spelt  bool // of a Fuzzy term: it is a word of the language as it stands, so that only another ending of it is tried

	Also    []string // other words for the same thing: a document with one of them and no form has the term, for Trust of its score
	Trust   float64  // 0 is alsoTrust
	Instead bool     // Also is searched in place of the forms, which mean something else to the documents
}

// alsoTrust is what another word for the same thing scores against the word itself:
// what says it as it was asked comes before what says it otherwise.
const alsoTrust = 0.8

// Query is a search.
type Query struct {
	Terms []Term
	K     int                  // how many hits at most
	Keep  func(id string) bool // nil keeps all; called only for documents that would be among the best
	Also  []string             // documents to score whether or not they are among the best, if Keep lets them

	// Whole says that Keep lets all documents of a class; nil: it is asked about each.
	Whole func(class uint32) bool
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

// Search finds the K best documents.
func (x *Index) Search(q Query) Answer {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.scorer(x.plan(q.Terms))
	defer x.release(s)
	ans := Answer{Bound: s.bound, Terms: make([]Matched, min(len(s.plans), maxTerms))}
	for i := range ans.Terms {
		ans.Terms[i] = s.plans[i].Matched
	}
	s.classes(q.Whole)
	docs := s.best(q.K, q.Keep)
	docs = slices.Grow(docs, len(q.Also))
	ans.Removed = s.turnedAway
	also := make([]int32, 0, len(q.Also))
	for _, id := range q.Also {
		if d, ok := x.byID[id]; ok {
			also = append(also, d)
		}
	}
	s.fetch(also)
	there := make(map[int32]bool, len(docs)+len(also))
	for _, d := range docs {
		there[d.doc] = true
	}
	for _, d := range also {
		if !there[d] && s.keeps(d, q.Keep) {
			there[d] = true
			docs = append(docs, s.exact(d))
		}
	}
	ans.Hits = make([]Hit, len(docs))
	for i, d := range docs {
		ans.Hits[i] = Hit{ID: x.docs[d.doc].id, Score: float64(d.score), Matched: d.matched, Partly: d.partly}
	}
	return ans
}

// maxRepeats is how many repetitions of a word count.
const maxRepeats = 4

// plan is a term with the postings to read for it.
type plan struct {
	Matched
	terms []int32
	also  []int32 // see Term.Also
	said  int     // again, after the first time
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
	forms := t.Forms
	if t.Instead {
		forms = nil
	}
	for _, f := range forms {
		if n, ok := x.vocab[f]; ok && x.terms[n].df > 0 {
			p.terms = append(p.terms, n)
			df = max(df, x.terms[n].df)
		}
	}
	for _, f := range t.Also {
		if n, ok := x.vocab[f]; ok && x.terms[n].df > 0 && !slices.Contains(p.terms, n) && !slices.Contains(p.also, n) {
			p.also = append(p.also, n)
			if len(p.terms) == 0 {
				df = max(df, x.terms[n].df)
			}
		}
	}
	p.Known = len(p.terms)+len(p.also) > 0
	if p.Known || !t.Fuzzy || t.Instead {
		p.Value = t.Weight * x.idf(df)
		return p
	}
	near, distance := x.near(t.Forms[0], t.Spelt)
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
