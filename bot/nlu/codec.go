package nlu

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// formatVersion changes whenever an older artefact would be read wrongly: with
// the layout, and with the features.
const formatVersion = 10

var magic = [8]byte{'F', 'D', 'I', 'N', 'T', 'E', 'N', 'T'}

// maxArtefact bounds what Load reads, in bytes.
const maxArtefact = 256 << 20

// The ways in which an artefact is refused.
var (
	ErrNotModel = errors.New("not a language model of this program")
	ErrVersion  = errors.New("the model was written by another version; train it again")
	ErrDamaged  = errors.New("the model is damaged; train it again")
)

// headLength is that of what stands before the content: magic, format version,
// checksum and length of the content.
const headLength = 8 + 2 + sha256.Size + 8

// Save writes the model: the head, then the content. It is not packed: that would
// spare a quarter of its size and cost a sixth of the time of every start. Equal
// models give equal bytes.
func (m *Model) Save(w io.Writer) error {
	e := &encoder{}
	m.encode(e)
	sum := sha256.Sum256(e.out)
	head := append(magic[:], 0, formatVersion)
	head = append(head, sum[:]...)
	head = binary.BigEndian.AppendUint64(head, uint64(len(e.out)))
	for _, part := range [][]byte{head, e.out} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("save model: %w", err)
		}
	}
	return nil
}

// Load reads a model that Save wrote, to be used with analyzer a (nil: one
// without a shop's order pattern). It refuses a foreign, older or damaged one
// with ErrNotModel, ErrVersion or ErrDamaged.
func Load(r io.Reader, a *Analyzer) (*Model, error) {
	if a == nil {
		var err error
		if a, err = NewAnalyzer(AnalyzerConfig{}); err != nil {
			return nil, err
		}
	}
	var head [headLength]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, ErrNotModel
	}
	size, err := readHead(head[:])
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, int64(size)))
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	if sum := sha256.Sum256(content); uint64(len(content)) != size || !bytes.Equal(sum[:], head[10:10+sha256.Size]) {
		return nil, ErrDamaged
	}
	return decodeWhole(content, a)
}

// readHead gives the length of the content.
func readHead(head []byte) (size uint64, err error) {
	if !bytes.Equal(head[:8], magic[:]) {
		return 0, ErrNotModel
	}
	if binary.BigEndian.Uint16(head[8:]) != formatVersion {
		return 0, ErrVersion
	}
	if size = binary.BigEndian.Uint64(head[10+sha256.Size:]); size > maxArtefact {
		return 0, ErrDamaged
	}
	return size, nil
}

// decodeWhole reads a model that fills the content. It keeps nothing of it.
func decodeWhole(content []byte, a *Analyzer) (*Model, error) {
	d := &decoder{in: content}
	m := decodeModel(d, a)
	if d.bad || len(d.in) != 0 {
		return nil, ErrDamaged
	}
	return m, nil
}

func (m *Model) encode(e *encoder) {
	info, _ := json.Marshal(m.info) // numbers and strings only: cannot fail
	e.bytes(info)
	e.bytes([]byte(m.lang))
	e.uint(len(m.intents))
	for _, name := range m.intents {
		e.bytes([]byte(name))
	}
	for _, x := range m.stack {
		e.float64(x)
	}
	for _, x := range append(m.acceptor.scope[:], m.acceptor.right[:]...) {
		e.float64(x)
	}
	e.float64(m.share)
	e.float64(m.threshold)
	m.encodeHeld(e)
	m.learner.space.encode(e)
	m.learner.memory.rows().encode(e)
	m.learner.voices.machines().encode(e)
	if m.stack[memberName] != 0 {
		m.learner.names.machines.encode(e)
	}
}

func decodeModel(d *decoder, a *Analyzer) *Model {
	m := newModel(a, nil)
	if json.Unmarshal(d.bytes(), &m.info) != nil {
		d.bad = true
	}
	m.lang = string(d.bytes())
	m.intents = make([]string, d.length(1))
	for k := range m.intents {
		m.intents[k] = string(d.bytes())
	}
	for i := range m.stack {
		m.stack[i] = d.float64()
	}
	for _, weights := range []*[evidences]float64{&m.acceptor.scope, &m.acceptor.right} {
		for i := range weights {
			weights[i] = d.float64()
		}
	}
	m.share = d.float64()
	m.threshold = d.float64()
	m.decodeHeld(d)
	sp := decodeSpace(d)
	r := decodeRows(d, sp.size(), len(m.intents))
	if d.bad {
		return nil
	}
	done := make(chan remembered, 1) // on another core: it is half of the work
	go func() { done <- remember(sp, r, len(m.intents)) }()
	machines := decodeMachines(d, sp.size(), len(m.intents))
	var names *sharedWords
	if m.stack[memberName] != 0 {
		names = newSharedWords(m.intents)
		names.machines = decodeMachines(d, sp.size(), len(names.words))
	}
	if !d.bad {
		m.settle()
	}
	rest := <-done
	if d.bad {
		return nil
	}
	m.learner = newLearner(sp, rest, machines, len(m.intents))
	m.learner.names = names
	for member := memberGist; member < memberBayes; member++ {
		if m.stack[member] != 0 {
			m.learner.learnAbout(member, r)
		}
	}
	return m
}

