package vector

import (
	"math"
	"math/bits"
	"slices"
)

// lanes is how many vectors' bits a word of columns has.
const lanes = 64

// columns keep the high bits of codes a second time, turned by 90 degrees: for
// each block of 64 vectors a word for each dimension, and one of zeros. The products
// of a query with a block are added up bit by bit for all 64 at once, with
// the carry-save adders of Harley and Seal (Warren, Hacker's Delight, 2012, 5-1).
type columns struct {
	dim  int
	bits []uint64
	most []float32 // by block: no vector's factor is more, see codes.byHigh
}

func (c *columns) clone() columns {
	return columns{dim: c.dim, bits: slices.Clone(c.bits), most: slices.Clone(c.most)}
}

// fit makes as many blocks as n vectors need.
func (c *columns) fit(n int) {
	blocks := (n + lanes - 1) / lanes
	if more := blocks - len(c.most); more > 0 {
		c.bits, c.most = append(c.bits, make([]uint64, more*(c.dim+1))...), append(c.most, make([]float32, more)...)
	}
	c.bits, c.most = c.bits[:blocks*(c.dim+1)], c.most[:blocks]
}

func (c *columns) block(i int) []uint64 { return c.bits[i*(c.dim+1):][: c.dim+1 : c.dim+1] }

// set writes the bits of the n-th vector.
func (c *columns) set(n int, high []uint64, factor float32) {
	block, lane := c.block(n/lanes), n%lanes
	for i := range block[:c.dim] {
		block[i] = block[i]&^(1<<lane) | high[i>>6]>>(i&63)&1<<lane
	}
	c.most[n/lanes] = max(c.most[n/lanes], factor)
}

// summand is a dimension with a sign: where flip has all bits set, what is not
// there is counted, which is the negative product but for a constant.
type summand struct {
	at   int
	flip uint64
}

// adder estimates the products of a query with blocks. Of the query's numbers it has the
// signs of those that are not small, and which of these are large: they count twice.
type adder struct {
	lists  [2][]summand // once and twice, padded to multiples of atOnce
	sum    int          // of what it has
	bias   int          // what its sums have more than products with ones and zeros
	levels int          // bits of the greatest sum
	scale  float64      // the query's numbers are about so many times as great
}

// From which numbers on a query's are not small, and large: 0.6 and 1.5 standard
// deviations, see queryReach. Half of all are small and have a fourteenth of the
// length's square.
const (
	notSmall = 2
	large    = 4
)

const atOnce = 16

// newAdder makes one of a query's numbers.
func newAdder(numbers []int8) (a adder) {
	var both, own int
	for i, n := range numbers {
		s, size := summand{at: i}, int(max(n, -n))
		if n < 0 {
			s.flip = math.MaxUint64
		}
		twice := 0
		switch {
		case size < notSmall:
			continue
		case size >= large:
			twice = 1
		}
		a.lists[twice] = append(a.lists[twice], s)
		weight := 1 << twice
		both, own = both+weight*size, own+weight*weight
		if n < 0 {
			a.bias, weight = a.bias+weight, -weight
		}
		a.sum += weight
	}
	a.levels = bits.Len(uint(len(a.lists[0]) + 2*len(a.lists[1])))
	for twice, list := range a.lists {
		for len(list)%atOnce != 0 {
			list = append(list, summand{at: len(numbers)})
		}
		a.lists[twice] = list
	}
	a.scale = float64(both) / float64(max(own, 1))
	return a
}

// least is the sum that stands for a product.
func (a *adder) least(product float64) int {
	n := (product/max(a.scale, 1) + float64(a.sum)) / 2
	return int(min(n, math.MaxInt32)) + a.bias
}

// sums are those of 64 vectors, the n-th word the n-th bits of all.
type sums [64]uint64

// of gives the sums of a block.
func (a *adder) of(block []uint64, out *sums) {
	clear(out[:a.levels])
	for b, list := range a.lists {
		var ones, twos, fours, eights uint64
		for ; len(list) >= atOnce; list = list[atOnce:] {
			l := (*[atOnce]summand)(list)
			var two, four, eight, other, sixteen uint64
			ones, two = carry(ones, block[l[0].at]^l[0].flip, block[l[1].at]^l[1].flip)
			ones, other = carry(ones, block[l[2].at]^l[2].flip, block[l[3].at]^l[3].flip)
			twos, four = carry(twos, two, other)
			ones, two = carry(ones, block[l[4].at]^l[4].flip, block[l[5].at]^l[5].flip)
			ones, other = carry(ones, block[l[6].at]^l[6].flip, block[l[7].at]^l[7].flip)
			twos, other = carry(twos, two, other)
			fours, eight = carry(fours, four, other)
			ones, two = carry(ones, block[l[8].at]^l[8].flip, block[l[9].at]^l[9].flip)
			ones, other = carry(ones, block[l[10].at]^l[10].flip, block[l[11].at]^l[11].flip)
			twos, four = carry(twos, two, other)
			ones, two = carry(ones, block[l[12].at]^l[12].flip, block[l[13].at]^l[13].flip)
			ones, other = carry(ones, block[l[14].at]^l[14].flip, block[l[15].at]^l[15].flip)
			twos, other = carry(twos, two, other)
			fours, other = carry(fours, four, other)
			eights, sixteen = carry(eights, eight, other)
			out.add(sixteen, b+4)
		}
		out.add(ones, b)
		out.add(twos, b+1)
		out.add(fours, b+2)
		out.add(eights, b+3)
	}
}

// carry adds three bits of each lane.
func carry(a, b, c uint64) (sum, over uint64) {
	both := a ^ b
	return both ^ c, a&b | both&c
}

// add adds a bit to each lane.
func (s *sums) add(more uint64, level int) {
	for ; more != 0; level++ {
		old := s[level&63]
		s[level&63] = old ^ more
		more &= old
	}
}

// atLeast gives the lanes whose sum is not below a number.
func (s *sums) atLeast(number, levels int) uint64 {
	switch {
	case number <= 0:
		return math.MaxUint64
	case bits.Len(uint(number)) > levels:
		return 0
	}
	found := uint64(math.MaxUint64)
	for level, bit := range s[:levels] {
		if number>>level&1 != 0 {
			found &= bit
		} else {
			found |= bit
		}
	}
	return found
}
