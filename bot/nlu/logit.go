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

// fit fits by Newton's method, each step halved until the loss falls. The ridge
// pulls the weights to start, but for the intercept's.
func (l *logit) fit(start []float64, ridge float64) []float64 {
	w := append([]float64(nil), start...)
	if len(l.x) == 0 {
		return w
	}
	next := make([]float64, len(w))
	loss := l.loss(w, start, ridge)
	for range 50 {
		g, h := l.derivatives(w, start, ridge)
		step := solve(h, g)
		lower := loss
		for half := 1.0; half > 1e-6; half /= 2 {
			for a := range w {
				next[a] = w[a] - half*step[a]
			}
			if lower = l.loss(next, start, ridge); lower < loss {
				break
			}
		}
		if !(lower < loss-1e-9*loss) {
			break
		}
		loss = lower
		copy(w, next)
	}
	return w
}

// loss is the weighted negative log likelihood with the ridge.
func (l *logit) loss(w, start []float64, ridge float64) float64 {
	sum := intercept / 2 * w[0] * w[0]
	for a := 1; a < len(w); a++ {
		sum += ridge / 2 * (w[a] - start[a]) * (w[a] - start[a])
	}
	for i, row := range l.x {
		z := dot(w, row)
		if l.y[i] == 0 {
			z = -z
		}
		sum += l.weight[i] * (math.Log1p(math.Exp(-math.Abs(z))) + max(-z, 0))
	}
	return sum
}

// intercept is the intercept's ridge: it only keeps separable data finite.
const intercept = 1e-6

func (l *logit) derivatives(w, start []float64, ridge float64) ([]float64, [][]float64) {
	d := len(w)
	g := make([]float64, d)
	h := make([][]float64, d)
	for a := range h {
		h[a] = make([]float64, d)
		if a == 0 {
			h[a][a], g[a] = intercept, intercept*w[a]
		} else {
			h[a][a], g[a] = ridge, ridge*(w[a]-start[a])
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
