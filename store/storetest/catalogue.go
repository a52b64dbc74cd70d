package storetest

import (
	"testing"
	"time"

	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

func entry(source, id, title string) catalog.Entry {
	return catalog.Entry{Source: source, Hash: title, ReadAt: start, Product: shop.Product{
		ID: id, Titles: shop.Texts{"und": title, "zh": "户外夹克"}, Fits: []string{"X200"}, Attributes: []shop.Attribute{{Name: "weight_g", Values: shop.Texts{"en": "420"}}},
		Variants: []shop.Variant{{SKU: id + "-S", Size: "S", Price: shop.Money{Minor: 1990, Currency: "EUR"}, Stock: 3, Options: map[string]string{"cut": "slim"}}},
	}}
}

// tryFeedProducts keeps the products of feeds by source and id.
func tryFeedProducts(t *testing.T, w *world) {
	n, err := w.FeedRevision(t.Context())
	w.ok(err)
	w.got("nothing yet", n, int64(0))
	a, b, other := entry("feed", "A-1", "Jacket"), entry("feed", "B-2", "Tent"), entry("other", "A-1", "Another jacket")
	w.ok(w.SaveFeedProducts(t.Context(), "", []catalog.Entry{a, b, other}))
	all, n, err := w.FeedProducts(t.Context())
	w.ok(err)
	w.got("stored whole, one revision", []any{all, n}, []any{[]catalog.Entry{a, b, other}, int64(1)})
	a.Product.Variants[0].Price.Minor, a.Hash, a.ReadAt = 990, "new", start.Add(time.Hour)
	b.Gone = true
	w.ok(w.SaveFeedProducts(t.Context(), "", []catalog.Entry{a, b}))
	all, n, err = w.FeedProducts(t.Context())
	w.ok(err)
	w.got("changed, and without what is gone", []any{all, n}, []any{[]catalog.Entry{a, other}, int64(2)})
	marks, err := w.FeedMarks(t.Context(), "feed")
	w.ok(err)
	w.got("marks", marks, []catalog.Mark{{ID: "A-1", Title: "Jacket", Hash: "new"}, {ID: "B-2", Title: "Tent", Hash: "Tent", Gone: true}})
	bad := entry("feed", "C", "nul \x00")
	w.refused(w.SaveFeedProducts(t.Context(), "", []catalog.Entry{entry("feed", "D", "good"), bad}), fault.Invalid, "invalid_text")
	w.refused(w.SaveFeedProducts(t.Context(), "", []catalog.Entry{{Source: "feed"}}), fault.Invalid, "")
	w.ok(w.SaveFeedProducts(t.Context(), "", nil))
	n, err = w.FeedRevision(t.Context())
	w.ok(err)
	w.got("what is refused changes nothing", n, int64(2))
}

// tryLinks: proposals come and go with the text, an editor's decisions stay.
func tryLinks(t *testing.T, w *world) {
	a, err := w.SaveArticle(t.Context(), article(1), nil)
	w.ok(err)
	link := func(kind knowledge.LinkKind, ref string) knowledge.Link {
		return knowledge.Link{ArticleID: a.ID, Kind: kind, Ref: ref, State: knowledge.LinkProposed, Evidence: "the " + ref, At: start}
	}
	refs := func() (out []string) {
		t.Helper()
		list, err := w.LinksOf(t.Context(), a.ID)
		w.ok(err)
		for _, l := range list {
			out = append(out, string(l.Kind)+" "+l.Ref+" "+string(l.State))
		}
		return out
	}
	revision := func() int64 {
		t.Helper()
		n, err := w.LinkRevision(t.Context())
		w.ok(err)
		return n
	}
	one, two, jackets := link(knowledge.LinkProduct, "A-1"), link(knowledge.LinkProduct, "B-2"), link(knowledge.LinkCategory, "Jackets")
	w.ok(w.ProposeLinks(t.Context(), a.ID, []knowledge.Link{one, two, jackets, one}))
	w.got("proposed", []any{refs(), revision()}, []any{[]string{"category Jackets proposed", "product A-1 proposed", "product B-2 proposed"}, int64(1)})
	w.ok(w.ProposeLinks(t.Context(), a.ID, []knowledge.Link{two, jackets, one}))
	w.got("the same again", revision(), int64(1))
	one.State, one.By, one.At = knowledge.LinkConfirmed, "Ada", start.Add(time.Minute)
	two.State, two.By = knowledge.LinkRemoved, "Ada"
	own := knowledge.Link{ArticleID: a.ID, Kind: knowledge.LinkProduct, Ref: "C-3", State: knowledge.LinkConfirmed, By: "Ada", At: start}
	for _, l := range []knowledge.Link{one, two, own} {
		w.ok(w.DecideLink(t.Context(), l))
	}
	w.ok(w.ProposeLinks(t.Context(), a.ID, []knowledge.Link{link(knowledge.LinkProduct, "B-2")}))
	w.got("decisions stay, proposals go with the text", refs(), []string{"product A-1 confirmed", "product B-2 removed", "product C-3 confirmed"})
	list, n, err := w.AllLinks(t.Context())
	w.ok(err)
	w.got("those that serve", []any{list, n == revision()}, []any{[]knowledge.Link{one, own}, true})
	w.refused(w.DecideLink(t.Context(), knowledge.Link{ArticleID: "nobody", Kind: knowledge.LinkProduct, Ref: "A-1"}), fault.NotFound, "")
	w.refused(w.DecideLink(t.Context(), knowledge.Link{ArticleID: a.ID, Kind: "word", Ref: "A-1"}), fault.Invalid, "invalid_link")
}

// tryCasesOfProduct finds earlier cases by what they are about.
func tryCasesOfProduct(t *testing.T, w *world) {
	for _, ref := range []string{"one", "two"} {
		r := w.say(ref, ref+"-1", "a person please")
		turn := transfer(r.Conversation, 1, "case-"+ref)
		if ref == "two" {
			turn.Change.Case.Product = "A-1"
		}
		_, err := w.Commit(t.Context(), turn)
		w.ok(err)
	}
	found, err := w.Cases(t.Context(), handoff.CaseFilter{Product: "A-1"})
	w.ok(err)
	w.got("cases about a product", []any{len(found), found[0].ID, found[0].Product}, []any{1, "case-two", "A-1"})
	found, err = w.Cases(t.Context(), handoff.CaseFilter{Product: "A-1", States: []handoff.State{handoff.Completed}})
	w.ok(err)
	w.got("none of them is over", len(found), 0)
	all, err := w.Cases(t.Context(), handoff.CaseFilter{})
	w.ok(err)
	w.got("all cases", len(all), 2)
}
