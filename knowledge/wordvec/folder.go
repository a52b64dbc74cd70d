package wordvec

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The files of a model2vec model, and the folder in which sentence-transformers
// keeps them.
const (
	tensorFile    = "model.safetensors"
	tokenizerFile = "tokenizer.json"
	innerFolder   = "0_StaticEmbedding"
)

// openFolder reads a model2vec model: one vector a token, and the tokens in
// tokenizer.json. Vectors are weighted already, or have a tensor of weights beside
// them; with a quantised vocabulary a third tensor says which one a token has.
func openFolder(folder string) (*Model, error) {
	if _, err := os.Stat(filepath.Join(folder, tensorFile)); err != nil {
		if _, err := os.Stat(filepath.Join(folder, innerFolder, tensorFile)); err == nil {
			folder = filepath.Join(folder, innerFolder)
		}
	}
	tokens, err := readTokenizer(filepath.Join(folder, tokenizerFile))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, tensorFile)
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(path, "cannot be read (%v)", errors.Unwrap(err))
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return nil, refuse(path, "cannot be read (%v)", err)
	}
	tensors, err := openTensors(path, f, size)
	if err != nil {
		return nil, err
	}
	m, err := tensors.model(tokens.words)
	if err != nil {
		return nil, err
	}
	m.name, m.equal = "word-vectors/"+hex.EncodeToString(sum.Sum(nil)[:8]), true
	m.parts = tokens.tokenizer()
	return m, nil
}

// tensor is an entry of the header of a safetensors file.
type tensor struct {
	Type    string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// number is how one is written: its bytes, and how they are read.
type number struct {
	width int
	read  func(b []byte) float64
}

var numbers = map[string]number{
	"F64": {8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }},
	"F32": {4, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }},
	"F16": {2, func(b []byte) float64 { return float64(half(binary.LittleEndian.Uint16(b))) }},
	"BF16": {2, func(b []byte) float64 {
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))
	}},
	"I8":  {1, func(b []byte) float64 { return float64(int8(b[0])) }},
	"I32": {4, func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) }},
	"I64": {8, func(b []byte) float64 { return float64(int64(binary.LittleEndian.Uint64(b))) }},
}

// tensors is an open safetensors file.
type tensors struct {
	path    string
	file    io.ReaderAt
	begin   int64 // of the numbers
	length  int64 // of them, in bytes
	entries map[string]json.RawMessage
}

