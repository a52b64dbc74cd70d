package lexical

import (
	"cmp"
	"runtime"
	"slices"
)

// scorer is one search. A document's score is the sum of what the terms of the
// question give it, in their order; exact computes it. best finds the documents
// for which that is worth while. It is pooled.
type scorer struct {
	index   *Index
	plans   []plan
	bound   float64
	streams []stream
	groups  []group

	slots  []int32  // by term of the index: its first stream, from 1
	sought []uint64 // bits by term of the index: it has a stream
	found  []int32  // streams of the document at hand

	score      []float32 // by document: what the groups so far gave
	stamp      []uint16  // by document: the last group that gave something, from 1
	open       []uint64  // bits by document, see close
	floor      float32   // what the K-th best had when last asked, see kth
	verdict    []int8    // by document: whether Keep lets it, see keeps
	touched    []int32   // documents with a score
	judged     []int32   // documents with a verdict
	whole      []bool    // by class, as far as it goes: whether Keep lets all of it
	turnedAway int
	theta      scores

	shared []uint8 // by term, see related
	met    []int32
}

// stream is the postings of a word of the index, as they count for a term of the
// question.
type stream struct {
	term    int32
	next    int32 // the next stream of the same word, from 1; 0: none
	sat     saturation
	bit     uint64 // of the term of the question; 0 from maxTerms on
	related bool   // the word shares only parts with the term
	freq    uint16 // of the document at hand
}

// scorer prepares a search.
func (x *Index) scorer(plans []plan) *scorer {
	s, _ := x.scratch.Get().(*scorer)
	if s == nil {
		s = &scorer{}
	}
	s.index, s.plans, s.bound, s.turnedAway, s.floor = x, plans, 0, 0, 0
	s.slots, s.shared = grown(s.slots, len(x.terms)), grown(s.shared, len(x.terms))
	s.sought = grown(s.sought, len(x.terms)/64+1)
	s.open = grown(s.open, len(x.docs)/64+1)
	s.score, s.stamp, s.verdict = grown(s.score, len(x.docs)), grown(s.stamp, len(x.docs)), grown(s.verdict, len(x.docs))
	letter := letter(plans)
	k1, _ := x.constants(letter)
	for i, p := range plans {
		s.bound += p.Value * (k1 + 1)
		bit := uint64(1) << i // 0 from maxTerms on
		from := len(s.streams)
		sat := x.saturation(p.Value, letter)
		for _, t := range p.terms {
			s.stream(stream{term: t, sat: sat, bit: bit})
		}
		for _, t := range p.also {
			s.stream(stream{term: t, sat: x.saturation(p.Value*cmp.Or(p.Trust, alsoTrust), letter), bit: bit})
		}
		if bit != 0 {
			s.relatives(p, bit, letter)
		}
		s.group(from, bit)
	}
	return s
}

// grown makes a slice at least n long; what is new is zero.
func grown[T any](s []T, n int) []T {
	if len(s) >= n {
		return s
	}
	return make([]T, n+n/8)
}

// release clears what a search used and gives it back to the pool.
func (x *Index) release(s *scorer) {
	for _, st := range s.streams {
		s.slots[st.term], s.sought[st.term>>6] = 0, 0
	}
	for _, d := range s.touched {
		s.forget(d)
	}
	for _, d := range s.judged {
		s.verdict[d] = 0
	}
	s.streams, s.groups, s.touched, s.judged, s.plans = s.streams[:0], s.groups[:0], s.touched[:0], s.judged[:0], nil
	x.scratch.Put(s)
}

// forget takes a document out.
func (s *scorer) forget(d int32) {
	s.score[d], s.stamp[d], s.open[d>>6] = 0, 0, s.open[d>>6]&^(1<<(d&63))
}

