package knowledge_test

import (
	"slices"
	"testing"

	"frontdesk/knowledge"
)

// Without a market a search tells what shoppers of each market would get, and
// only where that is bound to a market.
func TestByMarket(t *testing.T) {
	of := func(id, text string, markets ...string) knowledge.Edition {
		e := article(id, "en", "Return period", text)
		e.Article.Questions, e.Article.Markets = []string{"How long can I return something?"}, markets
		return e
	}
	everywhere := article("warranty", "en", "Warranty", "All bikes have a warranty of two years.")
	b, _ := baseOf(t, knowledge.Config{Groups: map[string][]string{"DACH": {"DE", "AT"}}},
		of("us", "You can return items within 60 days.", "US"), of("dach", "You can return items within 14 days.", "DACH"), everywhere)
	res := ask(t, b, knowledge.Query{Text: "how long can I return something", Lang: "en"})
	var got []string
	for _, m := range res.ByMarket {
		if !m.Alike {
			t.Errorf("%v is not told to differ by market only", m.Countries)
		}
		got = append(got, m.Hit.Article.ID)
		got = append(got, m.Countries...)
	}
	slices.Sort(got)
	if want := []string{"AT", "DE", "US", "dach", "us"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for name, q := range map[string]knowledge.Query{
		"of everywhere":   {Text: "how long is the warranty of a bike", Lang: "en"},
		"market is known": {Text: "how long can I return something", Lang: "en", Scope: knowledge.Scope{Market: "AT"}},
	} {
		if res := ask(t, b, q); len(res.ByMarket) > 0 && res.ByMarket[0].Hit.P > res.Hits[0].P || len(res.Hits) == 0 {
			t.Errorf("%s: got %+v", name, res.ByMarket)
		}
	}
}
