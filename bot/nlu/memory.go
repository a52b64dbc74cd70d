package nlu

import (
	"math"
	"slices"
)

// bayesAlpha smooths naive Bayes; chosen by cross-validation.
const bayesAlpha = 0.02

// memory is what follows from the training rows without fitting: nearest
// neighbours and class centroids. It is rebuilt from the rows when a model is
// loaded.
type memory struct {
	start, row []int32 // rows by feature
	q          []int8
	scale      []float32 // by row
	label      []int32   // by row
	common     []bool    // by feature: many rows have it, so it is left out
	inverse    []float32 // by row: one over the length of what is left, in steps
	ofClass    [][]int32 // rows of each class, the last those of none
	length     []float32 // by class: of its centroid
}

// Features that more than one row in manyRows has, and more than fewRows, say
// nothing about who is near but cost most of the time.
const (
	manyRows = 40
	fewRows  = 200
)

func newMemory(r *rows, classes, features int) (*memory, gains) {
	m := &memory{scale: r.scale, label: r.label, common: make([]bool, features), ofClass: make([][]int32, classes+1)}
	m.start, m.row, m.q = r.invert(features)
	for i, k := range r.label {
		if k == outside {
			k = int32(classes)
		}
		m.ofClass[k] = append(m.ofClass[k], int32(i))
	}
	limit := max(int32(r.len()/manyRows), fewRows)
	for f := range m.common {
		m.common[f] = m.start[f+1]-m.start[f] > limit
	}
	g := m.sumClasses(classes)
	m.inverse = make([]float32, r.len())
	for i := range m.inverse {
		kept := 0.0
		for j := r.start[i]; j < r.start[i+1]; j++ {
			if !m.common[r.id[j]] {
				kept += float64(r.q[j]) * float64(r.q[j])
			}
		}
		if kept > 0 {
			m.inverse[i] = float32(1 / math.Sqrt(kept))
		}
	}
	return m, g
}

// sumClasses adds up each class's mass by feature and derives the likelihoods
// of multinomial naive Bayes, and the centroids' lengths.
func (m *memory) sumClasses(classes int) gains {
	features := len(m.common)
	sum := make([]float32, classes) // of the feature at hand
	total, norm := make([]float64, classes), make([]float64, classes)
	room := len(m.row) / 2 // less than it needs for few texts, more for many
	g := gains{start: make([]int32, features+1), unseen: make([]float32, classes), class: make([]uint16, 0, room), x: make([]float32, 0, room)}
	var touched []uint16
	for f := range features {
		touched = touched[:0]
		for p := m.start[f]; p < m.start[f+1]; p++ {
			k := m.label[m.row[p]]
			if k == outside {
				continue
			}
			if sum[k] == 0 {
				touched = append(touched, uint16(k))
			}
			sum[k] += float32(m.q[p]) * m.scale[m.row[p]]
		}
		slices.Sort(touched) // by class, as learner.cover searches
		for _, k := range touched {
			x := float64(sum[k])
			sum[k] = 0
			total[k] += x
			if !m.common[f] {
				norm[k] += x * x
			}
			g.class, g.x = append(g.class, k), append(g.x, float32(math.Log1p(x/bayesAlpha)))
		}
		g.start[f+1] = int32(len(g.x))
	}
	m.length = make([]float32, classes)
	for k := range m.length {
		m.length[k] = float32(math.Sqrt(max(norm[k], 1e-9)))
		g.unseen[k] = float32(math.Log(bayesAlpha / (total[k] + bayesAlpha*float64(features))))
	}
	return g
}

// rows are the rows again, for the artefact: a model in use needs them by
// feature only.
func (m *memory) rows() *rows {
	r := &rows{scale: m.scale, label: m.label}
	r.start, r.id, r.q = transpose(m.start, m.row, m.q, len(m.scale))
	return r
}

// score fills the cosines of the nearest examples and of the centroids, for the
// candidate classes; and of the nearest example of none. similarity is working
// memory, one place a row.
func (m *memory) score(v vector, candidates []int32, similarity []float32, s *scores) {
	clear(similarity)
	length := v.norm
	for i, id := range v.id {
		x := v.val[i]
		if m.common[id] {
			length -= x * x
			continue
		}
		from, to := m.start[id], m.start[id+1]
		qs := m.q[from:to]
		for j, row := range m.row[from:to] {
			similarity[row] += x * float32(qs[j])
		}
	}
	length = float32(math.Sqrt(float64(max(length, 1e-6))))
	near, centre := s.of[memberNear], s.of[memberCentre]
	clear(near)
	clear(centre)
	for _, k := range candidates {
		best, sum := m.nearest(similarity, int(k))
		near[k] = best / length
		centre[k] = sum / length / m.length[k]
	}
	outside, _ := m.nearest(similarity, len(m.ofClass)-1)
	s.nearOutside = outside / length
}

// nearest gives the highest similarity of a class's rows, and their sum.
func (m *memory) nearest(similarity []float32, class int) (best, sum float32) {
	for _, row := range m.ofClass[class] {
		x := similarity[row]
		best = max(best, x*m.inverse[row])
		sum += x * m.scale[row]
	}
	return best, sum
}
