package main

import (
	"math"
	"slices"
)

// entry is one number of a sparse row: where the walks from a word end.
type entry struct {
	column int32
	x      float64
}

// Settings of the walks: the chance to stop at each step, and the mass that is not
// followed further.
const (
	stopChance = 0.25
	leastMass  = 1e-3
)

// walker computes where walks end (personalised PageRank) by pushing mass along
// the edges until little is left at each place (Andersen, Chung and Lang, FOCS
// 2006).
type walker struct {
	g         *graph
	left, end []float64 // by synset
	touched   []int32
}

func newWalker(g *graph) *walker {
	return &walker{g: g, left: make([]float64, len(g.edges)), end: make([]float64, len(g.edges))}
}

// walk starts at the senses of a word, by how frequent they are. The row is in
// order of the columns.
func (w *walker) walk(senses []sense) []entry {
	all := 0.0
	for _, s := range senses {
		all += s.weight
	}
	var queue []int32
	give := func(to int32, mass float64) {
		before := w.left[to]
		if before == 0 && w.end[to] == 0 {
			w.touched = append(w.touched, to)
		}
		w.left[to] += mass
		if before < leastMass && w.left[to] >= leastMass {
			queue = append(queue, to)
		}
	}
	for _, s := range senses {
		give(s.synset, s.weight/all)
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		mass := w.left[at]
		w.left[at] = 0
		w.end[at] += stopChance * mass
		for _, e := range w.g.edges[at] {
			give(e.to, (1-stopChance)*mass*e.weight)
		}
	}
	return w.collect()
}

// collect takes the row and clears the walker's memory.
func (w *walker) collect() []entry {
	slices.Sort(w.touched)
	var row []entry
	last := int32(-1)
	for _, at := range w.touched {
		if w.end[at] > 0 && at != last {
			row = append(row, entry{at, w.end[at]})
		}
		last = at
	}
	for _, at := range w.touched {
		w.left[at], w.end[at] = 0, 0
	}
	w.touched = w.touched[:0]
	return row
}

// chanceMass is added to how often a column is reached from all words.
const chanceMass = 1e-4

// weighMutual replaces what the rows hold by positive pointwise mutual information
// of word and column, each row of length 1.
func weighMutual(rows [][]entry, columns int) {
	chance := make([]float64, columns)
	for _, row := range rows {
		for _, e := range row {
			chance[e.column] += e.x / float64(len(rows))
		}
	}
	for i, row := range rows {
		all := 0.0
		for _, e := range row {
			all += e.x
		}
		kept, square := row[:0], 0.0
		for _, e := range row {
			if x := math.Log(e.x / all / (chance[e.column] + chanceMass)); x > 0 {
				kept = append(kept, entry{e.column, x})
				square += x * x
			}
		}
		for j := range kept {
			kept[j].x /= math.Sqrt(square)
		}
		rows[i] = kept
	}
}
