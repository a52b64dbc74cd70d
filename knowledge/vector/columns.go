package vector

import (
	"math"
	"math/bits"
	"slices"
)

// A block is so many vectors, whose bits of one dimension are a row: words of 64 lanes.
const (
	rowWords = 4
	lanes    = 64 * rowWords
)

// row has a bit of each vector of a block.
type row [rowWords]uint64

// columns keep the high bits of codes a second time, turned by 90 degrees: for
// each block of vectors a row for each dimension, and one of zeros. The products
// of a query with a block are added up bit by bit for all its vectors at once, with
// the carry-save adders of Harley and Seal (Warren, Hacker's Delight, 2012, 5-1).
type columns struct {
	dim  int
	bits []row
	most [][rowWords]float32 // by block and word of its rows: no vector's factor is more, see factors
}

func (c *columns) clone() columns {
	return columns{dim: c.dim, bits: slices.Clone(c.bits), most: slices.Clone(c.most)}
}

// fit makes as many blocks as n vectors need.
func (c *columns) fit(n int) {
	blocks := (n + lanes - 1) / lanes
	if more := blocks - len(c.most); more > 0 {
		c.bits, c.most = append(c.bits, make([]row, more*(c.dim+1))...), append(c.most, make([][rowWords]float32, more)...)
	}
	c.bits, c.most = c.bits[:blocks*(c.dim+1)], c.most[:blocks]
}

func (c *columns) block(i int) []row { return c.bits[i*(c.dim+1):][: c.dim+1 : c.dim+1] }

// set writes the bits of the n-th vector.
func (c *columns) set(n int, high []uint64, factor float32) {
	block, word, lane := c.block(n/lanes), n%lanes/64, n%64
	for i := range block[:c.dim] {
		w := &block[i][word]
		*w = *w&^(1<<lane) | high[i>>6]>>(i&63)&1<<lane
	}
	most := &c.most[n/lanes][word]
	*most = max(*most, factor)
}

// summand is a dimension with a sign: where flip has all bits set, what is not
// there is counted, which is the negative product but for a constant.
type summand struct {
	at   int32
	flip int32 // 0 or -1
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
		s, size := summand{at: int32(i)}, int(max(n, -n))
		if n < 0 {
			s.flip = -1
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
			list = append(list, summand{at: int32(len(numbers))})
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

// sums are those of a block's vectors, the n-th row the n-th bits of all.
type sums [mostLevels]row

// mostLevels is how many bits a sum can have: those of twice a vector's dimensions,
// and four for the adders.
const mostLevels = 32

// of gives the sums of a block.
func (a *adder) of(block []row, out *sums) {
	clear(out[:min(a.levels+4, mostLevels)])
	for twice, list := range a.lists {
		addUp(block, list, out[twice:])
	}
}

// addUpPortable adds the rows of a list, a multiple of atOnce, to sums.
func addUpPortable(block []row, list []summand, out []row) {
	for word := range rowWords {
		ones, twos, fours, eights := out[0][word], out[1][word], out[2][word], out[3][word]
		for rest := list; len(rest) >= atOnce; rest = rest[atOnce:] {
			l := (*[atOnce]summand)(rest)
			in := func(i int) uint64 { return block[l[i].at][word] ^ uint64(int64(l[i].flip)) }
			var two, four, eight, other, sixteen uint64
			ones, two = carry(ones, in(0), in(1))
			ones, other = carry(ones, in(2), in(3))
			twos, four = carry(twos, two, other)
			ones, two = carry(ones, in(4), in(5))
			ones, other = carry(ones, in(6), in(7))
			twos, other = carry(twos, two, other)
			fours, eight = carry(fours, four, other)
			ones, two = carry(ones, in(8), in(9))
			ones, other = carry(ones, in(10), in(11))
			twos, four = carry(twos, two, other)
			ones, two = carry(ones, in(12), in(13))
			ones, other = carry(ones, in(14), in(15))
			twos, other = carry(twos, two, other)
			fours, other = carry(fours, four, other)
			eights, sixteen = carry(eights, eight, other)
			for level := 4; sixteen != 0; level++ {
				old := out[level][word]
				out[level][word] = old ^ sixteen
				sixteen &= old
			}
		}
		out[0][word], out[1][word], out[2][word], out[3][word] = ones, twos, fours, eights
	}
}

// carry adds three bits of each lane.
func carry(a, b, c uint64) (sum, over uint64) {
	both := a ^ b
	return both ^ c, a&b | both&c
}

// atLeast gives the lanes of a word of the rows whose sum is not below a number.
func (s *sums) atLeast(number, levels, word int) uint64 {
	switch {
	case number <= 0:
		return math.MaxUint64
	case bits.Len(uint(number)) > levels:
		return 0
	}
	found := uint64(math.MaxUint64)
	for level := range s[:levels] {
		if bit := s[level][word]; number>>level&1 != 0 {
			found &= bit
		} else {
			found |= bit
		}
	}
	return found
}
