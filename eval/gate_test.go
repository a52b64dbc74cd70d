package eval

import (
	"path/filepath"
	"slices"
	"testing"

	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

// TestForkOfTheDemoShop asks the demo shop's questions of a fork with a changed and a
// new article, and again once they are published: the same answers, to the digit.
func TestForkOfTheDemoShop(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	h, done, err := newHall(t.Context(), AnswersOptions{Articles: filepath.Join("..", "shop", "demo", "articles")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := done(); err != nil {
			t.Error(err)
		}
	}()
	questions, err := readQuestions(AnswersOptions{Questions: filepath.Join("answers", "questions.csv")})
	if err != nil {
		t.Fatal(err)
	}
	var savings []knowledge.Saving
	for id, name := range h.names {
		if name != "shipping-costs" {
			continue
		}
		a, err := h.store.Article(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		a.Body, a.Questions = a.Body+"\n\n## Tents\n\nA big tent costs 9.90 more.", append(a.Questions, "Is a tent more expensive?")
		savings = append(savings, knowledge.Saving{Article: a, Passages: ingest.Split(a)})
	}
	fresh := knowledge.Article{ID: "new", Key: "new", Title: "Repairs", Locale: "en", Status: knowledge.Published, Body: "We repair tents and bags.", Questions: []string{"Do you repair?"}}
	savings = append(savings, knowledge.Saving{Article: fresh, Passages: ingest.Split(fresh)})
	slices.SortFunc(savings, func(x, y knowledge.Saving) int { return len(x.Article.ID) - len(y.Article.ID) })
	var editions []knowledge.Edition
	for _, s := range savings {
		editions = append(editions, knowledge.Edition{Article: s.Article, Passages: s.Passages})
	}
	fork := h.core.Knowledge.Fork(t.Context(), editions)
	if _, err := h.store.SaveArticles(t.Context(), savings); err != nil {
		t.Fatal(err)
	}
	before := h.core.Knowledge.Fork(t.Context(), nil)
	if _, err := h.core.Knowledge.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	answerer, different := h.core.Rehearse(), 0
	for _, q := range questions {
		answers := map[*knowledge.Base]gate.Answer{}
		for _, b := range []*knowledge.Base{fork, h.core.Knowledge, before} {
			a, err := answerer.Answer(t.Context(), b, gate.Question{Text: q.text, Lang: q.language, Market: q.market})
			if err != nil {
				t.Fatal(err)
			}
			answers[b] = a
		}
		x, y := answers[fork], answers[h.core.Knowledge]
		if !slices.Equal(x.Articles, y.Articles) || x.Text != y.Text || x.P != y.P || x.Reason != y.Reason {
			t.Errorf("%s: the fork says %+v, what is published %+v", q.text, x, y)
		}
		if x.P != answers[before].P {
			different++
		}
	}
	if different == 0 {
		t.Error("the change changed nothing: this proves nothing")
	}
}
