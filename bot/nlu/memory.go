package nlu

import (
	"math"
	"slices"
)

// bayesAlpha smooths naive Bayes; chosen by cross-validation.
const bayesAlpha = 0.02

// memory is what follows from the training rows without fitting: nearest
// neighbours and class centroids. It is rebuilt from the rows when a model is
// loaded. Its rows stand in order of their class, so that those of one class
// are read one after the other.
type memory struct {
	start   []int32 // by feature, one more at the end, into row and q
	row     rowList
	q       []int8
	scale   []float32 // by row
	first   []int32   // by class: its first row; one more for the rows of none, one more at the end
	origin  []int32   // by row: its place among the training rows
	common  []bool    // by feature: many rows have it, so it is left out
	inverse []float32 // by row: one over the length of what is left, in steps
	length  []float32 // by class: of its centroid
}

// rowList is a list of row numbers, in two bytes each where that is enough: it
// is the largest part of a model.
type rowList struct {
	narrow []uint16
	wide   []int32 // nil if narrow is enough
}

func newRowList(list []int32, rows int) rowList {
	if rows > math.MaxUint16+1 {
		return rowList{wide: list}
	}
	l := rowList{narrow: make([]uint16, len(list))}
	for i, row := range list {
		l.narrow[i] = uint16(row)
	}
	return l
}

func (l rowList) len() int { return len(l.narrow) + len(l.wide) }

func (l rowList) at(i int32) int32 {
	if l.wide != nil {
		return l.wide[i]
	}
	return int32(l.narrow[i])
}

// Features that more than one row in manyRows has, and more than fewRows, say
// nothing about who is near but cost most of the time.
const (
	manyRows = 40
	fewRows  = 200
)

func newMemory(trained *rows, classes int, sp *space) (*memory, gains) {
	features := sp.size()
	r, origin := trained.byClass(classes)
	m := &memory{scale: r.scale, origin: origin, common: make([]bool, features), first: make([]int32, classes+2)}
	var list []int32
	m.start, list, m.q = r.invert(features)
	m.row = newRowList(list, r.len())
	for _, k := range r.label {
		m.first[place(k, classes)+1]++
	}
	for k := range classes + 1 {
		m.first[k+1] += m.first[k]
	}
	limit := max(int32(r.len()/manyRows), fewRows)
	for f := range m.common {
		m.common[f] = m.start[f+1]-m.start[f] > limit
	}
	g := m.sumClasses(classes, r.label, sp)
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
// of multinomial naive Bayes, of each block on its own, and the centroids'
// lengths.
func (m *memory) sumClasses(classes int, label []int32, sp *space) gains {
	features := len(m.common)
	sum := make([]float32, classes) // of the feature at hand
	norm := make([]float64, classes)
	var total [blocks][]float64
	for b := range total {
		total[b] = make([]float64, classes)
	}
	room := m.row.len() / 2 // less than it needs for few texts, more for many
	g := gains{start: make([]int32, features+1), class: make([]uint16, 0, room), x: make([]float32, 0, room)}
	var touched []uint16
	for f := range features {
		touched = touched[:0]
		for p := m.start[f]; p < m.start[f+1]; p++ {
			row := m.row.at(p)
			k := label[row]
			if k == outside {
				continue
			}
			if sum[k] == 0 {
				touched = append(touched, uint16(k))
			}
			sum[k] += float32(m.q[p]) * m.scale[row]
		}
		slices.Sort(touched) // by class, as learner.cover searches
		for _, k := range touched {
			x := float64(sum[k])
			sum[k] = 0
			total[sp.block(int32(f))][k] += x
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
	}
	for b, mass := range total {
		size := float64(sp.first[b+1] - sp.first[b])
		g.unseen[b] = make([]float32, classes)
		for k, x := range mass {
			g.unseen[b][k] = float32(math.Log(bayesAlpha / (x + bayesAlpha*max(size, 1))))
		}
	}
	return g
}

// rows are the rows again, by class, for the artefact: a model in use needs them
// by feature only.
func (m *memory) rows() *rows {
	r := &rows{scale: m.scale, label: make([]int32, len(m.scale))}
	for k := range len(m.first) - 1 {
		label := int32(k)
		if k == len(m.first)-2 {
			label = outside
		}
		for row := m.first[k]; row < m.first[k+1]; row++ {
			r.label[row] = label
		}
	}
	list := m.row.wide
	if list == nil {
		list = make([]int32, len(m.row.narrow))
		for i, row := range m.row.narrow {
			list[i] = int32(row)
		}
	}
	r.start, r.id, r.q = transpose(m.start, list, m.q, len(m.scale))
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
		if m.row.wide != nil {
			spreadOver(similarity, m.row.wide[from:to], m.q[from:to], x)
		} else {
			spreadOver(similarity, m.row.narrow[from:to], m.q[from:to], x)
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
	outside, _ := m.nearest(similarity, len(m.first)-2)
	s.nearOutside = outside / length
}

// spreadOver adds what a feature of weight x is worth to the rows that have it.
func spreadOver[R uint16 | int32](similarity []float32, rows []R, q []int8, x float32) {
	q = q[:len(rows)]
	for j, row := range rows {
		similarity[row] += x * float32(q[j])
	}
}

// nearest gives the highest similarity of a class's rows, and their sum.
func (m *memory) nearest(similarity []float32, class int) (best, sum float32) {
	from, to := m.first[class], m.first[class+1]
	scale, inverse := m.scale[from:to], m.inverse[from:to]
	values := similarity[from:to]
	var sums [4]float32 // apart, so that no addition waits for the one before
	i := 0
	for ; i+4 <= len(values); i += 4 {
		x, s, n := values[i:i+4:i+4], scale[i:i+4:i+4], inverse[i:i+4:i+4]
		sums[0] += x[0] * s[0]
		sums[1] += x[1] * s[1]
		sums[2] += x[2] * s[2]
		sums[3] += x[3] * s[3]
		if y := x[0] * n[0]; y > best {
			best = y
		}
		if y := x[1] * n[1]; y > best {
			best = y
		}
		if y := x[2] * n[2]; y > best {
			best = y
		}
		if y := x[3] * n[3]; y > best {
			best = y
		}
	}
	for ; i < len(values); i++ {
		sums[0] += values[i] * scale[i]
		if y := values[i] * inverse[i]; y > best {
			best = y
		}
	}
	sum = sums[0] + sums[1] + sums[2] + sums[3]
	return best, sum
}

// nearestOf is the training row of a class with the highest similarity, as score
// left them.
func (m *memory) nearestOf(similarity []float32, class int32) int {
	best, at := float32(-1), m.first[class]
	for row := m.first[class]; row < m.first[class+1]; row++ {
		if x := similarity[row] * m.inverse[row]; x > best {
			best, at = x, row
		}
	}
	return int(m.origin[at])
}
