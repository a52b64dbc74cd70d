package knowledge

import (
	"context"
	"slices"

	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// Builtin is the built-in vectors of a base as an Embedder, for measuring engines
// that search vectors.
type Builtin struct {
	analyzer *text.Analyzer
	lang     string
	hashed   *vector.Hashed
}

// FitBuiltin fits it on texts of a language, or on a sample where there are many.
func FitBuiltin(texts []string, lang string) *Builtin {
	b := &Builtin{analyzer: text.New(), lang: text.Base(lang)}
	b.hashed = vector.FitHashed(slices.Concat(inParts(sample(texts, fitTexts), func(part []string) [][]vector.Piece {
		out := make([][]vector.Piece, len(part))
		for i, s := range part {
			out[i] = pieces(b.analyzer.Analyze(s, b.lang))
		}
		return out
	})...))
	return b
}

// Embed implements Embedder. The vector of a text without any word is all zeros.
func (b *Builtin) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return slices.Concat(inParts(texts, func(part []string) [][]float32 {
		out := make([][]float32, len(part))
		encoder := b.hashed.Encoder()
		for i, s := range part {
			out[i] = encoder.Vector(pieces(b.analyzer.Analyze(s, b.lang)))
		}
		return out
	})...), ctx.Err()
}

// Model implements Embedder.
func (b *Builtin) Model() string { return "built-in" }

// Dim implements Embedder.
func (b *Builtin) Dim() int { return vector.HashedDim }
