package knowledge_test

import (
	"strings"
	"testing"

	"frontdesk/knowledge"
)

func TestComplete(t *testing.T) {
	c := knowledge.NewCompleter()
	for _, q := range []struct {
		lang, before, message string
		want                  string // the whole question; empty: the message is one of its own
		alone, marks          bool
	}{
		{"en", "How much is shipping to France?", "and to Germany?", "how much is shipping to germany", false, true},
		{"en", "How much is shipping to France?", "Germany", "how much is shipping to germany", false, false},
		{"en", "How much is shipping to France?", "and how long?", "is shipping to france how long", false, true},
		{"en", "Can I return candles?", "what about shoes?", "can i return candles shoes", true, true},
		{"en", "Can I return candles?", "Shoes?", "can i return candles shoes", true, false},
		{"en", "Can I return candles?", "What does the warranty of your tents cover?", "", false, false},
		{"en", "Can I return candles?", "and can you engrave a knife with my daughter's name for me", "", false, false},
		{"en", "Can I return candles?", "?", "", false, false},
		{"en", "Can I return candles?", "android app", "can i return candles android app", true, false},
		{"en", "", "and to Germany?", "", false, false},
		{"en", strings.Repeat("shipping ", 100), "and to Germany?", "", false, false},
		{"zh", "寄到法国运费多少钱？", "那德国呢？", "寄到德国运费多少钱", false, true},
		{"zh", "寄到法国运费多少钱？", "保修期是多长时间，在哪里可以查到保修条款？", "", false, false},
		{"es", "¿Cuánto cuesta el envío a Francia?", "¿y a Alemania?", "¿cuánto cuesta el envío a alemania", false, true},
		{"de", "Was kostet der Versand nach Frankreich?", "und wie lange dauert es?", "der versand nach frankreich wie lange dauert es", false, true},
		{"fr", "Combien coûte la livraison en Suisse ?", "et au Canada ?", "combien coûte la livraison en canada", false, true},
		{"ja", "ドイツへの送料はいくらですか", "フランスは？", "フランスへの送料はいくらですか", false, true},
		{"pt", "Quanto custa o envio para a Alemanha?", "e para Espanha?", "quanto custa o envio para a espanha", false, true},
	} {
		got, ok := c.Complete(q.before, q.message, q.lang)
		if ok != (q.want != "") || got.Text != q.want || got.Alone != q.alone || got.Marks != q.marks {
			t.Errorf("%s: %q then %q: got %+v, %t; want %q", q.lang, q.before, q.message, got, ok, q.want)
		}
	}
}

func FuzzComplete(f *testing.F) {
	f.Add("How much is shipping to France?", "and to Germany?", "en")
	f.Add("寄到法国运费多少钱？", "呢", "zh")
	c := knowledge.NewCompleter()
	f.Fuzz(func(t *testing.T, before, message, lang string) {
		if got, ok := c.Complete(before, message, lang); ok && strings.TrimSpace(got.Text) == "" {
			t.Errorf("%q then %q is nothing", before, message)
		}
	})
}
