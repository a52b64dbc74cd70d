package knowledge_test

import (
	"context"
	"slices"
	"testing"

	"frontdesk/knowledge"
)

// exchanged is another model by the same name: its vectors have another length, or
// the same length and another direction.
type exchanged struct {
	concepts
	longer, turned bool
}

func (m *exchanged) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	rows, err := m.concepts.Embed(ctx, texts)
	for i, v := range rows {
		if m.longer {
			rows[i] = append(slices.Clone(v), 0.1)
		}
		if m.turned {
			rows[i] = append(slices.Clone(v[1:]), v[0])
		}
	}
	return rows, err
}

// An operator exchanges the model while the shop is served.
func TestAnotherLengthWhileServing(t *testing.T) {
	model := &exchanged{}
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	b, _ := embedded(t, knowledge.Config{Embedder: model, Vectors: kept, Logger: quiet()}, shop()...)
	q := knowledge.Query{Text: "保修多久？", Lang: "zh"}
	if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != 0 {
		t.Fatalf("before: %q, %q", first(res), res.Notes)
	}
	model.longer = true
	if res := ask(t, b, q); len(res.Notes) != 1 {
		t.Errorf("with vectors that cannot be compared: notes %q, want one", res.Notes)
	}
	model.texts = nil
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != 0 {
		t.Errorf("after it was embedded anew: %q, %q", first(res), res.Notes)
	}
	for id, v := range kept.rows {
		if v.Model != "concepts-1/6" || len(v.Rows[0]) != 6 {
			t.Errorf("%s is kept as of %s", id, v.Model)
		}
	}
	asked := len(model.texts)
	if err := b.Embed(t.Context()); err != nil || len(model.texts) != asked {
		t.Errorf("%d texts were embedded once more (%v)", len(model.texts)-asked, err)
	}
}

// The same, between two starts, by a model whose vectors are as long.
func TestAnotherModelOfTheSameLength(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	_, store := embedded(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept}, shop()...)
	b, err := knowledge.New(store, knowledge.Config{Embedder: &exchanged{turned: true}, Vectors: kept, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, b)
	if err := b.Embed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if res := ask(t, b, knowledge.Query{Text: "保修多久？", Lang: "zh"}); first(res) != "warranty" || len(res.Notes) != 0 {
		t.Errorf("%q, %q; want the warranty: all was embedded anew", first(res), res.Notes)
	}
}
