package nlu

import "math"

// logit is the rows of a logistic regression. The first column is the intercept.
type logit struct {
	x      [][]float64
	y      []float64
	weight []float64
}

func (l *logit) add(x []float64, yes bool, weight float64) {
	y := 0.0
	if yes {
		y = 1
	}
	l.x, l.y, l.weight = append(l.x, x), append(l.y, y), append(l.weight, weight)
}

// fit fits by Newton's method. The ridge pulls the weights to start, but for the
// intercept's.
func (l *logit) fit(start []float64, ridge float64) []float64 {
	w := append([]float64(nil), start...)
	if len(l.x) == 0 {
		return w
	}
	for range 30 {
		g, h := l.derivatives(w, start, ridge)
		step := solve(h, g)
		largest := 0.0
		for a := range w {
			w[a] -= max(-4, min(4, step[a])) // a bounded step cannot run away on separable data
			largest = max(largest, math.Abs(step[a]))
		}
		if largest < 1e-6 {
			break
		}
	}
	return w
}

func (l *logit) derivatives(w, start []float64, ridge float64) ([]float64, [][]float64) {
	d := len(w)
	g := make([]float64, d)
	h := make([][]float64, d)
	for a := range h {
		h[a] = make([]float64, d)
		h[a][a] = 1e-6
		if a > 0 {
			h[a][a] = ridge
			g[a] = ridge * (w[a] - start[a])
		}
	}
	for i, row := range l.x {
		p := sigmoid(dot(w, row))
		e := (p - l.y[i]) * l.weight[i]
		v := p * (1 - p) * l.weight[i]
		for a, xa := range row {
			g[a] += e * xa
			for b := range a + 1 {
				h[a][b] += v * xa * row[b]
			}
		}
	}
	for a := range h {
		for b := range a {
			h[b][a] = h[a][b]
		}
	}
	return g, h
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// solve solves a·x = b by Gaussian elimination with row exchanges. a and b are
// overwritten. A singular direction gets 0.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		pivot := i
		for r := i + 1; r < n; r++ {
			if math.Abs(a[r][i]) > math.Abs(a[pivot][i]) {
				pivot = r
			}
		}
		a[i], a[pivot] = a[pivot], a[i]
		b[i], b[pivot] = b[pivot], b[i]
		if math.Abs(a[i][i]) < 1e-12 {
			continue
		}
		for r := i + 1; r < n; r++ {
			f := a[r][i] / a[i][i]
			for c := i; c < n; c++ {
				a[r][c] -= f * a[i][c]
			}
			b[r] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		if math.Abs(a[i][i]) < 1e-12 {
			continue
		}
		sum := b[i]
		for c := i + 1; c < n; c++ {
			sum -= a[i][c] * x[c]
		}
		x[i] = sum / a[i][i]
	}
	return x
}
