// Package vector finds the nearest vectors by cosine, in process.
//
// Each vector is kept with 16 bits a dimension, which changes no cosine by more
// than 0.0001, and as a code of two bits a dimension, made after the mean of all
// vectors is subtracted. A search estimates by the first bits of all codes which
// vectors are the nearest, by both bits which of those are, and compares the few
// hundred that are left exactly: there is no structure to build or to mend, and a
// filter makes a search cheaper.
// The built-in embedder, Hashed, needs no model.
package vector

import (
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
)

// How many vectors are looked at more closely after the first estimate, and how
// many are compared exactly after the second: at least so many, and one of so many
// of those that are searched. On 100,000 built-in vectors 0.994 of the true ten
// nearest are found. Twice as many of the first and 400 of the second find 0.998, and
// make a search a quarter longer.
const (
	estimated, estimatedShare = 1000, 96
	compared, comparedShare   = 200, 500
	// fewShare: where one of so many is admitted, each is estimated by itself.
	fewShare = 4
)

// Entry is a vector to be found under an id.
type Entry struct {
	ID    string
	Vec   []float32
	Class uint32 // what searches tell vectors apart by; small numbers, since they index a table
}

// Hit is a vector that was found.
type Hit struct {
	ID     string
	Cosine float64
}

// Index holds vectors of one length. It is safe for concurrent use.
type Index struct {
	dim int

	mu      sync.RWMutex
	ids     []string
	byID    map[string]int32
	vecs    []int16   // unit vectors, dim numbers each, in units of steps
	steps   []float32 // by vector
	classes []uint32  // by vector
	sizes   []int     // by class: how many vectors
	codes   codes
	sum     []float64
	mean    []float32 // what the codes were centred with
	coded   int       // how many vectors there were when the mean was taken
	pool    sync.Pool // of *search
}

// New makes an empty index for vectors of dim floats.
func New(dim int) *Index {
	return &Index{dim: dim, byID: make(map[string]int32), codes: newCodes(dim), sum: make([]float64, dim), mean: make([]float32, dim)}
}

// Clone copies the index. Neither sees what happens to the other.
func (x *Index) Clone() *Index {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return &Index{
		dim: x.dim, ids: slices.Clone(x.ids), byID: maps.Clone(x.byID), vecs: slices.Clone(x.vecs), steps: slices.Clone(x.steps),
		classes: slices.Clone(x.classes), sizes: slices.Clone(x.sizes), codes: x.codes.clone(),
		sum: slices.Clone(x.sum), mean: slices.Clone(x.mean), coded: x.coded,
	}
}

// Len is how many vectors can be found.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.ids)
}

// Check says what is wrong with a vector: a wrong length, a value that is no
// number, or nothing but zeros.
func (x *Index) Check(vec []float32) error { return Check(vec, x.dim) }

// Check says what is wrong with a vector that should have dim values.
func Check(vec []float32, dim int) error {
	if len(vec) != dim {
		return fmt.Errorf("a vector has %d dimensions, not %d", len(vec), dim)
	}
	var sum float64
	for i, v := range vec {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("value %d of a vector is no number", i)
		}
		sum += float64(v) * float64(v)
	}
	if sum == 0 {
		return fmt.Errorf("a vector is all zeros")
	}
	return nil
}

