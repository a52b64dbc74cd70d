package ingest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/shop/demo"
)

// The demo shop's articles, ingested and asked: the article, and where it matters
// the section, that a person would open.
func TestTheDemoShopIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	store := knowledge.NewMemory()
	ids := 0
	in, err := ingest.New(store, ingest.Config{Now: time.Now, NewID: func() string { ids++; return fmt.Sprintf("id-%04d", ids) }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.RunFS(t.Context(), demo.Articles(), "demo", ingest.Options{Source: "demo", By: "demo"}); err != nil {
		t.Fatal(err)
	}
	b, err := knowledge.New(store, knowledge.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, text, intent, article, heading string }{
		{"es", "¿Cuánto tarda el envío a España?", "", "es/shipping-times", "Envío estándar"},
		{"es", "¿Cuánto cuesta el envío a España?", "", "es/shipping-costs", "Envío estándar"},
		{"es", "¿Qué precio tiene el envío exprés?", "", "es/shipping-costs", "Envío exprés"},
		{"de", "Was kostet der Versand nach Frankreich?", "", "de/shipping-costs", "Standardversand"},
		{"de", "Wie teuer ist die Lieferung nach Spanien?", "", "de/shipping-costs", "Standardversand"},
		{"de", "Wie lange dauert der Versand in die Schweiz?", "", "de/shipping-times", "Standardversand"},
		{"de", "Wer trägt die Kosten der Rücksendung?", "", "de/returns-policy", "Was es kostet"},
		{"zh", "退货运费谁承担？", "", "zh/returns-policy", ""},
		{"zh", "能寄到巴西吗", "shipping_destination", "zh/shipping-times", "配送范围"},
		{"zh", "寄到法国运费多少", "", "zh/shipping-costs", "标准配送"},
		{"en", "can you deliver to brazil", "", "en/shipping-times", "Where we deliver"},
		{"en", "how much is shipping to Canada", "", "en/shipping-costs", "Standard delivery"},
		{"en", "how long until I get my money back", "", "en/refunds", ""},
		{"en", "how long is the warranty on backpacks", "", "en/warranty", ""},
		{"fr", "Combien de temps prend la livraison en Suisse ?", "shipping_time", "en/shipping-times", ""},
		{"fr", "Comment retourner un article ?", "return_start", "en/how-to-return", ""},
	} {
		q := knowledge.Query{Text: c.text, Lang: c.lang}
		if c.intent != "" {
			q.Intents, q.IntentP = []string{c.intent}, 0.9
		}
		res, err := b.Retrieve(t.Context(), q)
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%s: %v, %d hits", c.text, err, len(res.Hits))
		}
		h := res.Hits[0]
		if !strings.Contains(h.Article.Key, c.article) || !strings.Contains(h.Passage.Heading, c.heading) || h.P < 0.55 {
			t.Errorf("%s: %s › %s with P %.2f (%q), want %s › %s", c.text, h.Article.Key, h.Passage.Heading, h.P, h.Why, c.article, c.heading)
		}
	}
}
