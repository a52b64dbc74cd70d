package vector

import (
	"math"
	"math/bits"
	"runtime"
	"slices"
)

// Vectors are searched by two bits a dimension of what they have beyond the mean
// of all, rotated: RaBitQ (Gao and Long, SIGMOD 2024; Gao and others, SIGMOD 2025). The code of a number is its level from 0 to 3, which stands for
// 2*level-3; high has the upper bits, which are its sign, and low the lower ones.
// The query keeps four bits a dimension, so that a product is a count of bits for
// each of them.
const (
	queryBits = 4
	queryMost = 1<<(queryBits-1) - 1 // its numbers are from -queryMost to queryMost
	// queryReach is the number that becomes queryMost, in standard deviations:
	// a few dimensions that stand out do not cost the others their precision.
	queryReach = 3
)

// codes are those of vectors, in their order.
type codes struct {
	words   int      // of 64 dimensions
	bits    []uint64 // words of high bits of a vector, then as many of its low ones: with 256 dimensions they are a line of the processor's cache
	factors []factors
	columns columns // of the high bits
}

// factors turn products with a vector's code into those with the vector.
type factors struct{ high, both float32 }

func newCodes(dim int) codes { return codes{words: (dim + 63) / 64, columns: columns{dim: dim}} }

func (c *codes) clone() codes {
	return codes{words: c.words, bits: slices.Clone(c.bits), factors: slices.Clone(c.factors), columns: c.columns.clone()}
}

func (c *codes) grow(n int) {
	c.bits, c.factors = append(c.bits, make([]uint64, 2*n*c.words)...), append(c.factors, make([]factors, n)...)
	c.columns.fit(len(c.factors))
}

func (c *codes) cut(n int) {
	c.bits, c.factors = c.bits[:2*n*c.words], c.factors[:n]
	c.columns.fit(n)
}

func (c *codes) high(n int) []uint64 { return c.bits[2*n*c.words:][:c.words] }

func (c *codes) low(n int) []uint64 { return c.bits[(2*n+1)*c.words:][:c.words] }

func (c *codes) move(to, from int) {
	copy(c.high(to), c.high(from))
	copy(c.low(to), c.low(from))
	c.factors[to] = c.factors[from]
	c.columns.set(to, c.high(to), c.factors[to].high)
}

// fetch is [Index.fetch] for codes.
func (c *codes) fetch(list []scored) {
	var sum uint64
	for _, s := range list {
		sum += c.low(int(s.n))[0]
	}
	runtime.KeepAlive(sum)
}

// set makes the code of the n-th vector from what it has beyond the mean, which it
// rotates.
func (c *codes) set(n int, rest []float32) {
	rotate(rest)
	high, low := c.high(n), c.low(n)
	clear(high)
	clear(low)
	square := dot(rest, rest)
	step := float32(math.Sqrt(float64(square) / float64(max(len(rest), 1)))) // between levels
	var signs, levels float32
	for i, f := range rest {
		size := f
		if f > 0 {
			high[i>>6] |= 1 << (i & 63)
		} else {
			size = -f
		}
		signs += size
		if size > step {
			levels += 3 * size
		} else {
			levels += size
		}
		if (f > 0) == (size > step) { // levels 1 and 3 are the inner one below zero and the outer one above
			low[i>>6] |= 1 << (i & 63)
		}
	}
	c.factors[n] = factors{}
	if square > 0 {
		c.factors[n] = factors{square / signs, square / levels}
	}
	c.columns.set(n, high, c.factors[n].high)
}

// question is a query in whole numbers, as planes of their bits; the last one
// counts negatively (two's complement).
type question struct {
	planes []uint64 // by word, those of queryBits after each other
	sum    int
	adder  adder
	sums   sums // of the block at hand
}

func newQuestion(vec []float32) question {
	vec = slices.Clone(vec)
	rotate(vec)
	words := (len(vec) + 63) / 64
	q := question{planes: make([]uint64, words*queryBits)}
	numbers := make([]int8, len(vec))
	most := queryReach * math.Sqrt(float64(dot(vec, vec))/float64(max(len(vec), 1)))
	for i, f := range vec {
		n := int(math.Round(min(1, max(-1, float64(f)/most)) * queryMost))
		q.sum += n
		for b := range queryBits {
			q.planes[i>>6*queryBits+b] |= uint64(n>>b&1) << (i & 63)
		}
		numbers[i] = int8(n)
	}
	q.adder = newAdder(numbers)
	return q
}

// mayHave gives those of the i-th block's vectors that may have more than so much by
// their high bits.
func (q *question) mayHave(c *codes, i int, least float32) (found row) {
	if least <= 0 {
		return row{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}
	}
	q.adder.of(c.columns.block(i), &q.sums)
	for word, factor := range c.columns.most[i] {
		if factor > 0 {
			found[word] = q.sums.atLeast(q.adder.least(float64(least)/float64(factor)), q.adder.levels, word)
		}
	}
	return found
}

// byHigh estimates the product with the n-th vector from its high bits, but for a
// factor and a summand that are the same for all; count is what byBoth needs of it.
func (q *question) byHigh(c *codes, n int) (score float32, count int32) {
	high := q.count(c.high(n))
	return float32(2*high-q.sum) * c.factors[n].high, int32(high)
}

// byBoth estimates the product with the n-th vector from both bits.
func (q *question) byBoth(c *codes, n int, high int32) float32 {
	levels := 2*int(high) + q.count(c.low(n))
	return float32(2*levels-3*q.sum) * c.factors[n].both
}

// count adds up the query's numbers where a code has ones.
func (q *question) count(code []uint64) (n int) {
	p := q.planes
	if len(code) == 4 && len(p) == 4*queryBits { // up to 256 dimensions, those of the built-in vectors
		return count4((*[4]uint64)(code), (*[4 * queryBits]uint64)(p))
	}
	for i, w := range code {
		p4 := p[i*queryBits : i*queryBits+queryBits : i*queryBits+queryBits]
		n += bits.OnesCount64(w&p4[0]) + bits.OnesCount64(w&p4[1])<<1 + bits.OnesCount64(w&p4[2])<<2 - bits.OnesCount64(w&p4[3])<<3
	}
	return n
}

func count4(w *[4]uint64, p *[4 * queryBits]uint64) int {
	a, b, c, d := w[0], w[1], w[2], w[3]
	n := bits.OnesCount64(a&p[0]) + bits.OnesCount64(b&p[4]) + bits.OnesCount64(c&p[8]) + bits.OnesCount64(d&p[12])
	n += (bits.OnesCount64(a&p[1]) + bits.OnesCount64(b&p[5]) + bits.OnesCount64(c&p[9]) + bits.OnesCount64(d&p[13])) << 1
	n += (bits.OnesCount64(a&p[2]) + bits.OnesCount64(b&p[6]) + bits.OnesCount64(c&p[10]) + bits.OnesCount64(d&p[14])) << 2
	n -= (bits.OnesCount64(a&p[3]) + bits.OnesCount64(b&p[7]) + bits.OnesCount64(c&p[11]) + bits.OnesCount64(d&p[15])) << 3
	return n
}
