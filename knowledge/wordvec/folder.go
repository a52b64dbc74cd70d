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
)

// openFolder reads a model2vec model: one vector a token, weighted already, in
// model.safetensors, and the tokens in tokenizer.json.
func openFolder(folder string) (*Model, error) {
	tokens, err := readTokenizer(filepath.Join(folder, "tokenizer.json"))
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "model.safetensors")
	f, err := os.Open(path)
	if err != nil {
		return nil, refuse(path, "cannot be read (%v)", errors.Unwrap(err))
	}
	defer f.Close()
	sum := sha256.New()
	m, err := readTensor(path, io.TeeReader(f, sum), tokens.words)
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

// readTensor reads the tensor named embeddings, a row for each token.
func readTensor(path string, r io.Reader, words []string) (*Model, error) {
	var size [8]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, refuse(path, "is too short")
	}
	n := binary.LittleEndian.Uint64(size[:])
	if n == 0 || n > 1<<20 {
		return nil, refuse(path, "has a header of %d bytes; it is no safetensors file", n)
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, refuse(path, "ends in its header")
	}
	var entries map[string]json.RawMessage
	var e tensor
	if err := json.Unmarshal(head, &entries); err != nil || json.Unmarshal(entries["embeddings"], &e) != nil {
		return nil, refuse(path, "has no tensor named embeddings")
	}
	width, known := map[string]int{"F32": 4, "F16": 2}[e.Type]
	if !known || len(e.Shape) != 2 {
		return nil, refuse(path, "has embeddings of type %q with %d dimensions; a table of F32 or F16 is needed", e.Type, len(e.Shape))
	}
	rows, dim := e.Shape[0], e.Shape[1]
	if rows != len(words) {
		return nil, refuse(path, "has %d vectors, but tokenizer.json has %d tokens", rows, len(words))
	}
	t, err := newTable(path, dim, rows)
	if err != nil {
		return nil, err
	}
	if e.Offsets[0] < 0 || e.Offsets[1]-e.Offsets[0] != int64(rows)*int64(dim)*int64(width) {
		return nil, refuse(path, "has embeddings whose place does not fit their size")
	}
	if _, err := io.CopyN(io.Discard, r, e.Offsets[0]); err != nil {
		return nil, refuse(path, "ends before its embeddings")
	}
	raw := make([]byte, width*dim)
	for i := range rows {
		if _, err := io.ReadFull(r, raw); err != nil {
			return nil, refuse(path, "ends at vector %d of %d", i+1, rows)
		}
		for j := range t.row {
			if width == 4 {
				t.row[j] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*j:]))
			} else {
				t.row[j] = half(binary.LittleEndian.Uint16(raw[2*j:]))
			}
		}
		if err := t.add(words[i]); err != nil {
			return nil, err
		}
	}
	if len(t.model.steps) != rows {
		return nil, refuse(path, "goes with a tokenizer.json that has a token twice")
	}
	if _, err := io.Copy(io.Discard, r); err != nil { // the name counts all of it
		return nil, refuse(path, "cannot be read (%v)", err)
	}
	return t.done()
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