// Apply removes vectors by id and adds others, as one change; a vector whose
// id is already there replaces the old one. If a vector is unusable (see
// Check) nothing changes.
func (x *Index) Apply(add []Entry, remove []string) error {
	for _, e := range add {
		if err := x.Check(e.Vec); err != nil {
			return fmt.Errorf("vector %s: %w", e.ID, err)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range remove {
		x.remove(id)
	}
	x.add(add)
	if n := len(x.ids); n > recodeShare*x.coded || recodeShare*n < x.coded {
		x.recode()
	}
	return nil
}

// Classify gives vectors another class; ids that are not there are passed over.
func (x *Index) Classify(ids []string, class uint32) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range ids {
		if n, ok := x.byID[id]; ok {
			x.sizes[x.classes[n]]--
			x.classes[n] = class
			x.count(class)
		}
	}
}

func (x *Index) count(class uint32) {
	if int(class) >= len(x.sizes) {
		x.sizes = append(x.sizes, make([]int, int(class)+1-len(x.sizes))...)
	}
	x.sizes[class]++
}

// Grow makes room for n more vectors, so that adding them sets no more aside.
func (x *Index) Grow(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.ids, x.steps, x.classes = slices.Grow(x.ids, n), slices.Grow(x.steps, n), slices.Grow(x.classes, n)
	x.vecs = slices.Grow(x.vecs, n*x.dim)
	x.codes.grow(n)
	x.codes.cut(len(x.ids))
}

// add puts entries behind the others, each in the place of one with its id.
func (x *Index) add(entries []Entry) {
	for _, e := range entries {
		x.remove(e.ID)
	}
	from := len(x.ids)
	for _, e := range entries {
		x.remove(e.ID) // one of the same id before it
		x.byID[e.ID] = int32(len(x.ids))
		x.ids, x.classes, x.steps = append(x.ids, e.ID), append(x.classes, e.Class), append(x.steps, 0)
		x.vecs = append(x.vecs, make([]int16, x.dim)...)
		x.codes.grow(1)
		x.count(e.Class)
		n := int32(len(x.ids) - 1)
		x.steps[n] = pack(e.Vec, x.vector(n))
		x.total(n, 1)
	}
	x.encode(from, len(x.ids))
}

// total counts the n-th vector in, or out with a sign of -1.
func (x *Index) total(n int32, sign float64) {
	step := x.steps[n]
	for i, q := range x.vector(n) {
		x.sum[i] += sign * float64(float32(q)*step)
	}
}

// remove moves the last vector into the place of the removed one.
func (x *Index) remove(id string) {
	n, ok := x.byID[id]
	if !ok {
		return
	}
	last := int32(len(x.ids) - 1)
	x.total(n, -1)
	x.sizes[x.classes[n]]--
	copy(x.vector(n), x.vector(last))
	x.steps[n], x.classes[n] = x.steps[last], x.classes[last]
	x.codes.move(int(n), int(last))
	x.ids[n] = x.ids[last]
	x.byID[x.ids[n]] = n
	delete(x.byID, id)
	x.ids, x.steps, x.classes = x.ids[:last], x.steps[:last], x.classes[:last]
	x.vecs = x.vecs[:int(last)*x.dim]
	x.codes.cut(int(last))
}

// recodeShare is how many times as many vectors there are, or as few, when the mean
// is taken anew.
const recodeShare = 4

// recode takes the mean anew and makes all codes with it.
func (x *Index) recode() {
	x.coded = len(x.ids)
	for i := range x.mean {
		x.mean[i] = float32(x.sum[i] / float64(max(len(x.ids), 1)))
	}
	clear(x.codes.columns.most)
	x.encode(0, len(x.ids))
}

// worthACore is how many codes are worth another core.
const worthACore = 256

// encode makes the codes of the vectors from one place to another, on all cores.
func (x *Index) encode(from, to int) {
	cores := min(runtime.GOMAXPROCS(0), max(1, (to-from)/worthACore))
	border := func(i int) int { return (from + i*(to-from)/cores) / lanes * lanes } // no two cores write to the same block
	var working sync.WaitGroup
	for i := range cores {
		from, to := max(from, border(i)), border(i+1)
		if i == cores-1 {
			to = len(x.ids)
		}
		working.Go(func() {
			rest := make([]float32, x.dim)
			for n := from; n < to; n++ {
				step := x.steps[n]
				for i, q := range x.vector(int32(n)) {
					rest[i] = float32(q)*step - x.mean[i]
				}
				x.codes.set(n, rest)
			}
		})
	}
	working.Wait()
}

func (x *Index) vector(n int32) []int16 {
	return x.vecs[int(n)*x.dim:][:x.dim:x.dim]
}

// fetch reads a number of each line of memory that vectors stand in. The processor waits
// for many lines at a time where nothing depends on what they hold, and for one after the
// other where they are compared.
func (x *Index) fetch(list []scored) {
	var sum int16
	for _, c := range list {
		vec := x.vector(c.n)
		for i := 0; i < len(vec); i += 32 {
			sum += vec[i]
		}
	}
	runtime.KeepAlive(sum) // or the compiler would leave it out
}

// dot is the cosine of a unit vector with the n-th.
func (x *Index) dot(vec []float32, n int32) float32 { return dot16(vec, x.vector(n)) * x.steps[n] }

// Cosine compares vec with the vector of an id; false if there is none.
func (x *Index) Cosine(id string, vec []float32) (float64, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n, ok := x.byID[id]
	if !ok || len(vec) != x.dim {
		return 0, false
	}
	return float64(x.dot(vec, n)) / max(length(vec), 1e-12), true
}

// Cosines compares vec with the vectors of ids; 0 where there is none.
func (x *Index) Cosines(ids []string, vec []float32) []float64 {
	out := make([]float64, len(ids))
	x.mu.RLock()
	defer x.mu.RUnlock()
	if len(vec) != x.dim {
		return out
	}
	list, at := make([]scored, 0, len(ids)), make([]int, 0, len(ids))
	for i, id := range ids {
		if n, ok := x.byID[id]; ok {
			list, at = append(list, scored{n: n}), append(at, i)
		}
	}
	x.fetch(list)
	l := max(length(vec), 1e-12)
	for i, c := range list {
		out[at[i]] = float64(x.dot(vec, c.n)) / l
	}
	return out
}

// Average is the mean cosine of vec with all vectors: what one taken at random
// has. It tells whether a cosine is high for this space.
func (x *Index) Average(vec []float32) float64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	l := length(vec)
	if len(x.ids) == 0 || len(vec) != x.dim || l == 0 {
		return 0
	}
	sum := 0.0
	for i, v := range vec {
		sum += float64(v) * x.sum[i]
	}
	return sum / l / float64(len(x.ids))
}
