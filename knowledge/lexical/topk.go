package lexical

import "slices"

// scored is a document with its score and the terms that gave it.
type scored struct {
	doc             int32
	score           float32
	matched, partly uint64 // see Hit
}

// topK is a min-heap of the best documents; ties go to the smaller id, so that
// a result does not depend on the order of indexing.
type topK struct {
	k     int
	index *Index
	heap  []scored
}

func (t *topK) less(a, b scored) bool {
	if a.score != b.score {
		return a.score < b.score
	}
	return t.index.docs[a.doc].id > t.index.docs[b.doc].id
}

// would says whether d belongs to the best so far.
func (t *topK) would(d scored) bool {
	return t.k > 0 && (len(t.heap) < t.k || t.less(t.heap[0], d))
}

func (t *topK) push(d scored) {
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

// sorted gives them best first.
func (t *topK) sorted() []scored {
	slices.SortFunc(t.heap, func(a, b scored) int {
		if t.less(a, b) {
			return 1
		}
		return -1
	})
	return t.heap
}

// scores is a min-heap of the best scores.
type scores []float32

// push keeps a score if it is among the k best.
func (h *scores) push(score float32, k int) {
	s := *h
	if len(s) < k {
		s = append(s, score)
		*h = s
		i := len(s) - 1
		for ; i > 0 && s[(i-1)/2] > score; i = (i - 1) / 2 {
			s[i] = s[(i-1)/2]
		}
		s[i] = score
		return
	}
	if score <= s[0] {
		return
	}
	i := 0
	for child := 1; child < len(s); child = 2*i + 1 {
		if child+1 < len(s) && s[child+1] < s[child] {
			child++
		}
		if s[child] >= score {
			break
		}
		s[i] = s[child]
		i = child
	}
	s[i] = score
}
