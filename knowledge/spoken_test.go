package knowledge_test

import (
	"context"
	"slices"
	"testing"

	"frontdesk/knowledge"
)

// A link is one word of its sentence, whatever stands in its words or address.
func TestSentencesWithLinks(t *testing.T) {
	for in, want := range map[string][]string{
		"Ask us. [See Returns. Now](https://x.example/?a=1). More.": {"Ask us. ", "[See Returns. Now](https://x.example/?a=1). ", "More."},
		"[Read this.](https://x.example) Then pay.":                 {"[Read this.](https://x.example) ", "Then pay."},
		"[no link. at all] Two.":                                    {"[no link. ", "at all] Two."},
	} {
		if got := knowledge.Sentences(in); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// The words of an address are not searched, and an answer keeps its link.
func TestAddressesAreNotSearched(t *testing.T) {
	const linked, bare = "Send shoes back with [the form](https://shop.example/warranty/gift-card?voucher=2) within 30 days.", "Send shoes back with the form within 30 days."
	find := func(body, question string) knowledge.Result {
		t.Helper()
		store := knowledge.NewMemory()
		base, err := knowledge.New(store, knowledge.Config{})
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range []knowledge.Article{
			{ID: "a", Key: "a", Title: "Returns", Body: body, Locale: "en", Status: knowledge.Published},
			{ID: "b", Key: "b", Title: "Payment", Body: "We take cards and bank transfers.", Locale: "en", Status: knowledge.Published},
		} {
			if _, err := store.SaveArticle(context.Background(), a, []knowledge.Passage{{Text: a.Body}}); err != nil {
				t.Fatal(i, err)
			}
		}
		if _, err := base.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		res, err := base.Retrieve(context.Background(), knowledge.Query{Text: question, Lang: "en", K: 3})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	if hits := find(linked, "gift card voucher warranty").Hits; len(hits) > 0 && hits[0].Lexical > 0 && hits[0].Article.ID == "a" {
		t.Errorf("found %v by the words of an address", hits)
	}
	x, y := find(linked, "send shoes back"), find(bare, "send shoes back")
	if len(x.Hits) == 0 || len(y.Hits) == 0 || x.Hits[0].P != y.Hits[0].P || x.Hits[0].Passage.Text != linked {
		t.Errorf("with a link %+v, without %+v", x.Hits, y.Hits)
	}
}
