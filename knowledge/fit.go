package knowledge

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// refit makes the built-in vectors anew where a language has doubled or halved
// since they were fitted, and teaches its answerability model. Only Refresh
// changes partitions, so that they are read here without the lock.
func (b *Base) refit() {
	taught, compared := make(map[*partition]bool), false
	for _, p := range b.langs {
		if n := p.body.Len(); n > 2*p.fitted || 2*n < p.fitted {
			hashed, near := b.rebuild(p)
			p.spelt = nil
			p.body.Compact()
			p.asked.Compact()
			b.mu.Lock()
			p.hashed, p.near, p.fitted = hashed, near, n
			b.mu.Unlock()
		}
		changed := p.pending > 0
		p.dirty += p.pending
		p.pending = 0
		taught[p] = p.dirty > 0 && 5*p.dirty >= p.taught
		if taught[p] || changed && p.body.Len() <= smallLanguage {
			b.byExamples(p)
			compared = true
		}
	}
	if compared {
		b.byEditions()
	}
	for _, p := range b.langs {
		if taught[p] {
			models := b.teach(p)
			b.mu.Lock()
			p.models, p.taught, p.dirty = models, len(p.questions), 0
			b.mu.Unlock()
		}
	}
}

// rebuild fits the built-in embedder on a language and embeds its passages.
func (b *Base) rebuild(p *partition) (*vector.Hashed, *vector.Index) {
	var entries []*entry
	for _, h := range b.articles {
		if h.lang == p.lang {
			entries = append(entries, h.entries...)
		}
	}
	slices.SortFunc(entries, func(x, y *entry) int { return cmp.Compare(x.passage.ID, y.passage.ID) }) // so that a sample is always the same
	texts := slices.Concat(inParts(sample(entries, fitTexts), func(part []*entry) (out [][]vector.Piece) {
		for _, e := range part {
			out = append(out, b.pieces(p, e))
		}
		return out
	})...)
	hashed := vector.FitHashed(texts)
	near := vector.New(vector.HashedDim)
	near.Grow(len(entries))
	encoders := idle[*vector.Encoder]{make: hashed.Encoder}
	var adding sync.WaitGroup // while the next ones are made
	for some := range slices.Chunk(entries, embeddedAtOnce) {
		parts := inParts(some, func(part []*entry) []vector.Entry { return b.encode(p, &encoders, part) })
		adding.Wait()
		adding.Go(func() {
			for _, vectors := range parts {
				embedded(near, vectors)
			}
		})
	}
	adding.Wait()
	return hashed, near
}

const (
	// fitTexts is how many texts tell how rare a word is.
	fitTexts = 20000
	// embeddedAtOnce bounds the memory for vectors that are not in the index yet.
	embeddedAtOnce = 16384
)

// encode makes the built-in vectors of passages.
func (b *Base) encode(p *partition, encoders *idle[*vector.Encoder], entries []*entry) []vector.Entry {
	out := make([]vector.Entry, len(entries))
	encoder := encoders.take()
	defer encoders.put(encoder)
	for i, e := range entries {
		out[i] = vector.Entry{ID: e.passage.ID, Class: e.held.audience}
		if known, ok := p.spelt[e]; ok {
			out[i].Vec = encoder.VectorOf(known.in, known.pieces)
		} else {
			out[i].Vec = encoder.Vector(b.pieces(p, e))
		}
	}
	return out
}

// pieces are those of a passage, for the built-in embedder.
func (b *Base) pieces(p *partition, e *entry) []vector.Piece {
	if known, ok := p.spelt[e]; ok {
		return known.in.Pieces(known.pieces)
	}
	lang := e.held.lang
	return pieces(slices.Concat(b.analyzer.Analyze(e.held.article.Title, lang),
		b.analyzer.Analyze(e.passage.Heading, lang), b.analyzer.Analyze(e.says(), lang)))
}

// idle keeps what has learnt something of the texts so far, and is of use to one at a
// time, for whoever needs one next.
type idle[T any] struct {
	make func() T // where none is left
	mu   sync.Mutex
	kept []T
}

func (i *idle[T]) take() T {
	i.mu.Lock()
	defer i.mu.Unlock()
	n := len(i.kept)
	if n == 0 {
		return i.make()
	}
	last := i.kept[n-1]
	i.kept = i.kept[:n-1]
	return last
}

func (i *idle[T]) put(back T) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.kept = append(i.kept, back)
}

// sample takes at most n, evenly.
func sample[T any](all []T, n int) []T {
	step := (len(all) + n - 1) / n
	if step <= 1 {
		return all
	}
	out := make([]T, 0, n)
	for i := 0; i < len(all); i += step {
		out = append(out, all[i])
	}
	return out
}

// worthACore is how many articles or passages are worth another core.
const worthACore = 16

// inParts cuts all into as many parts as there are cores, works on them at the
// same time, and gives what they become in their order.
func inParts[T, R any](all []T, work func(part []T) R) []R {
	cores := min(runtime.GOMAXPROCS(0), max(1, len(all)/worthACore))
	out := make([]R, cores)
	var working sync.WaitGroup
	for i := range cores {
		part := all[i*len(all)/cores : (i+1)*len(all)/cores]
		working.Go(func() { out[i] = work(part) })
	}
	working.Wait()
	return out
}

// embedded adds vectors, leaving out those of passages without any word.
func embedded(x *vector.Index, entries []vector.Entry) {
	entries = slices.DeleteFunc(entries, func(e vector.Entry) bool { return x.Check(e.Vec) != nil })
	_ = x.Apply(entries, nil) // all were checked
}

// pieces turns tokens into what the built-in embedder reads.
func pieces(tokens []text.Token) []vector.Piece {
	out := make([]vector.Piece, len(tokens))
	for i, t := range tokens {
		out[i] = piece(t)
	}
	return out
}

func piece(t text.Token) vector.Piece {
	s := t.Text
	if t.Alt != "" {
		s = t.Alt // one spelling for both: the one without accents or separators
	}
	return vector.Piece{Text: s, Weight: t.Weight, Parts: t.Kind == text.Word && t.Weight == 1}
}
