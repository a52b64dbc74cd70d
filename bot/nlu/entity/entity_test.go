package entity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/bot/nlu/entity"
)

// at is a Wednesday.
var at = time.Date(2026, 3, 11, 23, 30, 0, 0, time.FixedZone("", -8*3600))

func reader(t testing.TB, cfg entity.Config) *entity.Reader {
	t.Helper()
	r, err := entity.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func render(list []entity.Entity) string {
	var out []string
	for _, e := range list {
		out = append(out, fmt.Sprintf("%s=%s", e.Kind, e.Value))
	}
	return strings.Join(out, "|")
}

func TestDatesCountFromTheShoppersDay(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ lang, text, want string }{
		{"en", "yesterday", "date=2026-03-10"},
		{"en", "last Friday", "date=2026-03-06"}, {"en", "next friday", "date=2026-03-13"}, {"en", "Friday last week", "date=2026-03-06"},
		{"en", "in the next 2 weeks", "period=2026-03-11/2026-03-25"}, {"en", "Friday, 12 December 2025", "date=2025-12-12"},
		{"de", "gestern", "date=2026-03-10"}, {"de", "vorletzte Woche", "period=2026-02-23/2026-03-01"}, {"de", "Guten Morgen", ""},
		{"es", "hace 3 días", "date=2026-03-08"}, {"es", "la semana pasada", "period=2026-03-02/2026-03-08"},
		{"zh", "昨天", "date=2026-03-10"}, {"zh", "上周五", "date=2026-03-06"}, {"zh", "三天前", "date=2026-03-08"},
		{"ja", "先週の金曜日", "date=2026-03-06"}, {"ru", "3 дня назад", "date=2026-03-08"}, {"ar", "قبل يومين", "date=2026-03-09"},
		{"he", "לפני שבוע", "date=2026-03-04"}, {"th", "5 มีนาคม 2569", "date=2026-03-05"}, {"hu", "2026. március 5.", "date=2026-03-05"},
		{"en", "31/02/2026", ""}, {"en", "24/7", ""}, {"en", "needed by 24/12", "date=2026-12-24"},
	} {
		if got := render(r.Find(entity.Query{Text: c.text, Lang: c.lang, Now: at})); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.lang, c.text, got, c.want)
		}
	}
	american := entity.Query{Text: "by 04/05/2026", Lang: "en", Country: "US", Now: at}
	if got := render(r.Find(american)); got != "date=2026-04-05" {
		t.Errorf("in the United States: %s", got)
	}
}

func TestMonthsEndWhereTheyEnd(t *testing.T) {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	if got := render(reader(t, entity.Config{}).Find(entity.Query{Text: "one month ago", Lang: "en", Now: now})); got != "date=2026-02-28" {
		t.Errorf("got %s", got)
	}
}

func TestMoney(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ lang, country, text, want string }{
		{"en", "", "1,234.50 EUR", "1234.50 EUR"}, {"de", "", "1.234,50 €", "1234.50 EUR"}, {"fr", "", "1 234,50 €", "1234.50 EUR"}, {"de", "CH", "CHF 1'234.50", "1234.50 CHF"},
		{"vi", "VN", "12.000 đ", "12000 VND"}, {"ja", "JP", "10万円", "100000 JPY"}, {"en", "IN", "2.5 lakh rupees", "250000 INR"}, {"en", "IN", "Rs. 1,50,000", "150000 INR"},
		{"en", "CA", "$5", "5 CAD"}, {"en", "", "$5", "5"}, {"sv", "", "499 kr", "499 SEK"}, {"zh", "", "￥199", "199 CNY"}, {"id", "", "Rp 50 ribu", "50000 IDR"},
	} {
		if got := render(r.Find(entity.Query{Text: c.text, Lang: c.lang, Country: c.country, Now: at})); got != "money="+c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestTrackingNumbersNameTheirCarrier(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ text, carrier string }{
		{"1Z999AA10123456784", "ups"}, {"RR123456785CN", "china_post"}, {"RR123456785GB", "royal_mail"}, {"SF1234567890123", "sf_express"},
		{"6A12345678901", "la_poste"}, {"9400111899223197428490", "usps"}, {"00340434161094042557", "dhl"}, {"PQ4F6P0704104480181750T", "correos"},
		{"GLS 123456789012", "gls"}, {"dpd parcel 01234567890123", "dpd"}, {"tracking 123456789012", "fedex"}, {"ヤマト 1234-5678-9010", "yamato"},
	} {
		got := r.Find(entity.Query{Text: c.text, Lang: "en", Now: at})
		if len(got) != 1 || got[0].Kind != entity.TrackingNumber || got[0].Carrier != c.carrier {
			t.Errorf("%q: %+v, want %s", c.text, got, c.carrier)
		}
	}
}

