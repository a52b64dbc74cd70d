package lexical

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// plainly scores every document by every term, one after the other, and sorts
// all: what Search must come to without looking at all of them.
func (x *Index) plainly(q Query) []Hit {
	s := x.scorer(x.plan(q.Terms))
	defer x.release(s)
	var top, also []Hit
	for n, d := range x.docs {
		if x.removed(int32(n)) {
			continue
		}
		h := Hit{ID: d.id}
		var score float32
		for _, st := range s.streams {
			i, has := slices.BinarySearch(x.terms[st.term].docs, int32(n))
			if !has || h.Matched&st.bit != 0 {
				continue
			}
			if st.related {
				h.Partly |= st.bit
			} else {
				h.Matched |= st.bit
			}
			f := x.freqs[x.terms[st.term].freqs[i]]
			tf := f.plain + f.counted/(st.sat.base+st.sat.slope*x.lengths[n])
			score += st.sat.gain * tf / (tf + st.sat.k1)
		}
		h.Score = float64(score)
		switch {
		case q.Keep != nil && !q.Keep(d.id):
		case score > 0:
			top = append(top, h)
		case slices.Contains(q.Also, d.id):
			also = append(also, h)
		}
	}
	slices.SortFunc(top, func(a, b Hit) int {
		if a.Score > b.Score || a.Score == b.Score && a.ID < b.ID {
			return -1
		}
		return 1
	})
	for _, h := range top[min(q.K, len(top)):] {
		if slices.Contains(q.Also, h.ID) {
			also = append(also, h)
		}
	}
	hits := top[:min(q.K, len(top))]
	for _, id := range q.Also {
		if i := slices.IndexFunc(also, func(h Hit) bool { return h.ID == id }); i >= 0 {
			hits = append(hits, also[i])
		}
	}
	return hits
}

// Leaving documents out changes no score by a digit and loses no document.
func TestPruningLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	const documents, rounds = 5000, 60
	rng := rand.New(rand.NewPCG(7, 8))
	zipf := rand.NewZipf(rng, 1.05, 3, 4000)
	word := func() string { // words share beginnings and ends, as those of a language do
		n := zipf.Uint64()
		return fmt.Sprintf("%c%c%c%s", 'a'+n%7, 'a'+n/7%11, 'a'+n/77%5, [...]string{"ander", "ung", "", "keiten", "er", "x"}[n%6])
	}
	words := func(n int) (out []string) {
		for range n {
			out = append(out, word())
		}
		return out
	}
	x := New(Config{})
	for i := range documents {
		x.Apply([]Document{{ID: fmt.Sprint(i), Class: uint32(i % 5), Fields: []Field{
			{Terms: words(rng.IntN(4)), Weight: 2}, {Terms: words(rng.IntN(3)), Weight: 1.5}, {Terms: words(5 + rng.IntN(60)), Weight: 1, Counted: true}}}}, nil)
		if rng.IntN(9) == 0 {
			x.Apply(nil, []string{fmt.Sprint(rng.IntN(i + 1))})
		}
		if i == documents/2 {
			x.Compact()
		}
	}
	for n := range rounds {
		q := Query{K: 1 + rng.IntN(60)}
		for range 1 + rng.IntN([]int{6, 12, 120}[n%3]) {
			q.Terms = append(q.Terms, Term{Forms: words(1 + rng.IntN(2)), Weight: []float64{1, 0.4}[rng.IntN(2)], Fuzzy: rng.IntN(3) > 0})
		}
		for range rng.IntN(20) {
			if id := fmt.Sprint(rng.IntN(documents)); !slices.Contains(q.Also, id) {
				q.Also = append(q.Also, id)
			}
		}
		if every := uint32(1 + n%4*n%40); every > 1 {
			q.Keep = func(id string) bool {
				h := fnv.New32a()
				h.Write([]byte(id))
				number, err := strconv.Atoi(id)
				return err == nil && number%5 == 3 || h.Sum32()%every == 0
			}
			if n%2 == 0 {
				q.Whole = func(class uint32) bool { return class == 3 }
			}
		}
		if got, want := x.Search(q).Hits, x.plainly(q); !slices.Equal(got, want) {
			t.Fatalf("question %d, %d terms, k %d: got\n%v\nwant\n%v", n, len(q.Terms), q.K, got, want)
		}
	}
}
