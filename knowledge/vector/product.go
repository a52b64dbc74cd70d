package vector

import "math"

// dot is the inner product, eight sums at once so that the processor need not
// wait for each addition.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		s4 += x[4] * y[4]
		s5 += x[5] * y[5]
		s6 += x[6] * y[6]
		s7 += x[7] * y[7]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1 + s2 + s3) + (s4 + s5 + s6 + s7)
}

// dot16Portable is the same with whole numbers.
func dot16Portable(a []float32, b []int16) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s0 += x[0] * float32(y[0])
		s1 += x[1] * float32(y[1])
		s2 += x[2] * float32(y[2])
		s3 += x[3] * float32(y[3])
		s4 += x[4] * float32(y[4])
		s5 += x[5] * float32(y[5])
		s6 += x[6] * float32(y[6])
		s7 += x[7] * float32(y[7])
	}
	for ; i < len(a); i++ {
		s0 += a[i] * float32(b[i])
	}
	return (s0 + s1 + s2 + s3) + (s4 + s5 + s6 + s7)
}

// pack writes the unit vector of v into out, in whole steps, and gives the step.
func pack(v []float32, out []int16) (step float32) {
	var most float64
	for _, f := range v {
		most = max(most, math.Abs(float64(f)))
	}
	l := length(v)
	for i, f := range v {
		out[i] = int16(math.Round(float64(f) / most * math.MaxInt16))
	}
	return float32(most / l / math.MaxInt16)
}

// length is exact also where squares leave the range of 32 bits.
func length(v []float32) float64 {
	var sum float64
	for _, f := range v {
		sum += float64(f) * float64(f)
	}
	return math.Sqrt(sum)
}

// normalize scales v to length one.
func normalize(v []float32) {
	if l := length(v); l > 0 {
		for i := range v {
			v[i] = float32(float64(v[i]) / l)
		}
	}
}
