package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// BenchmarkCatalog loads 50,000 products of two variants and searches them.
func BenchmarkCatalog(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("alpine trail summit river stone cedar ember north wind light storm base merino down nylon fleece hybrid ultra soft quick")
	some := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = words[r.IntN(len(words))]
		}
		return strings.Join(out, " ")
	}
	var entries []catalog.Entry
	for i := range 50_000 {
		id := fmt.Sprintf("P%d", i)
		entries = append(entries, catalog.Entry{Source: "feed", ReadAt: time.Unix(1, 0), Product: shop.Product{
			ID: id, Titles: shop.Texts{"en": some(3) + " " + id}, Descriptions: shop.Texts{"en": some(30)}, Brand: "Acme", Category: "Jackets > " + some(1),
			Attributes: []shop.Attribute{{Name: "material", Values: shop.Texts{"en": "nylon"}}, {Name: "weight_g", Values: shop.Texts{"en": "420"}}},
			Variants:   []shop.Variant{{SKU: id + "-M", Size: "M", Color: "navy", Stock: 1}, {SKU: id + "-L", Size: "L", Color: "navy"}},
		}})
	}
	store := catalog.NewMemory()
	if err := store.SaveFeedProducts(b.Context(), "", entries); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := catalog.New(store)
		if _, err := c.Refresh(b.Context()); err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/50_000, "B/product")
		began := time.Now()
		for range 100 {
			if _, err := c.Search(b.Context(), some(2)+" P777 jacket", "en", 10); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(began).Microseconds())/100, "µs/search")
	}
}
