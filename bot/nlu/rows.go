package nlu

import (
	"math"
	"slices"
)

// rows are the training texts as sparse vectors of bytes: a value is its byte
// times the row's scale. The learners see exactly what the artefact keeps, so a
// loaded model scores as the trained one did.
type rows struct {
	start []int32 // where each row begins in id and q; one more at the end
	id    []int32
	q     []int8
	scale []float32
	label []int32 // intent of each row, outside for out of scope
}

// outside labels a row that belongs to no intent.
const outside = -1

func (r *rows) len() int { return len(r.scale) }

// add appends a vector, rounded to bytes.
func (r *rows) add(v vector, label int32) {
	if len(r.start) == 0 {
		r.start = append(r.start, 0)
	}
	largest := float32(0)
	for _, x := range v.val {
		largest = max(largest, x)
	}
	scale := largest / 127
	order := make([]int, len(v.id)) // by feature, which the artefact stores as gaps
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(v.id[a]) - int(v.id[b]) })
	for _, i := range order {
		if q := int8(math.Round(float64(v.val[i] / max(scale, 1e-12)))); q != 0 {
			r.id = append(r.id, v.id[i])
			r.q = append(r.q, q)
		}
	}
	r.start = append(r.start, int32(len(r.id)))
	r.scale = append(r.scale, scale)
	r.label = append(r.label, label)
}

// squaredNorm is the squared length of row i.
func (r *rows) squaredNorm(i int) float64 {
	sum := 0.0
	for _, q := range r.q[r.start[i]:r.start[i+1]] {
		sum += float64(q) * float64(q)
	}
	return sum * float64(r.scale[i]) * float64(r.scale[i])
}

// byClass gives the rows in order of their class, those of none last, and where
// each stood before.
func (r *rows) byClass(classes int) (sorted *rows, origin []int32) {
	origin = make([]int32, r.len())
	for i := range origin {
		origin[i] = int32(i)
	}
	slices.SortStableFunc(origin, func(a, b int32) int { return place(r.label[a], classes) - place(r.label[b], classes) })
	sorted = &rows{start: make([]int32, 1, len(r.start)), id: make([]int32, 0, len(r.id)), q: make([]int8, 0, len(r.q)),
		scale: make([]float32, r.len()), label: make([]int32, r.len())}
	for to, from := range origin {
		sorted.id = append(sorted.id, r.id[r.start[from]:r.start[from+1]]...)
		sorted.q = append(sorted.q, r.q[r.start[from]:r.start[from+1]]...)
		sorted.start = append(sorted.start, int32(len(sorted.id)))
		sorted.scale[to], sorted.label[to] = r.scale[from], r.label[from]
	}
	return sorted, origin
}

// place is where a class stands among all, that of none behind them.
func place(label int32, classes int) int {
	if label == outside {
		return classes
	}
	return int(label)
}

// cells are the values of all rows, one after the other as start has them.
func (r *rows) cells() []cell {
	out := make([]cell, len(r.id))
	for i := range r.len() {
		for j := r.start[i]; j < r.start[i+1]; j++ {
			out[j] = cell{r.id[j], float32(r.q[j]) * r.scale[i]}
		}
	}
	return out
}

// invert turns rows into postings: for each feature the rows that hold it, and
// how strongly.
func (r *rows) invert(features int) (start, row []int32, q []int8) {
	return transpose(r.start, r.id, r.q, features)
}

// transpose turns lists of places with values into the lists of each place, of
// which there are n.
func transpose(start, place []int32, q []int8, n int) (outStart, outPlace []int32, outQ []int8) {
	outStart = make([]int32, n+1)
	for _, p := range place {
		outStart[p+1]++
	}
	for p := range n {
		outStart[p+1] += outStart[p]
	}
	at := append([]int32(nil), outStart[:n]...)
	outPlace, outQ = make([]int32, len(place)), make([]int8, len(place))
	for i := range len(start) - 1 {
		for j := start[i]; j < start[i+1]; j++ {
			to := at[place[j]]
			at[place[j]]++
			outPlace[to], outQ[to] = int32(i), q[j]
		}
	}
	return outStart, outPlace, outQ
}
