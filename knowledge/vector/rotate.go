package vector

import "math"

// rotate turns a vector in place, every vector of one length in the same way, so
// that what stands out in a few dimensions spreads over all: signs that are fixed
// at random, then the fast Walsh-Hadamard transform (Ailon and Chazelle, The fast
// Johnson-Lindenstrauss transform, 2009), of the first dimensions and of the last
// ones where their number is no power of two.
func rotate(v []float32) {
	if len(v) == 0 {
		return
	}
	part := 1
	for 2*part <= len(v) {
		part *= 2
	}
	hadamard(v[:part], 1)
	hadamard(v[len(v)-part:], 2)
}

// hadamard transforms v, whose length is a power of two, and keeps its length one.
func hadamard(v []float32, seed uint64) {
	var flip uint64
	for i := range v {
		if i&63 == 0 {
			flip = splitmix(seed<<32 + uint64(i))
		}
		v[i] = math.Float32frombits(math.Float32bits(v[i]) ^ uint32(flip<<31)) // by a random sign
		flip >>= 1
	}
	for half := 1; half < len(v); half *= 2 {
		for from := 0; from < len(v); from += 2 * half {
			low, high := v[from:from+half], v[from+half:from+2*half]
			for i, a := range low {
				b := high[i]
				low[i], high[i] = a+b, a-b
			}
		}
	}
	scale := float32(1 / math.Sqrt(float64(len(v))))
	for i := range v {
		v[i] *= scale
	}
}
