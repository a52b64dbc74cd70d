// Package wordvec makes vectors of texts from a file of word vectors: word2vec
// (text or binary), GloVe, or a model2vec folder. Nothing is called over the
// network. The vector of a text is the mean of its words' vectors, in which
// frequent words count less (Arora, Liang and Ma, A simple but tough-to-beat
// baseline for sentence embeddings, ICLR 2017).
package wordvec

import (
	"context"
	"fmt"
	"math"
	"strings"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/text"
)

// Limits of a file, so that a wrong one is refused before it fills the memory.
const (
	mostWords   = 5_000_000
	mostDim     = 4096
	mostNumbers = 2_000_000_000 // words times dimensions, kept in two bytes each
	mostWord    = 512           // bytes
	mostFolder  = 256 << 20     // bytes of a JSON file
)

// Model is a file of word vectors in memory. It is immutable.
type Model struct {
	name  string
	dim   int
	words map[string]int32
	vecs  []int16   // dim numbers a word, in units of steps
	steps []float32 // by word
	parts tokenizer // nil: words are looked up whole
	equal bool      // the file's vectors are weighted already
}

// Dim is how many numbers a vector has.
func (m *Model) Dim() int { return m.dim }

// Model names the file's vector space: its format and what stands in it.
func (m *Model) Model() string { return m.name }

// Len is how many words there are.
func (m *Model) Len() int { return len(m.words) }

// Embed gives the unit vector of each text. A text of which no word is known has
// an equal share of every dimension: all such texts are alike, and like nothing else.
func (m *Model) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, s := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = m.vector(s)
	}
	return out, nil
}

func (m *Model) vector(s string) []float32 {
	sum := make([]float32, m.dim)
	for _, n := range m.find(s) {
		w := m.weight(n) * m.steps[n]
		for i, q := range m.vecs[int(n)*m.dim:][:m.dim] {
			sum[i] += w * float32(q)
		}
	}
	var square float64
	for _, v := range sum {
		square += float64(v) * float64(v)
	}
	length := math.Sqrt(square)
	for i := range sum {
		if length > 0 {
			sum[i] = float32(float64(sum[i]) / length)
		} else {
			sum[i] = float32(1 / math.Sqrt(float64(m.dim)))
		}
	}
	return sum
}

// weight is a/(a+p) with the probability p of a word by Zipf's law: files list
// frequent words first.
func (m *Model) weight(n int32) float32 {
	if m.equal {
		return 1
	}
	const a = 1e-3
	p := 1 / (float64(n+1) * math.Log(float64(len(m.words)+2)))
	return float32(a / (a + p))
}

// find gives the numbers of a text's words that are known: as they are written,
// else in lower case, else by their parts.
func (m *Model) find(s string) (out []int32) {
	if m.parts != nil {
		return m.parts.split(s)
	}
	for _, w := range strings.FieldsFunc(s, between) {
		if n, ok := m.words[w]; ok {
			out = append(out, n)
		} else if n, ok := m.words[text.Normalize(w)]; ok {
			out = append(out, n)
		} else if isDense(w) {
			out = append(out, m.dense(text.Normalize(w))...)
		}
	}
	return out
}

// dense cuts a run of a script without spaces into the longest known words.
func (m *Model) dense(run string) (out []int32) {
	runes := []rune(run)
	for i := 0; i < len(runes); {
		step := 1
		for n := min(8, len(runes)-i); n > 0; n-- {
			if id, ok := m.words[string(runes[i:i+n])]; ok {
				out, step = append(out, id), n
				break
			}
		}
		i += step
	}
	return out
}

// table collects the words of a file.
type table struct {
	file  string
	model *Model
	row   []float32
	lines int // of a text file, with a word
}

func newTable(file string, dim, words int) (*table, error) {
	switch {
	case dim < 2 || dim > mostDim:
		return nil, refuse(file, "has vectors of %d numbers; 2 to %d are possible", dim, mostDim)
	case words < 0 || words > mostWords || words*dim > mostNumbers:
		return nil, refuse(file, "has %d words of %d numbers, which is too much to keep in memory", words, dim)
	}
	// Room grows with what is read, not with what a header promises.
	return &table{file: file, model: &Model{dim: dim, words: make(map[string]int32)}, row: make([]float32, dim)}, nil
}

// add takes a word with the vector in row; the first of equal words counts.
func (t *table) add(word string) error {
	m := t.model
	n := len(m.steps)
	if n >= mostWords || (n+1)*m.dim > mostNumbers {
		return refuse(t.file, "has more words than can be kept in memory")
	}
	if _, twice := m.words[word]; twice {
		return nil
	}
	var most float64
	for i, v := range t.row {
		f := math.Abs(float64(v))
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return refuse(t.file, "number %d of the word %.40q is not finite", i+1, word)
		}
		most = max(most, f)
	}
	m.words[strings.Clone(word)] = int32(n)
	for _, v := range t.row {
		q := 0.0
		if most > 0 {
			q = math.Round(float64(v) / most * math.MaxInt16)
		}
		m.vecs = append(m.vecs, int16(q))
	}
	m.steps = append(m.steps, float32(most/math.MaxInt16))
	return nil
}

func (t *table) done() (*Model, error) {
	if len(t.model.words) == 0 {
		return nil, refuse(t.file, "has no word")
	}
	return t.model, nil
}

// refuse is a fault of the file.
func refuse(file, format string, args ...any) error {
	return fault.New(fault.Invalid, "word_vectors", "The word vectors %s cannot be used: it %s.", file, fmt.Sprintf(format, args...)).
		Advise("Give a file of word2vec (text or binary) or GloVe, or the folder of a model2vec model with model.safetensors and tokenizer.json.")
}
