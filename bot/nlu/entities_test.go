package nlu_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/nlu"
)

// at is a Wednesday.
var at = time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)

func TestEntities(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, want string }{
		{"where is order 10482?", "order_number=10482"},
		{"order #10482", "order_number=10482"},
		{"Bestellung nb-10482 bitte", "order_number=NB-10482"},
		{"订单10482到哪了", "order_number=10482"},
		{"订单１０４８２", "order_number=10482"},
		{"10482", "order_number=10482"},
		{"my mail is Anna.Berg@Example.com, thanks", "email=anna.berg@example.com"},
		{"邮箱是anna@example.com。", "email=anna@example.com"},
		{"call +49 170 1234567 please", "phone=+491701234567"},
		{"0170/1234567", "phone=01701234567"},
		{"(030) 123 4567 8", "phone=03012345678"},
		{"13812345678", "phone=13812345678"},
		{"see https://shop.example/p/1.", "url=https://shop.example/p/1"},
		{"I paid $49.90 twice", "money=49.90"},
		{"59,90 € statt 49 EUR", "money=59.90 EUR|money=49 EUR"},
		{"kostet 1.299,00 Euro", "money=1299.00 EUR"},
		{"Rs. 500", "money=500 INR"},
		{"多收了20元", "money=20 CNY"},
		{"tracking 1Z999AA10123456784", "tracking_number=1Z999AA10123456784"},
		{"RR123456789DE", "tracking_number=RR123456789DE"},
		{"JD0123456789012345", "tracking_number=JD0123456789012345"},
		{"00340434161094042557", "tracking_number=00340434161094042557"},
		{"postcode SW1A 1AA", "postcode=SW1A1AA"},
		{"PLZ 10115", "postcode=10115"},
		{"邮编518000", "postcode=518000"},
		{"1012 AB Amsterdam", "postcode=1012AB"},
		{"i need 2x the red one", "quantity=2|color=red"},
		{"3 Stück bitte", "quantity=3"},
		{"买5个", "quantity=5"},
		{"TS-RED-M is too small", "sku=TS-RED-M"},
		{"arrived on 2026-03-02", "date=2026-03-02"},
		{"am 12.04. oder 13.04.2026", "date=2026-04-12|date=2026-04-13"},
		{"since 3 march", "date=2026-03-03"},
		{"on March 3rd, 2026", "date=2026-03-03"},
		{"el 5 de abril", "date=2026-04-05"},
		{"am 5. Mai", "date=2026-05-05"},
		{"3月5日", "date=2026-03-05"},
		{"by tomorrow", "date=2026-03-12"},
		{"gestern bestellt", "date=2026-03-10"},
		{"前天买的", "date=2026-03-09"},
		{"order 10482 and 55213", "order_number=10482|order_number=55213"},
		{"bought in 2024", ""}, {"version 3.5", ""}, {"size 42", "size=42"}, {"20% off", ""}, {"hello", ""}, {"", ""}, {"31/02/2026", ""},
	} {
		if got := render(a.Entities(c.text, "", at)); got != c.want {
			t.Errorf("Entities(%q) = %s, want %s", c.text, got, c.want)
		}
	}
}

func render(list []nlu.Entity) string {
	var out []string
	for _, e := range list {
		out = append(out, fmt.Sprintf("%s=%s", e.Kind, e.Value))
	}
	return strings.Join(out, "|")
}

func TestAShopsOwnOrderPattern(t *testing.T) {
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{OrderPattern: `\bAB\d{3}/\d{2}\b`})
	if err != nil {
		t.Fatal(err)
	}
	if got := render(a.Entities("AB123/26 and the number 99887 in text, order 55213", "en", at)); got != "order_number=AB123/26|order_number=99887|order_number=55213" {
		t.Errorf("got %s", got)
	}
	if got := render(a.Entities("it has 99887 pixels", "en", at)); got != "" {
		t.Errorf("bare digits count as an order number: %s", got)
	}
	for _, bad := range []string{"(", "x*"} {
		if _, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{OrderPattern: bad}); err == nil {
			t.Errorf("the pattern %q is accepted", bad)
		}
	}
}

func FuzzEntities(f *testing.F) {
	for _, s := range []string{"order 10482", "€", "12.03.", "①２３４５６ ﬁx@a.b", "\xff12345", "1-2-3-4-5", "+", "((((0))))", "1Z\u200b999", "5月40日", "$ 1,2,3.4"} {
		f.Add(s)
	}
	a := analyzer(f)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, e := range a.Entities(text, "en", at) {
			if e.Start < end || e.End <= e.Start || e.End > len(text) || text[e.Start:e.End] != e.Text || e.Value == "" {
				t.Fatalf("Entities(%q) gives %+v after %d", text, e, end)
			}
			end = e.End
		}
	})
}
