package vector

import "slices"

// Centre is the mean direction of vectors that are kept elsewhere. It is not
// safe for concurrent use.
type Centre struct {
	sum []float64
	n   int
}

// Add counts a vector in; it has the length of those before.
func (c *Centre) Add(vec []float32) {
	if c.sum == nil {
		c.sum = make([]float64, len(vec))
	}
	l := max(length(vec), 1e-12)
	for i, v := range vec {
		c.sum[i] += float64(v) / l
	}
	c.n++
}

// Clone copies the mean.
func (c *Centre) Clone() Centre { return Centre{sum: slices.Clone(c.sum), n: c.n} }

// Average is the mean cosine of vec with all vectors counted, see
// [Index.Average].
func (c *Centre) Average(vec []float32) float64 {
	l := length(vec)
	if c.n == 0 || len(vec) != len(c.sum) || l == 0 {
		return 0
	}
	sum := 0.0
	for i, v := range vec {
		sum += float64(v) * c.sum[i]
	}
	return sum / l / float64(c.n)
}
