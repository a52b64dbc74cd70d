package ingest_test

import (
	"context"
	"fmt"
	"testing"

	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
)

func TestPreview(t *testing.T) {
	store := knowledge.NewMemory()
	in := newIngester(t, store, ingest.Config{Parser: parser(t)})
	doc := pdfPages(at(50, 740, "F1", 24, "Returns")+at(50, 700, "F1", 10, "You may return goods within thirty days."), at(50, 740, "F1", 24, "Fees")+at(50, 700, "F1", 10, "We pay for all parcels that come back."),
		at(50, 740, "F1", 24, "Refunds")+at(50, 700, "F1", 10, "The money is back within five days."))
	got, err := in.Preview(context.Background(), []ingest.Named{
		{Name: "a.zip", Data: packed(t, part{"en/help.pdf", string(doc)}, part{"empty.md", ""})}, {Name: "b.md", Data: []byte("# B\n\ntext")},
	}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Documents) != 2 || len(got.Refused) != 1 || got.Refused[0].Code != "empty_file" || got.Refused[0].File != "a.zip/empty.md" {
		t.Fatalf("got %+v, want two documents and a refusal", got)
	}
	d := got.Documents[0]
	if d.Key != "a.zip/en/help.pdf" || d.Title != "Returns" || d.Locale != "en" || len(d.Passages) != 2 || d.Passages[0].Place != "p. 1" || d.Passages[1].Place != "p. 3" || d.Passages[1].Heading != "Refunds" {
		t.Errorf("got %+v, want two passages, from the first page and from the third", d)
	}
	if _, n, err := store.Articles(context.Background(), knowledge.ArticleFilter{}); n != 0 || err != nil {
		t.Errorf("%d articles are stored (%v), want none", n, err)
	}
}

// What a stranger sends must end, whatever it is: in a row or in articles, never
// in a panic of the service.
func FuzzTextFormats(f *testing.F) {
	f.Add("a.md", []byte("---\ntitle: x\n---\n# a\n\n| a | b |\n| - | - |\n| 1 | 2 |"))
	f.Add("a.html", []byte("<table><tr><td>a<td>b</table><p hidden>x"))
	f.Add("a.csv", []byte("id,question,answer\n1,\"a\"b,c\n2,a\"b,c\n3,\"\"\"a"))
	f.Add("a.txt", []byte("\xff\xfea\x00b\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		in := newIngester(t, knowledge.NewMemory(), ingest.Config{})
		rep, err := in.Upload(context.Background(), name, data, ingest.Options{Partial: true})
		if err != nil || len(rep.Rows) == 0 {
			t.Fatalf("%d rows, %v; want a row for the file", len(rep.Rows), err)
		}
		for _, r := range rep.Rows {
			if r.Code == "parser_failed" {
				t.Fatalf("a parser panics on %q", data)
			}
		}
	})
}

// A feed shows how many products it has, the first of them, and its bad rows, before
// anything is stored; what is served already is told from what is new.
func TestPreviewOfProducts(t *testing.T) {
	stock := catalog.NewMemory()
	in := newIngester(t, knowledge.NewMemory(), ingest.Config{Catalog: stock})
	const feed = "sku,title,price\nA,Axe,12.90 EUR\nB,Bow,9.90 EUR\n"
	if _, err := in.Upload(t.Context(), "shop.csv", []byte(feed), ingest.Options{Source: "shop"}); err != nil {
		t.Fatal(err)
	}
	revision, _ := stock.FeedRevision(t.Context())
	for _, c := range []struct {
		name, data string
		o          ingest.Options
		want       string
	}{
		{"the same", feed, ingest.Options{}, "2 products in 2 rows, taken true, 0 added 0 changed 2 unchanged 0 missing, 0 refused"},
		{"another price and a new one", "sku,title,price\nA,Axe,13.90 EUR\nC,Cup,1 EUR\n", ingest.Options{}, "2 products in 2 rows, taken true, 1 added 1 changed 0 unchanged 1 missing, 0 refused"},
		{"a bad row", "sku,title,price\nA,Axe,13.90 EUR\nC,Cup,dear\n", ingest.Options{}, "1 products in 2 rows, taken false, 0 added 1 changed 0 unchanged 0 missing, 1 refused"},
		{"the good rows", "sku,title,price\nA,Axe,13.90 EUR\nC,Cup,dear\n", ingest.Options{Partial: true}, "1 products in 2 rows, taken true, 0 added 1 changed 0 unchanged 0 missing, 1 refused"},
	} {
		c.o.Source = "shop"
		p, err := in.Preview(t.Context(), []ingest.Named{{Name: "shop.csv", Data: []byte(c.data)}}, c.o)
		if err != nil || len(p.Feeds) != 1 {
			t.Fatalf("%s: %d feeds, %v", c.name, len(p.Feeds), err)
		}
		f := p.Feeds[0]
		got := fmt.Sprintf("%d products in %d rows, taken %t, %d added %d changed %d unchanged %d missing, %d refused", f.Products, f.Rows, f.Taken,
			f.Outcomes[ingest.Added], f.Outcomes[ingest.Changed], f.Outcomes[ingest.Unchanged], f.Outcomes[ingest.Missing], len(p.Refused))
		if got != c.want || len(f.First) != f.Products || f.First[0].Product.ID != "A" {
			t.Errorf("%s: %s, first %+v, want %s", c.name, got, f.First, c.want)
		}
	}
	if now, _ := stock.FeedRevision(t.Context()); now != revision {
		t.Error("a preview has changed the catalogue")
	}
}