func TestOrderNumbersPassTheShopsCheck(t *testing.T) {
	for _, c := range []struct {
		cfg        entity.Config
		text, want string
	}{
		{entity.Config{OrderPattern: `\b\d{11}\b`, OrderCheck: entity.CheckLuhn}, "order 79927398713 or 79927398710", "order_number=79927398713"},
		{entity.Config{OrderPattern: `\bNB\d{6}\b`, OrderCheck: entity.CheckMod97}, "NB000072 and NB000099", "order_number=NB000072"},
	} {
		if got := render(reader(t, c.cfg).Find(entity.Query{Text: c.text, Lang: "en", Now: at})); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
	if _, err := entity.New(entity.Config{OrderCheck: "sum"}); err == nil {
		t.Error("a check that does not exist is accepted")
	}
}

func TestWhatIsAskedForWins(t *testing.T) {
	r := reader(t, entity.Config{})
	for expect, want := range map[string]string{entity.Postcode: "postcode=10115", entity.OrderNumber: "order_number=10115"} {
		if got := render(r.Find(entity.Query{Text: "10115", Lang: "de", Now: at, Expect: []string{expect}})); got != want {
			t.Errorf("asked for %s: %s", expect, got)
		}
	}
	if got := render(r.Find(entity.Query{Text: "Bestellung 10115", Lang: "de", Now: at, Expect: []string{entity.Postcode}})); got != "order_number=10115" {
		t.Errorf("a number that is called an order: %s", got)
	}
}

// TestTaxNumbersAreNoOrders holds that a company's number is none, and that an everyday
// word that is spelt like the name of a tax hides no order.
func TestTaxNumbersAreNoOrders(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ lang, text, want string }{
		{"en", "my VAT number is 123456789", ""}, {"en", "tax id 123456789", ""}, {"en", "our EIN number is 123456789", ""}, {"en", "TIN no. 123456789", ""},
		{"nl", "btw-nummer 123456789", ""}, {"nl", "BTW nr. 123456789", ""}, {"nl", "ons btw nummer is 123456789", ""}, {"da", "momsnummer 12345678", ""}, {"sv", "moms-nr 12345678", ""},
		{"es", "mi CIF es B12345678", ""}, {"pl", "NIP 1234567890", ""}, {"de", "Steuernummer 123456789", ""}, {"en", "order 10482, vat number 123456789", "order_number=10482"},
		{"de", "ich habe ein Problem mit 10482", "order_number=10482"}, {"de", "ein Artikel aus 10482 fehlt", "order_number=10482"}, {"de", "ein NB-10482", "order_number=NB-10482"},
		{"de", "ich habe ein Problem mit 104820001", "order_number=104820001"}, {"en", "btw my order is 104820001", "order_number=104820001"}, {"en", "my moms order 104820001", "order_number=104820001"},
		{"pl", "faktura VAT do zamówienia 104820001", "order_number=104820001"}, {"en", "VAT on order 104820001", "order_number=104820001"}, {"zh", "订单的税号是123456789", ""},
		{"en", "can you put our VAT number onto the invoice for us, it is IE1234567", ""}, {"de", "Rechnung bitte mit USt-IdNr. auf unsere Firma ausstellen: ATU12345678", ""},
		{"en", "customs want VAT for my parcel LT123456785CN", "tracking_number=LT123456785CN"}, {"en", "our VAT number is LT123456789", ""},
		{"en", "VAT is missing on the invoice of my order DE10482000", "order_number=DE10482000"}, {"en", "where is DE10482000", "order_number=DE10482000"},
		{"en", "VAT invoice for 10482", "order_number=10482"}, {"en", "btw my order is 10482", "order_number=10482"}, {"en", "btw 10482 is late", "order_number=10482"}, {"en", "my moms order 10482", "order_number=10482"}, {"en", "it is my moms, 10482", "order_number=10482"},
		{"en", "a tin 10482", "order_number=10482"}, {"pl", "faktura VAT do zamówienia 10482", "order_number=10482"}, {"pl", "VAT, zamówienie 10482", "order_number=10482"},
		{"fr", "TVA commande 10482", "order_number=10482"}, {"en", "VAT for order NB-10482", "order_number=NB-10482"}, {"es", "CIF del pedido 10482", "order_number=10482"},
	} {
		var got []entity.Entity
		for _, e := range r.Find(entity.Query{Text: c.text, Lang: c.lang, Now: at}) {
			if e.Kind == entity.OrderNumber || e.Kind == entity.SKU || e.Kind == entity.TrackingNumber {
				got = append(got, e)
			}
		}
		if render(got) != c.want {
			t.Errorf("%s %q: %s, want %q", c.lang, c.text, render(got), c.want)
		}
	}
}

