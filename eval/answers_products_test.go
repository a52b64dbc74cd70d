package eval_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"frontdesk/shop/demo"
)

var update = flag.Bool("update", false, "write files that are made of others anew")

// feedProduct is a product as a JSON feed gives it.
type feedProduct struct {
	ID          string                       `json:"id"`
	Brand       string                       `json:"brand"`
	Category    string                       `json:"category"`
	Title       map[string]string            `json:"title"`
	Description map[string]string            `json:"description"`
	Attributes  map[string]map[string]string `json:"attributes"`
	Variants    []map[string]any             `json:"variants"`
}

const demoFeed = "answers/products/catalogue.json"

// TestDemoFeed holds that the feed of the evaluation is the demo shop's catalogue;
// -update writes it.
func TestDemoFeed(t *testing.T) {
	s, err := demo.New(t.Context(), demo.Config{Now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	products, err := s.Products(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var list []feedProduct
	for _, p := range products {
		f := feedProduct{ID: p.ID, Brand: p.Brand, Category: p.Category, Title: p.Titles, Description: p.Descriptions, Attributes: map[string]map[string]string{}}
		for _, a := range p.Attributes {
			f.Attributes[a.Name] = a.Values
		}
		for _, v := range p.Variants {
			one := map[string]any{"sku": v.SKU, "price": v.Price.Format("en"), "stock": v.Stock}
			if v.Size != "" {
				one["size"] = v.Size
			}
			if v.Color != "" {
				one["color"] = v.Color
			}
			f.Variants = append(f.Variants, one)
		}
		list = append(list, f)
	}
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	for _, f := range list { // a product a line
		if err := enc.Encode(f); err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		if err := os.MkdirAll("answers/products", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(demoFeed, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(demoFeed); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not the demo shop's catalogue (%v): run go test ./eval -run DemoFeed -update", demoFeed, err)
	}
}
