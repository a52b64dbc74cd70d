package vector

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The loops for wide registers give what the portable ones give, to the bit.

func TestSumsWithAndWithoutAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2: there is nothing to compare")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, dim := range []int{1, 8, 100, 256, 1536} {
		for range 50 {
			block := make([]row, dim+1)
			for i := range block[:dim] {
				for w := range block[i] {
					block[i][w] = rng.Uint64()
				}
			}
			numbers := make([]int8, dim)
			for i := range numbers {
				numbers[i] = int8(rng.IntN(2*queryMost+1) - queryMost)
			}
			a := newAdder(numbers)
			var wide, portable sums
			for twice, list := range a.lists {
				addUp(block, list, wide[twice:])
				addUpPortable(block, list, portable[twice:])
			}
			if wide != portable {
				t.Fatalf("%d dimensions: sums differ", dim)
			}
			lane := rng.IntN(lanes)
			var want, got int
			for twice, list := range a.lists {
				for _, s := range list {
					want += int((block[s.at][lane/64]>>(lane%64)&1)^uint64(s.flip&1)) << twice
				}
			}
			for level := range wide {
				got += int(wide[level][lane/64]>>(lane%64)&1) << level
			}
			if got != want {
				t.Fatalf("%d dimensions: a sum of %d, not %d", dim, got, want)
			}
		}
	}
}

func TestProductsWithAndWithoutAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2: there is nothing to compare")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, dim := range []int{1, 7, 8, 100, 256, 1536} {
		a, b := make([]float32, dim), make([]int16, dim)
		for range 50 {
			for i := range a {
				a[i], b[i] = rng.Float32()-0.5, int16(rng.IntN(math.MaxUint16)-math.MaxInt16)
			}
			if got, want := dot16(a, b), dot16Portable(a, b); got != want {
				t.Fatalf("%d dimensions: %v, not %v", dim, got, want)
			}
		}
	}
}

// A search finds the same either way.
func TestSearchWithoutAVX2(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2: there is nothing to compare")
	}
	rng := rand.New(rand.NewPCG(3, 4))
	x := New(64)
	random := func() []float32 {
		v := make([]float32, 64)
		for i := range v {
			v[i] = float32(rng.NormFloat64())
		}
		return v
	}
	entries := make([]Entry, 5000)
	for i := range entries {
		entries[i] = Entry{ID: string(rune('A' + i)), Vec: random()}
	}
	if err := x.Apply(entries, nil); err != nil {
		t.Fatal(err)
	}
	defer func() { hasAVX2 = true }()
	for range 20 {
		q := random()
		hasAVX2 = true
		wide, _ := x.Search(q, 10, nil)
		hasAVX2 = false
		if portable, _ := x.Search(q, 10, nil); !slices.Equal(wide, portable) {
			t.Fatalf("%v\n%v", wide, portable)
		}
	}
}