func TestProductsAreFoundAsPeopleNameThem(t *testing.T) {
	g := entity.NewGazetteer([]entity.Named{
		{ID: "P1", Titles: []string{"Merino Beanie", "Merinomütze", "メリノビーニー", "美利奴羊毛帽"}, SKUs: []string{"MB1BLK"}},
		{ID: "P2", Titles: []string{"Rain Jacket Nordwind", "Regenjacke Nordwind"}},
		{ID: "P3", Titles: []string{"Rain Boots Nordwind"}},
	})
	r := reader(t, entity.Config{})
	for _, c := range []struct{ text, want string }{
		{"is the merino beanie warm", "product=P1"}, {"two merino beanies", "product=P1"}, {"merino beenie", "product=P1"}, {"die Merinomützen", "product=P1"},
		{"我的美利奴羊毛帽呢", "product=P1"}, {"メリノビーニーはありますか", "product=P1"}, {"nordwind rain jakcet", "product=P2"},
		{"is MB1BLK there", "sku=MB1BLK"}, {"it will rain", ""}, {"a jacket", ""},
	} {
		if got := render(r.Find(entity.Query{Text: c.text, Now: at, Products: g})); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestEveryLanguageHasItsWords(t *testing.T) {
	r := reader(t, entity.Config{})
	yesterday := map[string]string{"ar": "أمس", "cs": "včera", "da": "i går", "de": "gestern", "el": "χθες", "en": "yesterday", "es": "ayer", "fi": "eilen", "fr": "hier", "he": "אתמול",
		"hi": "3 दिन पहले", "hu": "tegnap", "id": "kemarin", "it": "ieri", "ja": "昨日", "ko": "어제", "ms": "semalam", "nl": "gisteren", "pl": "wczoraj", "pt": "ontem", "ro": "ieri",
		"ru": "вчера", "sv": "igår", "th": "เมื่อวาน", "tr": "dün", "uk": "вчора", "vi": "hôm qua", "zh": "昨天"}
	for _, lang := range entity.Languages() {
		got := r.Find(entity.Query{Text: yesterday[lang], Lang: lang, Now: at})
		if len(got) != 1 || got[0].Kind != entity.Date || got[0].Text != yesterday[lang] {
			t.Errorf("%s %q: %+v", lang, yesterday[lang], got)
		}
	}
}

// FuzzFind holds that nothing panics, and that spans are the text's own, in order.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"order 10482", "€", "12.03.", "①２３４５６ ﬁx@a.b", "\xff12345", "+", "((((0))))", "1Z\u200b999", "5月40日", "$ 1,2,3.4", "２０２６年３月５日に10万円", "٥٥١٢٠ ر.س", "221B Baker Street, 10115 Berlin", "W32 L34 2XL 42-es"} {
		for _, lang := range []string{"en", "ja", "ar", ""} {
			f.Add(s, lang)
		}
	}
	r := reader(f, entity.Config{})
	f.Fuzz(func(t *testing.T, text, lang string) {
		end := 0
		for _, e := range r.Find(entity.Query{Text: text, Lang: lang, Now: at, Expect: []string{entity.Postcode}}) {
			if e.Start < end || e.End <= e.Start || e.End > len(text) || text[e.Start:e.End] != e.Text || e.Value == "" || !slices.Contains(entity.Kinds(), e.Kind) {
				t.Fatalf("Find(%q) gives %+v after %d", text, e, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(e.Text) {
				t.Fatalf("Find(%q) cuts a letter: %+v", text, e)
			}
			end = e.End
		}
	})
}

// worst are 32 KB of what costs most.
func worst() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, 32<<10/len(s)) }
	return map[string]string{
		"mixed": fill("Zalgo t̸e̸x̸t 订单 asdf 10482 "), "numbers": fill("12345678 "), "codes": fill("AB-1234 "), "digits": fill("1"), "han": fill("订单号码"),
		"points": fill("1.2/"), "signs": fill("@@.+"), "words": fill("last next day "), "brackets": fill("((1) "), "emoji": fill("😀"), "invisible": fill("\u200b"), "nul": fill("\x00"),
	}
}

