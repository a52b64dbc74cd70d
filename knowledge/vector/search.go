package vector

import (
	"cmp"
	"slices"
)

// Search finds the k nearest vectors, best first, equal ones in the order of their
// ids. admit is asked once for each class and says whether its vectors may be
// found; nil: all may.
func (x *Index) Search(vec []float32, k int, admit func(class uint32) bool) ([]Hit, error) {
	if err := x.Check(vec); err != nil {
		return nil, err
	}
	vec = slices.Clone(vec)
	normalize(vec)
	x.mu.RLock()
	defer x.mu.RUnlock()
	if k <= 0 {
		return nil, nil
	}
	s, _ := x.pool.Get().(*search)
	if s == nil {
		s = &search{}
	}
	defer x.pool.Put(s)
	s.index, s.vec = x, vec
	n := s.among(admit)
	if n == 0 {
		return nil, nil
	}
	return s.best(k, n), nil
}

// search is one search. It is pooled.
type search struct {
	index        *Index
	vec          []float32
	admitted     []bool // by class
	first, close shortlist
}

// among notes which classes are admitted, and gives how many vectors those have.
func (s *search) among(admit func(class uint32) bool) (n int) {
	sizes := s.index.sizes
	s.admitted = slices.Grow(s.admitted[:0], len(sizes))[:len(sizes)]
	for class, size := range sizes {
		s.admitted[class] = size > 0 && (admit == nil || admit(uint32(class)))
		if s.admitted[class] {
			n += size
		}
	}
	return n
}

// best finds the k nearest of n that are admitted.
func (s *search) best(k, n int) []Hit {
	x := s.index
	exact := max(compared, 4*k, n/comparedShare)
	some := max(estimated, 2*exact, n/estimatedShare)
	q := newQuestion(s.vec)
	s.first.reset(some)
	switch {
	case n <= some || n <= len(x.classes)/fewShare:
		s.few(&q, n > some)
	default:
		s.estimate(&q)
	}
	s.close.reset(exact)
	for _, c := range s.first.list {
		if n > exact {
			c.score = q.byBoth(&x.codes, int(c.n))
		}
		if c.score > s.close.least {
			s.close.add(c.n, c.score)
		}
	}
	s.close.cut()
	list := s.close.list
	for i := range list {
		list[i].score = x.dot(s.vec, list[i].n)
	}
	if k < len(list) {
		least := split(list, k) // equal ones stay, until they are put in order
		list = slices.DeleteFunc(list, func(c scored) bool { return c.score < least })
	}
	return s.hits(list, k)
}

// blockSize is how many vectors are estimated before the best of them are listed.
const blockSize = 1024

// estimate lists the nearest by their high bits.
func (s *search) estimate(q *question) {
	x, first := s.index, &s.first
	var block [blockSize]float32
	for from := 0; from < len(x.classes); from += blockSize {
		classes := x.classes[from:min(from+blockSize, len(x.classes))]
		scores := block[:len(classes)]
		q.allByHigh(&x.codes, from, scores)
		for i, score := range scores {
			if score > first.least && s.admitted[classes[i]] {
				first.add(int32(from+i), score)
			}
		}
	}
	first.cut()
}

// few lists those of few classes; the nearest of them by their high bits, if there
// are too many for all.
func (s *search) few(q *question, tooMany bool) {
	x, first := s.index, &s.first
	for i, class := range x.classes {
		if !s.admitted[class] {
			continue
		}
		var score float32
		if tooMany {
			if score = q.byHigh(&x.codes, i); score <= first.least {
				continue
			}
		}
		first.add(int32(i), score)
	}
	first.cut()
}

func (s *search) hits(list []scored, k int) []Hit {
	ids := s.index.ids
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(ids[a.n], ids[b.n]))
	})
	list = list[:min(k, len(list))]
	out := make([]Hit, len(list))
	for i, c := range list {
		out[i] = Hit{ID: ids[c.n], Cosine: float64(c.score)}
	}
	return out
}