func openTensors(path string, f io.ReaderAt, size int64) (*tensors, error) {
	var length [8]byte
	if _, err := f.ReadAt(length[:], 0); err != nil {
		return nil, refuse(path, "is too short")
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n == 0 || n > 1<<20 {
		return nil, refuse(path, "has a header of %d bytes; it is no safetensors file", n)
	}
	head := make([]byte, n)
	if _, err := f.ReadAt(head, 8); err != nil {
		return nil, refuse(path, "ends in its header")
	}
	t := &tensors{path: path, file: f, begin: 8 + int64(n)}
	t.length = size - t.begin
	if err := json.Unmarshal(head, &t.entries); err != nil {
		return nil, refuse(path, "has a header that is no JSON; it is no safetensors file")
	}
	return t, nil
}

// find gives the first tensor that has one of the names.
func (t *tensors) find(names ...string) (e tensor, name string, err error) {
	for _, name := range names {
		if raw, there := t.entries[name]; there {
			if json.Unmarshal(raw, &e) != nil {
				return e, name, refuse(t.path, "has no tensor named %s that can be read", name)
			}
			return e, name, nil
		}
	}
	return e, "", nil
}

// rows checks a tensor, and gives a function that reads one row after the other.
func (t *tensors) rows(name string, e tensor, types ...string) (next func(row []float64) error, err error) {
	n := numbers[e.Type]
	if n.width == 0 || !slices.Contains(types, e.Type) {
		return nil, refuse(t.path, "has %s of type %q; one of %s is needed", name, e.Type, strings.Join(types, ", "))
	}
	size := int64(n.width)
	for _, d := range e.Shape {
		if d < 0 || d > mostNumbers || size*int64(max(d, 1)) > 8*mostNumbers {
			return nil, refuse(t.path, "has %s of the shape %v, which is too much to keep in memory", name, e.Shape)
		}
		size *= int64(d)
	}
	if e.Offsets[0] < 0 || e.Offsets[1]-e.Offsets[0] != size {
		return nil, refuse(t.path, "has %s whose place does not fit their size", name)
	}
	if e.Offsets[1] > t.length {
		return nil, refuse(t.path, "ends within its %s", name)
	}
	r := io.NewSectionReader(t.file, t.begin+e.Offsets[0], size)
	var raw []byte
	return func(row []float64) error {
		if raw == nil {
			raw = make([]byte, n.width*len(row))
		}
		if _, err := io.ReadFull(r, raw); err != nil {
			return refuse(t.path, "cannot be read (%v)", err)
		}
		for i := range row {
			row[i] = n.read(raw[i*n.width:])
		}
		return nil
	}, nil
}

// list reads a tensor of one number a token; nil where the file has none of the name.
func (t *tensors) list(name string, tokens int, types ...string) ([]float64, error) {
	e, found, err := t.find(name)
	if err != nil || found == "" {
		return nil, err
	}
	count := 1
	for _, d := range e.Shape {
		count *= max(0, min(d, mostWords))
	}
	if len(e.Shape) == 0 || len(e.Shape) > 2 || count != tokens {
		return nil, refuse(t.path, "has %s of the shape %v for %d tokens", name, e.Shape, tokens)
	}
	next, err := t.rows(name, e, types...)
	if err != nil {
		return nil, err
	}
	out := make([]float64, tokens)
	return out, next(out)
}

// model puts the vectors of the tokens together.
func (t *tensors) model(words []string) (*Model, error) {
	e, name, err := t.find("embeddings", "embedding.weight")
	switch {
	case err != nil:
		return nil, err
	case name == "":
		return nil, refuse(t.path, "has no tensor named embeddings")
	case len(e.Shape) != 2:
		return nil, refuse(t.path, "has %s with %d dimensions instead of 2", name, len(e.Shape))
	}
	places, err := t.list("mapping", len(words), "I64", "I32")
	if err != nil {
		return nil, err
	}
	weights, err := t.list("weights", len(words), "F64", "F32", "F16", "BF16")
	if err != nil {
		return nil, err
	}
	rows, dim := e.Shape[0], e.Shape[1]
	if places == nil && rows != len(words) {
		return nil, refuse(t.path, "has %d vectors, but %s has %d tokens", rows, tokenizerFile, len(words))
	}
	out, err := newTable(t.path, dim, max(rows, len(words)))
	if err != nil {
		return nil, err
	}
	next, err := t.rows(name, e, "F32", "F16", "BF16", "F64", "I8")
	if err != nil {
		return nil, err
	}
	if places != nil {
		if next, err = t.mapped(next, rows, dim, places); err != nil {
			return nil, err
		}
	}
	row := make([]float64, dim)
	for i, word := range words {
		if err := next(row); err != nil {
			return nil, err
		}
		weight := 1.0
		if weights != nil {
			weight = weights[i]
		}
		for j, v := range row {
			out.row[j] = float32(v * weight)
		}
		if err := out.add(word); err != nil {
			return nil, err
		}
	}
	if len(out.model.steps) != len(words) {
		return nil, refuse(t.path, "goes with a %s that has a token twice", tokenizerFile)
	}
	return out.done()
}

// mapped reads all rows, and gives those that the places name, one after the other.
func (t *tensors) mapped(next func([]float64) error, rows, dim int, places []float64) (func([]float64) error, error) {
	all := make([]float32, 0, rows*dim)
	row := make([]float64, dim)
	for range rows {
		if err := next(row); err != nil {
			return nil, err
		}
		for _, v := range row {
			all = append(all, float32(v))
		}
	}
	i := -1
	return func(row []float64) error {
		i++
		p := places[i]
		if p < 0 || p >= float64(rows) {
			return refuse(t.path, "has a mapping to vector %.0f of %d", p, rows)
		}
		for j, v := range all[int(p)*dim:][:dim] {
			row[j] = float64(v)
		}
		return nil
	}, nil
}

// half widens an IEEE 754 number of 16 bits.
func half(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&1023)
	switch {
	case exponent == 31:
		return math.Float32frombits(sign | 255<<23 | fraction<<13)
	case exponent == 0:
		f := float32(fraction) / (1 << 24)
		return math.Float32frombits(sign | math.Float32bits(f))
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}
