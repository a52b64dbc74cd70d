package knowledge

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"frontdesk/knowledge/vector"
)

const (
	// sameModel is the least cosine of two vectors that one model gives the same
	// text: quantisation and batching move them by a hundredth, another model gives
	// a direction of its own.
	sameModel = 0.9
	// disagreements is how often the endpoint must give another vector before
	// everything is embedded anew: one answer of a server that is just being
	// exchanged is not enough.
	disagreements = 3
	// recheckAfter is how long a model is believed to be the same.
	recheckAfter = time.Hour
	// witnesses is how many articles are looked at for one with vectors.
	witnesses = 8
)

// ensureSameModel embeds one text again whose vector is known, and begins anew where
// the endpoint has another model behind its name: vectors of two models cannot be
// compared. It asks at the start, after a vector of another length, and now and then
// when there is something to embed. Base.meaning.embedding is held.
func (b *Base) ensureSameModel(ctx context.Context) error {
	m := b.meaning
	now := b.cfg.Now()
	b.mu.RLock()
	due := m.doubted || now.Sub(m.checked) >= recheckAfter
	b.mu.RUnlock()
	if !due {
		return nil
	}
	text, known, err := b.witness(ctx)
	if err != nil {
		return err
	}
	var row []float32
	for asked := 0; asked < disagreements && (known != nil || m.doubted); asked++ {
		rows, err := m.embedder.Embed(ctx, []string{text})
		if err != nil {
			return err
		}
		if len(rows) != 1 || vector.Check(rows[0], len(rows[0])) != nil {
			return errors.New("the endpoint gave no vector")
		}
		if asked > 0 && len(rows[0]) != len(row) {
			return fmt.Errorf("%w: %d, then %d", errLength, len(row), len(rows[0])) // several models take turns
		}
		if row = rows[0]; m.made(row, known) {
			row = nil
			break
		}
	}
	if row != nil {
		b.beginAnew(len(row))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	m.doubted, m.checked = false, now
	return nil
}

// witness is a text and the vector that the model gave it; without a stored one only
// the length can tell.
func (b *Base) witness(ctx context.Context) (text string, vec []float32, err error) {
	m := b.meaning
	texts := make(map[string]string)
	b.mu.RLock()
	for id, h := range b.articles {
		if w := m.missing[id]; (w == nil || !w.changed) && len(h.entries) > 0 {
			if texts[id] = embeddable(h, h.entries[0]); len(texts) == witnesses {
				break
			}
		}
	}
	b.mu.RUnlock()
	if m.store == nil || len(texts) == 0 {
		return "hello", nil, nil
	}
	stored, err := m.store.VectorsOf(ctx, m.space(), slices.Collect(maps.Keys(texts)))
	if err != nil {
		return "", nil, fmt.Errorf("read stored vectors: %w", err)
	}
	for _, v := range stored {
		if len(v.Rows) > 0 {
			return texts[v.ArticleID], v.Rows[0], nil
		}
	}
	return "hello", nil, nil
}

// made says whether a vector may be of the model that made another one, of the same
// text; nil: that is not known.
func (m *meaning) made(row, known []float32) bool {
	if len(row) != m.dim || known == nil {
		return len(row) == m.dim
	}
	var dot, x, y float64
	for i := range row {
		dot += float64(row[i]) * float64(known[i])
		x += float64(row[i]) * float64(row[i])
		y += float64(known[i]) * float64(known[i])
	}
	return dot >= sameModel*math.Sqrt(x*y)
}

// beginAnew forgets all vectors: what is searched meanwhile is searched with the
// built-in ones.
func (b *Base) beginAnew(dim int) {
	m := b.meaning
	b.mu.Lock()
	defer b.mu.Unlock()
	m.log.Warn("another model answers by the name of the embedding model: all passages are embedded anew",
		"model", m.embedder.Model(), "dimensions", dim, "before", m.dim, "articles", len(b.articles))
	old := m.dim == dim // its vectors stand in the store under the same name
	m.dim, m.centre = dim, vector.Centre{}
	if m.index != nil {
		m.index = vector.New(dim)
	}
	for id := range b.articles {
		m.missing[id] = &missing{changed: old}
	}
}

// doubt has Embed look whether the model is still the same.
func (b *Base) doubt() {
	b.mu.Lock()
	defer b.mu.Unlock()
	m := b.meaning
	if m.doubted || m.forked {
		return
	}
	m.doubted = true
	select {
	case m.wake <- struct{}{}:
	default: // Embed will look again anyway
	}
}
