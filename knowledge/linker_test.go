package knowledge_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// names finds products by words of texts, and the category of filters in headings.
type names map[string]string

// Mentions finds what a text names.
func (n names) Mentions(text, _ string, heading bool) (out []knowledge.Mention) {
	for word, id := range n {
		if strings.Contains(text, word) {
			out = append(out, knowledge.Mention{Kind: knowledge.LinkProduct, Ref: id, Evidence: word})
		}
	}
	if heading && strings.Contains(text, "filters") {
		out = append(out, knowledge.Mention{Kind: knowledge.LinkCategory, Ref: "Filters", Evidence: "filters"})
	}
	return out
}

// linked is a shop with links, over a real store.
func linked(t *testing.T, find knowledge.Finder, editions ...knowledge.Edition) (*sqlite.Store, *knowledge.Linker, *knowledge.Base) {
	t.Helper()
	n := 0
	db, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: time.Now, NewID: func() string { n++; return fmt.Sprint("id", n) }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done; _ = db.Close() })
	save(t, db, editions...)
	b, err := knowledge.New(db, knowledge.Config{Links: db})
	if err != nil {
		t.Fatal(err)
	}
	return db, knowledge.NewLinker(db, find, time.Now), b
}

func link(t *testing.T, l *knowledge.Linker, want int) {
	t.Helper()
	if n, err := l.Link(t.Context()); err != nil || n != want {
		t.Fatalf("%d articles are looked at (%v), want %d", n, err, want)
	}
}

func served(t *testing.T, db *sqlite.Store, article string) string {
	t.Helper()
	list, err := db.LinksOf(t.Context(), article)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range list {
		out = append(out, fmt.Sprintf("%s %s %s", l.Kind, l.Ref, l.State))
	}
	return strings.Join(out, ", ")
}

func TestLinkerProposes(t *testing.T) {
	find := names{"Aqua": "F-10"}
	db, l, _ := linked(t, find,
		article("care", "en", "Care of filters", "Rinse the Aqua under warm water."),
		article("other", "en", "Delivery", "Our filters are sent by parcel."))
	link(t, l, 2)
	if got := served(t, db, "care"); got != "category Filters proposed, product F-10 proposed" {
		t.Errorf("care: %s", got)
	}
	if got := served(t, db, "other"); got != "" {
		t.Errorf("a category is what an article is about only in its headings: %s", got)
	}
	link(t, l, 0)
	if err := db.DecideLink(t.Context(), knowledge.Link{ArticleID: "care", Kind: knowledge.LinkProduct, Ref: "F-10", State: knowledge.LinkRemoved, By: "ada", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	find["parcel"] = "P-1" // the catalogue has changed
	l.Again()
	link(t, l, 2)
	if got := served(t, db, "care"); got != "category Filters proposed, product F-10 removed" {
		t.Errorf("what an editor removed comes back: %s", got)
	}
	if got := served(t, db, "other"); got != "product P-1 proposed" {
		t.Errorf("other: %s", got)
	}
	e := article("other", "en", "Delivery", "Nothing is named.")
	save(t, db, e)
	link(t, l, 1)
	if got := served(t, db, "other"); got != "" {
		t.Errorf("a text that names nothing any more: %s", got)
	}
	for i := range 30 {
		find[fmt.Sprintf("item%02d.", i)] = fmt.Sprintf("I-%02d", i)
		e.Passages[0].Text += fmt.Sprintf(" item%02d.", i)
	}
	save(t, db, e)
	link(t, l, 1)
	if got := served(t, db, "other"); got != "" {
		t.Errorf("a list of products is about none of them: %s", got)
	}
}

// A question about a product finds what is linked to it or to its category, though
// neither its name nor the category's word stands in the article.
func TestLinksAreFoundWithoutTheirWords(t *testing.T) {
	editions := append(shop(),
		article("filters", "en", "Looking after filters", "Replace it after two months or 60 litres, whichever comes first."),
		article("burrs", "en", "Looking after grinders", "Replace the burrs after 300 kg of coffee."))
	db, l, b := linked(t, names{"300 kg": "G-30"}, editions...)
	link(t, l, len(editions))
	refresh(t, b)
	const question = "after how many months do I replace the Aqua 5"
	plain := ask(t, b, knowledge.Query{Text: question, Lang: "en"})
	p := func(r knowledge.Result) float64 {
		for _, h := range r.Hits {
			if h.Article.ID == "filters" {
				return h.P
			}
		}
		return 0
	}
	got := ask(t, b, knowledge.Query{Text: question, Lang: "en", Products: []string{"F-10"}, Categories: []string{"Filters"}, Named: []string{"Aqua 5"}})
	if first(got) != "filters" || p(got) < p(plain) {
		t.Errorf("%s with P %.2f, want filters, at least as probable as without the product (%.2f)", first(got), p(got), p(plain))
	}
	got = ask(t, b, knowledge.Query{Text: "what must I know of the Barista", Lang: "en", Products: []string{"G-30"}, Named: []string{"the Barista"}})
	if first(got) != "burrs" {
		t.Errorf("the article that is linked to the product: %s, want burrs", first(got))
	}
	about := b.LinkedTo("F-10", "Filters", knowledge.Scope{}, 5)
	if len(about) != 1 || about[0].ID != "filters" {
		t.Errorf("linked to F-10: %+v, want filters", about)
	}
	if err := db.DecideLink(t.Context(), knowledge.Link{ArticleID: "filters", Kind: knowledge.LinkCategory, Ref: "Filters", State: knowledge.LinkRemoved, By: "ada", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	refresh(t, b)
	if about := b.LinkedTo("F-10", "Filters", knowledge.Scope{}, 5); len(about) != 0 {
		t.Errorf("a removed link serves: %+v", about)
	}
}
