package nlu

import "math"

// fitLogit fits a logistic regression with weighted rows by Newton's method.
// The first column is the intercept and carries no ridge.
func fitLogit(x [][]float64, y, weight []float64, ridge float64) []float64 {
	d := len(x[0])
	w := make([]float64, d)
	for range 30 {
		g, h := logitDerivatives(x, y, weight, w, ridge)
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

func logitDerivatives(x [][]float64, y, weight, w []float64, ridge float64) ([]float64, [][]float64) {
	d := len(w)
	g := make([]float64, d)
	h := make([][]float64, d)
	for a := range h {
		h[a] = make([]float64, d)
		h[a][a] = 1e-6
		if a > 0 {
			h[a][a] = ridge
			g[a] = ridge * w[a]
		}
	}
	for i, row := range x {
		p := sigmoid(dot(w, row))
		e := (p - y[i]) * weight[i]
		v := p * (1 - p) * weight[i]
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
