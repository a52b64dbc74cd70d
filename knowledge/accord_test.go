package knowledge_test

import (
	"context"
	"errors"
	"testing"

	"frontdesk/knowledge"
)

// word is what editors said of clashes.
type word struct {
	said []knowledge.Accord
	err  error
}

func (w *word) Accords(context.Context) ([]knowledge.Accord, error) { return w.said, w.err }

// TestAccords: two statements that an editor says agree are not told of any more,
// until one of them is worded otherwise, or the editor takes it back.
func TestAccords(t *testing.T) {
	returns := func(id, days string) knowledge.Edition {
		return article(id, "en", "Returns", "You can return items within "+days+" days of delivery.")
	}
	w := &word{}
	b, store := baseOf(t, knowledge.Config{Accords: w}, returns("a", "14"), returns("b", "30"))
	check := func(when string, agreed, told bool) knowledge.Clash {
		t.Helper()
		refresh(t, b)
		found, err := b.Clashes(t.Context())
		if err != nil || len(found) != 1 || found[0].ID == "" {
			t.Fatalf("%s: found %+v, %v", when, found, err)
		}
		res, err := b.Retrieve(t.Context(), knowledge.Query{Text: "Within how many days can I return items?", Lang: "en"})
		if err != nil || len(res.Hits) != 2 {
			t.Fatalf("%s: hits %+v, %v", when, res.Hits, err)
		}
		if (found[0].Agreed != nil) != agreed || (res.Clash != nil) != told {
			t.Errorf("%s: listed as agreed %+v, told of %+v", when, found[0].Agreed, res.Clash)
		}
		return found[0]
	}
	one := check("at first", false, true)
	w.said = []knowledge.Accord{{Clash: one.ID, By: "Mara"}}
	check("said", true, false)
	save(t, store, returns("b", "40"))
	if two := check("a changed text", false, true); two.ID == one.ID {
		t.Errorf("the id %s is that of other words", two.ID)
	}
	save(t, store, returns("b", "30"))
	check("the first text again", true, false)
	w.said = nil
	check("taken back", false, true)
	w.err = errors.New("no database")
	if _, err := b.Clashes(t.Context()); !errors.Is(err, w.err) {
		t.Errorf("got %v", err)
	}
}

// TestAccords_OfQuestions: where two articles answer two questions differently, each
// is looked at in turn.
func TestAccords_OfQuestions(t *testing.T) {
	one := article("a", "en", "Gift cards", "Gift cards are valid for three years.", "Our shops sell gift cards of paper.")
	two := article("b", "en", "Vouchers", "They run out at the end of the year.", "Vouchers come by mail.")
	for _, e := range []*knowledge.Edition{&one, &two} {
		e.Article.Questions = []string{"How long is a gift card valid?", "Where do you sell gift cards?"}
	}
	w := &word{}
	b, _ := baseOf(t, knowledge.Config{Accords: w}, one, two)
	for n := range 5 {
		found, err := b.Clashes(t.Context())
		if err != nil || len(found) == 0 || len(found) > n+1 {
			t.Fatalf("%d are said to agree: %+v, %v", n, found, err)
		}
		next := ""
		for _, c := range found {
			if c.Agreed == nil {
				next = c.ID
			}
		}
		if next == "" {
			return
		}
		w.said = append(w.said, knowledge.Accord{Clash: next})
	}
	t.Error("there is always another one")
}