// TestLongGarbageIsRead; how fast is shown by BenchmarkFind.
func TestLongGarbageIsRead(t *testing.T) {
	r := reader(t, entity.Config{})
	for name, text := range worst() {
		for _, e := range r.Find(entity.Query{Text: text, Lang: "en", Now: at}) {
			if e.Start < 0 || e.End > len(text) || e.Start >= e.End {
				t.Errorf("%s: %s stands from %d to %d", name, e.Kind, e.Start, e.End)
			}
		}
	}
}

func BenchmarkFind(b *testing.B) {
	r := reader(b, entity.Config{})
	texts := worst()
	texts["message"] = "Hi, I ordered two lamps last week (order NB-10482) and one arrived broken, can I get a refund please?"
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				r.Find(entity.Query{Text: text, Lang: "en", Now: at})
			}
		})
	}
}

// Shoppers prove who they are with "my postcode is …", in every language of the pack.
func TestPostcodesAreCalledSo(t *testing.T) {
	r := reader(t, entity.Config{})
	for lang, text := range map[string]string{
		"en": "my zip code is 97205", "de": "meine Postleitzahl ist 97205", "es": "mi código postal es 97205", "fr": "code postal : 97205", "it": "il CAP è 97205",
		"pt": "o código postal é 97205", "nl": "mijn postcode is 97205", "pl": "kod pocztowy 97205", "cs": "PSČ 97205", "ro": "cod poștal 97205", "sv": "postnummer 97205",
		"da": "postnr. 97205", "fi": "postinumero 97205", "el": "ταχυδρομικός κώδικας ΤΚ 97205", "tr": "posta kodu 97205", "ru": "почтовый индекс 97205", "uk": "поштовий індекс 97205",
		"ar": "الرمز البريدي 97205", "he": "המיקוד הוא 97205", "hi": "पिन कोड 97205", "th": "รหัสไปรษณีย์ 97205", "vi": "mã bưu điện 97205", "id": "kode pos 97205", "ms": "poskod 97205",
		"hu": "irányítószám 97205", "zh": "邮编97205", "ja": "郵便番号は97205です", "ko": "우편번호 97205",
	} {
		if got := render(r.Find(entity.Query{Text: text, Lang: lang, Now: at})); got != "postcode=97205" {
			t.Errorf("%s %q: %q", lang, text, got)
		}
	}
}

// A word belongs to the number behind it, not to the next one too.
func TestAPostcodeBesideAnOrder(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ lang, text, expect string }{
		{"en", "zip 97205, order 10640", ""}, {"en", "order 10640, zip 97205", ""}, {"de", "PLZ 97205, Bestellung 10640", ""}, {"zh", "邮编97205，订单10640", ""},
		{"en", "order 10640, zip 97205", entity.OrderNumber}, {"en", "zip 97205, order 10640", entity.OrderNumber},
	} {
		q := entity.Query{Text: c.text, Lang: c.lang, Now: at}
		if c.expect != "" {
			q.Expect = []string{c.expect}
		}
		found := map[string]string{}
		for _, e := range r.Find(q) {
			found[e.Kind] = e.Value
		}
		if found[entity.Postcode] != "97205" || found[entity.OrderNumber] != "10640" {
			t.Errorf("%q, asked for %q: %v", c.text, c.expect, found)
		}
	}
}

