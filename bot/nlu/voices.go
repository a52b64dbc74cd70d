package nlu

import (
	"math"
	"slices"
)

// voices are the two linear members, support vector machines and naive Bayes,
// in one pass over a text: per feature what it says for and against classes.
// Features that speak of many classes have a row of all of them.
type voices struct {
	classes int
	start   []int32 // by feature, one more at the end, into list
	list    []voice
	dense   []int32 // by feature: its row, -1 for none
	rows    []mark  // classes in a row
	scale   []float32
	bias    []float32
	gain    float32           // likelihood of one step of voice.bayes
	unseen  [blocks][]float32 // by class: log likelihood of a feature it never had
	first   [blocks + 1]int   // by block: its first feature
}

// voice is what a feature says of a class, in steps.
type voice struct {
	class   uint16
	machine int8
	bayes   uint8 // gain in log likelihood over an unseen feature
}

// mark is a voice whose class is known from where it stands.
type mark struct {
	machine int8
	bayes   uint8
}

// pair is a voice, or a sum of them: the machine's in the low half and that of
// naive Bayes in the high half, so that one multiplication serves both.
type pair int64

func newPair(machine int8, bayes uint8) pair { return pair(machine) + pair(bayes)<<32 }

func (p pair) machine() int32 { return int32(p) }
func (p pair) bayes() int32   { return int32((p - pair(int32(p))) >> 32) }

// textSteps is the resolution of a text's values: their sum is at most the root
// of their number, so that sums of pairs stay within their halves.
const textSteps = 1 << 14

// gains are the likelihoods of naive Bayes, by feature and class.
type gains struct {
	start  []int32
	class  []uint16
	x      []float32
	unseen [blocks][]float32
}

// A feature gets a row if it speaks of more than denseShare of the classes, and
// of denseLeast; below, going through a list is as fast and takes less memory.
const (
	denseShare = 0.4
	denseLeast = 24
)

// newVoices joins what the machines and naive Bayes say.
func newVoices(m *machines, g gains, sp *space, classes int) *voices {
	features := len(m.start) - 1
	v := &voices{classes: classes, scale: m.scale, bias: m.bias, unseen: g.unseen, first: sp.first,
		start: make([]int32, features+1), dense: make([]int32, features)}
	largest := float32(0)
	for _, x := range g.x {
		largest = max(largest, x)
	}
	v.gain = max(largest, 1e-6) / math.MaxUint8
	v.list = make([]voice, 0, len(m.class)+len(g.class)/4)
	row := make([]voice, classes)
	for f := range features {
		for k := range row {
			row[k] = voice{class: uint16(k)}
		}
		for p := m.start[f]; p < m.start[f+1]; p++ {
			row[m.class[p]].machine = m.q[p]
		}
		for p := g.start[f]; p < g.start[f+1]; p++ {
			row[g.class[p]].bayes = uint8(max(math.Round(float64(g.x[p]/v.gain)), 1))
		}
		v.add(f, row)
	}
	v.list, v.rows = slices.Clip(v.list), slices.Clip(v.rows)
	return v
}

// gainOf is what naive Bayes sees in a feature for a class, 0 if the class never
// had it.
func (v *voices) gainOf(feature int32, class int) float32 {
	if row := v.dense[feature]; row >= 0 {
		return float32(v.rows[int(row)*v.classes+class].bayes) * v.gain
	}
	low, end := v.start[feature], v.start[feature+1]
	for high := end; low < high; {
		if mid := (low + high) / 2; int(v.list[mid].class) < class {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < end && int(v.list[low].class) == class {
		return float32(v.list[low].bayes) * v.gain
	}
	return 0
}

// add appends the voices of a feature.
func (v *voices) add(feature int, row []voice) {
	from := len(v.list)
	for _, c := range row {
		if c.machine != 0 || c.bayes != 0 {
			v.list = append(v.list, c)
		}
	}
	v.dense[feature] = -1
	if n := len(v.list) - from; n > denseLeast && float64(n) > denseShare*float64(v.classes) {
		v.list = v.list[:from]
		v.dense[feature] = int32(len(v.rows) / v.classes)
		for _, c := range row {
			v.rows = append(v.rows, mark{c.machine, c.bayes})
		}
	}
	v.start[feature+1] = int32(len(v.list))
}

// machines takes the machines apart again, for the artefact.
func (v *voices) machines() *machines {
	m := &machines{start: make([]int32, len(v.start)), scale: v.scale, bias: v.bias}
	for f, row := range v.dense {
		if row >= 0 {
			for k, said := range v.rows[int(row)*v.classes:][:v.classes] {
				m.add(uint16(k), said.machine)
			}
		}
		for _, c := range v.list[v.start[f]:v.start[f+1]] {
			m.add(c.class, c.machine)
		}
		m.start[f+1] = int32(len(m.class))
	}
	return m
}

// score writes the distances from the classes' borders and, block by block, the
// likelihoods relative to the best class and to the text's length, so that long
// texts are not surer than short ones for their length alone. likely gets the
// distance and the likelihood of all blocks together. sums is working memory, a
// place a class.
func (v *voices) score(vec vector, sums []pair, likely []float32, s *scores) {
	machine := s.of[memberMachine]
	clear(machine)
	clear(likely)
	all := float32(0)
	for b := range blocks {
		clear(sums)
		bayes, unseen := s.of[memberBayes+b], v.unseen[b]
		total := v.sumBlock(vec, b, sums)
		if total == 0 {
			clear(bayes)
			continue
		}
		best := float32(math.Inf(-1))
		for k, sum := range sums {
			machine[k] += float32(sum.machine())
			x := float32(sum.bayes())/textSteps*v.gain + total*unseen[k]
			bayes[k] = x
			likely[k] += x
			best = max(best, x)
		}
		for k := range bayes {
			bayes[k] -= best
		}
		all += total
	}
	by := 1 / (all + 1)
	for k, x := range machine {
		machine[k] = x/textSteps*v.scale[k] + v.bias[k]
		likely[k] = likely[k]*by + machine[k]
	}
	for _, bayes := range s.of[memberBayes:] {
		for k := range bayes {
			bayes[k] *= by
		}
	}
}

// sumBlock adds up what the text's features of a block say, and gives their
// values' sum.
func (v *voices) sumBlock(vec vector, block int, sums []pair) float32 {
	from, to := int32(v.first[block]), int32(v.first[block+1])
	total := float32(0)
	for i, id := range vec.id {
		if id < from || id >= to {
			continue
		}
		total += vec.val[i]
		x := pair(vec.val[i]*textSteps + .5)
		if row := v.dense[id]; row >= 0 {
			for k, said := range v.rows[int(row)*len(sums):][:len(sums)] {
				sums[k] += x * newPair(said.machine, said.bayes)
			}
			continue
		}
		for _, c := range v.list[v.start[id]:v.start[id+1]] {
			sums[c.class] += x * newPair(c.machine, c.bayes)
		}
	}
	return total
}
