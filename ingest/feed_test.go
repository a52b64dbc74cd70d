package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/knowledge"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// shopOf loads a feed and gives the report and the catalogue that it makes.
func shopOf(t *testing.T, name, text string, o ingest.Options) (ingest.Report, *catalog.Catalog) {
	t.Helper()
	store := catalog.NewMemory()
	in := newIngester(t, knowledge.NewMemory(), ingest.Config{Catalog: store, Detect: func(string) string { return "en" }})
	rep, err := in.Upload(t.Context(), name, []byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	c := catalog.New(store)
	if _, err := c.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rep, c
}

// lines describes products as people would.
func lines(t *testing.T, c *catalog.Catalog) (out []string) {
	t.Helper()
	all, err := c.Products(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		var parts []string
		for _, v := range p.Variants {
			s := v.SKU + " " + strings.Trim(v.Size+"/"+v.Color, "/") + " "
			if v.Price.Currency != "" {
				s += v.Price.Decimal() + v.Price.Currency
			}
			if v.Was.Minor > 0 {
				s += " was " + v.Was.Decimal()
			}
			s += fmt.Sprintf(" %d%s", v.Stock, v.State)
			if v.GTIN != "" {
				s += " " + v.GTIN
			}
			for _, name := range slices.Sorted(func(yield func(string) bool) {
				for k := range v.Options {
					if !yield(k) {
						return
					}
				}
			}) {
				s += " " + name + "=" + v.Options[name]
			}
			parts = append(parts, strings.Join(strings.Fields(s), " "))
		}
		for _, a := range p.Attributes {
			parts = append(parts, a.Name+"="+a.Values.In("en"))
		}
		if len(p.Fits) > 0 {
			parts = append(parts, "fits "+strings.Join(p.Fits, "+"))
		}
		out = append(out, p.ID+": "+p.Titles.In("en")+" ["+p.Category+"|"+p.Brand+"] "+strings.Join(parts, "; "))
	}
	return out
}

func TestFeeds(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		options          ingest.Options
		want             []string
	}{
		{"columns of well-known names", "products.csv",
			"\ufeffSKU;Name;Name_de;Price;Currency;Stock;Color;Size;Group;EAN;Weight;Fits;Category;Vendor\n" +
				"J-R-S;Jacket;Jacke;1.299,00;EUR;3;red;S;J;4006381333931;420 g;;Jackets;Tarn\n" +
				"J-R-M;Jacket;Jacke;1.299,00;EUR;0;red;M;J;;430 g;;Jackets;Tarn\n" +
				"F-1;Filter;;19,90;EUR;;;;;;;X100, X200;Filters;\n", ingest.Options{},
			[]string{"F-1: Filter [Filters|] F-1 19.90EUR 0unknown; fits X100+X200",
				"J: Jacket [Jackets|Tarn] J-R-S S/red 1299.00EUR 3 4006381333931 Weight=420 g; J-R-M M/red 1299.00EUR 0 Weight=430 g"}},
		{"columns in Dutch, and what the shop paid", "producten.csv",
			"artikelnummer;productnaam;prijs;inkoopprijs;merk;voorraad;beschikbaarheid;kleur;maat;passend voor\n" +
				"KK-1;Ketting;19,95 EUR;8,10;Spin;;Niet op voorraad;zilver;116;9-speed\n" +
				"KK-2;Band;€ 24,-;11;;7;;;;\nKK-3;Bel;9.– EUR;4;;3;;;;\n", ingest.Options{Locale: "en"},
			[]string{"KK-1: Ketting [|Spin] KK-1 116/zilver 19.95EUR 0out_of_stock; fits 9-speed", "KK-2: Band [|] KK-2 24.00EUR 7", "KK-3: Bel [|] KK-3 9.00EUR 3"}},
		{"Google Merchant", "merchant.tsv",
			"id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tsale_price\tsale_price_effective_date\tgtin\tbrand\titem_group_id\tcolor\tmaterial\tgoogle_product_category\n" +
				"1a\tTent green\t<p>Stands &amp; stays</p>\thttps://s.example/1\thttps://s.example/1.jpg\tin_stock\t329.90 EUR\t299.90 EUR\t2026-02-01T00:00+0100/2026-04-01T00:00+0100\t\tBothy\tg1\tgreen\tnylon\tCamping > Tents\n" +
				"1b\tTent grey\tx\thttps://s.example/1\thttps://s.example/2.jpg\tpreorder\t329.90 EUR\t299.90 EUR\t2025-02-01T00:00+0100/2025-04-01T00:00+0100\t\tBothy\tg1\tgrey\tnylon\tCamping > Tents\n", ingest.Options{},
			[]string{"g1: Tent [Camping > Tents|Bothy] 1a green 299.90EUR was 329.90 0in_stock; 1b grey 329.90EUR 0preorder; material=nylon"}},
		{"Shopify's export", "products_export.csv",
			"Handle,Title,Body (HTML),Vendor,Type,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Cost per item,Status,Material (product.metafields.custom.material)\n" +
				"boot,Boot,<b>Firm</b>,Cairn,Shoes,true,Size,41,Lacing,hooks,B-41,980.0,shopify,-2,179.00,199.00,,https://s.example/b.jpg,55.10,active,leather\n" +
				"boot,,,,,,,42,,eyelets,B-42,980.0,,,179.00,,,,55.10,,\n" +
				"boot,,,,,,,,,,,,,,,,,https://s.example/c.jpg,,,\n" +
				"old,Old one,,,,true,Title,Default Title,,,O-1,0,shopify,5,9.00,,,,1.00,draft,\n", ingest.Options{Currency: "eur"},
			[]string{"boot: Boot [Shoes|Cairn] B-41 41 179.00EUR was 199.00 0 Lacing=hooks; B-42 42 179.00EUR 0in_stock Lacing=eyelets; Material=leather; weight_g=980"}},
		{"WooCommerce's export, variations first", "wc-products.csv",
			"ID,Type,SKU,Name,Published,Short description,In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Meta: _x\n" +
				"11,variation,HD-R,Hoodie - Red,1,,1,4,,,45,,,HD,Color,Red,,\n" +
				"12,variation,,Hoodie - Blue,1,,backorder,0,,40,45,,,id:10,Color,Blue,,\n" +
				"10,variable,HD,Hoodie,1,Warm,1,,0.4,,,Clothing > Hoodies,\"https://s.example/h.jpg, https://s.example/i.jpg\",,Color,\"Red, Blue\",1,secret\n" +
				"20,simple,,Mug,1,,0,,,,12,Kitchen,,,Volume,350 ml,1,\n" +
				"21,simple,HID,Hidden,0,,1,,,,12,Kitchen,,,,,,\n", ingest.Options{Currency: "USD"},
			[]string{"20: Mug [Kitchen|] 20 12.00USD 0out_of_stock; Volume=350 ml",
				"HD: Hoodie [Clothing > Hoodies|] HD-R Red 45.00USD 4; 12 Blue 40.00USD was 45.00 0preorder; Color=Red, Blue; weight_kg=0.4"}},
		{"JSON", "products.json", `{"products": [
			{"id": "L-1", "title": {"en": "Lamp", "de": "Lampe"}, "brand": "Ember", "price": {"amount": "89.90", "currency": "EUR"}, "stock": 2, "attributes": {"socket": "E27", "dimmable": true}, "fits": ["X200", "X300"]},
			{"id": "C", "name": "Cup", "variants": [{"sku": "C-1", "price": "9.50 EUR", "color": "sand"}, {"sku": "C-2", "price": 8, "currency": "EUR", "available": false}]}]}`, ingest.Options{},
			[]string{"C: Cup [|] C-1 sand 9.50EUR 0unknown; C-2 8.00EUR 0out_of_stock", "L-1: Lamp [|Ember] L-1 89.90EUR 2; dimmable=true; socket=E27; fits X200+X300"}},
		{"Shopify's products.json", "shop.json", `{"products":[{"id":632,"title":"Pan","handle":"pan","body_html":"<p>Iron</p>","vendor":"Hearth","product_type":"Cookware","tags":"iron, oven","status":"active","admin_graphql_api_id":"gid",
			"options":[{"name":"Size","position":1,"values":["24","28"]}],"variants":[{"id":1,"product_id":632,"title":"24","price":"79.90","sku":"P-24","option1":"24","inventory_quantity":7,"grams":2300,"barcode":"4006381333931","compare_at_price":null},
			{"id":2,"product_id":632,"title":"28","price":"89.90","sku":"P-28","option1":"28","inventory_quantity":0,"grams":2300}],"images":[{"src":"https://s.example/p.jpg"}]}]}`, ingest.Options{Currency: "EUR"},
			[]string{"pan: Pan [Cookware|Hearth] P-24 24 79.90EUR 7 4006381333931; P-28 28 89.90EUR 0; grams=2300; tags=iron, oven"}},
		{"a product a line", "feed.jsonl", "{\"sku\":\"A\",\"title\":\"Axe\",\"price\":\"1200 JPY\"}\n{\"sku\":\"B\",\"title\":\"Bow\",\"price\":\"￥900\",\"currency\":\"JPY\"}\n", ingest.Options{},
			[]string{"A: Axe [|] A 1200JPY 0unknown", "B: Bow [|] B 900JPY 0unknown"}},
		{"stock in words, in a language of people", "producten.csv", "sku,naam,prijs,voorraad\nA,a,1 EUR,op voorraad\nB,b,1 EUR,34 stuks\nC,c,1 EUR,uitverkocht\nD,d,1 EUR,vraag ons\nE,e,1 EUR,7\n", ingest.Options{Locale: "en"},
			[]string{"A: a [|] A 1.00EUR 0in_stock", "B: b [|] B 1.00EUR 34", "C: c [|] C 1.00EUR 0out_of_stock", "D: d [|] D 1.00EUR 0unknown", "E: e [|] E 1.00EUR 7"}},
		{"stock in other scripts", "p.csv", "sku,название,остаток,наличие\nA,a,да,x\nB,b,нет,x\nC,c,12 шт.,x\n", ingest.Options{Locale: "en"},
			[]string{"A: a [|] A 0in_stock; наличие=x", "B: b [|] B 0out_of_stock; наличие=x", "C: c [|] C 12; наличие=x"}},
		{"stock in Japanese", "p.csv", "商品番号,商品名,価格,在庫\nA,a,1200円,あり\nB,b,\"1,200円\",なし\nC,c,900円,5個\n", ingest.Options{Locale: "en"},
			[]string{"A: a [|] A 1200JPY 0in_stock", "B: b [|] B 1200JPY 0out_of_stock", "C: c [|] C 900JPY 5"}},
		{"an availability in a language of people", "p.csv", "sku,naam,beschikbaarheid\nA,a,3-5 werkdagen\nB,b,beschikbaar\n", ingest.Options{Locale: "en"},
			[]string{"A: a [|] A 0unknown", "B: b [|] B 0in_stock"}},
		{"prices as they are written", "p.csv", "sku;title;price\nA;a;89,90 TL\nB;b;12,900원\nC;c;1990 руб.\nD;d;1990 грн\nE;e;€ 1.299,-\nF;f;1'299.– CHF\nG;g;129,90 lei\nH;h;1 990,50 Kč\nI;i;1,299.- EUR\nJ;j;24 euro\nK;k;99 RMB\nL;l;руб. 1990\nM;m;1.299.- EUR\n", ingest.Options{},
			[]string{"A: a [|] A 89.90TRY 0unknown", "B: b [|] B 12900KRW 0unknown", "C: c [|] C 1990.00RUB 0unknown", "D: d [|] D 1990.00UAH 0unknown", "E: e [|] E 1299.00EUR 0unknown", "F: f [|] F 1299.00CHF 0unknown",
				"G: g [|] G 129.90RON 0unknown", "H: h [|] H 1990.50CZK 0unknown", "I: i [|] I 1299.00EUR 0unknown", "J: j [|] J 24.00EUR 0unknown", "K: k [|] K 99.00CNY 0unknown", "L: l [|] L 1990.00RUB 0unknown", "M: m [|] M 1299.00EUR 0unknown"}},
		{"a name beside its translation", "p.csv", "sku,nazwa,cena,title,opis,price,description\nA,dzbanek,9 EUR,jug,o,8 EUR,d\n", ingest.Options{Locale: "en"},
			[]string{"A: jug [|] A 8.00EUR 0unknown; cena=9 EUR; nazwa=dzbanek; opis=o"}},
		{"a name beside its translation in JSON", "p.json", `[{"sku": "A", "nazwa": "dzbanek", "prijs": {"amount": "9", "currency": "EUR"}, "price": "8 EUR", "title": {"en": "jug"}, "bilder": ["x"], "images": ["https://s.example/1.jpg"]}]`, ingest.Options{Locale: "en"},
			[]string{"A: jug [|] A 8.00EUR 0unknown; bilder=x; nazwa=dzbanek"}},
		{"the language of a book", "p.csv", "sku,title,price,język,dil,lang\nA,a,1 EUR,polski,tr,en\n", ingest.Options{},
			[]string{"A: a [|] A 1.00EUR 0unknown; dil=tr; język=polski"}},
		{"what the shop paid, in JSON", "p.json", `[{"sku": "A", "title": "a", "price": "9 EUR", "Einkaufspreis netto": 4, "cost": 4, "attributes": {"Cost price": "4", "hue": "red"}}]`, ingest.Options{Locale: "en"},
			[]string{"A: a [|] A 9.00EUR 0unknown; hue=red"}},
		{"what the shop paid, in a shop system's export", "wc.csv", "ID,Type,SKU,Name,Regular price,Einkaufspreis netto,Attribute 1 name,Attribute 1 value(s)\n1,simple,A,a,9,4,Purchase price,4\n", ingest.Options{Currency: "EUR", Locale: "en"},
			[]string{"A: a [|] A 9.00EUR 0unknown"}},
		{"numbers as spreadsheets keep them", "p.csv", "sku,title,price,ean\n\"=\"\"007\"\"\",Watch,9.90 EUR,4.00638E+12\n", ingest.Options{},
			[]string{"007: Watch [|] 007 9.90EUR 0unknown"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, got := shopOf(t, c.file, c.text, c.options)
			if rep.Count(ingest.Refused) > 0 {
				t.Fatalf("refused: %q %+v", outcomes(rep), rep.Rows[0].Problem)
			}
			if l := lines(t, got); !slices.Equal(l, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(l, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestBadFeeds(t *testing.T) {
	head := "sku,title,price,currency,availability,stock,link\n"
	for _, c := range []struct {
		name, file, text string
		options          ingest.Options
		want             []string
	}{
		{"prices", "p.csv", head + "A,a,-5,EUR,,,\nB,b,12.90,,,,\nC,c,\"1,299\",EUR,,,\nD,d,cheap,EUR,,,\nE,e,=1+1,EUR,,,\nF,f,1.239,EUR,,,\nG,g,$12,,,,\nH,h,9.999,EUR,,,\n", ingest.Options{},
			[]string{"p.csv ambiguous_price:4:5", "p.csv ambiguous_price:7:5", "p.csv ambiguous_price:9:5", "p.csv bad_price:5:5", "p.csv formula_cell:6:5", "p.csv missing_currency:3:5", "p.csv missing_currency:8:5", "p.csv negative_price:2:5"}},
		{"the same SKU again", "p.csv", head + "A,a,1,EUR,,,\nB,b,1,EUR,,,\na,c,1,EUR,,,\n", ingest.Options{}, []string{"p.csv duplicate_sku:4:1"}},
		{"values", "p.csv", head + "A,a,1,EUR,maybe,,\nB,b,1,EUR,,many,\nC,,1,EUR,,,\n,d,1,EUR,,,\nE,e,1,EUR,,,javascript:alert(1)\nF,f\n", ingest.Options{},
			[]string{"p.csv bad_url:6:13", "p.csv bad_value:2:11", "p.csv bad_value:3:12", "p.csv empty_cell:4:0", "p.csv empty_cell:5:0", "p.csv ragged_row:7:0"}},
		{"a quote that is not closed", "p.csv", head + "A,\"a,1,EUR,,,\nB,b,1,EUR,,,\n", ingest.Options{}, []string{"p.csv malformed_csv:2:3"}},
		{"bytes of no encoding", "p.csv", head + "A,\xff\xfe\xfa,1,EUR,,,\n", ingest.Options{}, []string{"p.csv bad_encoding:2:0"}},
		{"no rows", "p.csv", head, ingest.Options{}, []string{"p.csv no_rows:0:0"}},
		{"no titles", "p.csv", "sku,price,stock\nA,1 EUR,1\n", ingest.Options{Kind: ingest.KindProducts}, []string{"p.csv missing_column:1:0"}},
		{"nothing to tell products apart", "p.csv", "title,price\nA,1 EUR\n", ingest.Options{Kind: ingest.KindProducts}, []string{"p.csv missing_column:1:0"}},
		{"a column twice", "p.csv", "sku,title,price,hue,Hue\nA,a,1 EUR,x,y\n", ingest.Options{}, []string{"p.csv duplicate_column:1:21"}},
		{"an orphan", "w.csv", "ID,Type,SKU,Name,Regular price,Parent\n1,variation,V,v,5,NOBODY\n2,simple,S,s,5,\n", ingest.Options{Currency: "EUR"}, []string{"w.csv unknown_parent:2:19"}},
		{"JSON cut off", "p.json", "[{\"sku\":\"A\",\"title\":\"a\",\"price\":\"1 EUR\"},\n{\"sku\":\"B\",", ingest.Options{}, []string{"p.json malformed_json:2:0"}},
		{"a name twice", "p.json", "[{\"sku\":\"A\",\n\"title\":\"a\",\"title\":\"b\",\"price\":\"1 EUR\"}]", ingest.Options{}, []string{"p.json malformed_json:2:0"}},
		{"deep JSON", "p.json", `[{"sku":"A","title":"a","price":"1 EUR","x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}]", ingest.Options{}, []string{"p.json malformed_json:1:0"}},
		{"products that are none", "p.json", `["a", 7]`, ingest.Options{Kind: ingest.KindProducts}, []string{"p.json bad_value:1:0", "p.json bad_value:1:0"}},
		{"JSON of something else", "p.json", `{"name": "x", "version": "1.2"}`, ingest.Options{}, []string{"p.json not_a_feed:0:0"}},
		{"more rows than are read", "p.csv", head + strings.Repeat("A,a,1,EUR,,,\n", 200_001), ingest.Options{}, []string{"p.csv too_many_rows:0:0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep, got := shopOf(t, c.file, c.text, c.options)
			check(t, "refused", rep, c.want...)
			if n := got.Size(); n != 0 {
				t.Errorf("%d products were taken of a feed with bad rows", n)
			}
		})
	}
}

// A price under a name that nobody knows would be an attribute that no answer on
// prices finds: the report says that there is none.
func TestAFeedWithoutPrices(t *testing.T) {
	for head, want := range map[string]bool{"sku,title,stock,cijena": true, "sku,title,stock,price": false} {
		rep, _ := shopOf(t, "p.csv", head+"\nA,a,1,2 EUR\nB,b,1,\n", ingest.Options{Locale: "en"})
		told := slices.ContainsFunc(rep.Rows[0].Warnings, func(w string) bool { return strings.HasPrefix(w, "no_price") })
		if told != want {
			t.Errorf("%s: warnings %q", head, rep.Rows[0].Warnings)
		}
	}
}

// A stock that people wrote in words nobody knows refuses nothing, but is told.
func TestStockThatIsNotRead(t *testing.T) {
	rep, _ := shopOf(t, "p.csv", "sku,naam,voorraad\nA,a,3\nB,b,vraag ons\nC,c,bel ons\n", ingest.Options{Locale: "en"})
	if got := rep.Rows[0].Warnings; !slices.Contains(got, "stock_not_read n=2 (first in line 3)") {
		t.Errorf("warnings %q, problem %+v", got, rep.Rows[0].Problem)
	}
}

// The good rows are taken where that is asked for, and nothing is called missing
// then: it may stand in a bad row.
func TestPartOfAFeed(t *testing.T) {
	store := catalog.NewMemory()
	in := newIngester(t, knowledge.NewMemory(), ingest.Config{Catalog: store})
	load := func(text string, o ingest.Options) ingest.Report {
		t.Helper()
		o.Source = "shop"
		rep, err := in.Upload(t.Context(), "p.csv", []byte(text), o)
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	head := "sku,title,price\n"
	check(t, "first", load(head+"A,a,1 EUR\nB,b,1 EUR\n", ingest.Options{}), "A added", "B added")
	check(t, "the same", load(head+"B,b,1 EUR\nA,a,1 EUR\n", ingest.Options{}), "A unchanged", "B unchanged")
	check(t, "a bad row", load(head+"A,a,2 EUR\nB,b,x\n", ingest.Options{Partial: true, Prune: true}), "A changed", "p.csv bad_price:3:5")
	check(t, "one less", load(head+"A,a,2 EUR\n", ingest.Options{}), "A unchanged", "B missing")
	check(t, "and out of service", load(head+"A,a,2 EUR\n", ingest.Options{Prune: true}), "A unchanged", "B removed")
	check(t, "not told again", load(head+"A,a,2 EUR\n", ingest.Options{Prune: true}), "A unchanged")
	check(t, "back", load(head+"A,a,2 EUR\nB,b,1 EUR\n", ingest.Options{}), "A unchanged", "B added")
}

// Two feeds may know a product: what was read last is served, with its time.
func TestFeedsBesideAShop(t *testing.T) {
	store := catalog.NewMemory()
	save := func(source string, at time.Time, p shop.Product) {
		if err := store.SaveFeedProducts(t.Context(), "", []catalog.Entry{{Source: source, Product: p, ReadAt: at}}); err != nil {
			t.Fatal(err)
		}
	}
	early, late := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	one := shop.Product{ID: "A", Titles: shop.Texts{"en": "Late"}, Fits: []string{"X200"}, Variants: []shop.Variant{{SKU: "A-1", GTIN: "4006381333931"}}}
	save("b", late, one)
	one.Titles = shop.Texts{"en": "Early"}
	save("a", early, one)
	feeds := catalog.New(store)
	if changed, err := feeds.Refresh(t.Context()); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if changed, err := feeds.Refresh(t.Context()); err != nil || changed {
		t.Fatal("refreshed twice", err)
	}
	got, err := feeds.Product(t.Context(), "4006381333931")
	if err != nil || got.Titles["en"] != "Late" || !got.AsOf.Equal(late) {
		t.Errorf("got %+v, %v", got, err)
	}
	system := catalog.NewMemory()
	own := catalog.New(system)
	_ = system.SaveFeedProducts(t.Context(), "", []catalog.Entry{{Product: shop.Product{ID: "a", Titles: shop.Texts{"en": "Own"}, Variants: []shop.Variant{{SKU: "A-1", Price: shop.Money{Minor: 500, Currency: "EUR"}}}}}})
	if _, err := own.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	both := catalog.Join(own, feeds)
	got, err = both.Product(t.Context(), "A")
	if err != nil || got.Titles["en"] != "Own" || got.Variants[0].Price.Minor != 500 || !slices.Equal(got.Fits, []string{"X200"}) {
		t.Errorf("the shop's own word with the feed's facts: got %+v, %v", got, err)
	}
	all, err := both.Products(t.Context())
	if err != nil || len(all) != 1 {
		t.Errorf("one product, not two: %d, %v", len(all), err)
	}
	found, err := both.Search(t.Context(), "late", "en", 3)
	if err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
}
