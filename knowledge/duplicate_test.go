package knowledge_test

import (
	"fmt"
	"testing"

	"frontdesk/knowledge"
)

// A passage that stands in two articles is found once, and as sure as if it stood
// in one.
func TestDuplicatesAreFolded(t *testing.T) {
	const body = "Gift cards are valid for three years and are not paid out in cash."
	q := knowledge.Query{Text: "how long are gift cards valid", Lang: "en", K: 5}
	once, _ := baseOf(t, knowledge.Config{}, shop()...)
	twice, _ := baseOf(t, knowledge.Config{}, append(shop(), article("gift-copy", "en", "Gift cards", "Gift cards are valid for three years, and are not paid out in cash"))...)
	alone, both := ask(t, once, q), ask(t, twice, q)
	if len(both.Hits) == 0 || both.Hits[0].Passage.Text[:20] != body[:20] {
		t.Fatalf("got %+v", both.Hits)
	}
	for i, h := range both.Hits[1:] {
		if h.Article.ID == "gift" || h.Article.ID == "gift-copy" {
			t.Errorf("hit %d says the same again", i+2)
		}
	}
	if got, want := both.Hits[0].P, alone.Hits[0].P; got < 0.8*want {
		t.Errorf("P %.3f, without the copy %.3f", got, want)
	}
}

// The first three hits are of three articles, however well one of them fits.
func TestFirstThreeAreOfThreeArticles(t *testing.T) {
	var parts []string
	for i := range 5 {
		parts = append(parts, fmt.Sprintf("Return of parcels, part %d: how to return a parcel in step %d.", i, i))
	}
	b, _ := baseOf(t, knowledge.Config{}, article("long", "en", "How to return a parcel", parts...),
		article("a", "en", "Lost parcels", "A lost parcel is searched."), article("b", "en", "Refunds", "After the return of a parcel we refund you."))
	hits := ask(t, b, knowledge.Query{Text: "how to return a parcel", Lang: "en", K: 6}).Hits
	if len(hits) < 5 {
		t.Fatalf("%d hits", len(hits))
	}
	seen := map[string]bool{}
	for _, h := range hits[:3] {
		if seen[h.Article.ID] {
			t.Errorf("%s is there twice", h.Article.ID)
		}
		seen[h.Article.ID] = true
	}
	if hits[0].Article.ID != "long" {
		t.Errorf("first is %s", hits[0].Article.ID)
	}
}
