package bot_test

import (
	"strings"
	"testing"

	"frontdesk/bot"
)

// moving brings a customer to the question for the new address of an order that
// goes to a country.
func moving(t testing.TB, country string) *talk {
	t.Helper()
	k := newTalk(t).verified("c-1001")
	k.shop.country = country
	k.reader.given["move"] = intends("order_address_change")
	k.says("move")
	want(t, k.says("10523"), bot.Ask, "flow:order_address_change:ask_address")
	return k
}

func TestAddressesAsPeopleWriteThem(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, c := range []struct{ country, text, want string }{ // want: line 1 | line 2 | postcode | city | region
		{"DE", "Hauptstraße 5, 10115 Berlin", "Hauptstraße 5||10115|Berlin|"},
		{"DE", "Hauptstraße 5\n10115 Berlin", "Hauptstraße 5||10115|Berlin|"},
		{"DE", "Hauptstraße 5 10115 Berlin", "Hauptstraße 5||10115|Berlin|"},
		{"DE", "Hauptstr. 5a, Hinterhaus, D-10115 Berlin, Deutschland", "Hauptstr. 5a|Hinterhaus|10115|Berlin|"},
		{"DE", "10115 Berlin, Hauptstraße 5", "Hauptstraße 5||10115|Berlin|"},
		{"DE", "Bitte schicken Sie es an: Hauptstraße 5, 10115 Berlin", "Hauptstraße 5||10115|Berlin|"},
		{"DE", "Please send it to Hauptstraße 5, 10115 Berlin", "Hauptstraße 5||10115|Berlin|"},
		{"US", "1600 Amphitheatre Pkwy, Mountain View, CA 94043", "1600 Amphitheatre Pkwy||94043|Mountain View|CA"},
		{"US", "1200 NW Naito Pkwy, Apt 4, Portland, OR 97209-2829, USA", "1200 NW Naito Pkwy|Apt 4|97209-2829|Portland|OR"},
		{"US", "12345 Main St, Portland OR 97205", "12345 Main St||97205|Portland|OR"},
		{"GB", "10 Downing Street, London SW1A 2AA", "10 Downing Street||SW1A 2AA|London|"},
		{"GB", "10 Downing Street, London, SW1A 2AA, UK", "10 Downing Street||SW1A 2AA|London|"},
		{"FR", "12 rue de la Paix, 75002 Paris", "12 rue de la Paix||75002|Paris|"},
		{"FR", "12 bis rue de la Paix 75002 Paris", "12 bis rue de la Paix||75002|Paris|"},
		{"MX", "Av. Insurgentes Sur 1602, Col. Crédito Constructor, 03940 Ciudad de México", "Av. Insurgentes Sur 1602|Col. Crédito Constructor|03940|Ciudad de México|"},
		{"ES", "Calle Mayor 3, 2º B, 28013 Madrid", "Calle Mayor 3|2º B|28013|Madrid|"},
		{"NL", "Damrak 1, 1012 LG Amsterdam", "Damrak 1||1012 LG|Amsterdam|"},
		{"CA", "301 Front St W, Toronto, ON M5V 2T6", "301 Front St W||M5V 2T6|Toronto|ON"},
		{"AT", "Stephansplatz 3, 1010 Wien", "Stephansplatz 3||1010|Wien|"},
		{"CN", "北京市朝阳区建国路88号 100022", "朝阳区建国路88号||100022|北京市|"},
		{"CN", "广东省深圳市南山区科技园路1号，518057", "南山区科技园路1号||518057|深圳市|广东省"},
		{"CN", "上海市静安区南京西路一千号 200040", "静安区南京西路一千号||200040|上海市|"},
		{"CN", "新地址是上海市静安区南京西路1266号 200040", "静安区南京西路1266号||200040|上海市|"},
		{"JP", "〒100-0001 東京都千代田区千代田1-1", "千代田1-1||100-0001|千代田区|東京都"},
		{"JP", "大阪府大阪市北区梅田3-1-1 530-0001", "北区梅田3-1-1||530-0001|大阪市|大阪府"},
	} {
		t.Run(c.text, func(t *testing.T) {
			k := moving(t, c.country)
			d := k.says(c.text)
			want(t, d, bot.Ask, "flow:order_address_change:confirm")
			if got := strings.ReplaceAll(d.Next.Slots["address"], "\n", "|"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if strings.Contains(d.Text, ", ,") || strings.Contains(d.Text, "\n") || strings.Contains(d.Text, "{") {
				t.Errorf("asks %q", d.Text)
			}
		})
	}
}

func TestNoAddress(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for _, text := range []string{
		"Which carrier do you use?", "10115", "Hauptstraße 5", "10115 Berlin", "yes", "I do not know it yet", "可以改吗", "东京", strings.Repeat("Hauptstraße 5, 10115 Berlin ", 20),
	} {
		k := moving(t, "DE")
		if d := k.says(text); d.Next.Slots["address"] != "" {
			t.Errorf("%q was taken as %q", text, d.Next.Slots["address"])
		}
	}
}

// An address that was read back is changed as it was read back.
func TestAddressReachesTheShop(t *testing.T) {
	k := moving(t, "")
	holds(t, k.says("Hauptstraße 5, Hinterhaus, 10115 Berlin").Text, "Hauptstraße 5, Hinterhaus, 10115 Berlin")
	d := k.presses("Yes", "yes")
	want(t, d, bot.Answer, "act_result")
	o, err := k.shop.Shop.Order(t.Context(), "10523", proofOf("c-1001"))
	k.ok(err)
	if got := o.Address; got.Line1 != "Hauptstraße 5" || got.Line2 != "Hinterhaus" || got.Postcode != "10115" || got.City != "Berlin" || got.Country != "DE" || got.Name == "-" {
		t.Errorf("the shop has %+v", got)
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"Hauptstraße 5, 10115 Berlin", "〒100-0001 東京都千代田区千代田1-1", ",;\n", "12345", "A1 1AA"} {
		f.Add(s, "DE")
		f.Add(s, "JP")
		f.Add(s, "")
	}
	asked := moving(f, "")
	f.Fuzz(func(t *testing.T, text, country string) {
		if len(text) > 500 || len(country) > 2 {
			t.Skip()
		}
		k := *asked
		k.t, k.shop.country = t, country
		_, d, err := k.bot.Decide(t.Context(), k.heard(text))
		k.ok(err)
		if v := d.Next.Slots["address"]; v != "" && strings.Count(v, "\n") != 4 {
			t.Errorf("%q became %q", text, v)
		}
	})
}
