package lexical

import "math"

// Most postings belong to words that nearly every document has and that hardly
// tell. MaxScore (Turtle and Flood, Query evaluation: strategies and
// optimizations, 1995) leaves them out: words are taken in the order of the most
// that they can give, and once all that are left together cannot lift a new
// document among the K best, only the documents met so far go on, fewer with each
// word. Here whole postings lists are added up in memory, which for the short
// lists of rare words beats a merge; what decides is always the exact score.
const (
	// cheap is how many postings a term may have to be added without asking
	// whether it is still needed.
	cheap = 2048
	// exactCost is how many postings could be read in the time in which a document
	// is scored exactly.
	exactCost = 400
	// rounding is how far, at most, sums of the same numbers in different order
	// may be apart, as a share.
	rounding = 1e-4
)

// best gives the k best documents that keep lets through.
func (s *scorer) best(k int, keep func(id string) bool) []scored {
	if k <= 0 {
		return nil
	}
	s.order()
	closed, rest := false, 0.0 // closed: no new document can get among the best
	for i := range s.groups {
		g := &s.groups[i]
		if closed || g.cost > cheap {
			least, full := s.kth(k, keep)
			if !closed && full && g.rest < least {
				closed = true
				s.close()
			}
			if closed && s.leave(least-g.rest)*exactCost < s.cost(i) {
				rest = g.rest
				break
			}
		}
		s.accumulate(g, uint16(i+1), closed)
	}
	if least, full := s.kth(k, keep); full {
		s.leave(least - rest)
	}
	s.fetch(s.touched)
	top := topK{k: k, index: s.index}
	for _, d := range s.touched {
		if s.score[d] == 0 || s.verdict[d] == away || len(top.heap) == k && float64(s.score[d])+rest < float64(top.heap[0].score)*(1-rounding) {
			continue
		}
		if c := s.exact(d); c.score > 0 && top.would(c) && s.keeps(d, keep) {
			top.push(c)
		}
	}
	return top.sorted()
}

// cost is how many postings the groups from i on have.
func (s *scorer) cost(i int) (n int) {
	for _, g := range s.groups[i:] {
		n += g.cost
	}
	return n
}

// kth is what the k-th best document has at least; false if there are not k yet.
func (s *scorer) kth(k int, keep func(id string) bool) (float64, bool) {
	s.theta = s.theta[:0]
	least := math.Nextafter32(s.floor, 0) // scores only grow
	for _, d := range s.touched {
		if score := s.score[d]; score > least && s.verdict[d] != away && s.keeps(d, keep) {
			if s.theta.push(score, k); len(s.theta) == k {
				least = s.theta[0]
			}
		}
	}
	full := len(s.theta) == k
	if full {
		s.floor = least
	}
	return float64(least) * (1 - rounding), full
}

// close notes which documents have a score: no other gets one from here on. Their bits
// stay in the processor's nearest cache, which the scores of all do not.
func (s *scorer) close() {
	for _, d := range s.touched {
		s.open[d>>6] |= 1 << (d & 63)
	}
}

// isOpen tells whether a document has a score, once no other gets one.
func (s *scorer) isOpen(d int32) bool { return s.open[d>>6]>>(d&63)&1 != 0 }

// leave drops the documents that have less than least, or that Keep turned away,
// and gives how many stay.
func (s *scorer) leave(least float64) int {
	stay := s.touched[:0]
	for _, d := range s.touched {
		if float64(s.score[d]) < least || s.verdict[d] == away {
			s.forget(d)
		} else {
			stay = append(stay, d)
		}
	}
	s.touched = stay
	return len(stay)
}

// accumulate adds what the n-th group, from 1, gives; closed: only to documents
// that have a score.
func (s *scorer) accumulate(g *group, n uint16, closed bool) {
	for i := g.from; i < g.to; i++ {
		st := &s.streams[i]
		if g.alternates && g.to-g.from > 1 {
			s.add(st, n, !st.related, closed)
		} else {
			s.add(st, math.MaxUint16, false, closed)
		}
	}
}

// add adds a stream, except to documents with the stamp n; stamps: it leaves that.
func (s *scorer) add(st *stream, n uint16, stamps, closed bool) {
	x := s.index
	t, alternate := &x.terms[st.term], n != math.MaxUint16
	for i, d := range t.docs {
		if closed && !s.isOpen(d) {
			continue
		}
		old := s.score[d]
		if alternate && s.stamp[d] == n || x.lengths[d] > math.MaxFloat32 {
			continue
		}
		more := st.sat.of(x.freqs[t.freqs[i]], x.lengths[d])
		if more <= 0 {
			continue
		}
		if old == 0 {
			s.touched = append(s.touched, d)
		}
		if stamps {
			s.stamp[d] = n
		}
		s.score[d] = old + more
	}
}
