package vector

import "golang.org/x/sys/cpu"

// The two loops that a search spends its time in use the wide registers of processors
// that have them. They give what the portable ones give, to the bit: see avx2_amd64_test.go.
var hasAVX2 = cpu.X86.HasAVX2

// addUp adds the rows of a list, a multiple of atOnce, to sums. out has a row more
// than the highest sum needs.
func addUp(block []row, list []summand, out []row) {
	if hasAVX2 && len(list) > 0 {
		addUpAVX2(&block[0], &list[0], len(list), &out[0])
		return
	}
	addUpPortable(block, list, out)
}

// dot16 is the product of a vector with one of whole numbers, of the same length.
func dot16(a []float32, b []int16) float32 {
	if !hasAVX2 || len(a) == 0 || len(a)%8 != 0 {
		return dot16Portable(a, b)
	}
	b = b[:len(a)]
	var s [8]float32
	dot16AVX2(&a[0], &b[0], len(a), &s)
	return (s[0] + s[1] + s[2] + s[3]) + (s[4] + s[5] + s[6] + s[7])
}

//go:noescape
func addUpAVX2(block *row, list *summand, n int, out *row)

//go:noescape
func dot16AVX2(a *float32, b *int16, n int, out *[8]float32)