func (s *space) encode(e *encoder) {
	e.uint(s.texts)
	for b := range blocks {
		keys := s.keys[s.first[b]:s.first[b+1]]
		e.uint(len(keys))
		last := uint32(0)
		for _, k := range keys {
			e.uint(int(k - last))
			last = k
		}
	}
	for _, n := range s.df {
		e.uint(int(n))
	}
}

func decodeSpace(d *decoder) *space {
	s := &space{texts: d.uint()}
	for b := range blocks {
		s.first[b] = len(s.keys)
		last := uint32(0)
		for range d.length(1) {
			last += uint32(d.uint())
			s.keys = append(s.keys, last)
		}
	}
	s.first[blocks] = len(s.keys)
	s.df = make([]int32, len(s.keys))
	for i := range s.df {
		s.df[i] = int32(d.uint())
	}
	s.index()
	return s
}

func (r *rows) encode(e *encoder) {
	e.uint(r.len())
	for i := range r.len() {
		e.uint(int(r.start[i+1] - r.start[i]))
		e.uint(int(r.label[i]) + 1)
		e.float32(r.scale[i])
	}
	for i := range r.len() {
		last := int32(0)
		for _, id := range r.id[r.start[i]:r.start[i+1]] {
			e.uint(int(id - last))
			last = id
		}
	}
	for _, q := range r.q {
		e.out = append(e.out, byte(q))
	}
}

func decodeRows(d *decoder, features, classes int) *rows {
	n := d.length(6)
	r := &rows{start: make([]int32, n+1), label: make([]int32, n), scale: make([]float32, n)}
	for i := range n {
		r.start[i+1] = r.start[i] + int32(d.uint())
		r.label[i] = int32(d.uint()) - 1
		r.scale[i] = d.float32()
		d.check(r.start[i+1] >= r.start[i] && int(r.label[i]) < classes)
	}
	if !d.check(int(r.start[n]) <= len(d.in)) {
		return r
	}
	r.id = make([]int32, r.start[n])
	for i := range n {
		last := int32(0)
		for j := r.start[i]; j < r.start[i+1]; j++ {
			last += int32(d.uint())
			r.id[j] = last
			d.check(last >= 0 && int(last) < features)
		}
	}
	r.q = d.signed(int(r.start[n]))
	return r
}

func (m *machines) encode(e *encoder) {
	for k := range m.scale {
		e.float32(m.scale[k])
		e.float32(m.bias[k])
	}
	for f := range len(m.start) - 1 {
		e.uint(int(m.start[f+1] - m.start[f]))
	}
	for _, k := range m.class {
		e.uint(int(k))
	}
	for _, q := range m.q {
		e.out = append(e.out, byte(q))
	}
}

func decodeMachines(d *decoder, features, classes int) *machines {
	m := &machines{start: make([]int32, features+1), scale: make([]float32, classes), bias: make([]float32, classes)}
	for k := range classes {
		m.scale[k], m.bias[k] = d.float32(), d.float32()
	}
	for f := range features {
		m.start[f+1] = m.start[f] + int32(d.uint())
		d.check(m.start[f+1] >= m.start[f])
	}
	if !d.check(int(m.start[features]) <= len(d.in)) {
		return m
	}
	m.class = make([]uint16, m.start[features])
	for i := range m.class {
		k := d.uint()
		m.class[i] = uint16(k)
		d.check(k < classes)
	}
	m.q = d.signed(len(m.class))
	return m
}

// encoder appends numbers and texts.
type encoder struct{ out []byte }

func (e *encoder) uint(n int) { e.out = binary.AppendUvarint(e.out, uint64(n)) }
func (e *encoder) float32(x float32) {
	e.out = binary.BigEndian.AppendUint32(e.out, math.Float32bits(x))
}
func (e *encoder) float64(x float64) {
	e.out = binary.BigEndian.AppendUint64(e.out, math.Float64bits(x))
}
func (e *encoder) bytes(b []byte) {
	e.uint(len(b))
	e.out = append(e.out, b...)
}

// decoder takes them off again. After a fault every value is zero and bad is
// set.
type decoder struct {
	in  []byte
	bad bool
}

func (d *decoder) check(ok bool) bool {
	if !ok {
		d.bad = true
		d.in = nil
	}
	return !d.bad
}

func (d *decoder) take(n int) []byte {
	if !d.check(n >= 0 && n <= len(d.in)) {
		return make([]byte, min(max(n, 0), 8))
	}
	b := d.in[:n]
	d.in = d.in[n:]
	return b
}

func (d *decoder) uint() int {
	n, size := binary.Uvarint(d.in)
	if !d.check(size > 0 && n < math.MaxInt32*2) {
		return 0
	}
	d.in = d.in[size:]
	return int(n)
}

// length reads a count of things of at least least bytes each.
func (d *decoder) length(least int) int {
	n := d.uint()
	if !d.check(n <= len(d.in)/least) {
		return 0
	}
	return n
}

func (d *decoder) float32() float32 { return math.Float32frombits(binary.BigEndian.Uint32(d.take(4))) }
func (d *decoder) float64() float64 { return math.Float64frombits(binary.BigEndian.Uint64(d.take(8))) }
func (d *decoder) bytes() []byte    { return d.take(d.length(1)) }

func (d *decoder) signed(n int) []int8 {
	b := d.take(n)
	out := make([]int8, len(b))
	for i, c := range b {
		out[i] = int8(c)
	}
	return out
}
