package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frontdesk/knowledge/vector"
)

// embedAtOnce is how many passages go to the embedder in one call.
const embedAtOnce = 64

// embed gives the passages of changed articles their vectors: stored ones
// where the store has them, else from the embedder. What fails stays to be
// done at the next refresh, and searches say so meanwhile.
func (b *Base) embed(ctx context.Context) {
	ids := make([]string, 0, len(b.unembedded))
	for id := range b.unembedded {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = b.recall(ctx, ids)
	var failed error
	for batch := range slices.Chunk(ids, 16) {
		if failed = b.embedArticles(ctx, batch); failed != nil {
			break
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.degraded = ""
	if failed != nil {
		b.log.Warn("passages are not embedded", "articles", len(b.unembedded), "error", failed)
		b.degraded = fmt.Sprintf("%d articles are searched by words only: the embedding endpoint failed.", len(b.unembedded))
	}
}

// recall takes vectors from the store and gives the articles that have none.
func (b *Base) recall(ctx context.Context, ids []string) []string {
	if b.cfg.Vectors == nil {
		return ids
	}
	var missing []string
	for batch := range slices.Chunk(ids, 500) {
		stored, err := b.cfg.Vectors.VectorsOf(ctx, b.cfg.Embedder.Model(), batch)
		if err != nil {
			b.log.Warn("stored vectors are not read", "error", err)
		}
		done := make(map[string]bool, len(stored))
		for _, v := range stored {
			done[v.ArticleID] = b.setVectors(v) == nil
		}
		for _, id := range batch {
			if !done[id] {
				missing = append(missing, id)
			}
		}
	}
	return missing
}

// setVectors puts an article's vectors into the index.
func (b *Base) setVectors(v Vectors) error {
	h := b.articles[v.ArticleID]
	if h == nil || len(v.Rows) != len(h.entries) {
		return fmt.Errorf("article %s has %d vectors", v.ArticleID, len(v.Rows))
	}
	entries := make([]vector.Entry, len(v.Rows))
	for i, row := range v.Rows {
		entries[i] = vector.Entry{ID: h.entries[i].passage.ID, Vec: row}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.external.Apply(entries, nil); err != nil {
		return err
	}
	delete(b.unembedded, v.ArticleID)
	return nil
}

// embedArticles asks the embedder for the passages of some articles, and
// stores what it gives.
func (b *Base) embedArticles(ctx context.Context, ids []string) error {
	var texts []string
	for _, id := range ids {
		h := b.articles[id]
		for _, e := range h.entries {
			texts = append(texts, embeddable(h, e))
		}
	}
	var rows [][]float32
	for chunk := range slices.Chunk(texts, embedAtOnce) {
		got, err := b.cfg.Embedder.Embed(ctx, chunk)
		if err != nil {
			return err
		}
		if len(got) != len(chunk) {
			return fmt.Errorf("asked for %d vectors, got %d", len(chunk), len(got))
		}
		rows = append(rows, got...)
	}
	made := make([]Vectors, 0, len(ids))
	for _, id := range ids {
		n := len(b.articles[id].entries)
		v := Vectors{ArticleID: id, Model: b.cfg.Embedder.Model(), Rows: rows[:n]}
		rows = rows[n:]
		if err := b.setVectors(v); err != nil {
			return err
		}
		made = append(made, v)
	}
	if b.cfg.Vectors == nil {
		return nil
	}
	if err := b.cfg.Vectors.SaveVectors(ctx, made); err != nil {
		return fmt.Errorf("store vectors: %w", err)
	}
	return nil
}

// embeddable is the text of a passage as an embedder reads it: what it is
// about, then what it says.
func embeddable(h *held, e *entry) string {
	return strings.TrimSpace(h.article.Title + "\n" + e.passage.Heading + "\n" + e.passage.Text)
}
