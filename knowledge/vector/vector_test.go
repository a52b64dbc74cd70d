package vector_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"frontdesk/knowledge/vector"
)

// clustered makes vectors with a common offset and clusters, as embeddings
// have.
func clustered(n, dim int, seed uint64) []vector.Entry {
	rng := rand.New(rand.NewPCG(seed, 1))
	centres := make([][]float32, 50)
	for i := range centres {
		centres[i] = make([]float32, dim)
		for j := range centres[i] {
			centres[i][j] = 0.5 + float32(rng.NormFloat64())
		}
	}
	out := make([]vector.Entry, n)
	for i := range out {
		v := slices.Clone(centres[rng.IntN(len(centres))])
		for j := range v {
			v[j] += float32(rng.NormFloat64())
		}
		v[3] *= 8 // as some models have dimensions that stand out
		out[i] = vector.Entry{ID: fmt.Sprintf("%06d", i), Vec: v, Class: uint32(i % 100)}
	}
	return out
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func exact(entries []vector.Entry, q []float32, k int, admit func(uint32) bool) []string {
	type pair struct {
		id string
		c  float64
	}
	var all []pair
	for _, e := range entries {
		if admit == nil || admit(e.Class) {
			all = append(all, pair{e.ID, cosine(e.Vec, q)})
		}
	}
	slices.SortFunc(all, func(a, b pair) int {
		if a.c > b.c {
			return -1
		}
		return 1
	})
	var ids []string
	for _, p := range all[:min(k, len(all))] {
		ids = append(ids, p.id)
	}
	return ids
}

func TestRecall(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, dim := range []int{100, 256, 384} {
		t.Run(fmt.Sprint(dim), func(t *testing.T) {
			entries := clustered(5940, dim, 1)
			data, queries := entries[:5900], entries[5900:]
			x := vector.New(dim)
			if err := x.Apply(data, nil); err != nil {
				t.Fatal(err)
			}
			for name, admit := range map[string]func(uint32) bool{
				"all":    nil,
				"half":   func(class uint32) bool { return class%2 == 0 },
				"narrow": func(class uint32) bool { return class == 7 },
			} {
				found, want := 0, 0
				for _, q := range queries {
					hits, err := x.Search(q.Vec, 10, admit)
					if err != nil {
						t.Fatal(err)
					}
					truth := exact(data, q.Vec, 10, admit)
					want += len(truth)
					for _, h := range hits {
						if slices.Contains(truth, h.ID) {
							found++
						}
					}
				}
				if r := float64(found) / float64(want); r < 0.98 {
					t.Errorf("%s: recall@10 %.3f, want at least 0.98", name, r)
				}
			}
		})
	}
}

func TestReplaceAndRemove(t *testing.T) {
	x := vector.New(3)
	if err := x.Apply([]vector.Entry{{ID: "a", Vec: []float32{1, 0, 0}}, {ID: "b", Vec: []float32{0, 1, 0}}, {ID: "c", Vec: []float32{0, 0, 2}}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Apply([]vector.Entry{{ID: "a", Vec: []float32{0, 1, 1}}}, []string{"b", "nobody"}); err != nil {
		t.Fatal(err)
	}
	hits, err := x.Search([]float32{0, 0, 1}, 5, nil)
	if err != nil || len(hits) != 2 || hits[0].ID != "c" || hits[1].ID != "a" {
		t.Fatalf("got %v, %v; want c, then a", hits, err)
	}
	if math.Abs(hits[1].Cosine-math.Sqrt2/2) > 1e-6 {
		t.Errorf("cosine %v, want %v", hits[1].Cosine, math.Sqrt2/2)
	}
	if c, ok := x.Cosine("a", []float32{0, 3, 3}); !ok || math.Abs(c-1) > 1e-6 {
		t.Errorf("Cosine = %v, %v, want 1", c, ok)
	}
	if _, ok := x.Cosine("b", []float32{0, 1, 0}); ok {
		t.Error("a removed vector is still compared")
	}
}

// A vector is found by the class that it was given last, wherever it is moved to.
func TestClasses(t *testing.T) {
	x := vector.New(2)
	if err := x.Apply([]vector.Entry{{ID: "a", Vec: []float32{1, 0}, Class: 1}, {ID: "b", Vec: []float32{1, 1}, Class: 2}, {ID: "c", Vec: []float32{0, 1}, Class: 1}}, nil); err != nil {
		t.Fatal(err)
	}
	found := func(class uint32) (ids []string) {
		hits, err := x.Search([]float32{1, 0}, 5, func(c uint32) bool { return c == class })
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		return ids
	}
	want := func(class uint32, ids ...string) {
		t.Helper()
		if got := found(class); !slices.Equal(got, ids) {
			t.Errorf("class %d: got %v, want %v", class, got, ids)
		}
	}
	want(1, "a", "c")
	want(3)
	x.Classify([]string{"c", "nobody"}, 7)
	want(1, "a")
	want(7, "c")
	if err := x.Apply([]vector.Entry{{ID: "b", Vec: []float32{2, 1}, Class: 1}}, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	want(1, "b")
	want(2)
	want(7, "c")
}

func TestUnusableVectors(t *testing.T) {
	nan := float32(math.NaN())
	x := vector.New(2)
	for _, v := range [][]float32{{1}, {1, 2, 3}, {nan, 1}, {0, 0}, {float32(math.Inf(1)), 0}} {
		if err := x.Apply([]vector.Entry{{ID: "good", Vec: []float32{1, 1}}, {ID: "bad", Vec: v}}, nil); err == nil {
			t.Errorf("%v was taken", v)
		}
		if x.Len() != 0 {
			t.Fatalf("%v: a part of a refused change stays", v)
		}
	}
}

// Directions count, however long or short the vectors are.
func TestLengths(t *testing.T) {
	x := vector.New(2)
	if err := x.Apply([]vector.Entry{{ID: "long", Vec: []float32{3e38, 3e38}}, {ID: "short", Vec: []float32{0, 1e-40}}}, nil); err != nil {
		t.Fatal(err)
	}
	hits, err := x.Search([]float32{1e30, 1e30}, 2, nil)
	if err != nil || len(hits) != 2 || hits[0].ID != "long" || math.Abs(hits[0].Cosine-1) > 1e-3 || math.Abs(hits[1].Cosine-math.Sqrt2/2) > 1e-3 {
		t.Errorf("got %v, %v", hits, err)
	}
}

func pieces(words ...string) []vector.Piece {
	var out []vector.Piece
	for _, w := range words {
		out = append(out, vector.Piece{Text: w, Weight: 1, Parts: true})
	}
	return out
}

func TestHashed(t *testing.T) {
	corpus := [][]vector.Piece{pieces("refund", "money"), pieces("delivery", "address"), pieces("warranty"), pieces("size", "chart"), pieces("gift", "card")}
	h := vector.FitHashed(corpus)
	base := h.Vector(pieces("refund"))
	for _, c := range []struct {
		name     string
		text     []vector.Piece
		from, to float64
	}{
		{"the same word", pieces("refund"), 0.999, 1.001},
		{"a compound with the word", pieces("refundrequest"), 0.15, 0.9},
		{"a misspelt word", pieces("refunds"), 0.2, 0.9},
		{"another word", pieces("warranty"), -0.35, 0.2},
	} {
		if got := cosine(base, h.Vector(c.text)); got < c.from || got > c.to {
			t.Errorf("%s: cosine %.3f, want %.2f to %.2f", c.name, got, c.from, c.to)
		}
	}
	if again := vector.FitHashed(corpus).Vector(pieces("refund")); !slices.Equal(base, again) {
		t.Error("two fits on the same texts differ")
	}
}

func BenchmarkSearch100k(b *testing.B) {
	entries := clustered(100000, 384, 2)
	x := vector.New(384)
	if err := x.Apply(entries, nil); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		if _, err := x.Search(entries[n%len(entries)].Vec, 10, nil); err != nil {
			b.Fatal(err)
		}
		n += 13
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "queries/s")
}

func BenchmarkHashed(b *testing.B) {
	var words []string
	for i := range 80 {
		words = append(words, fmt.Sprintf("someword%d", i))
	}
	h := vector.FitHashed(nil)
	for b.Loop() {
		h.Vector(pieces(words...))
	}
}

// A text that was numbered has the same vector, to the digit.
func TestVocabulary(t *testing.T) {
	texts := [][]vector.Piece{
		pieces("delivery", "costs", "delivery"),
		{{Text: "delivery", Weight: 1, Parts: true}, {Text: "delivery", Weight: 0.25}, {Text: "送", Weight: 1}},
		pieces("returns", "costs"),
	}
	h := vector.FitHashed(texts)
	words, encoder := vector.NewVocabulary(), h.Encoder()
	for i, text := range slices.Concat(texts, texts) {
		var numbers []int32
		for _, p := range text {
			numbers = append(numbers, words.Number(p))
		}
		if got := words.Pieces(numbers); !slices.Equal(got, text) {
			t.Errorf("text %d is %v, want %v", i, got, text)
		}
		if got, want := encoder.VectorOf(words, numbers), h.Vector(text); !slices.Equal(got, want) {
			t.Errorf("text %d has another vector once it is numbered", i)
		}
	}
}
