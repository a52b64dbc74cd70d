package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Settings of the reduction: directions computed beyond those that are kept, which
// makes these exact, and passes over the rows.
const (
	moreDirections = 20
	passes         = 4
)

// reduce gives each row its place along the largest singular directions, by
// subspace iteration (Halko, Martinsson and Tropp, SIAM Review 2011). A direction
// counts by the root of its singular value.
func reduce(rows [][]entry, columns, numbers int) [][]float64 {
	n := numbers + moreDirections
	rng := rand.New(rand.NewPCG(1, 2))
	left, right := newTable(len(rows), n), newTable(columns, n)
	for _, row := range right {
		for j := range row {
			row[j] = rng.NormFloat64()
		}
	}
	for pass := range passes {
		left.multiply(func(add func(to, from int, x float64)) {
			for i, row := range rows {
				for _, e := range row {
					add(i, int(e.column), e.x)
				}
			}
		}, right)
		left.orthonormalise()
		right.multiply(func(add func(to, from int, x float64)) {
			for i, row := range rows {
				for _, e := range row {
					add(int(e.column), i, e.x)
				}
			}
		}, left)
		if pass+1 < passes {
			right.orthonormalise()
		}
	}
	values, vectors := eigen(right.gram())
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	out := make([][]float64, len(rows))
	for i, row := range left {
		out[i] = make([]float64, numbers)
		for d := range out[i] {
			c := order[d]
			for a, x := range row {
				out[i][d] += x * vectors[a][c]
			}
			out[i][d] *= math.Pow(max(values[c], 0), .25)
		}
	}
	return out
}

// table is a dense matrix.
type table [][]float64

func newTable(rows, columns int) table {
	all := make([]float64, rows*columns)
	t := make(table, rows)
	for i := range t {
		t[i] = all[i*columns:][:columns]
	}
	return t
}

// multiply makes t the product of a sparse matrix, which each hands over number by
// number, and by.
func (t table) multiply(each func(add func(to, from int, x float64)), by table) {
	for _, row := range t {
		clear(row)
	}
	each(func(to, from int, x float64) {
		row := t[to]
		for j, y := range by[from][:len(row)] {
			row[j] += x * y
		}
	})
}

// gram is the product of the transpose and t.
func (t table) gram() table {
	n := len(t[0])
	g := newTable(n, n)
	for _, row := range t {
		for a, x := range row {
			if x == 0 {
				continue
			}
			for b, y := range row[:a+1] {
				g[a][b] += x * y
			}
		}
	}
	for a := range g {
		for b := range a {
			g[b][a] = g[a][b]
		}
	}
	return g
}

// orthonormalise makes the columns orthogonal and of length 1, by the Cholesky
// factor of their products.
func (t table) orthonormalise() {
	g := t.gram()
	for i := range g {
		for j := range i + 1 {
			s := g[i][j]
			for k := range j {
				s -= g[i][k] * g[j][k]
			}
			if i == j {
				g[i][i] = math.Sqrt(max(s, 1e-12))
			} else {
				g[i][j] = s / g[j][j]
			}
		}
	}
	for _, row := range t {
		for i := range row {
			for k := range i {
				row[i] -= g[i][k] * row[k]
			}
			row[i] /= g[i][i]
		}
	}
}

// eigen gives eigenvalues and, in columns, eigenvectors of a symmetric matrix by
// Jacobi's rotations. The matrix is overwritten.
func eigen(a table) ([]float64, table) {
	n := len(a)
	v := newTable(n, n)
	for i := range v {
		v[i][i] = 1
	}
	for range 30 {
		off := 0.0
		for i := range a {
			for _, x := range a[i][:i] {
				off += x * x
			}
		}
		if off < 1e-14 {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p][q]) > 1e-15 {
					rotate(a, v, p, q)
				}
			}
		}
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = a[i][i]
	}
	return values, v
}

// rotate makes a[p][q] zero.
func rotate(a, v table, p, q int) {
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := math.Copysign(1/(math.Abs(theta)+math.Sqrt(theta*theta+1)), theta)
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for _, row := range a {
		row[p], row[q] = c*row[p]-s*row[q], s*row[p]+c*row[q]
	}
	for i := range a {
		a[p][i], a[q][i] = c*a[p][i]-s*a[q][i], s*a[p][i]+c*a[q][i]
	}
	for _, row := range v {
		row[p], row[q] = c*row[p]-s*row[q], s*row[p]+c*row[q]
	}
}