func TestNumbersThatWereReadOut(t *testing.T) {
	r := reader(t, entity.Config{})
	for _, c := range []struct{ lang, text, want string }{
		{"en", "one zero six four zero", "order_number=10640"}, {"en", "my order number is 1 0 6 4 0", "order_number=10640"},
		{"en", "its one oh double six one thanks", "order_number=10661"}, {"en", "order one-zero-five-one-one", "order_number=10511"},
		{"de", "eins null fünf eins eins zurückschicken bitte", "order_number=10511"}, {"de", "die zwo null sieben null zwo", "order_number=20702"},
		{"es", "uno cero seis cuatro cero", "order_number=10640"}, {"fr", "un zéro quatre huit deux", "order_number=10482"},
		{"it", "uno zero cinque uno uno", "order_number=10511"}, {"pt", "um zero meia quatro zero", "order_number=10640"},
		{"nl", "een nul vier acht twee", "order_number=10482"}, {"pl", "jeden zero pięć jeden jeden", "order_number=10511"},
		{"cs", "jedna nula čtyři osm dva", "order_number=10482"}, {"ro", "unu zero cinci unu unu", "order_number=10511"},
		{"sv", "ett noll fem ett ett", "order_number=10511"}, {"da", "en nul fem en en", "order_number=10511"},
		{"fi", "yksi nolla viisi yksi yksi", "order_number=10511"}, {"el", "ένα μηδέν πέντε ένα ένα", "order_number=10511"},
		{"tr", "bir sıfır beş bir bir", "order_number=10511"}, {"hu", "egy nulla öt egy egy", "order_number=10511"},
		{"ru", "один ноль пять один один", "order_number=10511"}, {"uk", "один нуль п'ять один один", "order_number=10511"},
		{"ar", "واحد صفر خمسة واحد واحد", "order_number=10511"}, {"he", "אחת אפס חמש אחת אחת", "order_number=10511"},
		{"hi", "एक शून्य पांच एक एक", "order_number=10511"}, {"th", "หนึ่งศูนย์ห้าหนึ่งหนึ่ง", "order_number=10511"},
		{"vi", "một không năm một một", "order_number=10511"}, {"id", "satu nol lima satu satu", "order_number=10511"},
		{"ms", "satu kosong lima satu satu", "order_number=10511"}, {"zh", "一零七六四也查一下", "order_number=10764"},
		{"ja", "一〇五一一です", "order_number=10511"}, {"ko", "일공오일일", "order_number=10511"},
		{"hu", "a 10511-es rendelésből", "order_number=10511"},
		{"en", "where is my order ten six forty", "order_number=10640"}, {"en", "its one oh four eighty-two", "order_number=10482"},
		{"en", "ten five eleven please", "order_number=10511"}, {"de", "bestellung zehn vier zweiundachtzig", "order_number=10482"},
		{"es", "es el diez seis cuarenta", "order_number=10640"}, {"en", "ten or twenty of them, maybe forty", ""}, {"en", "thirty forty", ""},
		{"en", "sizes 1 2 3 4", ""}, {"zh", "周三四五六都可以", ""}, {"en", "call me on 0 1 5 1 2 3 4", ""}, {"en", "two or three", ""},
	} {
		var got []entity.Entity
		for _, e := range r.Find(entity.Query{Text: c.text, Lang: c.lang, Now: at}) {
			if e.Kind == entity.OrderNumber || e.Kind == entity.Postcode {
				got = append(got, e)
			}
		}
		if render(got) != c.want {
			t.Errorf("%s %q: %s, want %s", c.lang, c.text, render(got), c.want)
		}
	}
	asked := entity.Query{Text: "one zero one one five", Lang: "en", Now: at, Expect: []string{entity.Email, entity.Postcode}}
	if got := render(r.Find(asked)); got != "postcode=10115" {
		t.Errorf("asked for a postcode: %s", got)
	}
	for text, want := range map[string]string{
		"its james dot carter at example dot com": "james.carter@example.com", "anna punkt mueller ät example punkt de": "anna.mueller@example.de",
		"lucia punto fernandez arroba example punto es": "lucia.fernandez@example.es", "james.carter at example.com": "james.carter@example.com",
		"I am at home": "",
	} {
		if want != "" {
			want = "email=" + want
		}
		if got := render(r.Find(entity.Query{Text: text, Lang: "en", Now: at, Expect: []string{entity.Email, entity.Postcode}})); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
