package nlu

import "math"

// meanings gives words vectors, near each other where the words mean alike.
type meanings interface {
	// size is how many numbers a vector has.
	size() int
	// add adds a word's vector x times, weighed by how much the word says. A word
	// that it does not know adds nothing.
	add(to []float32, word uint32, x float32)
}

// meaningsOf is what a member of the stack knows of words.
func meaningsOf(member int) meanings {
	if member == memberWord {
		return shopWords()
	}
	return shopGists()
}

// meaning is what a text is about, as a vector of length 1, or 0 if it has no
// known word. It uses the memory of to.
func meaning(of meanings, to []float32, d document) []float32 {
	to = cleared(to, of.size())
	for _, g := range d.grams {
		if g.block == blockWord {
			of.add(to, g.key, g.mult)
		}
	}
	toLength1(to)
	return to
}

// discriminant tells classes apart by what their texts are about: linear
// discriminant analysis (Fisher 1936), with the covariance within the classes
// pulled to a sphere (Friedman, JASA 1989), so that directions in which texts of
// one class differ among themselves count less.
type discriminant struct {
	source meanings
	weight []float32 // a vector a class, one after the other
	bias   []float32
}

// How far the covariance is pulled to a sphere, in its own mean variance and at
// least. Chosen by cross-validation.
const (
	sphere      = 0.3
	leastSphere = 1e-4
)

// newDiscriminant derives the classes' directions from the training rows.
func newDiscriminant(source meanings, sp *space, r *rows, classes int) *discriminant {
	n := source.size()
	d := &discriminant{source: source, weight: make([]float32, classes*n), bias: make([]float32, classes)}
	count := make([]float32, classes)
	var text []float32
	for i, k := range r.label {
		if k != outside {
			text = rowMeaning(source, text, sp, r, i)
			count[k]++
			for j, x := range text {
				d.weight[int(k)*n+j] += x
			}
		}
	}
	for k, c := range count {
		for j := range n {
			d.weight[k*n+j] /= max(c, 1)
		}
	}
	spread := newMatrix(n)
	for i, k := range r.label {
		if k != outside {
			text = rowMeaning(source, text, sp, r, i)
			for j, x := range d.weight[int(k)*n:][:n] {
				text[j] -= x
			}
			spread.addSquare(text)
		}
	}
	d.turn(spread, float64(r.len()))
	return d
}

// turn makes the means in weight directions: the inverse of the covariance times
// the mean. All are scaled by the mean variance, so that they are of the size of
// cosines.
func (d *discriminant) turn(spread matrix, rows float64) {
	n := len(spread)
	variance := 0.0
	for a := range spread {
		for b := range a + 1 {
			spread[a][b] /= rows
		}
		variance += spread[a][a] / float64(n)
	}
	for a := range spread {
		spread[a][a] += max(sphere*variance, leastSphere)
	}
	spread.factor()
	x := make([]float64, n)
	for k := range d.bias {
		mean := d.weight[k*n:][:n]
		for i, v := range mean {
			x[i] = float64(v)
		}
		spread.solve(x)
		far := 0.0
		for i, v := range x {
			far += v * float64(mean[i])
			mean[i] = float32(v * variance)
		}
		d.bias[k] = float32(-far / 2 * variance)
	}
}

// score writes how near a text is to the classes.
func (d *discriminant) score(text, to []float32) {
	for k, bias := range d.bias {
		sum := bias
		for n, x := range d.weight[k*len(text):][:len(text)] {
			sum += x * text[n]
		}
		to[k] = sum
	}
}

// rowMeaning is what a training row is about: a row's value over the inverse
// document frequency is how often it has the word, but for a factor of the row.
func rowMeaning(of meanings, to []float32, sp *space, r *rows, i int) []float32 {
	to = cleared(to, of.size())
	for p := r.start[i]; p < r.start[i+1]; p++ {
		if id := r.id[p]; sp.block(id) == blockWord {
			of.add(to, sp.keys[id], float32(r.q[p])/sp.idf[id])
		}
	}
	toLength1(to)
	return to
}

// cleared is a vector of n zeros in the memory of v, if that is enough.
func cleared(v []float32, n int) []float32 {
	if cap(v) < n {
		return make([]float32, n)
	}
	v = v[:n]
	clear(v)
	return v
}

func toLength1(v []float32) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	by := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= by
	}
}

// matrix is a symmetric, positive matrix of which the lower half is kept.
type matrix [][]float64

func newMatrix(n int) matrix {
	m := make(matrix, n)
	for i := range m {
		m[i] = make([]float64, i+1)
	}
	return m
}

// addSquare adds v times its transpose.
func (m matrix) addSquare(v []float32) {
	for a, x := range v {
		if x == 0 {
			continue
		}
		row := m[a]
		for b := range row {
			row[b] += float64(x) * float64(v[b])
		}
	}
}

// factor replaces the matrix by its Cholesky factor.
func (m matrix) factor() {
	for i, row := range m {
		for j := range i {
			row[j] = (row[j] - dot(m[j][:j], row)) / m[j][j]
		}
		row[i] = math.Sqrt(max(row[i]-dot(row[:i], row), 1e-12))
	}
}

// solve replaces x by the solution y of m·y = x, m being factored.
func (m matrix) solve(x []float64) {
	for i, row := range m {
		x[i] = (x[i] - dot(row[:i], x)) / row[i]
	}
	for i := len(m) - 1; i >= 0; i-- {
		x[i] /= m[i][i]
		for j, v := range m[i][:i] {
			x[j] -= v * x[i]
		}
	}
}
