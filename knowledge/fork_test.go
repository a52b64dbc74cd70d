package knowledge_test

import (
	"fmt"
	"reflect"
	"testing"

	"frontdesk/knowledge"
)

// asking is what the tests of forks ask.
var asking = []knowledge.Query{
	{Text: "How long can I return it?", Lang: "en"}, {Text: "retuns of sale items", Lang: "en"}, {Text: "what does express cost", Lang: "en"},
	{Text: "Was kostet der Versand?", Lang: "de"}, {Text: "frame warranty", Lang: "en", Scope: knowledge.Scope{Market: "DE"}},
	{Text: "repair of a tent", Lang: "en"}, {Text: "gift", Lang: "de"},
}

// alike fails where two bases answer differently, in any digit.
func alike(t *testing.T, what string, a, b *knowledge.Base) {
	t.Helper()
	for _, q := range asking {
		x, y := ask(t, a, q), ask(t, b, q)
		for _, r := range []*knowledge.Result{&x, &y} { // what a store adds while it saves is no part of an answer
			for i := range r.Hits {
				h := &r.Hits[i].Article
				h.Version, h.Revision, h.Release, h.TextVersion = 0, 0, 0, 0
			}
		}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("%s: %q:\n%+v\n%+v", what, q.Text, x, y)
		}
	}
}

// changed is what is published in the tests: a new article, one that says something
// else and one that is taken away.
func changed() []knowledge.Edition {
	gone := article("gift", "en", "Gift cards")
	gone.Article.Status = knowledge.Archived
	return []knowledge.Edition{
		article("repair", "en", "Repairs", "We repair every tent in our own workshop.", "Repairs cost 30."),
		article("returns", "en", "Returns", "Returns are free within 60 days."), gone,
		article("reparatur", "de", "Reparatur", "Wir reparieren jedes Zelt."),
	}
}

// many are enough questions to teach the model of a language.
func many() []knowledge.Edition {
	out := shop()
	for i := range 20 {
		e := article(fmt.Sprintf("more%d", i), "en", fmt.Sprintf("Product %d", i), fmt.Sprintf("Product number %d is made of wool and weighs %d grams.", i, 10*i))
		e.Article.Questions = []string{fmt.Sprintf("How heavy is product %d?", i), fmt.Sprintf("What is number %d made of?", i)}
		out = append(out, e)
	}
	return out
}

// TestForkIsWhatIsPublished: a fork answers as the base does after the publish, to the
// digit, and the base does not notice.
func TestForkIsWhatIsPublished(t *testing.T) {
	for name, cfg := range map[string]knowledge.Config{"built in": {}, "embedder": {Embedder: hashed{}}} {
		t.Run(name, func(t *testing.T) {
			live, store := baseOf(t, cfg, many()...)
			same, _ := baseOf(t, cfg, many()...)
			for _, b := range []*knowledge.Base{live, same} {
				if err := b.Embed(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			fork := live.Fork(t.Context(), changed())
			alike(t, "the base is as it was", live, same)
			alike(t, "a fork without changes", live, live.Fork(t.Context(), nil))
			save(t, store, changed()...)
			refresh(t, live)
			if err := live.Embed(t.Context()); err != nil {
				t.Fatal(err)
			}
			alike(t, "published", live, fork)
			if got := first(ask(t, fork, knowledge.Query{Text: "repair of a tent", Lang: "en"})); got != "repair" {
				t.Errorf("the fork answers from %q", got)
			}
		})
	}
}

// TestForkStaysAsItIs: the base goes on changing, and drops what it no longer has,
// while a fork is asked.
func TestForkStaysAsItIs(t *testing.T) {
	live, store := baseOf(t, knowledge.Config{}, shop()...)
	same, _ := baseOf(t, knowledge.Config{}, shop()...)
	fork := live.Fork(t.Context(), nil)
	var editions []knowledge.Edition
	for i := range 600 { // enough for the index to be compacted, twice
		editions = append(editions, article(fmt.Sprintf("x%d", i), "en", "Return costs", "The frame of a gift is free."))
	}
	save(t, store, editions...)
	refresh(t, live)
	for i := range editions {
		editions[i].Article.Status = knowledge.Archived
	}
	save(t, store, editions...)
	refresh(t, live)
	alike(t, "the fork is as it was", fork, same)
	changes := fork.Fork(t.Context(), changed())
	alike(t, "a fork of a fork leaves it alone", fork, same)
	_ = changes
}
