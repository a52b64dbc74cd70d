package llm

import (
	"context"
	"fmt"
	"math"
	"strings"

	openai "github.com/sashabaranov/go-openai"

	"frontdesk/internal/fault"
)

// embedBatch is how many texts go into one request: a limit that common servers
// share, and small enough for an answer of a few megabytes.
const embedBatch = 64

// Embed gives a vector for each text, in their order. They are of one length, which Dim
// then has and which is another one when another model answers, with finite members,
// and not zero; they are as the model gave them, not normalised. A blank
// text is refused (kind Invalid), because servers differ in what they make of it.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return c.embed(ctx, texts, c.guarded)
}

func (c *Client) embed(ctx context.Context, texts []string, call caller) ([][]float32, error) {
	if c.cfg.EmbedModel == "" {
		return nil, fault.New(fault.Unavailable, CodeNoModel, "No embedding model is configured.")
	}
	for i, text := range texts {
		if strings.TrimSpace(text) == "" {
			return nil, fault.New(fault.Invalid, "blank_text", "Text %d of %d is blank.", i+1, len(texts))
		}
	}
	if len(texts) == 0 {
		return nil, nil
	}
	vectors := make([][]float32, 0, len(texts))
	err := call(ctx, c.embeds, func(ctx context.Context) error {
		for start := 0; start < len(texts); start += embedBatch {
			batch, err := c.embedBatch(ctx, texts[start:min(start+embedBatch, len(texts))])
			if err != nil {
				return err
			}
			vectors = append(vectors, batch...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return vectors, nil
}

func (c *Client) embedBatch(ctx context.Context, texts []string) ([][]float32, error) {
	answer, err := c.api.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
		Model: openai.EmbeddingModel(c.cfg.EmbedModel), Input: texts,
	})
	if err != nil {
		return nil, err
	}
	if len(answer.Data) != len(texts) {
		return nil, invalid("count", fmt.Sprintf("it has %d vectors for %d texts", len(answer.Data), len(texts)))
	}
	vectors := make([][]float32, len(texts))
	for _, d := range answer.Data {
		if d.Index < 0 || d.Index >= len(texts) || vectors[d.Index] != nil {
			return nil, invalid("index", fmt.Sprintf("vector %d is there twice or belongs to no text", d.Index))
		}
		if err := checkVector(d.Embedding, len(answer.Data[0].Embedding)); err != nil {
			return nil, err
		}
		vectors[d.Index] = d.Embedding
	}
	c.dim.Store(int64(len(vectors[0])))
	return vectors, nil
}

func checkVector(v []float32, length int) error {
	if len(v) != length || length == 0 {
		return invalid("length", fmt.Sprintf("its vectors have %d and %d dimensions", length, len(v)))
	}
	norm := 0.0
	for _, x := range v {
		norm += float64(x) * float64(x)
	}
	if norm == 0 || math.IsNaN(norm) || math.IsInf(norm, 0) {
		return invalid("vector", "a vector is zero or not a number")
	}
	return nil
}
