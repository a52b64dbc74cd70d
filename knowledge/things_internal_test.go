package knowledge

import (
	"context"
	"testing"
)

// A name of several words is there when all of them are; each part of a compound is a
// thing of its own.
func TestThingsAreLackedUnderAllTheirNames(t *testing.T) {
	b := fillBase(t, []Article{
		{ID: "washer", Locale: "en", Title: "The washing machine", Body: "A washing machine weighs 60 kilos and has a pump."},
		{ID: "grinder", Locale: "en", Title: "The coffee grinder", Body: "A new blade for the coffee grinder costs 9 euros."},
		{ID: "xiyiji", Locale: "zh", Title: "洗衣机", Body: "洗衣机重六十公斤。"},
		{ID: "kühl", Locale: "de", Title: "Kühlschrank", Body: "Den Kühlschrank liefern wir auf einer Palette."},
	})
	for _, c := range []struct {
		lang, question, article string
		lacks                   bool
	}{
		{"de", "Waschmaschine Pumpe", "washer", false},
		{"en", "washing machine", "xiyiji", false},
		{"ja", "洗濯機", "xiyiji", false},
		{"en", "a new blade for the coffee machine", "grinder", true},
		{"de", "Kühlschranktür Palette", "kühl", true},
		{"de", "Kühlschrank Palette", "kühl", false},
	} {
		res, err := b.Retrieve(context.Background(), Query{Text: c.question, Lang: c.lang, K: 10})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, h := range res.Hits {
			if h.Article.ID == c.article {
				found = true
				if got := h.Signals[lacking]; (got > 0) != c.lacks {
					t.Errorf("%q: %s lacks %.2f of what it names", c.question, c.article, got)
				}
			}
		}
		if !found {
			t.Errorf("%q does not find %s", c.question, c.article)
		}
	}
}