// stream adds one, and files it under its word.
func (s *scorer) stream(st stream) {
	s.streams = append(s.streams, st)
	n := int32(len(s.streams))
	s.sought[st.term>>6] |= 1 << (st.term & 63)
	at := &s.slots[st.term]
	for *at != 0 {
		at = &s.streams[*at-1].next
	}
	*at = n
}

// fetch reads a number of each line of memory that the terms of documents stand in: the
// processor waits for many lines at a time where nothing depends on what they hold, and
// for one after the other where it scores.
func (s *scorer) fetch(docs []int32) {
	var sum int32
	for _, d := range docs {
		doc := &s.index.docs[d]
		for i := 0; i < len(doc.terms); i += 16 {
			sum += doc.terms[i]
		}
		for i := 0; i < len(doc.freqs); i += 32 {
			sum += int32(doc.freqs[i])
		}
	}
	runtime.KeepAlive(sum) // or the compiler would leave it out
}

// exact is the score of a document.
func (s *scorer) exact(d int32) scored {
	doc := &s.index.docs[d]
	s.found = s.found[:0]
	for i, t := range doc.terms {
		if s.sought[t>>6]>>(t&63)&1 == 0 {
			continue // most; these bits stay in the processor's nearest cache
		}
		for n := s.slots[t]; n != 0; n = s.streams[n-1].next {
			s.streams[n-1].freq = doc.freqs[i]
			s.found = append(s.found, n-1)
		}
	}
	slices.Sort(s.found)
	out := scored{doc: d}
	length := s.index.lengths[d]
	for _, n := range s.found {
		st := &s.streams[n]
		if out.matched&st.bit != 0 {
			continue // by another form of the same term
		}
		if st.related {
			out.partly |= st.bit
		} else {
			out.matched |= st.bit
		}
		out.score += st.sat.of(s.index.freqs[st.freq], length)
	}
	return out
}

// classes notes which classes Keep lets as a whole.
func (s *scorer) classes(whole func(class uint32) bool) {
	s.whole = s.whole[:0]
	if whole == nil {
		return
	}
	for class := range s.index.highest + 1 {
		s.whole = append(s.whole, whole(class))
	}
}

// The verdicts of Keep.
const (
	unasked = iota
	kept
	away
)

// keeps asks Keep about a document, once.
func (s *scorer) keeps(d int32, keep func(id string) bool) bool {
	if keep == nil {
		return true
	}
	if class := s.index.classes[d]; int(class) < len(s.whole) && s.whole[class] {
		return true
	}
	if s.verdict[d] == unasked {
		s.judged = append(s.judged, d)
		s.verdict[d] = kept
		if !keep(s.index.docs[d].id) {
			s.verdict[d] = away
			s.turnedAway++
		}
	}
	return s.verdict[d] == kept
}

// group is the streams of one term of the question.
type group struct {
	from, to   int     // in scorer.streams
	alternates bool    // a document counts for the first stream that it is in, and for related ones only without
	bound      float64 // no document gets more
	cost       int     // postings
	rest       float64 // the sum of the bounds of this and all later groups
}

func (s *scorer) group(from int, bit uint64) {
	g := group{from: from, to: len(s.streams), alternates: bit != 0}
	var most, related float64
	for _, st := range s.streams[g.from:g.to] {
		t := &s.index.terms[st.term]
		b := st.sat.most(t.most)
		g.cost += len(t.docs)
		switch {
		case st.related || !g.alternates:
			related += b
		default:
			most = max(most, b)
		}
	}
	g.bound = max(most, related)
	if g.cost > 0 {
		s.groups = append(s.groups, g)
	}
}

// order puts the groups that give most first, and tells each what is to come.
func (s *scorer) order() {
	slices.SortStableFunc(s.groups, func(a, b group) int { return cmp.Compare(b.bound, a.bound) })
	rest := 0.0
	for i := len(s.groups) - 1; i >= 0; i-- {
		rest += s.groups[i].bound
		s.groups[i].rest = rest
	}
}
