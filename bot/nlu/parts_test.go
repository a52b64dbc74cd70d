package nlu_test

import (
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

// A message with several requests is taken apart in its order; one that explains
// its only request is not.
func TestParts(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, lang, want string }{
		{"where is my order 10482, and do you ship to Poland?", "en", "order_status shipping_destination"},
		{"How much is shipping to France and which payment methods do you accept?", "en", "shipping_cost payment_methods"},
		{"I want to change my address and also I need an invoice for order 5512", "en", "order_address_change order_invoice"},
		{"can i pay with klarna and how long do i have to return it", "en", "payment_methods return_start"},
		{"Wo ist meine Bestellung 10482? Und nehmt ihr auch PayPal?", "de", "order_status payment_methods"},
		{"¿Dónde está mi pedido? ¿Y puedo pagar con paypal?", "es", "order_status payment_methods"},
		{"我的订单10482到哪了？另外你们支持支付宝吗", "zh", "order_status payment_methods"},
		{"where is my order 10640, can i send back the boots, how much is shipping to canada", "en", "order_status return_start shipping_cost"},
		{"wo ist 10482, was kostet der Versand nach Österreich und kann ich mit Klarna zahlen", "de", "order_status shipping_cost payment_methods"},
		{"dónde está mi pedido 10715, cuánto cuesta el envío a México, puedo pagar con bizum", "es", "order_status shipping_cost payment_methods"},
		{"我的包裹10750到哪了，还有退货要多久，能寄到日本吗", "zh", "order_status return_start shipping_destination"},
		{"注文10482はどこですか、返品はいつまでできますか、カナダに発送できますか", "ja", "order_status return_start shipping_destination"},
		{"أين طلبي 10482، كم تكلفة الشحن إلى ألمانيا، هل يمكن الدفع ببايبال", "ar", "order_status shipping_cost payment_methods"},
		{"shoes dont fit, swap them for a 43", "en", ""},
		{"I want to return the boots from 10511, they are too small", "en", ""},
		{"I found it cheaper elsewhere, please cancel my order", "en", ""},
		{"It arrived broken. I want to return it", "en", ""},
		{"My order hasn't come. It's been two weeks. Very disappointed.", "en", ""},
		{"I ordered a shirt and a pair of shoes and they have not arrived", "en", ""},
		{"Hello! Do you have gift cards? Thank you.", "en", ""},
		{"Meine Bestellung ist nicht da. Wo ist mein Paket?", "de", ""},
		{"where is my order", "en", ""},
		{"", "en", ""},
		{"???!!! ... 。。", "", ""},
		{strings.Repeat("and and and ", 3000), "en", ""},
	} {
		var got []string
		end := 0
		for _, p := range m.Parts(c.text, c.lang) {
			if p.Start < end || p.Text != c.text[p.Start:p.End] {
				t.Errorf("%q: part %q at %d to %d, after %d", c.text, p.Text, p.Start, p.End, end)
			}
			end = p.End
			intent := p.Result.Top().Intent
			if strings.HasPrefix(intent, "return_") {
				intent = "return_start" // the rules of returning and a return are one matter
			}
			got = append(got, intent)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%.60q: %q, want %q", c.text, got, c.want)
		}
	}
}
