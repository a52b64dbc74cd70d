package vector

import (
	"cmp"
	"math/bits"
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
	exact := max(compared, 3*k, n/comparedShare)
	some := max(estimated, 2*exact, n/estimatedShare)
	q := newQuestion(s.vec)
	s.first.reset(some)
	s.close.reset(exact)
	switch {
	case n <= some || n <= len(x.classes)/fewShare:
		s.few(&q, n)
	default:
		s.estimate(&q)
	}
	if n > exact {
		x.codes.fetch(s.first.list)
	}
	for _, c := range s.first.list {
		if n > exact {
			c.score = q.byBoth(&x.codes, int(c.n), c.high)
		}
		if c.score > s.close.least {
			s.close.add(c)
		}
	}
	s.close.cut()
	list := s.close.list
	x.fetch(list)
	for i := range list {
		list[i].score = x.dot(s.vec, list[i].n)
	}
	if k < len(list) {
		least := split(list, k) // equal ones stay, until they are put in order
		list = slices.DeleteFunc(list, func(c scored) bool { return c.score < least })
	}
	return s.hits(list, k)
}

// sampled: one of so many blocks tells from which estimate on vectors are listed, and
// so many times as many as are wanted are let through, since a sample is not exact.
const (
	sampled       = 16
	sampledMargin = 1.25
)

// estimate lists the nearest by their high bits.
func (s *search) estimate(q *question) {
	first, want := &s.first, s.first.want
	if share := int(sampledMargin * float32(want) / sampled); share > 0 {
		first.reset(share)
		s.scan(q, sampled)
		if least := first.least; len(first.list) == share {
			first.reset(want)
			first.least = least
			if s.scan(q, 1); len(first.list) >= s.close.want {
				return
			}
		}
	}
	first.reset(want) // the sample was no sample
	s.scan(q, 1)
}

// scan lists the nearest by their high bits among one of so many blocks.
func (s *search) scan(q *question, oneOf int) {
	x, first := s.index, &s.first
	for from := 0; from < len(x.classes); from += oneOf * lanes {
		classes := x.classes[from:min(from+lanes, len(x.classes))]
		for word, some := range q.mayHave(&x.codes, from/lanes, first.least) {
			for ; some != 0; some &= some - 1 {
				i := 64*word + bits.TrailingZeros64(some)
				if i >= len(classes) {
					break
				}
				if !s.admitted[classes[i]] {
					continue
				}
				if score, high := q.byHigh(&x.codes, from+i); score > first.least {
					first.add(scored{int32(from + i), high, score})
				}
			}
		}
	}
	first.cut()
}

// few lists the n of few classes; the nearest of them by their high bits, if there
// are too many for all.
func (s *search) few(q *question, n int) {
	x, first := s.index, &s.first
	for i, class := range x.classes {
		if !s.admitted[class] {
			continue
		}
		c := scored{n: int32(i)}
		if n > s.close.want {
			if c.score, c.high = q.byHigh(&x.codes, i); n > first.want && c.score <= first.least {
				continue
			}
		}
		first.add(c)
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
