package nlu

import (
	"math"
	"slices"
)

// bayesAlpha smooths naive Bayes; chosen by cross-validation.
const bayesAlpha = 0.05

// memory is what follows from the training rows without fitting: nearest
// neighbours, class centroids and multinomial naive Bayes. It is rebuilt from
// the rows when a model is loaded.
type memory struct {
	rows *rows
	// Rows by feature.
	rowStart, row []int32
	rowQ          []int8
	// Classes by feature: the gain in log likelihood over an unseen feature,
	// and the centroid's coordinate.
	classStart []int32
	class      []uint16
	gain       []float32
	centre     []float32
	unseen     []float32 // by class: log likelihood of a feature it never had
}

func newMemory(r *rows, classes, features int) *memory {
	m := &memory{rows: r}
	m.rowStart, m.row, m.rowQ = r.invert(features)
	m.sumClasses(classes, features)
	return m
}

// sumClasses adds up each class's mass by feature and derives centroids and
// likelihoods.
func (m *memory) sumClasses(classes, features int) {
	mass := make([]float32, classes) // of the feature at hand
	total := make([]float64, classes)
	norm := make([]float64, classes)
	m.classStart = make([]int32, features+1)
	var touched []uint16
	for f := range features {
		touched = touched[:0]
		for p := m.rowStart[f]; p < m.rowStart[f+1]; p++ {
			k := m.rows.label[m.row[p]]
			if k == outside {
				continue
			}
			if mass[k] == 0 {
				touched = append(touched, uint16(k))
			}
			mass[k] += float32(m.rowQ[p]) * m.rows.scale[m.row[p]]
		}
		slices.Sort(touched) // by class, as learner.cover searches
		for _, k := range touched {
			x := mass[k]
			mass[k] = 0
			total[k] += float64(x)
			norm[k] += float64(x) * float64(x)
			m.class = append(m.class, k)
			m.centre = append(m.centre, x)
			m.gain = append(m.gain, float32(math.Log((float64(x)+bayesAlpha)/bayesAlpha)))
		}
		m.classStart[f+1] = int32(len(m.class))
	}
	for i, k := range m.class {
		m.centre[i] /= float32(math.Sqrt(norm[k]))
	}
	m.unseen = make([]float32, classes)
	for k := range m.unseen {
		m.unseen[k] = float32(math.Log(bayesAlpha / (total[k] + bayesAlpha*float64(features))))
	}
}

// score fills the neighbours', centroid and Bayes scores of v. similarity is
// working memory, one place a row.
func (m *memory) score(v vector, similarity []float32, s *scores) {
	m.classes(v, s)
	clear(similarity)
	for i, id := range v.id {
		x := v.val[i]
		from, to := m.rowStart[id], m.rowStart[id+1]
		qs := m.rowQ[from:to]
		for j, row := range m.row[from:to] {
			similarity[row] += x * float32(qs[j])
		}
	}
	near, three, second := s.of[memberNear], s.of[memberThree], s.second
	clear(near)
	clear(three) // holds the third best until the end
	clear(second)
	s.nearOutside = 0
	for i, x := range similarity {
		if x == 0 {
			continue
		}
		x *= m.rows.scale[i]
		k := m.rows.label[i]
		switch {
		case k == outside:
			s.nearOutside = max(s.nearOutside, x)
		case x > near[k]:
			near[k], second[k], three[k] = x, near[k], second[k]
		case x > second[k]:
			second[k], three[k] = x, second[k]
		case x > three[k]:
			three[k] = x
		}
	}
	for k := range three {
		three[k] = (near[k] + second[k] + three[k]) / 3
	}
}

// classes fills centroid and Bayes scores. Log likelihoods are taken relative
// to the best class and to the text's length, so that long texts are not surer
// than short ones for their length alone.
func (m *memory) classes(v vector, s *scores) {
	centre, bayes := s.of[memberCentre], s.of[memberBayes]
	clear(centre)
	clear(bayes)
	sum := float32(0)
	for i, id := range v.id {
		x := v.val[i]
		sum += x
		for p := m.classStart[id]; p < m.classStart[id+1]; p++ {
			k := m.class[p]
			centre[k] += x * m.centre[p]
			bayes[k] += x * m.gain[p]
		}
	}
	best := float32(math.Inf(-1))
	for k := range bayes {
		bayes[k] += sum * m.unseen[k]
		best = max(best, bayes[k])
	}
	for k := range bayes {
		bayes[k] = (bayes[k] - best) / (sum + 1)
	}
}
